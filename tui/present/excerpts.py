"""Which parts of a very long text are set: its beginning, and what surrounds the evidence in the rest."""

from collections.abc import Sequence

from storage.query.highlight import Span
from storage.rows import TagRow

_AROUND = 240
_LINES_AROUND = 3
"""Characters, and lines, before and after evidence."""
_MOST = 20
"""So many surroundings are set; evidence beyond them is left out like the rest."""
_SHORT = 40
"""Characters: a text whose lines are shorter on average is cut for their number."""


def pieces(text: str, tags: Sequence[TagRow], most: int) -> list[Span]:
    """Spans in order and apart, the first one from the beginning on and of at most some `most` characters."""
    room = _room(text, most)
    if room == len(text):
        return [(0, len(text))]
    shown = [(0, _cut(text, room // 2, room))]
    for tag in sorted(tags, key=lambda tag: tag.start):
        first, last = shown[-1]
        if tag.end > max(last, tag.start) and len(shown) <= _MOST:
            start, end = _surroundings(text, tag)
            shown[-1:] = [(first, max(last, end))] if start <= last else [(first, last), (start, end)]
    return shown


def _room(text: str, most: int) -> int:
    """How much of a text may be set: less where its lines are short."""
    *lines, rest = text[:most].split("\n", most // _SHORT)
    return min(most, len(text)) - (len(rest) if len(lines) == most // _SHORT else 0)


def _surroundings(text: str, tag: TagRow) -> Span:
    start = _cut(text, tag.start - 2 * _AROUND, tag.start - _AROUND)
    end = _cut(text, tag.end + _AROUND, tag.end + 2 * _AROUND)
    before = text[start : tag.start].rsplit("\n", _LINES_AROUND)
    after = text[tag.end : end].split("\n", _LINES_AROUND)
    start += len(before[0]) if len(before) > _LINES_AROUND else 0
    end -= len(after[-1]) if len(after) > _LINES_AROUND else 0
    return start, end


def _cut(text: str, earliest: int, latest: int) -> int:
    """Where to cut: after a line, else at a blank, else as late as may be."""
    earliest, latest = max(0, earliest), max(0, latest)
    if latest >= len(text):
        return len(text)
    line = text.rfind("\n", earliest, latest)
    blank = text.rfind(" ", earliest, latest) if line < 0 else line
    return latest if blank < 0 else blank
