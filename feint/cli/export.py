"""`feint export`: sources for other readers; operators' corrections, to measure or mend the classifier by; everything."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feint.cli.files import Files, file_options

if TYPE_CHECKING:
    from storage.file.dump import Dumped

Row = dict[str, object]

_ALL = 1 << 62


@click.command("export", short_help="Write the sources as OPML, what operators have corrected, or everything.")
@file_options
@click.option("--opml", "what", flag_value="opml", help="The sources of the config, as OPML.")
@click.option(
    "--labels", "what", flag_value="labels", help="Items that an operator has ruled on, with what the classifier said."
)
@click.option("--tests", "what", flag_value="tests", help="The same as [[test]] blocks, for a lexicon.")
@click.option(
    "--jsonl",
    type=click.Path(path_type=Path, allow_dash=True),
    is_flag=False,
    flag_value="-",
    metavar="[FILE]",
    help="The whole database, a row a line; without FILE to standard output.",
)
@click.option(
    "--query", default="", metavar="Q", help="With --labels or --tests: only those it finds; see `feint query`."
)
def export_command(files: Files, what: str | None, jsonl: Path | None, query: str) -> int:
    """Write the sources, what operators have corrected, or the whole database.

    The sources, for other readers or `feint import --ours`. Of headers and proxies the references go along, `env:NAME` or
    `file:/path`, never the secret itself.

    \b
      feint export --opml > sources.opml

    What operators have corrected, where the classifier had given a text a wrong label (what it speaks of) or stance (claimed,
    denied …): to measure the classifier by, or as tests for a lexicon of your own.

    \b
      feint export --labels --query since:30d > corrected.jsonl
      feint export --tests >> lexicon.toml

    The whole database as it is now, for `feint import` or `feint restore`; of a damaged one what can be read (exit code 1).

    \b
      feint export --jsonl desk.jsonl
    """
    if (what is None) == (jsonl is None):
        raise click.UsageError("say what to export: --opml, --labels, --tests or --jsonl")
    if what in ("opml", None) and query:
        raise click.UsageError("--query goes with --labels or --tests")
    if jsonl is not None:
        return _jsonl(files, jsonl)
    if what == "opml":
        _opml(files)
        return 0
    write = _label_row if what == "labels" else _test_blocks(files)
    for row in _corrected(files, query):
        click.echo(write(row))
    return 0


def _jsonl(files: Files, target: Path) -> int:
    from feint.cli.plain import plain
    from storage.file.dump import dump, dump_to

    done: Dumped = dump(files.database, sys.stdout.buffer) if str(target) == "-" else dump_to(files.database, target)
    for table, why in done.unread.items():
        click.echo(f"{files.database}: table {table}: could not be read to its end ({plain(why)})", err=True)
    click.echo(f"{files.database}: {done.rows:,} rows exported", err=True)
    return 1 if done.unread else 0


def _opml(files: Files) -> None:
    from feeds.lists.opml import write_opml
    from feint.importing import exported

    click.echo(write_opml(map(exported, files.config.sources)), nl=False)


def _corrected(files: Files, query: str) -> Iterator[Row]:
    from storage.query import parse
    from storage.reads import listing

    return listing.corrected(files.database, parse(query), _ALL, time.time_ns() // 1_000_000)


def _label_row(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False)


def _test_blocks(files: Files) -> Callable[[Row], str]:
    from feint.lexicon.corrections import blocks, correction
    from feint.lexicon.files import classifier

    using = classifier(files.config)
    return lambda row: "\n".join(blocks(correction(row), using))
