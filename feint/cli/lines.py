"""A line of a list for a person, a log or a screen reader, from the row that scripts get.

Each is a plain line: words, two blanks between what belongs apart, times in UTC, every sign of the desk spelled out.
"""

from collections.abc import Iterator

from feint.cli.plain import fields

Row = dict[str, object]

_STANDS = (("claims", "claimed"), ("doubts", "doubted"), ("denials", "denied"))
"""Where a story's row has who takes a stand, and the word for it."""


def item(row: Row) -> str:
    """When, where, the headline, the tags with their stances, how grave a rule calls it."""
    return fields(row["first_seen"], row["source"], row["title"], _tags(row["tags"]), _severity(row))


def revision(row: Row) -> str:
    """An edited item: when it was edited, its new headline, and the one that this replaces."""
    was = f"was: {row['was']}" if row["was"] != row["title"] else "the headline stays, the text differs"
    return fields(row["at"], row["source"], f"edited: {row['title']}", was, _tags(row["tags"]), _severity(row))


def story(row: Row) -> str:
    """When it grew last, the headline, who wrote it and whose word it is, who stands where."""
    return fields(row["last_seen"], row["title"], _counts(row), *_stands(row))


def alert(row: Row) -> str:
    """When it changed, how grave it is, where it stands, what it is about, and why it rang last."""
    return fields(row.get("at") or row["updated"], f"{row['severity']} alert", _standing(row), row["title"], row["why"])


def source(row: Row) -> str:
    """Its name, how it fares and since when, its grade, how many items it has, and why it fares so."""
    since = f"since {row['since']}" if row["since"] else ""
    return fields(row["name"], row["state"], since, f"grade {row['grade']}", f"{row['items']} items", row["reason"])


def source_in_columns(row: Row) -> str:
    """The same in columns, without since when."""
    grade, state, items = row["grade"], f"{row['state']:<12}", f"{row['items']:>6}"
    return f"{grade} {state} {items}  {fields(row['name'], row['reason'])}"


def quote(row: Row) -> str:
    """When, where, who, and the words."""
    return fields(row["first_seen"], row["source"], f"quote of {_speaker(row)}: {_words(row)}")


def statement(row: Row) -> str:
    """A line of a ledger: when, its number, where first and in how many items, its tags, what it goes back on, the words."""
    carried = f"{row['source']}, in {row['carriers']} items" if row["carriers"] != 1 else row["source"]
    back = f"goes back on {row['reverses']} ({row['reversed']})" if row["reverses"] else ""
    return fields(row["said"], row["id"], carried, _tags(row["tags"]), back, _words(row))


def _words(row: Row) -> str:
    return str(row["text"]) if row["type"] == "indirect" else f"“{row['text']}”"


def _speaker(row: Row) -> str:
    """The name; who has none as the item words it. A name may come from another paper that prints the same words."""
    name = row["speaker"] or row["speaker_surface"] or "somebody"
    if row["inferred"]:
        return f"{name} (as another source names the speaker)"
    return f"{name} (unnamed)" if row["who"] in ("group", "anonymous") else str(name)


def _standing(row: Row) -> str:
    """`acknowledged by ana`, `snoozed until 2026-11-22T17:00:00Z`, `dismissed by ana: duplicate`, `new, muted: ben: drill`."""
    by = f" by {row['owner']}" if row["owner"] and row["state"] != "new" else ""
    if row["state"] == "acked":
        return f"acknowledged{by}"
    if row["state"] == "snoozed":
        return f"snoozed until {row['snoozed_until']}"
    why = f": {row['reason']}" if row["reason"] else f", muted: {row['muted']}" if row["muted"] else ""
    return f"{row['state']}{by}{why}"


def _severity(row: Row) -> object:
    return "" if row["severity"] == "none" else row["severity"]


def _counts(row: Row) -> str:
    """How many wrote it, as far as that is known, and on how many voices it rests."""
    unknown = f", {row['unknown_origins']} of unknown origin" if row["unknown_origins"] else ""
    return f"{_many(row['origins'], 'origin', 'origins')}{unknown}, {_many(row['primaries'], 'primary', 'primaries')}"


def _many(count: object, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def _stands(row: Row) -> Iterator[str]:
    """`withdrawal claimed by va; denied by ke, a mayor`, a label each: sides first, then by name who has none.

    What an outlet says on its own account it reports.
    """
    labels: dict[str, dict[str, dict[str, None]]] = {}
    for key, verb in _STANDS:
        sides = row[key]
        assert isinstance(sides, dict)
        for side, stands in sorted(sides.items(), key=lambda found: not found[0]):
            for stand in stands:
                who = side or stand["primary"] or _signed(stand.get("operator"))
                said = "reported" if stand["own"] and verb == "claimed" else verb
                labels.setdefault(stand["tag"], {}).setdefault(said, {})[who] = None
    for label, verbs in labels.items():
        yield f"{label} " + "; ".join(f"{verb} by {', '.join(who)}" for verb, who in verbs.items())


def _signed(operator: str | None) -> str:
    """Who has said so of an item that names nobody."""
    return f"somebody, says {operator}" if operator else "somebody"


def _tags(tags: object) -> str:
    """`withdrawal claimed, escalation asserted`."""
    assert isinstance(tags, list)
    return ", ".join(dict.fromkeys(f"{tag['tag']} {tag['stance']}" for tag in tags))
