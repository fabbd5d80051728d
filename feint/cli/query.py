"""`feint query`: what the query language knows; how a query is read, or what is wrong with it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from feint.cli.files import Files, neither_file
from feint.cli.plain import plain

if TYPE_CHECKING:
    from storage.query import Query, QueryError
    from storage.query.clauses import Wanted

_SIGNS = {
    "bridge": "a word of headline or text, small or capital letters alike",
    '"rail head"': "words side by side",
    "troop*": "what begins so",
    "bridge -drill": "both must hold; - says that something must not, also before a field or a bracket",
    "a OR b c": "a, or both of b and c; brackets say it otherwise: (a OR b) c",
    "tag:x,y": 'a field, and one of several values; with blanks in quotes: source:"The Paper"',
    "tag:x stance:y": "side by side they speak of one and the same tag, a second tag: of another",
}
_BEFORE, _AFTER = 50, 20
"""So many characters of a wrong query are shown around the mistake: they fit into a line."""


@click.command("query")
@neither_file
@click.argument("words", nargs=-1, metavar="[QUERY]...")
@click.pass_context
def query_command(context: click.Context, files: Files, words: tuple[str, ...]) -> int:
    """Say what the query language knows: the one of --query, `feint search`, the desk's filter, views and rules.

    With QUERY, say how it is read; or, with exit code 2, what is wrong with it, where, and what was probably meant. Names are
    not looked up: a label or source that there is not is no mistake, it finds nothing. A query that begins with - goes after --.

    \b
      feint query
      feint query 'tag:withdrawal stance:doubted,denied since:6h -source:tass'
    """
    from storage.query import QueryError, parse

    if not words:
        _tell_all(context)
        return 0
    text = " ".join(words)
    try:
        query = parse(text)
    except QueryError as error:
        for line in _wrong(text, error):
            click.echo(line, err=True)
        return 2
    _tell(context, "It can be asked", dict(_read(query)))
    return 0


def _tell_all(context: click.Context) -> None:
    from storage.query import FIELDS

    _tell(context, "Words and signs", _SIGNS)
    click.echo()
    _tell(context, "Fields", {f"{name}:": means for name, means in FIELDS.items()})


def _tell(context: click.Context, title: str, rows: dict[str, str]) -> None:
    """A table, as help pages have them."""
    formatter = context.make_formatter()
    with formatter.section(title):
        formatter.write_dl(list(rows.items()))
    click.echo(formatter.getvalue(), nl=False)


def _read(query: "Query") -> Iterator[tuple[str, str]]:
    """What it looks for, by what it asks."""
    from storage.query import FIELDS

    if "" in query.fields:
        must = ", ".join(_shown(wanted) for wanted in query.words if not wanted.in_title)
        yield "words", f"in headline or text {must}" if must else "only such as must not stand in headline or text"
    for name, means in FIELDS.items():
        if name in query.fields:
            yield f"{name}:", means
    yield "copies", "left out; is:copy asks for them" if query.folds_copies else "as is:copy says"


def _shown(wanted: "Wanted") -> str:
    return plain(f'"{wanted.words.strip()}"{"*" if wanted.is_prefix else ""}')


def _wrong(text: str, error: "QueryError") -> Iterator[str]:
    """The complaint, and the mistake with a sign under it."""
    from rich.cells import cell_len

    first = max(0, error.column - _BEFORE)
    shown = plain(text[first : error.column + _AFTER])
    yield f"feint: {plain(str(error))}"
    yield f"  {shown}"
    yield f"  {' ' * cell_len(shown[: error.column - first])}^"
