"""The source line below a headline: whose text it is, how independent its story is, when it came, where it can be read."""

from storage.rows import ItemRow, StoryView
from tui.ages import age, stamp
from tui.present.independence import independence_runs
from tui.present.setting import Line, Section, Setting, listed, section
from tui.present.wrap import Run
from tui.text import EMPTY, SafeText, cut, safe_text, say, span
from tui.tty.links import safe_url

_AHEAD_MS = 10 * 60_000
"""An entry dated further ahead than this has a false date, whatever else is true of it."""


def byline(view: StoryView, setting: Setting) -> Section:
    """`TASS │ state │ grade D │ RU │ 3 more carriers`, then how many voices, then the clocks, then the link."""
    look, width = setting.look, setting.measure
    lines: list[Line] = []
    for parts in (_source(view, setting), independence_runs(view, look), _clocks(view.item, setting)):
        lines += listed(parts, width, look)
    url = safe_url(view.item.link)
    if url:
        lines.append([span(cut(url, width, look.glyphs.ellipsis), look.dim)])
    return section(EMPTY, lines, setting)


def _source(view: StoryView, setting: Setting) -> list[Run]:
    item, look = view.item, setting.look
    return [
        (safe_text(item.source), look.accent),
        (safe_text(item.kind), look.state_media if item.kind == "state" else look.dim),
        (say("grade {}", safe_text(item.grade)), look.dim),
        (safe_text(item.side.upper()), look.dim),
        (_written_by(view), look.dim),
        (_carried_on(item.copies), look.dim),
    ]


def _carried_on(copies: int) -> SafeText:
    if not copies:
        return EMPTY
    return SafeText("1 more carrier") if copies == 1 else say("{:,} more carriers", copies)


def _written_by(view: StoryView) -> SafeText:
    """`text of AFP (dateline)`, else the author; that nobody knows who wrote it is told as well."""
    match view.origin_basis:
        case "unknown":
            return SafeText("writer unknown")
        case "cited":
            return say("cites {}", safe_text(view.credit))
        case "own":
            return say("by {}", safe_text(view.author)) if view.author.strip() else EMPTY
        case basis:
            return say("text of {} ({})", safe_text(view.origin), safe_text(basis))


def _clocks(item: ItemRow, setting: Setting) -> list[Run]:
    """`first seen 22 Nov 17:38Z, MSK 20:38 │ published 22 Nov 17:15Z, 23m before`."""
    look = setting.look
    seen = (say("first seen {}", stamp(item.first_seen_ms, setting.zones)), look.dim)
    if item.published_ms is None:
        return [seen]
    published = say("published {}", stamp(item.published_ms))
    ahead_ms = item.published_ms - item.first_seen_ms
    if ahead_ms > _AHEAD_MS:
        return [seen, (say("{} (ahead of our clock)", published), look.warn)]
    if ahead_ms < -60_000:
        published = say("{}, {} before", published, age(item.published_ms, item.first_seen_ms))
    return [seen, (published, look.dim)]
