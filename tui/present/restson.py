"""What an alert rests on: its items in the order in which they came, the two halves of a contradiction told apart."""

from collections.abc import Sequence

from rich.style import Style

from storage.rows import EvidenceRow
from tui.look import Look
from tui.present.badges import badges
from tui.present.columns import columns
from tui.present.setting import Line, Section, Setting, section, tabled
from tui.text import EMPTY, SafeText, cells, cut, left, safe_text, say, spaces, span

MOST_EVIDENCE = 100
_SOURCE, _PART, _SET_IN = 16, 6, 2
_BADGES, _BADGES_NARROW = 8, 4
_PARTS = {"left": SafeText("claims"), "right": SafeText("doubts"), "both": SafeText("both")}


def rests_on(evidence: Sequence[EvidenceRow], setting: Setting) -> Section:
    """`10:42Z claims WD+  B Reuters  Units leave the border  late`, the headline below where the line is short."""
    shown = evidence[:MOST_EVIDENCE]
    whens = [setting.moment(row.at_ms) for row in shown]
    widest = max(map(cells, whens), default=0)
    is_parted = any(row.part for row in shown)
    lines: list[Line] = []
    for row, when in zip(shown, whens, strict=True):
        lines += _item(row, left(when, widest), is_parted, setting)
    if len(evidence) > len(shown):
        more = say("{} {:,} more", setting.look.glyphs.ellipsis, len(evidence) - len(shown))
        lines.append([span(more, setting.look.dim)])
    return section(SafeText("evidence"), lines, setting)


def _item(row: EvidenceRow, when: SafeText, is_parted: bool, setting: Setting) -> list[Line]:
    look = setting.look
    head = [span(say("{} ", when), look.dim)]
    if is_parted:
        head.append(span(say("{} ", left(_PARTS.get(row.part, EMPTY), _PART)), _part_style(row.part, look)))
    source = say("{} {}", safe_text(row.grade), safe_text(row.source))
    # What was withdrawn is struck out, never taken away.
    words = safe_text(row.title), look.struck if row.flag == "withdrawn" else look.base
    flag = [span(say(" {}", safe_text(row.flag)), look.warn)] if row.flag else []
    if setting.heads_beside:
        shown = left(cut(source, _SOURCE, look.glyphs.ellipsis), _SOURCE)
        head += [*badges(row.tags, _BADGES, look), span(say(" {} ", shown), look.dim)]
        return [columns(setting.table, head, words, flag, look)]
    head += badges(row.tags, _BADGES_NARROW, look)
    below = tabled([span(spaces(_SET_IN), look.base)], _SET_IN, [words], setting.measure, look)
    return [columns(setting.measure, head, (say(" {}", source), look.dim), flag, look), *below]


def _part_style(part: str, look: Look) -> Style:
    return {"left": look.stance.said, "right": look.stance.doubted}.get(part, look.dim)
