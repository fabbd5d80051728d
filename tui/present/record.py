"""What operators noted on a story, and its log: when, who, what was done, to which of its items."""

from collections.abc import Sequence

from storage.log.events import COLLECTOR
from storage.rows import EventRow, StoryView
from tui.present.setting import Line, Section, Setting, section, tabled
from tui.present.whereabouts import initials
from tui.present.wrap import Run
from tui.text import EMPTY, SafeText, cells, cut, left, safe_text, say, span

YOU = SafeText("you")
_LONGEST_NAME = 12
_MOST_NAMES = 3


def notes(view: StoryView, setting: Setting) -> Section:
    """`10:42Z  ana  called the duty officer`, oldest first."""
    lines: list[Line] = []
    names = _even([_name(event, setting) for event in view.notes])
    for event, when, who in zip(view.notes, _times(view.notes, setting), names, strict=True):
        words = (safe_text(event.detail), setting.look.strong)
        lines += _lines(event, say("{}  {}  ", when, who), words, view, setting)
    return section(SafeText("notes"), lines, setting)


def log(view: StoryView, setting: Setting) -> Section:
    """`10:42Z  ana  acknowledged “Bridge closed” (Reuters)`, oldest first; what no person did has no name."""
    return section(SafeText("log"), deeds(view.log, setting, view), setting)


def deeds(events: Sequence[EventRow], setting: Setting, view: StoryView | None = None) -> list[Line]:
    """Lines of the log, which name the items of a story where there is one."""
    look = setting.look
    lines: list[Line] = []
    for event, when in zip(events, _times(events, setting), strict=True):
        is_ours = event.operator == COLLECTOR
        who = left(EMPTY if is_ours else initials(_name(event, setting)), 3)
        words = (_deed(event, view is None), look.dim if is_ours else look.base)
        lines += _lines(event, say("{}  {}  ", when, who), words, view, setting)
    return lines


def _lines(event: EventRow, head: SafeText, words: Run, view: StoryView | None, setting: Setting) -> list[Line]:
    """A deed in the columns of its section, what it was about last, where the words do not name that themselves."""
    look = setting.look
    items = say("({})", _items(event, view)) if view else EMPTY
    runs = [words] if items in words[0] or items == "()" else [words, (say(" {}", items), look.dim)]
    style = look.accent if event.operator == setting.operator else look.dim
    return tabled([span(head, style)], cells(head), runs, setting.measure, look)


def _times(events: Sequence[EventRow], setting: Setting) -> list[SafeText]:
    """When it happened, which may be another time than when it was written down."""
    return _even([setting.moment(event.at_ms if event.occurred_ms is None else event.occurred_ms) for event in events])


def _even(texts: Sequence[SafeText]) -> list[SafeText]:
    """Each as wide as the widest."""
    width = max(map(cells, texts), default=0)
    return [left(text, width) for text in texts]


def _name(event: EventRow, setting: Setting) -> SafeText:
    if event.operator == setting.operator:
        return YOU
    return cut(safe_text(event.operator), _LONGEST_NAME, setting.look.glyphs.ellipsis)


def _deed(event: EventRow, is_known: bool) -> SafeText:
    """The act in words, most details begin with it; `is_known`: that it is about an alert need not be said."""
    act, detail = safe_text(event.act), safe_text(event.detail)
    if not detail or detail.startswith(act):
        return detail or act
    return say("{}: {}", say("alert {}", act) if event.subject == "alert" and not is_known else act, detail)


def _items(event: EventRow, view: StoryView) -> SafeText:
    """Which items of the story, by their sources; empty where it is the one on the page."""
    if event.subject != "item" or event.subject_ids == (view.item.id,):
        return EMPTY
    sources = {member.id: member.source for member in view.members}
    ours = [SafeText("this one")] if view.item.id in event.subject_ids else []
    names = list(dict.fromkeys([*ours, *(safe_text(sources[id]) for id in event.subject_ids if id in sources)]))
    shown = SafeText(", ".join(names[:_MOST_NAMES]))
    return say("{} +{}", shown, len(names) - _MOST_NAMES) if len(names) > _MOST_NAMES else shown
