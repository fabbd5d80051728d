"""`feint analyze` and `feint match`: the classifier from the command line."""

import json
import sys
from collections.abc import Iterator
from typing import Any

import click

from feint.cli.files import Files, file_options


@click.command("analyze", short_help="Say how a text is tagged, and why.")
@file_options
@click.option(
    "--jsonl", is_flag=True, help="Read JSONL from standard input: {id, text, lang?}; answer in the same order."
)
@click.argument("text", required=False)
def analyze_command(files: Files, jsonl: bool, text: str | None) -> None:
    """Say which labels a text carries, in what stance, by which words, rule and cue, and who is quoted.

    \b
      feint analyze "The ministry denied that its troops were leaving."
      feint analyze - < article.txt
      feint analyze --jsonl < texts.jsonl
    """
    from classifier.engine import Classifier

    if jsonl == (text is not None):
        raise click.UsageError("give either a text (or - for standard input) or --jsonl")
    classifier = Classifier.load()
    if text is not None:
        from classifier.explain import explain

        said = sys.stdin.buffer.read().decode(errors="replace") if text == "-" else text
        for line in explain(said, classifier.analyze(said), classifier):
            # An article is as hostile as a feed: no control character of it reaches the terminal.
            click.echo("".join(character if character.isprintable() else "\ufffd" for character in line))
        return
    for number, record in _records():
        if not isinstance(record.get("text"), str):
            raise click.UsageError(f'line {number}: expected {{"id", "text", "lang"?}}')
        language = record.get("lang")
        answer = classifier.analyze(record["text"], language if isinstance(language, str) else "")
        tags = [
            {"tag": t.label, "stance": t.stance, "start": t.start, "end": t.end, "rule": t.rule, "score": t.score}
            for t in answer.tags
        ]
        quotes = [
            {"start": q.start, "end": q.end, "type": q.kind, "speaker": q.speaker, "speaker_surface": q.speaker_surface,
             "speaker_resolved": q.speaker, "cue": q.cue}
            for q in answer.quotes
        ]  # fmt: skip
        print(json.dumps({"id": record.get("id"), "tags": tags, "quotes": quotes}, ensure_ascii=False))


@click.command("match", short_help="Decide whether two texts are one story, or one quote.")
@file_options
@click.argument("what", type=click.Choice(["stories", "quotes"]))
def match_command(files: Files, what: str) -> None:
    """Read JSONL pairs from standard input and say of each whether it is the same, and whether a copy.

    \b
      {"id": 1, "a": {"title": "…", "summary": "…"}, "b": {…}, "hours_apart": 3}      feint match stories
      {"id": 1, "a": {"text": "…", "speaker": "…"}, "b": {…}}                         feint match quotes
    """
    from classifier.match import QuoteText, StoryText, match_quotes, match_stories

    for number, record in _records():
        try:
            a, b = record["a"], record["b"]
            if what == "stories":
                one, other = (StoryText(side.get("title") or "", side.get("summary") or "") for side in (a, b))
                match = match_stories(one, other, float(record.get("hours_apart") or 0.0))
            else:
                match = match_quotes(*(QuoteText(side["text"], side.get("speaker")) for side in (a, b)))
        except (KeyError, TypeError, AttributeError, ValueError):
            raise click.UsageError(f"line {number}: not a pair as `feint match --help` shows it") from None
        answer = {
            "id": record.get("id"),
            "same": match.same,
            "duplicate": match.duplicate,
            "score": round(match.score, 4),
        }
        print(json.dumps({**answer, "reason": match.reason}, ensure_ascii=False))


def _records() -> Iterator[tuple[int, dict[str, Any]]]:
    """(line number, object) of each line of standard input."""
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            raise click.UsageError(f"line {number}: not JSON") from None
        if not isinstance(record, dict):
            raise click.UsageError(f"line {number}: expected a JSON object")
        yield number, record
