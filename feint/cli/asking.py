"""A query as the command line takes it: read, and held against the labels that the file knows."""

from contextlib import closing
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feint.cli.plain import plain

if TYPE_CHECKING:
    from storage.query import Query

_ALL = 1_000


def read_query(text: str, database: Path) -> "Query":
    """The query that a text means. A label that there is not is told on standard error: it explains why nothing is found.

    Raises QueryError, and StoreError where there is no such database.
    """
    from storage.query import parse

    query = parse(text)
    if query.labels:
        for words in _unknown(query.labels, database):
            click.echo(f"feint: {words}", err=True)
    return query


def _unknown(labels: tuple[str, ...], database: Path) -> list[str]:
    """`no label is called withdrawl; near is withdrawal` for each; nothing where the file has no lexicon yet."""
    from storage.reads.reader import Reader

    with closing(Reader(database)) as reader:
        known = [name for name, _ in reader.values_of("tag", "", _ALL)]
    return [_told(label, known) for label in dict.fromkeys(labels) if known and label not in known]


def _told(label: str, known: list[str]) -> str:
    near = get_close_matches(label, known, n=1)
    return plain(f"no label is called {label}; " + (f"near is {near[0]}" if near else f"there are {', '.join(known)}"))
