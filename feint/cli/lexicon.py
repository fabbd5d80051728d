"""`feint lexicon`: try a change to the lexicon before the collector takes it over, and look at what there is."""

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feint.cli.files import Files, config_alone, file_options
from feint.cli.numbers import at_least
from feint.cli.plain import plain

if TYPE_CHECKING:
    from classifier.engine import Classifier
    from feint.lexicon.diff import Change, Diff, Example

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_WIDTH = 100


@click.group("lexicon", short_help="Test, compare and look up what the classifier goes by.")
@file_options
@click.pass_context
def lexicon_command(context: click.Context, files: Files) -> None:
    """Try a change to the lexicon before the collector takes it over, and look at what there is.

    The lexicon is what tags go by: labels (what a text speaks of) with rules, and cues that set the stance (claimed, denied …).
    It comes in layers: the packaged one, over it the site's file, over that yours. [lexicon] in the config names them.

    \b
      feint lexicon test draft.toml
      feint lexicon diff draft.toml --since 2d
      feint lexicon labels
      feint lexicon show w.troop-withdrawal
    """
    context.obj = files


@lexicon_command.command("test", short_help="Run the [[test]] blocks.")
@config_alone
@click.argument("drafts", nargs=-1, type=_FILE, metavar="[FILE]...")
def test_command(files: Files, drafts: tuple[Path, ...]) -> int:
    """Run the tests of the layers in use, or those of FILEs laid over them; where there is no layer, the packaged ones.

    Exit code 1 when one fails.

    \b
      feint lexicon test
      feint lexicon test draft.toml
    """
    from classifier.cases import packaged_cases, run_tests
    from classifier.engine import Classifier
    from classifier.lexicon.document import read_layers
    from feint.lexicon.files import layers

    drafted = read_layers(drafts)
    names = {draft.resolve() for draft in drafts}
    below = [layer for layer in layers(files.config) if Path(layer.name).resolve() not in names]
    lexicon = Classifier.of([*below, *drafted]).lexicon
    tried = {layer.name for layer in drafted or below}
    cases = [case for case in lexicon.cases if case.source in tried] if tried else list(packaged_cases())
    failures = run_tests(replace(lexicon, cases=()), cases)
    for failure in failures:
        click.echo(plain(str(failure)))
    click.echo(f"{len(cases) - len(failures)} of {len(cases)} hold")
    return 1 if failures else 0


