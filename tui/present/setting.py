"""How the story's page is set: for which width and clock, and the few shapes that its sections are made of.

The words stand in one column of at most MEASURE columns. To the left of it is the margin, where a section has its head and a
line that holds evidence its badge; where the page is narrow, heads stand on lines of their own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rich.segment import Segment

from storage.query import Query
from storage.rows import TagRow
from tui.ages import day, stamp
from tui.look import Look
from tui.present.badges import Pair, badges, short_label, sign
from tui.present.wrap import Run, wrap
from tui.text import EMPTY, SPACE, SafeText, cells, say, spaces, span

Line = list[Segment]

MEASURE = 84
"""Beyond some 75 letters a line is hard to come back from; what is in columns may be wider."""
WIDEST = 116
"""Of what is in columns: an eye must find its way along a line."""
_HEADS_BESIDE = 76
_MARGIN, _NARROW_MARGIN = 12, 6


@dataclass(frozen=True, slots=True)
class Setting:
    """For whom the page is set."""

    width: int
    now_ms: int
    zones: Sequence[tuple[SafeText, ZoneInfo]]
    look: Look
    why: bool = False
    """Show rule, cue and lexicon of each tag."""
    explained: Sequence[str] | None = None
    """What the lexicon says of it in full, a line each, details set in; None until it has answered."""
    query: Query | None = None
    """Whose words are marked in headline and text."""
    operator: str = ""
    """Who reads it."""
    most_text: int = 16_000
    """So many characters of a text are set; of what follows, the surroundings of evidence."""
    to_see_more: SafeText = EMPTY
    """How the rest of a text can be seen."""

    @property
    def heads_beside(self) -> bool:
        """Do the heads of sections stand in the margin?"""
        return self.width >= _HEADS_BESIDE

    @property
    def margin(self) -> int:
        """Columns to the left of the words."""
        return _MARGIN if self.heads_beside else _NARROW_MARGIN

    @property
    def measure(self) -> int:
        """Columns of the words."""
        return max(2, min(MEASURE, self.width - self.margin))

    @property
    def table(self) -> int:
        """Columns of what is in columns."""
        return max(2, min(WIDEST, self.width - self.margin))

    def moment(self, at_ms: int) -> SafeText:
        """`10:42Z` today, else with its day: `21 Nov 10:42Z`."""
        at = stamp(at_ms)
        return SafeText(at.removeprefix(day(self.now_ms)).lstrip())


class Stop(NamedTuple):
    """A line that holds the first words of a tag."""

    line: int
    tag: TagRow


class Section(NamedTuple):
    """A part of the page, its margin set; without lines it takes no room."""

    name: SafeText
    """Unlike any other's."""
    lines: Sequence[Line]
    stops: Sequence[Stop] = ()
    """Evidence in it, by the lines of the section."""


def section(
    name: SafeText, lines: Sequence[Line], setting: Setting, badges_of: Mapping[int, Sequence[Pair]] | None = None
) -> Section:
    """Lines under their head; `badges_of`: what is in the margin beside a line."""
    if not lines:
        return Section(name, ())
    made: list[Line] = [] if setting.heads_beside or not name else [[span(name, setting.look.accent)]]
    blank, marks = margin_cells(EMPTY, (), setting), badges_of or {}
    head, waiting = name if setting.heads_beside else EMPTY, list[Pair]()
    for index, line in enumerate(lines):
        waiting += marks.get(index, ())
        margin = blank
        if head or waiting:
            shown, waiting = fitting(waiting, head, setting)
            margin = margin_cells(head, shown, setting)
        made.append([*margin, *line])
        head = EMPTY
    return Section(name, made)


def fitting(pairs: Sequence[Pair], head: SafeText, setting: Setting) -> tuple[list[Pair], list[Pair]]:
    """Of some badges those that the margin has room for beside a head, and those that wait for the next line."""
    shown: dict[tuple[str, SafeText], Pair] = {}
    room = setting.margin - cells(head)
    for at, (label, stance) in enumerate(pairs):
        if (label, sign(stance)) not in shown:
            room -= cells(short_label(label, setting.look)) + cells(sign(stance)) + 1
            if room < 0:
                return list(shown.values()), list(pairs[at:])
            shown[label, sign(stance)] = (label, stance)
    return list(shown.values()), []


def margin_cells(head: SafeText, pairs: Sequence[Pair], setting: Setting) -> Line:
    """The margin of one line: a section's head at the left, badges at the right, beside the words."""
    look = setting.look
    if not head and not pairs:
        return [span(spaces(setting.margin), look.base)]
    room = setting.margin - cells(head) - 1
    line = [span(head, look.accent)] if head else []
    if not pairs:
        return [*line, span(spaces(room + 1), look.base)]
    *shown, blank = badges(pairs, room, look)
    return [*line, blank, *shown, span(SPACE, look.base)]


def listed(parts: Sequence[Run], width: int, look: Look) -> list[Line]:
    """The parts that are not empty, with a thin wall between; a line breaks between two of them, not within one."""
    wall = (say(" {} ", look.glyphs.wall), look.line)
    lines: list[list[Run]] = []
    for part in filter(_has_words, parts):
        joined = [*lines[-1], wall, part] if lines else [part]
        if lines and sum(cells(words) for words, _ in joined) <= width:
            lines[-1] = joined
        else:
            lines.append([part])
    return [line for runs in lines for line in wrap(runs, width)]


def _has_words(part: Run) -> bool:
    return bool(part[0])


def hanging(runs: Sequence[Run], width: int, look: Look, by: int = 2) -> list[Line]:
    """Lines of which all but the first are set in."""
    first, *rest = wrap(runs, width - by) or [[]]
    return [first, *([span(spaces(by), look.base), *line] for line in rest)]


def tabled(head: Sequence[Segment], taken: int, runs: Sequence[Run], width: int, look: Look) -> list[Line]:
    """Columns that take `taken` in all, then words which stay in theirs however many lines they need."""
    lines = wrap(runs, max(2, width - taken)) or [[]]
    blank = span(spaces(taken), look.base)
    return [[*(head if index == 0 else [blank]), *line] for index, line in enumerate(lines)]
