"""Which ids the queue lists: the newest at once, the rest when it has been read, what comes meanwhile above them."""

from array import array
from bisect import bisect_right
from operator import neg

from storage.query import Query
from storage.reads.reader import Reader
from tui.model import NO_IDS, Ids, Rows


class Listing:
    """Fills the queue's list. Every answer is newest first; what is newer than the last look comes with the next one."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._newest_id = 0
        self._came: Ids = NO_IDS
        """What came since the view was asked for: the answer may not know of it."""
        self._page_shown = False
        self._lost = 0
        self.is_whole = False
        """All rows of the view are here."""

    def begin(self, newest: Ids, page: Ids, whole: bool) -> None:
        """The first reading; `newest` holds the newest id there was before the page was read."""
        self._newest_id = max(newest, default=0)
        self.show(page, whole)

    def take_up(self, reader: Reader, query: Query | None) -> bool:
        """What came since goes above; nothing in view moves unless the operator follows. True when something came."""
        fresh = reader.item_ids_after(self._newest_id)
        if not fresh:
            return False
        self._newest_id = max(fresh)
        if query is not None:
            matching = reader.matching(fresh, query)
            fresh = array("q", (id for id in fresh if id in matching))
        self._came = fresh + self._came
        self._rows.arrive(fresh)
        return True

    def expect(self) -> None:
        """A view is being asked for."""
        self._came, self._page_shown = NO_IDS, False

    def show(self, page: Ids, whole: bool) -> bool:
        """The newest rows of a view; False, and nothing done, where one that is needed may come only with the rest."""
        if not whole and page and any(id < page[-1] for id in self._rows.needed):
            return False
        self._lost = self._rows.replace(self._with_what_came(page))
        self._page_shown, self.is_whole = True, whole
        return True

    def complete(self, ids: Ids) -> None:
        """All rows of a view. Its page stays as it is: rows that the operator has dealt with since are still in it."""
        if self._page_shown and self._rows.ids:
            self._rows.complete(ids[_place_below(ids, self._rows.ids[-1]) :])
        else:
            self._lost = self._rows.replace(self._with_what_came(ids))
        self.is_whole = True

    def reach(self, reader: Reader, query: Query | None, id: int) -> bool:
        """Read on as far as a row, where the rest has not come yet; False when it is not in the list even so."""
        if not self.is_whole and self._rows.ids and id < self._rows.ids[-1]:
            ids = reader.item_ids_after(id - 1, query)
            self._rows.complete(ids[_place_below(ids, self._rows.ids[-1]) :])
        return id in self._rows.ids

    def go_to_new(self, reader: Reader, step: int) -> bool:
        """To the next row that nobody has dealt with (`step` 1), or the previous one (-1); False when there is none."""
        rows = self._rows
        found = None if rows.cursor_id is None else reader.new_beside(rows.ids, rows.cursor_id, step)
        if found is not None:
            rows.go(_place_below(rows.ids, found + 1))
        return found is not None

    def settle(self) -> int:
        """The view holds from now on; returns how many chosen rows are not in it."""
        lost, self._lost = self._lost, 0
        return max(lost, self._rows.end_trial())

    def _with_what_came(self, ids: Ids) -> Ids:
        known = ids[_place_below(ids, self._newest_id + 1) :]
        newest = known[0] if known else 0
        return array("q", (id for id in self._came if id > newest)) + known


def _place_below(ids: Ids, id: int) -> int:
    """Where the ids begin that are smaller than this one, in a list that falls."""
    return bisect_right(ids, -id, key=neg)
