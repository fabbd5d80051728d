"""The story pane's page: one item and all that is known around it, set to be read from the top."""

from collections.abc import Sequence
from typing import NamedTuple

from storage.rows import StoryView
from tui.present.body import body, headline
from tui.present.byline import byline
from tui.present.edits import edits
from tui.present.members import members, related
from tui.present.place import starts
from tui.present.record import log, notes
from tui.present.said import said
from tui.present.setting import Line, Section, Setting, Stop
from tui.present.voices import voices
from tui.present.why import why
from tui.text import SafeText


class StoryPage(NamedTuple):
    """Sections one below the other, an empty line between."""

    sections: Sequence[Section] = ()

    @property
    def lines(self) -> list[Line]:
        """All of them, as they are shown."""
        return [line for section in self.sections for line in ([], *section.lines)][1:]

    @property
    def evidence(self) -> list[Stop]:
        """Where the words of each tag begin, in the order in which they are read, by the lines of the page."""
        return [
            Stop(start + stop.line, stop.tag)
            for start, section in zip(starts(self.sections), self.sections, strict=True)
            for stop in section.stops
        ]

    def start_of(self, name: SafeText) -> int:
        """The first line of a section; the page's where it is not there."""
        names = [section.name for section in self.sections]
        return starts(self.sections)[names.index(name)] if name in names else 0


def story_page(view: StoryView, setting: Setting) -> StoryPage:
    """The whole page: what the item says, then what is known around it."""
    sections = (
        headline(view, setting),
        byline(view, setting),
        body(view, setting),
        *((why(view, setting),) if setting.why else ()),
        voices(view.claims, setting),
        said(view.quotes, view.tags, setting),
        edits(view.revisions, setting),
        notes(view, setting),
        members(view, setting),
        related(view.related, setting),
        log(view, setting),
    )
    return StoryPage([section for section in sections if section.lines])
