"""`feint analyze` and `feint match`: the classifier from the command line."""

import json
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from feint.cli.files import Files, file_options, neither_file
from feint.cli.numbers import at_least
from feint.cli.plain import plain

if TYPE_CHECKING:
    from classifier.engine import Classifier
    from storage.items.readings import Reading


@click.command("analyze", short_help="Say how a text is tagged, and why.")
@file_options
@click.option(
    "--jsonl", is_flag=True, help="Read JSONL from standard input: {id, text, lang?, date?}; answer in the same order."
)
@click.option("--item", type=int, callback=at_least(1), metavar="N", help="Explain a stored item, by its number.")
@click.argument("text", required=False)
def analyze_command(files: Files, jsonl: bool, item: int | None, text: str | None) -> int:
    """Say which labels a text carries (withdrawal, escalation, deescalation, your own), in what stance, by which words, rule
    and cue of the lexicon, and who is quoted.

    Stances: asserted (the text itself says so), claimed (somebody does), denied, doubted, conditional (if, may, plans),
    historical (of another time). A cue is the words that set it: "denied that".

    A line of --jsonl may hold `date`, ISO 8601: when the text was written. Years at least two before it are history. In the
    answer `speaker` is as the words at the quote have it, perhaps a pronoun, `speaker_resolved` the name, null where unsure;
    `holder` is whose word a tag is, null for the text's own.

    \b
      feint analyze "The ministry denied that its troops were leaving."
      feint analyze - < article.txt
      feint analyze --item 4711
      feint analyze --jsonl < texts.jsonl
    """
    from feint.lexicon.files import classifier

    if [jsonl, item is not None, text is not None].count(True) != 1:
        raise click.UsageError("give either a text (or - for standard input), --item N or --jsonl")
    using = classifier(files.config)
    if jsonl:
        _answer_lines(using)
        return 0
    if item is not None:
        from storage.items import readings

        held = readings.of_item(files.database, item)
        if held is None:
            click.echo(f"{files.database}: there is no item {item}", err=True)
            return 1
        _print(_item_lines(held, using))
        return 0
    from classifier.tagging.explain import explain

    said = sys.stdin.buffer.read().decode(errors="replace") if text == "-" else text or ""
    _print(explain(using.why(said)))
    return 0


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(plain(line))


def _answer_lines(classifier: "Classifier") -> None:
    for number, record in _records():
        if not isinstance(record.get("text"), str):
            raise click.UsageError(f'line {number}: expected {{"id", "text", "lang"?, "date"?}}')
        language = record.get("lang")
        answer = classifier.analyze(
            record["text"],
            language if isinstance(language, str) else "",
            dated_ms=_dated_ms(record.get("date"), number),
        )
        tags = [
            {"tag": t.label, "stance": t.stance, "start": t.start, "end": t.end, "rule": t.rule, "score": t.score,
             "holder": t.holder and (t.holder.speaker or t.holder.surface)}
            for t in answer.tags
        ]  # fmt: skip
        quotes = [
            {"start": q.start, "end": q.end, "type": q.kind, "speaker": q.by.surface or q.by.speaker,
             "speaker_surface": q.by.surface, "speaker_resolved": q.by.speaker, "who": q.by.kind, "role": q.by.role,
             "org": q.by.org, "basis": q.by.basis, "confidence": q.by.confidence, "cue": q.cue}
            for q in answer.quotes
        ]  # fmt: skip
        print(json.dumps({"id": record.get("id"), "tags": tags, "quotes": quotes}, ensure_ascii=False))


def _dated_ms(written: object, number: int) -> int | None:
    """A date of a JSONL line in epoch milliseconds; one without a zone is UTC."""
    from datetime import UTC, datetime

    if written is None:
        return None
    try:
        moment = datetime.fromisoformat(str(written))
        return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1_000)
    except (ValueError, OverflowError):
        raise click.UsageError(f'line {number}: date: expected ISO 8601 such as "2022-03-04"') from None


def _item_lines(held: "Reading", classifier: "Classifier") -> Iterator[str]:
    """A stored item explained: which it is, what operators say, whether its tags are of this lexicon; then why."""
    from classifier.tagging.explain import explain
    from storage.reads.listing import iso

    yield f"item {held.item_id}, {held.source}, {iso(held.dated_ms)}: {held.title}"
    for verdict in held.verdicts:
        said = f"{verdict.label} {verdict.stance or 'does not hold'}"
        was = f"{', '.join(verdict.overruled) or 'nothing'} by the classifier"
        yield f"{verdict.operator} on {iso(verdict.at_ms)}: {said} (was {was})"
    if held.lexicon != classifier.digest:
        yield f"its tags are of lexicon {held.lexicon}; what follows is of {classifier.digest}, as the files are now"
    yield from explain(classifier.why_item(held.title, held.summary, held.text, held.language, held.dated_ms))


@click.command("match", short_help="Decide whether two texts are one story, or one quote.")
@neither_file
@click.argument("what", type=click.Choice(["stories", "quotes"]))
def match_command(files: Files, what: str) -> None:
    """Read JSONL pairs from standard input; say of each in JSON whether it is the same event, or the same statement.

    \b
      echo '{"a": {"title": "Army quits Oskol"}, "b": {"title": "Oskol: army out"}}' |
        feint match stories
      feint match quotes < pairs.jsonl

    A pair may have an `id`, which the answer repeats. Of stories each side has `title` and perhaps `summary`, and the pair
    perhaps `hours_apart`; of quotes each side has `text` and perhaps `speaker`.

    In the answer `duplicate`: one is a copy of the other; `related`: on one subject, though not the same; `reason`: the measure
    that decided, or what speaks against it: another number, a denial, another speaker.
    """
    from classifier.matching.samequote import QuoteText, match_quotes
    from classifier.matching.samestory import match_stories
    from classifier.matching.storytext import StoryText

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
            "related": match.related,
            "score": round(match.score, 4),
            "reason": match.reason,
        }
        print(json.dumps(answer, ensure_ascii=False))


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
