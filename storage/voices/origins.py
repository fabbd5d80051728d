"""Who wrote an item: its own newsroom, the agency that it prints, or whoever published the same text first."""

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from storage.file.sqlite import Connection, Row

_AGENCYS_OWN = ("dateline", "byline", "relayed")
"""The text itself says that an agency wrote it."""
_SUFFIXES = re.compile(r"\.(?:co|com|org|net|gov|ac)?\.?[a-z]{2,4}$")
_PRINTS = """
WITH text(id) AS (SELECT DISTINCT coalesce(copy_of, id) FROM item WHERE id IN (SELECT value FROM json_each(?)))
SELECT text.id, json_group_array(item.id), origin, origin_basis, family, agency, kind, credit, credit_basis
FROM text CROSS JOIN item ON item.id = text.id OR item.copy_of = text.id CROSS JOIN source ON source.id = source_id
GROUP BY text.id, origin, origin_basis, family, agency, kind, credit, credit_basis ORDER BY text.id, min(item.id)
"""
"""Items that print one text and say the same of it are one row: 500 copies cost 1 ms, one by one 3 (measured)."""

_SIDES = (
    "SELECT coalesce(nullif(agency, ''), family), side FROM source WHERE side <> ''"
    " AND coalesce(nullif(agency, ''), family) IN (SELECT value FROM json_each(?)) ORDER BY id DESC"
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Who wrote an item, as far as its feed and its text say, and what that rests on."""

    name: str
    """Empty: unknown."""
    basis: str
    """`own`, `cited` (own, with an agency named for a part), `source`, `byline`, `dateline`, `relayed`, `copy`, `unknown`."""


@dataclass(frozen=True, slots=True)
class Print:
    """One item as a carrier of a text: what it says of who wrote it."""

    outlet: str
    """Its source's agency, else family."""
    is_agency: bool
    is_aggregator: bool
    credit: str
    credit_basis: str


def origins_of(prints: Sequence[Print]) -> list[Origin]:
    """The origin of each print of one text, the first publisher first.

    All have the same: of those that are sure of an agency the first, else of those that are somebody's the first.
    """
    found = [_said(each) for each in prints]
    known = [(each, origin) for each, origin in zip(prints, found, strict=True) if origin.name]
    sure = [origin for each, origin in known if _is_agencys(each)]
    writer = (sure or [origin for _, origin in known] or found)[0]
    return [origin if origin.name == writer.name else replace(writer, basis="copy") for origin in found]


def compact(name: str) -> str:
    """The form under which a newsroom's name, its family and its address are one: `The Guardian`, `theguardian.com`."""
    bare = _SUFFIXES.sub("", name.casefold().strip())
    letters = "".join(character for character in bare if character.isalnum())
    return letters.removeprefix("the").removesuffix("news") or letters


def settle(connection: Connection, item_ids: Collection[int]) -> set[int]:
    """Bring the origins of these items, and of all that print the same texts, in step; returns those whose origin changed."""
    rows = connection.execute(_PRINTS, (json.dumps(list(item_ids)),)).fetchall()
    newsrooms = outlets(connection) if any(row["credit"] for row in rows) else {}
    changed: list[tuple[str, str, int]] = []
    for _, prints in groupby(rows, key=itemgetter(0)):
        same = list(prints)
        for (_, ids, *held), now in zip(same, origins_of([_print(row, newsrooms) for row in same]), strict=True):
            if held[:2] != [now.name, now.basis]:
                changed += [(now.name, now.basis, item_id) for item_id in json.loads(ids)]
    connection.executemany("UPDATE item SET origin = ?, origin_basis = ? WHERE id = ?", changed)
    return {item_id for *_, item_id in changed}


def outlets(connection: Connection) -> Mapping[str, str]:
    """Every newsroom that the desk polls, by the compact forms of its family, its agency and its sources' names."""
    found: dict[str, str] = {}
    for family, agency, name in connection.execute("SELECT family, agency, name FROM source").fetchall():
        for known in filter(None, map(compact, (family, agency, name))):
            found.setdefault(known, agency or family)
    return found


def sides(connection: Connection, writers: Iterable[str]) -> Mapping[str, str]:
    """The side of each of these writers that is a newsroom which the desk polls."""
    return dict(connection.execute(_SIDES, (json.dumps(list(set(writers))),)).fetchall())


def _print(row: Row, newsrooms: Mapping[str, str]) -> Print:
    credit = newsrooms.get(compact(row["credit"]), row["credit"]) if row["credit"] else ""
    outlet = row["agency"] or row["family"]
    return Print(outlet, bool(row["agency"]), row["kind"] == "aggregator", credit, row["credit_basis"])


def _said(each: Print) -> Origin:
    """What one print says of its origin by itself."""
    if each.credit_basis == "cited" or not each.credit or each.credit == each.outlet:
        if each.is_aggregator:
            return Origin("", "unknown")
        return Origin(each.outlet, "cited" if each.credit_basis == "cited" and each.credit != each.outlet else "own")
    return Origin(each.credit, each.credit_basis)


def _is_agencys(each: Print) -> bool:
    """An aggregator's `<source>` is but who published it."""
    credited = each.credit_basis in _AGENCYS_OWN or (each.credit_basis == "source" and not each.is_aggregator)
    return each.is_agency or (credited and bool(each.credit))
