"""What stands around an item: the other items of its story and why they are there, and stories that are near it."""

from collections.abc import Sequence

from storage.rows import MemberRow, RelatedRow, StoryView
from tui.ages import age
from tui.present.badges import badges
from tui.present.columns import columns
from tui.present.setting import Line, Section, Setting, section, tabled
from tui.present.wrap import Run
from tui.text import EMPTY, SafeText, cells, cut, left, right, safe_text, say, spaces, span

MOST_MEMBERS = 40
MOST_COPIES = 60
MOST_RELATED = 6
_AGE = 4
_SOURCE, _SOURCE_NARROW = 14, 9
_BADGES, _BADGES_NARROW = 8, 4
_SET_IN = _AGE + 1


def members(view: StoryView, setting: Setting) -> Section:
    """Why this item is here, the first of the story, the others and why they are here, then who carries a copy."""
    lines: list[Line] = []
    if view.because:
        lines += _set_in(say("this one: {}", safe_text(view.because)), False, setting)
    copies = [member for member in view.members if member.relation == "copy" and not member.joined_by]
    told = sorted(
        (member for member in view.members if member.relation != "copy" or member.joined_by),
        key=lambda member: member.relation != "first",
    )
    for member in told[:MOST_MEMBERS]:
        lines.append(_member(member, setting))
        because = SafeText("the first") if member.relation == "first" else safe_text(member.because)
        lines += _set_in(because, bool(member.joined_by), setting) if because else []
    if copies:
        lines += _copies(copies, setting)
    hidden = max(view.members_in_all, len(view.members)) - len(told[:MOST_MEMBERS]) - len(copies)
    if hidden > 0:
        lines += _set_in(say("{} {:,} more", setting.look.glyphs.ellipsis, hidden), False, setting)
    return section(SafeText("carried by"), lines if view.members else [], setting)


def related(stories: Sequence[RelatedRow], setting: Setting) -> Section:
    """`  2h Second column leaves  number: 20 / 40`, in two lines where one is too short; those that grew last."""
    look, width = setting.look, setting.table
    lines: list[Line] = []
    for story in stories[:MOST_RELATED]:
        head = [span(say("{} ", right(age(story.last_seen_ms, setting.now_ms), _AGE)), look.dim)]
        title, why = safe_text(story.title), say("  {}", safe_text(story.because))
        fits = _SET_IN + cells(title) + cells(why) <= width
        lines.append(columns(width, head, (title, look.base), [span(why, look.dim)] if fits else (), look))
        lines += [] if fits else _set_in(safe_text(story.because), False, setting)
    return section(SafeText("related"), lines, setting)


def _member(member: MemberRow, setting: Setting) -> Line:
    look = setting.look
    width, room = (_SOURCE, _BADGES) if setting.heads_beside else (_SOURCE_NARROW, _BADGES_NARROW)
    source = left(cut(safe_text(member.source), width, look.glyphs.ellipsis), width)
    head = [
        span(say("{} ", right(age(member.first_seen_ms, setting.now_ms), _AGE)), look.dim),
        *badges(member.tags, room, look),
        span(say(" {} ", source), look.state_media if member.kind == "state" else look.dim),
    ]
    return columns(setting.table, head, (safe_text(member.title), look.base), (), look)


def _copies(copies: Sequence[MemberRow], setting: Setting) -> list[Line]:
    """`×3  AFP 2m, TASS 4m, Reuters 4m`: one line for what repeats another's words."""
    look = setting.look
    head = [span(left(say("{}{}", look.glyphs.copies, len(copies)), _SET_IN), look.warn)]
    runs: list[Run] = [(SafeText("copy: " if len(copies) == 1 else "copies: "), look.dim)]
    for at, member in enumerate(copies[:MOST_COPIES]):
        gap = SafeText(", ") if at else EMPTY
        style = look.state_media if member.kind == "state" else look.base
        runs += [(gap, look.dim), (safe_text(member.source), style)]
        runs.append((say(" {}", age(member.first_seen_ms, setting.now_ms)), look.dim))
    if len(copies) > MOST_COPIES:
        runs.append((say(" +{}", len(copies) - MOST_COPIES), look.dim))
    return tabled(head, _SET_IN, runs, setting.measure, look)


def _set_in(words: SafeText, by_hand: bool, setting: Setting) -> list[Line]:
    """Below an item, why it is there; what an operator did stands out from what the collector saw."""
    look = setting.look
    head = [span(spaces(_SET_IN), look.base)]
    return tabled(head, _SET_IN, [(words, look.accent if by_hand else look.dim)], setting.measure, look)
