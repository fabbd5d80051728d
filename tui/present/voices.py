"""Who claims and who doubts: the primaries of a story in two columns, by side."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from rich.segment import Segment

from storage.rows import ClaimRow
from tui.look import Look
from tui.present.badges import badges, sign
from tui.present.columns import columns
from tui.present.fill import filled
from tui.present.setting import Line, Section, Setting, section, tabled
from tui.present.wrap import Run
from tui.text import EMPTY, SPACE, SafeText, cells, left, safe_text, say, spaces, span

_CLAIMS = ("asserted", "claimed")
_DOUBTS = ("denied", "doubted")
"""A condition or a look back takes no side."""
_TWO_COLUMNS = 64
_ROOMY = 40
_SET_IN = 6
"""Of what stands below a name, where its column is not roomy."""
_SIDE = 3
_GAP = spaces(2)
_MOST_LINES = 3
"""Of those through whom a stand comes."""


@dataclass(slots=True)
class _Stand:
    """One primary in one column: what it holds, through whom, printed where."""

    primary: str
    side: str
    own: bool
    operator: str = ""
    """Who has said so of items that name nobody."""
    tags: dict[tuple[str, SafeText], str] = field(default_factory=dict)
    """(label, sign) -> stance: claimed and asserted are told as one."""
    speakers: dict[str, None] = field(default_factory=dict)
    outlets: dict[str, None] = field(default_factory=dict)

    def badges(self, width: int, look: Look) -> list[Segment]:
        """What it holds."""
        return badges([(label, stance) for (label, _), stance in self.tags.items()], width, look)


def voices(claims: Sequence[ClaimRow], setting: Setting) -> Section:
    """Two columns, or one above the other where the page is narrow; nothing when nobody takes a stand."""
    name = SafeText("voices")
    claiming, doubting = _stands(claims, _CLAIMS), _stands(claims, _DOUBTS)
    if not claiming and not doubting:
        return Section(name, ())
    look, width = setting.look, setting.table
    half = (width - 3) // 2 if width >= _TWO_COLUMNS else width
    ours = _column(SafeText("who claims"), claiming, half, look)
    theirs = _column(SafeText("who doubts or denies"), doubting, half, look)
    if half == width:
        return section(name, [*ours, [], *theirs], setting)
    wall = span(say(" {} ", look.glyphs.wall), look.line)
    blank = [span(spaces(half), look.base)]
    rows = range(max(len(ours), len(theirs)))
    lines = [[*(ours[y] if y < len(ours) else blank), wall, *(theirs[y] if y < len(theirs) else blank)] for y in rows]
    return section(name, lines, setting)


def _stands(claims: Sequence[ClaimRow], stances: Collection[str]) -> list[_Stand]:
    """The primaries that hold something in one of these stances, side by side in order of appearance, the sideless last."""
    found: dict[tuple[str, str, str], _Stand] = {}
    labels = list(dict.fromkeys(claim.label for claim in claims))
    for claim in sorted(claims, key=lambda claim: labels.index(claim.label)):
        if claim.stance in stances:
            whose = (claim.side, claim.primary, claim.operator)
            stand = found.setdefault(whose, _Stand(claim.primary, claim.side, claim.own, claim.operator))
            stand.tags.setdefault((claim.label, sign(claim.stance)), claim.stance)
            stand.speakers |= dict.fromkeys(claim.speakers)
            stand.outlets |= dict.fromkeys(claim.outlets)
    sides = list(dict.fromkeys(claim.side for claim in claims))
    return sorted(found.values(), key=lambda stand: (not stand.side, sides.index(stand.side)))


def _column(head: SafeText, stands: Sequence[_Stand], width: int, look: Look) -> list[Line]:
    lines = [columns(width, (), (head, look.accent), (), look)]
    if not stands:
        return [*lines, columns(width, (), (SafeText("nobody yet"), look.faint), (), look)]
    room = 5 if all(len(stand.tags) == 1 for stand in stands) else 10
    before = None
    for stand in stands:
        side = EMPTY if stand.side == before else safe_text(stand.side.upper()) or SafeText("-")
        before = stand.side
        head_of = [span(left(side, _SIDE), look.strong), span(SPACE, look.base), *stand.badges(room, look)]
        lines += _stand_lines(stand, [*head_of, span(SPACE, look.base)], _SIDE + room + 2, width, look)
    return lines


def _stand_lines(stand: _Stand, head: list[Segment], taken: int, width: int, look: Look) -> list[Line]:
    """`RU  WD+  defence ministry  I. Konashenkov in TASS, AFP`, set in below the name where a line is too short."""
    name, style = (safe_text(stand.primary), look.base) if stand.primary else (_nobody(stand.operator), look.dim)
    through = _through(stand)
    if taken + cells(name) + cells(_GAP) + cells(through) <= width:
        told: list[Run] = [(name, style), (_GAP, look.base), (through, look.dim)]
        lines = tabled(head, taken, told, width, look)
    else:
        set_in = taken if width >= _ROOMY else _SET_IN
        below = tabled([span(spaces(set_in), look.base)], set_in, [(through, look.dim)], width, look)
        lines = [*tabled(head, taken, [(name, style)], width, look), *below[:_MOST_LINES]]
    return [filled(line, width, look) for line in lines]


def _nobody(operator: str) -> SafeText:
    """An operator's word is no paper's."""
    return say("by {}", safe_text(operator)) if operator else SafeText("nobody named")


def _through(stand: _Stand) -> SafeText:
    """`I. Konashenkov in TASS, AFP +3`, `own reporting`, `own reporting, also in AFP`."""
    outlets = [safe_text(outlet) for outlet in stand.outlets if not (stand.own and outlet == stand.primary)]
    shown = SafeText(", ".join(outlets[:3]))
    where = say("{} +{}", shown, len(outlets) - 3) if len(outlets) > 3 else shown
    if stand.own:
        return say("own reporting, also in {}", where) if where else SafeText("own reporting")
    who = SafeText(", ".join(safe_text(name) for name in list(stand.speakers)[:3] if name != stand.primary))
    return say("{} in {}", who, where) if who else say("in {}", where)
