"""One line of a speaker's ledger: when, on which side, through whom, and what it goes back on."""

from typing import NamedTuple

from rich.segment import Segment

from storage.rows import LedgerRow
from tui.ages import age, stamp
from tui.look import Look
from tui.present.badges import badges, short_label, sign
from tui.present.columns import columns
from tui.present.quotes import words_of
from tui.text import EMPTY, SPACE, SafeText, cells, cut, left, safe_text, say, span

_STAMP = 13


class _Columns(NamedTuple):
    badges: int
    outlet: int


def _columns(width: int) -> _Columns:
    """What a list of this width has room for; the words keep two fifths of it."""
    if width >= 76:
        return _Columns(6, min(16 + (width - 76) // 4, 28))
    return _Columns(4, 12) if width >= 56 else _Columns(4, 0)


def ledger_line(said: LedgerRow, earlier: LedgerRow | None, width: int, look: Look) -> list[Segment]:
    """`21 Nov 10:42Z WD-  TASS +2  ⇄ WD+ 3d before: “We call this a rotation…”`; `earlier` is what it goes back on."""
    shape = _columns(width)
    line = [
        span(left(stamp(said.said_ms), _STAMP), look.dim),
        span(SPACE, look.base),
        *badges(said.tags, shape.badges, look),
        span(SPACE, look.base),
    ]
    if shape.outlet:
        line += [span(left(_outlets(said, shape.outlet, look), shape.outlet), look.dim), span(SPACE, look.base)]
    if said.reverses is not None:
        line.append(span(say("{}: ", reversal(said, earlier, look)), look.warn))
    return columns(width, line, (words_of(said, look), look.base), (), look)


def reversal(said: LedgerRow, earlier: LedgerRow | None, look: Look) -> SafeText:
    """`⇄ WD+ 3d before`: the stand that a statement goes back on, and how long before that was taken."""
    label = short_label(said.reversed_label, look)
    if earlier is None:
        return say("{} {} before", look.glyphs.reversal, label)
    stance = next((stance for name, stance in earlier.tags if name == said.reversed_label), "")
    gap = age(earlier.said_ms, said.said_ms)
    before = SafeText("just before") if said.said_ms - earlier.said_ms < 60_000 else say("{} before", gap)
    return say("{} {}{} {}", look.glyphs.reversal, label, sign(stance), before)


def _outlets(said: LedgerRow, room: int, look: Look) -> SafeText:
    """`TASS +2`: the first outlet, and how many more carry it."""
    more = say(" +{}", min(said.outlets - 1, 99)) if said.outlets > 1 else EMPTY
    return say("{}{}", cut(safe_text(said.source), room - cells(more), look.glyphs.ellipsis), more)
