"""The queue: new items to be acknowledged, dismissed, marked, filtered."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment

from storage.acting.acts import ItemState
from storage.query import Query, QueryError, parse
from storage.rows import ItemRow
from tui.asking import Prompt, Question
from tui.commands import QUEUE
from tui.grouping import ask_to_merge, ask_to_split
from tui.options import View
from tui.present.queue import queue_line
from tui.present.title import Note, Title
from tui.search import Search
from tui.tagging import ask_for_tag
from tui.text import EMPTY, SafeText, safe_text, say
from tui.widgets.idlist import IdList

if TYPE_CHECKING:
    from tui.desk import Desk

_NEW = parse("is:new")
FIRST_PAGE = 300


class Queue:
    """Painter and commands of the queue."""

    name = QUEUE

    def __init__(self, desk: "Desk", search: Search) -> None:
        self._desk = desk
        self._search = search
        self.widget: IdList[ItemRow] = IdList(QUEUE, self, desk.look)
        self.rows_of = self.widget.model
        self._query: Query | None = None
        self.filter_text = ""
        self._view_name = EMPTY
        self._verdict: tuple[SafeText, bool] = (EMPTY, True)
        self._newest_id = 0
        self.actions: Mapping[str, Callable[[], object]] = {
            "acknowledge": lambda: self._set_state("acked", advance=True),
            "dismiss": lambda: self._set_state("dismissed", advance=True),
            "back-to-new": lambda: self._set_state("new", advance=False),
            "acknowledge-shown": self._ask_for_all,
            "star": self._star,
            "tag": self._tag,
            "merge": lambda: ask_to_merge(desk, self.rows_of.chosen, self.item_id, self.forget_choice),
            "split": lambda: ask_to_split(desk, self.rows_of.chosen, self.forget_choice),
            "note": lambda: desk.ask_note(self.item_id),
            "open": self._open,
            "mark": self._mark,
            "range": self._range,
            "follow": self._follow,
            "next-new": lambda: self._find_new(1),
            "previous-new": lambda: self._find_new(-1),
            "refresh": self.apply,
        }

    @property
    def item_id(self) -> int | None:
        """The item under the cursor."""
        return self.rows_of.cursor_id

    # Painter

    def rows(self, ids: Sequence[int]) -> Mapping[int, ItemRow]:
        """As storage has them."""
        return self._desk.reader.item_rows(ids)

    def paint(self, row: ItemRow, width: int) -> list[Segment]:
        """One item."""
        return queue_line(row, width, self._desk.now_ms(), self._desk.look)

    def title(self) -> Title:
        """`2 Queue ── FOLLOW ── WD 4 ── ESC 31 ── 412/10,233`: what of each label is new today."""
        rows, look, notes = self.rows_of, self._desk.look, list[Note]()
        if rows.follow:
            notes.append(Note(SafeText("FOLLOW"), look.good))
        elif rows.waiting:
            notes.append(Note(say("PAUSED {:,} new", rows.waiting), look.warn))
        chosen = len(rows.marks | set(rows.ranged))
        if chosen:
            notes.append(Note(say("{:,} marked", chosen), look.warn))
        if self.filter_text:
            notes.append(Note(self._view_name or say("/ {}", safe_text(self.filter_text)), look.accent))
        notes += self._desk.lookout.label_notes()
        place = rows.cursor + 1 if len(rows) else 0
        return Title(2, SafeText("Queue"), notes, say("{:,}/{:,}", place, len(rows)))

    def empty(self) -> Sequence[SafeText]:
        """Why there is nothing, and what helps."""
        if self.filter_text:
            return (SafeText("No item matches the filter."), EMPTY, SafeText("Esc takes it away, / changes it."))
        return (SafeText("No item yet."), EMPTY, SafeText("What the feeds bring appears here by itself."))

    # Rows come and change

    def load(self) -> None:
        """The first reading: the newest items before the first frame, all of them beside it (100,000 ids take 40 ms)."""
        ids = self._desk.reader.item_ids(None, FIRST_PAGE)
        self._newest_id = max(ids, default=0)
        self.rows_of.replace(ids)
        self.widget.update()
        if len(ids) == FIRST_PAGE:
            self.apply()

    def arrived(self) -> bool:
        """Take up what came since; nothing in view moves unless the operator follows. True when something came."""
        reader = self._desk.reader
        fresh = reader.item_ids_after(self._newest_id)
        if not fresh:
            return False
        self._newest_id = max(fresh)
        if self._query is not None:
            matching = reader.matching(fresh, self._query)
            fresh = array("q", (id for id in fresh if id in matching))
        self.rows_of.arrive(fresh)
        self.widget.update()
        return True

    # Filter

    def apply(self) -> None:
        """Apply the view again: what no longer matches goes."""
        self._desk.beside_the_keys(self._find(self._query))

    def filter(self, text: str, view_name: SafeText = EMPTY) -> bool:
        """Narrow to a query; one that cannot be read changes nothing and says why."""
        try:
            query = parse(text) if text.strip() else None
        except QueryError as error:
            hint = say("; did you mean {}?", safe_text(error.suggestion)) if error.suggestion else EMPTY
            self._judge(say("column {}: {}{}", error.column + 1, safe_text(error.message), hint), False)
            return False
        self.filter_text, self._query, self._view_name = text.strip(), query, view_name
        self.apply()
        return True

    def show_view(self, view: View) -> None:
        """A named query of the config."""
        if not self.filter(view.query, safe_text(view.name)):
            self._desk.flash(say("view {}: {}", safe_text(view.name), self._verdict[0]), bad=True)

    async def _find(self, query: Query | None) -> None:
        ids = await self._search.ids(query)
        if ids is None:
            return
        self._newest_id = max(self._newest_id, max(ids, default=0))
        self.rows_of.replace(ids)
        self.widget.forget()
        self._judge(say("{:,} items", len(ids)), True)

    def _judge(self, words: SafeText, in_order: bool) -> None:
        self._verdict = (words, in_order)
        self._desk.footer.repaint()

    def ask_filter(self) -> None:
        """The filter line; every keystroke that can be read narrows the list at once."""
        before = self.filter_text
        self._verdict = (EMPTY, True)
        self._desk.ask(
            Prompt(
                SafeText("/"),
                accepted=self._accept_filter,
                left=lambda: self.filter(""),
                changed=self.filter,
                verdict=lambda: self._verdict,
                text=before,
                cursor=len(before),
            )
        )

    def _accept_filter(self, text: str) -> None:
        if not self._verdict[1]:
            self._desk.flash(say("the last valid filter stays: {}", self._verdict[0]), bad=True)

    # Commands

    def _set_state(self, state: ItemState, advance: bool) -> None:
        chosen = self.rows_of.chosen
        if not chosen or self._desk.perform(lambda acts: acts.set_state(chosen, state)) is None:
            return
        self.rows_of.clear_choice()
        if not (advance and self.widget.find(1, _is_new)):
            self.widget.update()

    def _find_new(self, step: int) -> None:
        if not self.widget.find(step, _is_new):
            self._desk.flash(SafeText("no new item below") if step > 0 else SafeText("no new item above"))

    def _ask_for_all(self) -> None:
        new = self._desk.reader.matching(self.rows_of.shown, _NEW)
        frozen = tuple(id for id in self.rows_of.shown if id in new)
        if not frozen:
            self._desk.flash(SafeText("nothing new in the list"))
            return
        self._desk.ask(
            Question(
                say("Acknowledge {:,} shown?", len(frozen)),
                lambda: self._desk.perform(lambda acts: acts.set_state(frozen, "acked")),
            )
        )

    def _open(self) -> None:
        if self.item_id is not None:
            self._desk.open_story(self.item_id)

    def _star(self) -> None:
        row = self.widget.current
        if row is not None:
            chosen, on = self.rows_of.chosen, not row.starred
            self._desk.perform(lambda acts: acts.star(chosen, on))

    def _tag(self) -> None:
        ask_for_tag(self._desk, self.rows_of.chosen, self.forget_choice)

    def forget_choice(self) -> None:
        """What was chosen has been dealt with."""
        self.rows_of.clear_choice()
        self.widget.update()

    def _mark(self) -> None:
        self.rows_of.mark()
        self.widget.move(1)

    def _range(self) -> None:
        self.rows_of.toggle_range()
        self.widget.update()

    def _follow(self) -> None:
        on = not self.rows_of.follow
        self.widget.first()
        self.rows_of.follow = on
        self.widget.update()


def _is_new(row: ItemRow) -> bool:
    return row.state == "new"
