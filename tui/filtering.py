"""The queue's filter: typed, judged while it is typed, and answered beside the keys, the first page before the rest."""

from typing import TYPE_CHECKING

from storage.query import Query, QueryError, parse
from storage.reads.reader import Reader
from tui.asking import Prompt
from tui.lane import Lane
from tui.text import EMPTY, SafeText, safe_text, say

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.panes.queue import Queue

FIRST_PAGE = 300


class Filter:
    """Which items the queue shows."""

    def __init__(self, desk: "Desk", queue: "Queue", lane: Lane[Reader]) -> None:
        self._desk = desk
        self._queue = queue
        self._lane = lane
        self.text = ""
        self.query: Query | None = None
        self.view_name = EMPTY
        self._verdict: tuple[SafeText, bool] = (EMPTY, True)

    def narrow(self, text: str, view_name: SafeText = EMPTY) -> bool:
        """Narrow to a query; one that cannot be read changes nothing and says why."""
        query, wrong = read(text)
        if wrong:
            self._judge(wrong, False)
            return False
        self.text, self.query, self.view_name = text.strip(), query, view_name
        self._verdict = (EMPTY, True)
        self.apply()
        return True

    def apply(self) -> None:
        """Ask again: what no longer matches goes."""
        self._queue.expect()
        self._desk.beside_the_keys(self._find(self.query))

    def ask(self) -> None:
        """The filter line; every keystroke that can be read narrows the list at once."""
        self._verdict = (EMPTY, True)
        self._desk.ask(
            Prompt(
                SafeText("/"),
                accepted=self._accept,
                left=lambda: self.narrow(""),
                changed=self.narrow,
                verdict=lambda: self._verdict,
                text=self.text,
                cursor=len(self.text),
            )
        )

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
        if self._queue.show(page, whole):
            self._count(len(page), whole)
        if whole:
            return
        ids = await self._lane.ask(lambda reader: reader.item_ids(query))
        if ids is not None:
            self._queue.complete(ids)
            self._count(len(ids), True)

    def _count(self, found: int, whole: bool) -> None:
        """What has been typed since may be wrong; then that stays said."""
        if self._verdict[1]:
            self._judge(say("{:,} items", found) if whole else say("{:,}+ items", found), True)

    def _judge(self, words: SafeText, in_order: bool) -> None:
        self._verdict = (words, in_order)
        self._desk.footer.repaint()

    def _accept(self, text: str) -> None:
        if not self._verdict[1]:
            self._desk.flash(say("the last valid filter stays: {}", self._verdict[0]), bad=True)


def read(text: str) -> tuple[Query | None, SafeText]:
    """The query that a line means, None for an empty one; and what is wrong with it, or empty."""
    try:
        return (parse(text) if text.strip() else None), EMPTY
    except QueryError as error:
        hint = say("; did you mean {}?", safe_text(error.suggestion)) if error.suggestion else EMPTY
        return None, say("column {}: {}{}", error.column + 1, safe_text(error.message), hint)
