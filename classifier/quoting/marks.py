"""Quotation marks: which spans of a paragraph stand inside them. One pass, no backtracking, never parity over a text."""

import re
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

MAX_QUOTE = 2_000
"""Characters: a span beyond this is a lost mark, not a quote."""

# A class first: the scanner then leaps from mark to mark instead of trying each alternative at every letter.
_DOUBLE = re.compile(r"[“”„‟«»\"＂&`'](?:(?<=&)quot;|(?<=`)`|(?<=')'|(?<![&`']))")
_SINGLE = re.compile(r"[‘’‚']")
_MARKS = ("'", '"', "’", "“", "”", "‘", "„", "‟", "«", "»", "‚", "＂", "``", "&quot;")
"""Every mark, the commonest first: to look for one after the other is quicker than a pattern."""
_STARTS_AFTER = frozenset(" \t\u00a0([{—–-/:;,…\"“”„«»‘'")
_ENDS_BEFORE = frozenset(" \t\u00a0\n.,;:!?)]}—–-/…")
_ELISION = re.compile(r"(?:em|til|tis|twas|cause|cos|bout|round|n)\b", re.IGNORECASE)
"""Words that an apostrophe begins: `'em`, `'til`."""
_HEAD = 8
"""Characters at a paragraph's start that tell whether it begins inside a quotation."""
_CLOSES = {
    "“": '”"',
    "”": '”"',
    "„": '“”"‟',
    "«": "»",
    "»": "«",
    '"': '"”',
    "＂": "＂",
    "&quot;": "&quot;",
    "``": "''",
    "‟": "”",
}
_CLOSES_SINGLE = {"‘": "’'", "'": "'’", "‚": "‘’"}


class Marked(NamedTuple):
    """What stands between two marks: `start` to `end` without them, `outer_start` to `outer_end` with them."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    closed: bool
    """False where the paragraph ended first: the next paragraph may reopen, or the text was cut off."""


@dataclass(slots=True)
class _Open:
    mark: str
    outer: int
    inner: int
    nested: bool = False
    before: int = 0
    """How many spans stood before it."""


def has_marks(text: str) -> bool:
    """Whether any quotation mark, or apostrophe, stands in the text."""
    return any(mark in text for mark in _MARKS)


def marked(text: str, start: int, end: int) -> list[Marked]:
    """The quoted spans of the paragraph from `start` to before `end`, in order; nested ones stay inside the outer."""
    doubles = _doubles(text, start, end)
    spans = list(doubles)
    before = start
    for double in doubles:
        spans += _singles(text, before, double.outer_start)
        before = double.outer_end
    spans += _singles(text, before, end)
    return sorted([span for span in spans if span.start < span.end], key=attrgetter("start"))


def _doubles(text: str, start: int, end: int) -> list[Marked]:
    spans: list[Marked] = []
    opened: _Open | None = None
    outer: _Open | None = None
    for match in _DOUBLE.finditer(text, start, end):
        mark, at, after = match.group(), match.start(), match.end()
        if opened and _closes(opened, mark, text, at, after, end):
            spans.append(_strip(text, opened, at, after, True))
            opened = None
        elif opened is None and outer and mark in _CLOSES[outer.mark] and _leans_left(text, at, after, end):
            spans[outer.before :] = [_strip(text, outer, at, after, True)]
            outer = None
        elif opened is None and not spans and mark in '”»"' and _headless(text, start, at):
            spans.append(_strip(text, _Open(mark, start, start), at, after, True))
        elif _starts(opened, mark, at) and _opens(mark, text, at, after, start, end):
            outer = outer or (opened if opened and at > opened.inner else None)
            opened = _Open(mark, at, after, before=len(spans))
    if opened and end - opened.inner <= MAX_QUOTE:
        spans.append(_strip(text, opened, end, end, False))
    return [span for span in spans if span.end - span.start <= MAX_QUOTE]


def _starts(opened: _Open | None, mark: str, at: int) -> bool:
    """Whether a mark may start a quotation: none is open, or the open one was never closed, or is doubled by this one."""
    if opened is None or mark == opened.mark:
        return True
    return mark in "“„«" and at == opened.inner


def _opens(mark: str, text: str, at: int, after: int, start: int, end: int) -> bool:
    """Whether a mark can open here: a blank or punctuation before, none after."""
    if mark in ("''",):
        return False
    if mark in ("“", "„", "``"):
        return True
    if at > start and text[at - 1] not in _STARTS_AFTER:
        return False
    if after >= end or not text[after].isspace():
        return after < end
    follower = text[after + 1 : after + 2]
    return at > start and text[at - 1] in ",:" and (follower.isupper() or follower == "[")


def _closes(opened: _Open, mark: str, text: str, at: int, after: int, end: int) -> bool:
    """Whether the mark closes the open quote; straight marks inside curly ones are counted as nested."""
    if mark == opened.mark == "“":
        return at > opened.inner and _leans_left(text, at, after, end)
    if mark not in _CLOSES[opened.mark]:
        return False
    if mark == '"' and opened.mark != '"':
        opened.nested = not opened.nested if _opens(mark, text, at, after, opened.inner, end) else opened.nested
        return not opened.nested
    blank_before = text[at - 1].isspace()
    blank_after = after >= end or not text[after].isalnum()
    return blank_after or not blank_before


def _leans_left(text: str, at: int, after: int, end: int) -> bool:
    """Whether a mark touches the word before it and none behind, as only closing ones do."""
    return not text[at - 1].isspace() and (after >= end or text[after] in _ENDS_BEFORE)


def _headless(text: str, start: int, at: int) -> bool:
    """Whether a paragraph opens inside a quote: it begins with dots or a small letter and has no opening mark."""
    head = text[start : min(at, start + _HEAD)].lstrip()
    return at > start and not text[at - 1].isspace() and (head[:1] == "…" or head[:3] == "..." or head[:1].islower())


def _strip(text: str, opened: _Open, at: int, after: int, closed: bool) -> Marked:
    """The span without blanks at its rims, nor the dots of a truncation."""
    start, end = opened.inner, at
    while start < end and (text[start].isspace() or text[start] == "…"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Marked(start, end, opened.outer, after, closed)


def _singles(text: str, start: int, end: int) -> list[Marked]:
    """Single marks, which are apostrophes until proven otherwise: open after a blank, close before one."""
    spans: list[Marked] = []
    opened: _Open | None = None
    weak: int | None = None
    for match in _SINGLE.finditer(text, start, end):
        at, mark = match.start(), match.group()
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        if mark != "’" and before in _STARTS_AFTER and _may_follow(text, at + 1, after):
            if opened and weak is not None:
                spans.append(_strip(text, opened, weak, weak + 1, True))
            opened, weak = _Open(mark, at, at + 1), None
        elif opened and mark in _CLOSES_SINGLE[opened.mark] and not before.isspace() and not after.isalnum():
            if before == "s" and after == " ":
                weak = at
                continue
            spans.append(_strip(text, opened, at, at + 1, True))
            opened, weak = None, None
    if opened and weak is not None:
        spans.append(_strip(text, opened, weak, weak + 1, True))
    return spans


def _may_follow(text: str, at: int, first: str) -> bool:
    """Whether a quotation may begin here: no figure (`'80s`), and no word that begins with its apostrophe."""
    return (first.isalpha() or first in "…[") and not _ELISION.match(text, at)
