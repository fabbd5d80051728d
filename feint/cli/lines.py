"""A line of a list for a person, from the row that scripts get."""

from collections.abc import Iterator

Row = dict[str, object]

_STANDS = (("claims", "claimed"), ("doubts", "doubted"), ("denials", "denied"))
"""Where a story's row has who takes a stand, and the word for it."""


def item(row: Row) -> str:
    """When, where, the headline, the tags."""
    return _joined(row["first_seen"], row["source"], row["title"], _tags(row["tags"]))


def story(row: Row) -> str:
    """When it grew last, origins/primaries, who stands where, the headline."""
    return _joined(row["last_seen"], _counts(row), " | ".join(_stands(row)), row["title"])


def alert(row: Row) -> str:
    """When it changed, how grave it is, where it stands, what it is about."""
    return _joined(row["updated"], row["severity"], row["state"], row["title"])


def source(row: Row) -> str:
    """Its grade, how it fares, how many items it has, its name, and why it fares so."""
    return f"{row['grade']} {row['state']:<12} {row['items']:>6}  {row['name']}  {row['reason']}"


def quote(row: Row) -> str:
    """When, where, who, and the words."""
    return f"{row['first_seen']}  {row['source']}  {_speaker(row)}: {row['text']}"


def statement(row: Row) -> str:
    """A line of a ledger: when, its number, where first and in how many items, its tags, what it goes back on, the words."""
    carried = f"{row['source']} x{row['carriers']}"
    back = f"goes back on {row['reverses']} ({row['reversed']})" if row["reverses"] else ""
    words = row["text"] if row["type"] == "indirect" else f"“{row['text']}”"
    return _joined(row["said"], row["id"], carried, _tags(row["tags"]), back, words)


def _speaker(row: Row) -> str:
    """The name as the quotes pane shows it; who has none as the item words it, nobody as a dash."""
    name = row["speaker"] or row["speaker_surface"] or "-"
    unnamed = row["who"] in ("group", "anonymous") and not row["inferred"]
    return f"{'~' if unnamed else ''}{name}{'?' if row['inferred'] else ''}"


def _counts(row: Row) -> str:
    """Origins/primaries; texts whose writer is unknown are counted apart, with a `?`."""
    unknown = f"+{row['unknown_origins']}?" if row["unknown_origins"] else ""
    return f"{row['origins']}{unknown}/{row['primaries']}"


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
                who = side or stand["primary"] or "somebody"
                said = "reported" if stand["own"] and verb == "claimed" else verb
                labels.setdefault(stand["tag"], {}).setdefault(said, {})[who] = None
    for label, verbs in labels.items():
        yield f"{label} " + "; ".join(f"{verb} by {', '.join(who)}" for verb, who in verbs.items())


def _tags(tags: object) -> str:
    assert isinstance(tags, list)
    return " ".join(dict.fromkeys(f"{tag['tag']}:{tag['stance']}" for tag in tags))


def _joined(*parts: object) -> str:
    return "  ".join(str(part) for part in parts if part)
