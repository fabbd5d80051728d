"""How the story's page is set: for which width and clock, and the few shapes that its sections are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from rich.segment import Segment

from storage.query import Query
from tui.look import Look
from tui.present.wrap import Run, wrap
from tui.text import SafeText, cells, say, spaces, span

Line = list[Segment]


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


def sections(*parts: list[Line]) -> list[Line]:
    """One under the other with an empty line between; empty ones take no room."""
    lines: list[Line] = []
    for part in parts:
        if part:
            lines += [*([[]] if lines else []), *part]
    return lines


def heading(words: SafeText, setting: Setting) -> Line:
    """The line above a section."""
    return [span(words, setting.look.accent)]


def listed(parts: Sequence[Run], setting: Setting) -> list[Line]:
    """The parts that are not empty, with a thin wall between; a line breaks between two of them, not within one."""
    wall = (say(" {} ", setting.look.glyphs.wall), setting.look.faint)
    lines: list[list[Run]] = []
    for part in filter(_has_words, parts):
        joined = [*lines[-1], wall, part] if lines else [part]
        if lines and sum(cells(words) for words, _ in joined) <= setting.width:
            lines[-1] = joined
        else:
            lines.append([part])
    return [line for runs in lines for line in wrap(runs, setting.width, setting.look.base)]


def _has_words(part: Run) -> bool:
    return bool(part[0])


def hanging(runs: Sequence[Run], setting: Setting, by: int = 2) -> list[Line]:
    """Lines of which all but the first are set in."""
    lines = wrap(runs, setting.width - by, setting.look.base)
    return [line if index == 0 else [span(spaces(by), setting.look.base), *line] for index, line in enumerate(lines)]
