"""A tag as its label's letters and a sign for its stance: `WD+ claimed, WD? doubted, WD- denied, WD~ long ago`.

Signs of one label stand together: `WD?-`. Where others in the story hold the other side, the badge says so: `WD+ DBT`,
`WD+ DNY`, `WD- CLM`; where there is no room for the word, by its sign: `WD+-`.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from tui.look import Look
from tui.present.fill import joined
from tui.present.wrap import Run
from tui.text import SPACE, SafeText, cells, safe_text, say, spaces, span

Pair = tuple[str, str]
"""(label, stance)."""

_SIGNS = {"asserted": "+", "claimed": "+", "doubted": "?", "conditional": "?", "denied": "-", "historical": "~"}
_GRAVITY = ("", "~", "+", "?", "-")
_AGAINST = {"asserted": ("denied", "doubted"), "claimed": ("denied", "doubted")} | dict.fromkeys(
    ("denied", "doubted"), ("claimed", "asserted")
)
"""The stances that contradict one; what is conditional or past contradicts nothing."""
_WORDS = {
    "denied": SafeText("DNY"), "doubted": SafeText("DBT"), "claimed": SafeText("CLM"), "asserted": SafeText("CLM")
}  # fmt: skip


class _Badge(NamedTuple):
    letters: SafeText
    ink: Style
    """Of the letters."""
    signs: Sequence[Run]
    """What the item itself says, the gravest last."""
    against: str
    """A stance that only others of the story hold, or empty."""

    def forms(self, look: Look) -> Iterator[list[Segment]]:
        """It as a line has room for it: with the word of what stands against it, with its sign, without, the gravest alone."""
        whole = self._with(self.signs)
        if self.against:
            style = stance_style(self.against, look)
            yield [*whole, span(SPACE, look.base), span(_WORDS[self.against], style)]
            yield [*whole, span(sign(self.against), style)]
        yield whole
        yield self._with(self.signs[-1:])

    def _with(self, signs: Sequence[Run]) -> list[Segment]:
        return joined([span(self.letters, self.ink), *(span(*run) for run in signs)])


def short_label(label: str, look: Look) -> SafeText:
    """The letters of a label, as the lexicon gives them, else its first three."""
    known = look.labels.get(label)
    return known.short if known else safe_text(label[:3].upper())


def sign(stance: str) -> SafeText:
    """The shape of a stance; none where a label is meant in whatever stance."""
    return SafeText(_SIGNS.get(stance, ""))


def stance_style(stance: str, look: Look) -> Style:
    """The colour of a stance."""
    match sign(stance):
        case "?":
            return look.stance.doubted
        case "-":
            return look.stance.denied
        case "~":
            return look.stance.past
        case _:
            return look.stance.said


def badges(tags: Iterable[Pair], width: int, look: Look, disputed: Sequence[Pair] = ()) -> list[Segment]:
    """Exactly `width` columns: as many badges as fit, then how many more there are."""
    found = _badges(tags, look, disputed)
    line: list[Segment] = []
    room, left_out = width, len(found)
    for badge in found:
        gap = 1 if line else 0
        kept_free = 3 if left_out > 1 and line else 0
        form = next((form for form in badge.forms(look) if _width(form) + gap + kept_free <= room), None)
        if form is None:
            break
        line += [span(SPACE, look.base), *form] if line else form
        room -= _width(form) + gap
        left_out -= 1
    if left_out and room >= 3:
        line.append(span(say(" +{}", min(left_out, 9)), look.dim))
        room -= 3
    return [*line, span(spaces(room), look.base)]


def _badges(tags: Iterable[Pair], look: Look, disputed: Sequence[Pair]) -> list[_Badge]:
    """One badge a label."""
    found: dict[str, list[str]] = {}
    for label, stance in tags:
        found.setdefault(label, []).append(stance)
    return [_badge(label, sorted(stances, key=_by_gravity), look, disputed) for label, stances in found.items()]


def _badge(label: str, stances: Sequence[str], look: Look, disputed: Sequence[Pair]) -> _Badge:
    signs = {sign(stance): stance_style(stance, look) for stance in stances}
    others = [other for stance in stances for other in _AGAINST.get(stance, ()) if (label, other) in disputed]
    against = max((other for other in others if sign(other) not in signs), key=_by_gravity, default="")
    known = look.labels.get(label)
    ink = known.ink if known and known.ink else next(iter(signs.values()))
    return _Badge(short_label(label, look), ink, tuple(signs.items()), against)


def _by_gravity(stance: str) -> int:
    return _GRAVITY.index(_SIGNS.get(stance, ""))


def _width(line: Sequence[Segment]) -> int:
    return sum(cells(SafeText(segment.text)) for segment in line)
