"""What stands around an item: the other items of its story and why they are there, and stories that are near it."""

from collections.abc import Sequence

from storage.rows import MemberRow, RelatedRow, StoryView
from tui.ages import age
from tui.present.badges import badges
from tui.present.columns import columns
from tui.present.setting import Line, Setting, heading
from tui.text import SafeText, cells, cut, left, right, safe_text, say, spaces, span

MOST_MEMBERS = 40
MOST_RELATED = 6
_AGE = 4
_SOURCE = 10


def member_lines(view: StoryView, setting: Setting) -> list[Line]:
    """`  2h same  WD-  Reuters   Kyiv doubts…`, and below it, set in, why it is in the story; first why this item is."""
    if not view.members:
        return []
    lines = [heading(say("{} more in this story", len(view.members)), setting)]
    if view.because:
        lines.append(_reason(say("this one: {}", safe_text(view.because)), False, setting))
    for member in view.members[:MOST_MEMBERS]:
        lines.append(_member(member, setting))
        if member.because and (member.joined_by or member.relation != "copy"):
            lines.append(_reason(safe_text(member.because), bool(member.joined_by), setting))
    return lines


def related_lines(related: Sequence[RelatedRow], setting: Setting) -> list[Line]:
    """`  2h Second column leaves  number: 20 / 40`, in two lines where one is too short; those that grew last."""
    look = setting.look
    lines: list[Line] = [heading(SafeText("related, not the same event"), setting)] if related else []
    for story in related[:MOST_RELATED]:
        head = [span(say("{} ", right(age(story.last_seen_ms, setting.now_ms), _AGE)), look.dim)]
        title, why = safe_text(story.title), say("  {}", safe_text(story.because))
        fits = _AGE + 1 + cells(title) + cells(why) <= setting.width
        lines.append(columns(setting.width, head, (title, look.base), [span(why, look.dim)] if fits else (), look))
        if not fits:
            lines.append(_reason(safe_text(story.because), False, setting))
    return lines


def _member(member: MemberRow, setting: Setting) -> Line:
    look = setting.look
    source = left(cut(safe_text(member.source), _SOURCE, look.glyphs.ellipsis), _SOURCE)
    head = [
        span(right(age(member.first_seen_ms, setting.now_ms), _AGE), look.dim),
        span(say(" {} ", left(safe_text(member.relation), 5)), look.faint),
        *badges(member.tags, 8, look),
        span(say(" {} ", source), look.state_media if member.kind == "state" else look.dim),
    ]
    return columns(setting.width, head, (safe_text(member.title), look.base), (), look)


def _reason(words: SafeText, by_hand: bool, setting: Setting) -> Line:
    """Why an item is in its story; what an operator did stands out from what the collector saw."""
    look = setting.look
    return columns(
        setting.width, [span(spaces(_AGE + 1), look.base)], (words, look.accent if by_hand else look.dim), (), look
    )
