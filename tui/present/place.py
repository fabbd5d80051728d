"""Where a line stands once the page is set anew: whoever reads it must not lose the place."""

from collections.abc import Iterable, Sequence
from itertools import accumulate

from tui.present.setting import Line, Section


def starts(sections: Iterable[Section]) -> list[int]:
    """The first line of each section, which an empty line parts from the one before."""
    return list(accumulate((len(section.lines) + 1 for section in sections), initial=0))[:-1]


def place_of(index: int, before: Sequence[Section], after: Sequence[Section]) -> int:
    """The index in the page as it is now of a line of the page as it was, both in sections that have lines.

    That is the line with the same words in the same section, else the one as many letters down in it; where the section is
    gone, the beginning of the next that is still there.
    """
    now = {section.name: (start, section) for start, section in zip(starts(after), after, strict=True)}
    was = list(zip(starts(before), before, strict=True))
    here = max((number for number, (start, _) in enumerate(was) if start <= index), default=0)
    for number, (start, section) in enumerate(was[here:]):
        if section.name in now:
            first, same = now[section.name]
            return first + (0 if number else _line_of(index - start, section.lines, same.lines))
    return index


def _line_of(at: int, before: Sequence[Line], after: Sequence[Line]) -> int:
    if at >= len(before):
        return len(after)
    words = _words(before[at])
    same = [number for number, line in enumerate(after) if _words(line) == words]
    if same:
        return min(same, key=lambda number: abs(number - at))
    read = sum(_letters(line) for line in before[:at])
    begins = list(accumulate((_letters(line) for line in after), initial=0))[:-1]
    return min(range(len(begins)), key=lambda number: abs(begins[number] - read), default=0)


def _words(line: Line) -> list[str]:
    return "".join(segment.text for segment in line).split()


def _letters(line: Line) -> int:
    return sum(map(len, _words(line)))
