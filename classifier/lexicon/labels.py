"""The labels that rules give: declared in a layer, or derived from a rule's word for it."""

import re
from collections.abc import Iterable, Iterator, Mapping

from classifier.lexicon.document import Document
from classifier.lexicon.entries import Rule
from classifier.lexicon.tables import Table
from classifier.records import Label

COLOURS = ("", "red", "orange", "yellow", "green", "cyan", "blue", "violet", "pink", "grey")
KEYS = ("name", "short", "colour", "help")

RIVALS = frozenset(("withdrawal", "escalation", "deescalation"))
"""Labels of which the same words carry but one: `calls off the attack` is no attack. An operator's own take nothing from others."""

_NAME = re.compile(r"[a-z][a-z0-9-]{0,23}")
_SHORT = re.compile(r"[A-Za-z0-9]{1,4}")


def checked_name(document: Document, table: Table, key: str) -> str:
    """A label's name: queries and config name it, so it is plain."""
    name = document.text(table, key)
    if not _NAME.fullmatch(name):
        document.fail(f"{key} `{name}` must begin with a letter and be of a-z, 0-9 and -, at most 24", key)
    return name


def declared(document: Document, table: Table, labels: Mapping[str, Label]) -> Label:
    """The label of a `[[label]]` table; what the table leaves out stays as a layer below has it."""
    name = checked_name(document, table, "name")
    before = labels.get(name) or _derived(name, labels)
    short = document.text(table, "short", before.short)
    if not _SHORT.fullmatch(short):
        document.fail("short must be one to four of the letters A-Z and digits", "short")
    for other in labels.values():
        if other.name != name and other.short.upper() == short.upper():
            document.fail(f"short `{short}` is the badge of `{other.name}`: choose another", "short")
    colour = document.one_of(table, "colour", before.colour, COLOURS)
    said = document.text(table, "help", before.help)
    if not said.isprintable():
        document.fail("help must be one line of plain text", "help")
    return Label(name, short, colour, said)


def complete(labels: Mapping[str, Label], rules: Iterable[Rule]) -> dict[str, Label]:
    """The declared labels, and behind them a derived one for each other that a rule gives."""
    known = dict(labels)
    for rule in rules:
        if rule.label not in known:
            known[rule.label] = _derived(rule.label, known)
    return known


def _derived(name: str, labels: Mapping[str, Label]) -> Label:
    taken = {label.short.upper() for label in labels.values()}
    return Label(name, next(short for short in _shorts(name) if short not in taken), "", "")


def _shorts(name: str) -> Iterator[str]:
    """The name's first three letters, then with numbers in place of the last of them: NUC, NU2 … NU9, N10 … 9999."""
    letters = name.replace("-", "").upper()
    yield letters[:3]
    for number in range(2, 10_000):
        yield f"{letters[: max(0, 3 - len(str(number)))]}{number}"