@lexicon_command.command("diff", short_help="Say what a change of the lexicon would do to stored items.")
@file_options
@click.option("--since", default="7d", metavar="AGE", help="Items seen in the last 6h, 2d; else 7d.")
@click.option(
    "--limit",
    type=int,
    callback=at_least(0),
    metavar="N",
    default=20,
    help="At most N examples of each change; else 20.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.argument("draft", required=False, type=_FILE, metavar="[FILE]")
def diff_command(files: Files, draft: Path | None, since: str, limit: int, as_json: bool) -> None:
    """Say which tags stored items would gain (+), lose (-) and change (~) with FILE in the place of your own layer.

    Without FILE the layers are as their files are now. What operators have said of items is left out of the count. Nothing is
    written.

    \b
      feint lexicon diff draft.toml
      feint lexicon diff --since 24h --json
    """
    from classifier.engine import Classifier
    from feint.durations import seconds
    from feint.lexicon.diff import Diff
    from feint.lexicon.files import layers
    from storage.items import readings

    try:
        reach_s = max(1.0, seconds(since))
    except ValueError as error:
        raise click.UsageError(f"--since: {error}") from None
    classifier = Classifier.of(layers(files.config, [draft] if draft else []))
    diff = Diff(most_examples=limit)
    since_ms = time.time_ns() // 1_000_000 - round(reach_s * 1_000)
    for item, of in readings.since(files.database, since_ms):
        diff.add(item, classifier)
        _progress(diff.items, of)
    days = reach_s / 86_400
    if as_json:
        click.echo(json.dumps(_json(diff, classifier, days), ensure_ascii=False))
        return
    for line in _lines(diff, days):
        click.echo(plain(line))


@lexicon_command.command("labels", short_help="List the labels.")
@file_options
def labels_command(files: Files) -> None:
    """List the labels: name, badge (its letters on the desk), colour, how many rules give it, how many new items of 24 hours
    carry it, what it is for.

    \b
      feint lexicon labels
    """
    from feint.cli.columns import aligned
    from feint.lexicon.files import classifier
    from storage.reads.reader import Reader

    using = classifier(files.config)
    unread: dict[str, int] = {}
    if files.database.is_file():
        reader = Reader(files.database)
        unread = {label.name: label.unread for label in reader.labels()}
        reader.close()
    rules = [rule.label for rule in using.lexicon.rules.values()]
    rows = [("label", "badge", "colour", "rules", "new", "what for")]
    for label in using.labels:
        counts = (str(rules.count(label.name)), str(unread.get(label.name, "-")))
        rows.append((label.name, label.short, label.colour or "-", *counts, label.help))
    for line in aligned(rows):
        click.echo(plain(line))


@lexicon_command.command("show", short_help="Show a rule, an idiom, a cue or a class.")
@config_alone
@click.argument("name", metavar="ID")
def show_command(files: Files, name: str) -> int:
    """Show a rule (words that give a label), an idiom (words that only look like it), a cue (words that set the stance) or a
    class (words that rules share): what it is with all layers over each other, where it is written, its tests.

    \b
      feint lexicon show w.troop-withdrawal
      feint lexicon show FORCE
    """
    from feint.lexicon.files import layers
    from feint.lexicon.lookup import looked_up

    found = looked_up(name, layers(files.config))
    for line in found.lines:
        click.echo(plain(line), err=not found.is_there)
    return 0 if found.is_there else 1


def _lines(diff: "Diff", days: float) -> Iterator[str]:
    """The diff for a person."""
    from feint.lexicon.diff import SIGNS

    yield f"{diff.items:,} items, {diff.touched:,} of them with other labels or stances"
    for label, change in sorted(diff.labels.items()):
        counts = "  ".join(f"{sign}{change.counts[kind]:,}" for kind, sign in SIGNS.items())
        yield f"{label}  {counts}  a day {change.before / days:,.1f} -> {change.after / days:,.1f}"
        for kind, sign in SIGNS.items():
            yield from (_example(sign, each) for each in change.examples[kind])
            if hidden := change.counts[kind] - len(change.examples[kind]):
                yield f"  {sign} and {hidden:,} more"


def _example(sign: str, example: "Example") -> str:
    words = f" “{_short(example.words)}”" if example.words else ""
    stances = f"{_listed(example.before)} -> {_listed(example.after)}"
    return f"  {sign} {example.item_id} {_short(example.title)}{words}: {stances} ({example.rule or 'no rule'})"


def _listed(stances: tuple[str, ...]) -> str:
    return ",".join(stances) or "nothing"


def _short(words: str) -> str:
    return words if len(words) <= _WIDTH else words[: _WIDTH - 1] + "…"


def _json(diff: "Diff", classifier: "Classifier", days: float) -> dict[str, object]:
    """The diff for a script."""
    labels = {label: _change(change, days) for label, change in sorted(diff.labels.items())}
    return {"lexicon": classifier.digest, "items": diff.items, "touched": diff.touched, "days": days, "labels": labels}


def _change(change: "Change", days: float) -> dict[str, object]:
    from feint.lexicon.diff import SIGNS

    return {
        **{kind: change.counts[kind] for kind in SIGNS},
        "a_day": {"before": round(change.before / days, 3), "after": round(change.after / days, 3)},
        "examples": [{"kind": kind, **asdict(each)} for kind in SIGNS for each in change.examples[kind]],
    }


def _progress(done: int, of: int) -> None:
    """A count on a terminal, which goes when the work is done."""
    if sys.stderr.isatty() and (done % 100 == 0 or done == of):
        click.echo(f"\r\x1b[K{done:,} of {of:,} items" if done < of else "\r\x1b[K", nl=False, err=True)
