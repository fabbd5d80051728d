"""`feint export`: sources for other readers; what operators have corrected, for those who measure or mend the classifier."""

import json
import time
from collections.abc import Callable, Iterator

import click

from feint.cli.files import Files, file_options

Row = dict[str, object]

_ALL = 1 << 62


@click.command("export", short_help="Write the sources as OPML, or what operators have corrected.")
@file_options
@click.option("--opml", "what", flag_value="opml", help="The sources of the config, as OPML.")
@click.option("--labels", "what", flag_value="labels", help="Items with an operator's verdict, as JSONL to measure by.")
@click.option("--tests", "what", flag_value="tests", help="The same as [[test]] blocks for a lexicon.")
@click.option(
    "--query", default="", metavar="Q", help="With --labels or --tests: those it finds, as the desk's filter does."
)
def export_command(files: Files, what: str | None, query: str) -> None:
    """Write the sources for other readers or for `feint import --ours`; or what operators have corrected.

    Of headers and proxies the references go along, `env:NAME` or `file:/path`, never what they refer to. A [[test]] block
    says above it who corrected what, and whether the lexicon of now agrees already.

    \b
      feint export --opml > sources.opml
      feint export --labels --query since:30d > corrected.jsonl
      feint export --tests >> lexicon.toml
    """
    if what is None:
        raise click.UsageError("say what to export: --opml, --labels or --tests")
    if what == "opml":
        if query:
            raise click.UsageError("--query says nothing of sources")
        _opml(files)
        return
    write = _label_row if what == "labels" else _test_blocks(files)
    for row in _corrected(files, query):
        click.echo(write(row))


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
