"""The queue's filter: typed, judged while it is typed, and answered beside the keys, the first page before the rest."""

from typing import TYPE_CHECKING

from storage.query import Query, QueryError, parse
from storage.reads.reader import Reader
from tui.asking.lane import Lane
from tui.asking.prompts import Prompt
from tui.asking.unfinished import is_beginning, last_word
from tui.text import EMPTY, SafeText, safe_text, say

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.panes.queue import Queue

FIRST_PAGE = 300
REMEMBERED = 50


class Filter:
    """Which items the queue shows."""

    def __init__(self, desk: "Desk", queue: "Queue", lane: Lane[Reader]) -> None:
        self._desk = desk
        self._queue = queue
        self._lane = lane
        self.text = ""
        self.query: Query | None = None
        self.view_name = EMPTY
        self.history: list[str] = []
        """What was asked for since the desk was opened, the last one last."""
        self._verdict: tuple[SafeText, bool] = (EMPTY, True)
        self._unread = ""
        """The last word of what is being typed, while the list is not narrowed by it."""
        self._is_typed = False
        self._is_asked = False

    def narrow(self, text: str, view_name: SafeText = EMPTY) -> bool:
        """Narrow to a query; one that cannot be read changes nothing and says why."""
        if not self.put(text, view_name):
            return False
        self.apply()
        return True

    def take(self, text: str, view_name: SafeText = EMPTY) -> bool:
        """Narrow to a query that an operator has asked for as a whole."""
        taken = self.narrow(text, view_name)
        if taken:
            self.remember(text)
        return taken

    def put(self, text: str, view_name: SafeText) -> bool:
        """Make it the filter; what it finds is for the caller to read."""
        query, wrong = read(text)
        if wrong:
            self._judge(wrong, False)
            return False
        self.text, self.query, self.view_name = text.strip(), query, view_name
        self._verdict = (EMPTY, True)
        return True

    def apply(self) -> None:
        """Ask again: what no longer matches goes."""
        self._is_asked = True
        self._queue.listing.expect()
        self._desk.beside_the_keys(self._find(self.query))

    def ask(self) -> None:
        """The filter line; what can be read of it narrows the list at each keystroke, Esc brings back what was there."""
        self._verdict = (EMPTY, True)
        self._is_typed = True
        self._queue.items.begin_trial()
        self._queue.completer.forget()
        before, name_before = self.text, self.view_name
        self._desk.ask(
            Prompt(
                SafeText("/"),
                accepted=self._accept,
                left=lambda: self._leave(before, name_before),
                changed=self._follow,
                verdict=lambda: self._verdict,
                completed=self._queue.completer,
                history=self.history,
                text=self.text,
                cursor=len(self.text),
            )
        )

    def _follow(self, text: str) -> None:
        """What is typed, but for a last word that cannot be read, or is half of a field's name or of a value."""
        wrong = read(text)[1]
        is_half = is_beginning(text) or self._queue.completer.is_half(text)
        self._unread = text[last_word(text) :] if wrong or is_half else ""
        shown = text.removesuffix(self._unread).strip()
        if shown != self.text and not read(shown)[1] and self.put(shown, EMPTY):
            self.apply()
        if wrong:
            needs = say("{} needs a value", safe_text(self._unread))
            self._judge(needs if self._unread.endswith(":") else wrong, False)
        elif self._is_asked:
            self._judge(EMPTY, True)
        else:
            self._verdict = (EMPTY, True)
            self._count(len(self._queue.items), self._queue.listing.is_whole)

    def remember(self, text: str) -> None:
        """For the arrow keys of the next line of this kind."""
        text = text.strip()
        if text:
            self.history[:] = [*(said for said in self.history if said != text), text][-REMEMBERED:]

    @property
    def complaint(self) -> SafeText:
        """What was said of the query that was tried last."""
        return self._verdict[0]

    async def _find(self, query: Query | None) -> None:
        """At a million items the first page takes milliseconds and all of them a second: the page is shown meanwhile."""
        page = await self._lane.ask(lambda reader: reader.newest(query, FIRST_PAGE))
        if page is None:
            return
        whole = len(page) < FIRST_PAGE
        if self._queue.listing.show(page, whole):
            self._queue.widget.forget()
        self._count(len(page), whole)
        if not whole:
            ids = await self._lane.ask(lambda reader: reader.item_ids(query))
            if ids is None:
                return
            self._queue.listing.complete(ids)
            self._queue.widget.forget()
            self._count(len(ids), True)
        self._is_asked = False
        self._settle()

    def _settle(self) -> None:
        """What was marked and is not in the list is dropped once the filter is typed and answered."""
        if self._is_typed or self._is_asked:
            return
        lost = self._queue.listing.settle()
        if lost:
            self._desk.flash(say("{:,} marked rows are not in this list: unmarked", lost))
            self._queue.widget.update()

    def _count(self, found: int, whole: bool) -> None:
        """What has been typed since may be wrong; then that stays said."""
        if self._verdict[1]:
            items = _items(found) if whole else say("{:,}+ items", found)
            without = say(" without {}", safe_text(self._unread)) if self._unread else EMPTY
            self._judge(say("{}{}", items, without), True)

    def _judge(self, words: SafeText, in_order: bool) -> None:
        self._verdict = (words, in_order)
        self._desk.footer.repaint()

    def _accept(self, text: str) -> None:
        """All of it now, the last word too; what cannot be read, the prompt has kept."""
        self._is_typed, self._unread = False, ""
        if text.strip() != self.text:
            self.narrow(text)
        self._settle()
        self.remember(text)

    def _leave(self, text: str, view_name: SafeText) -> None:
        self._is_typed, self._unread = False, ""
        if text == self.text:
            self.view_name = view_name
            self._settle()
        else:
            self.narrow(text, view_name)


def read(text: str) -> tuple[Query | None, SafeText]:
    """The query that a line means, None for an empty one; and what is wrong with it, or empty."""
    try:
        return (parse(text) if text.strip() else None), EMPTY
    except QueryError as error:
        hint = say("; {}?", safe_text(error.suggestion)) if error.suggestion else EMPTY
        return None, say("{}{} (column {})", safe_text(error.message), hint, error.column + 1)


def _items(n: int) -> SafeText:
    return SafeText("1 item") if n == 1 else say("{:,} items", n)
