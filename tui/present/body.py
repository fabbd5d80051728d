"""Headline and text of an item, broken into lines; beside a line, the badges of the tags whose words begin in it."""

from collections.abc import Callable, Sequence

from rich.style import Style

from storage.query.highlight import spans
from storage.rows import StoryView, TagRow
from tui.present.badges import Pair
from tui.present.evidence import Paragraph, paragraphs
from tui.present.excerpts import pieces
from tui.present.setting import Line, Section, Setting, Stop, fitting, margin_cells
from tui.present.wrap import Break, balanced, breaks, laid, text_of
from tui.text import EMPTY, SafeText, say, spaces, span

_LONGEST_HEADLINE = 1_000
_INDENT = 2
"""Of the first line of a paragraph that follows another."""


def headline(view: StoryView, setting: Setting) -> Section:
    """In lines of like length."""
    column = _Column(setting, setting.look.strong, balanced)
    tags = [tag for tag in view.tags if tag.field == "title"]
    column.add_text(view.item.title, tags, _LONGEST_HEADLINE, in_title=True)
    if not column.lines:
        column.add(Paragraph([(SafeText("(no headline)"), setting.look.dim)]))
    return Section(SafeText("headline"), column.lines, column.stops)


def body(view: StoryView, setting: Setting) -> Section:
    """The summary, then the text where it says more; a text that begins with the summary stands alone."""
    column = _Column(setting, setting.look.base, breaks)
    whole = view.text.startswith(view.summary) if view.text else False
    for name, text in (("summary", "" if whole else view.summary), ("text", view.text)):
        tags = [tag for tag in view.tags if tag.field == name or (whole and tag.field == "summary")]
        column.add_text(text, tags, setting.most_text)
    return Section(SafeText("text"), column.lines, column.stops)


class _Column:
    """The lines of a section as they are added one below the other."""

    def __init__(self, setting: Setting, plain: Style, breaking: Callable[[SafeText, int, int], list[Break]]) -> None:
        self._setting, self._plain, self._breaking = setting, plain, breaking
        self._blank = margin_cells(EMPTY, (), setting)
        self._marked: set[int] = set()
        self.lines: list[Line] = []
        self.stops: list[Stop] = []

    def add_text(self, text: str, tags: Sequence[TagRow], most: int, in_title: bool = False) -> None:
        """At most so many characters of it, and what surrounds the evidence in the rest; what is left out is counted."""
        at = 0
        for start, end in pieces(text, tags, most):
            if start > at:
                self._leave_out(start - at)
            found = spans(text[start:end], self._setting.query, in_title=in_title)
            hits = [(a + start, b + start) for a, b in found]
            for paragraph in paragraphs(text, tags, self._plain, self._setting.look, hits, (start, end)):
                self.add(paragraph)
            at = end
        if at < len(text):
            self._leave_out(len(text) - at, self._setting.to_see_more)

    def add(self, paragraph: Paragraph) -> None:
        """A tag's badge stands where its words begin, and there alone."""
        indent = _INDENT if self.lines else 0
        places = self._breaking(text_of(paragraph.runs), self._setting.measure, indent)
        marks = [(at, tag) for at, tag in paragraph.marks if id(tag) not in self._marked]
        self._marked |= {id(tag) for _, tag in marks}
        waiting: list[Pair] = []
        lines = laid(paragraph.runs, places)
        for index, line in enumerate(lines):
            while marks and (marks[0][0] < places[index][1] or index + 1 == len(lines)):
                tag = marks.pop(0)[1]
                self.stops.append(Stop(len(self.lines), tag))
                waiting.append((tag.label, tag.stance))
            margin = self._blank
            if waiting:
                shown, waiting = fitting(waiting, EMPTY, self._setting)
                margin = margin_cells(EMPTY, shown, self._setting)
            begun = [] if index or not indent else [span(spaces(indent), self._plain)]
            self.lines.append([*margin, *begun, *line])

    def _leave_out(self, characters: int, to_see_more: SafeText = EMPTY) -> None:
        setting = self._setting
        words = say("{} {:,} more characters", setting.look.glyphs.ellipsis, characters)
        told = say("{}: {}", words, to_see_more) if to_see_more else words
        self.lines.append([*self._blank, span(told, setting.look.dim)])
