"""`feint search`: titles and texts by their words, the best or the newest first, archived months included."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from feint.cli.asking import read_query
from feint.cli.files import Files, database_alone
from feint.cli.numbers import at_least
from feint.cli.plain import fields, form_options, plain, takes_escapes

if TYPE_CHECKING:
    from storage.query import Query
    from storage.query.highlight import Span
    from storage.reads.search import Found

_BOLD, _NORMAL = "\x1b[1m", "\x1b[0m"


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--newest", is_flag=True, help="Newest first.")
@click.option("--limit", type=int, callback=at_least(1), metavar="N", default=20, help="At most N; else 20.")
@click.option("--no-archives", is_flag=True, help="Leave the archived months alone.")
@form_options()
@database_alone
def search_command(
    files: Files, words: tuple[str, ...], newest: bool, limit: int, no_archives: bool, form: str | None
) -> None:
    """Search titles and texts, archived months included.

    The best matches come first, of the newest 500; where only fields are asked for, the newest. Of one text the first that
    printed it is listed. WORDS are a query, fields and all: `feint query` explains it; one that
    begins with - goes after --.

    \b
      feint search rail head withdrawal
      feint search '"rail head" troop* -drill' --newest
      feint search 'source:tass speaker:ministry' convoy --json
      feint search convoy --plain
    """
    from storage.reads.search import search

    query = read_query(" ".join(words), files.database)
    findings = search(files.database, query, "newest" if newest else "rank", limit, archives=not no_archives)
    for found in findings.rows:
        click.echo(_json(found) if form == "json" else _line(found) if form == "plain" else _lines(found, query))
    if form != "json":
        click.echo(_told(len(findings.rows), findings.covered), err=True)


def _json(found: "Found") -> str:
    from storage.reads.listing import iso

    item = found.item
    row = {
        "id": item.id, "source": item.source, "title": item.title, "link": item.link, "published": iso(item.published_ms),
        "first_seen": iso(item.first_seen_ms), "tags": [{"tag": tag, "stance": stance} for tag, stance in item.tags],
        "story": item.story_id, "state": item.state, "snippet": found.snippet, "marks": [list(span) for span in found.marks],
        "archive": found.archive or None,
    }  # fmt: skip
    return json.dumps(row, ensure_ascii=False)


def _line(found: "Found") -> str:
    """When, where, the headline, and the words around what was found."""
    from storage.reads.listing import iso

    return fields(iso(found.item.first_seen_ms), found.item.source, found.item.title, found.snippet)


def _lines(found: "Found", query: "Query") -> str:
    """When, where and the headline; below it the words around what was found."""
    from storage.query.highlight import spans
    from storage.reads.listing import iso

    item = found.item
    title, words = _marked(item.title, spans(item.title, query)), _marked(found.snippet, found.marks)
    head = f"{iso(item.first_seen_ms)}  {plain(item.source)}  {title}"
    return f"{head}\n    {words}" if words else head


def _marked(text: str, marks: Iterable["Span"]) -> str:
    """A text with what was found in bold, where a terminal shows it."""
    if not takes_escapes():
        return plain(text)
    parts, at = list[str](), 0
    for start, end in marks:
        parts += [plain(text[at:start]), _BOLD, plain(text[start:end]), _NORMAL]
        at = end
    return "".join([*parts, plain(text[at:])])


def _told(found: int, covered: tuple[str, ...]) -> str:
    months = f", and the archives of {plain('; '.join(covered))}" if covered else ""
    return f"{found} found in the database{months}"
