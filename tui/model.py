"""A list as the operator sees it: ids, a cursor that is an id, marks, a view that moves only by hand. Plain Python."""

from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeAlias

Ids: TypeAlias = "array[int]"  # not subscriptable at run time before Python 3.12
NO_IDS: Ids = array("q")


class Rows:
    """Ids from the newest to the oldest, and where the operator is among them.

    Indices count from 0 at the top and are good only until the next change; what lasts is `cursor_id`.
    """

    def __init__(self, ids: Iterable[int] = ()) -> None:
        self.ids: Ids = array("q", ids)
        self.cursor = 0
        """Where the cursor's id stands now."""
        self.top = 0
        """The first row in view."""
        self.height = 1
        """Rows in view."""
        self.waiting = 0
        """Rows that came and have not been in view yet; they are the first ones of `ids`."""
        self.follow = False
        self.marks: set[int] = set()
        self.anchor_id: int | None = None

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def cursor_id(self) -> int | None:
        """Whose row the cursor is on; None in an empty list."""
        return self.ids[self.cursor] if self.ids else None

    @property
    def in_view(self) -> Sequence[int]:
        """The ids on the screen, the topmost first."""
        return self.ids[self.top : self.top + self.height]

    # What happens to the list

    def arrive(self, new_ids: Sequence[int]) -> None:
        """New rows above all others, newest first: nothing in view moves, unless the operator follows the newest."""
        if not new_ids:
            return
        following = self.follow and self.cursor == 0
        was_empty = not self.ids
        self.ids[:0] = array("q", new_ids)
        if following or was_empty:
            return
        self.cursor += len(new_ids)
        self.top += len(new_ids)
        self.waiting += len(new_ids)

    def replace(self, ids: Ids) -> None:
        """Another order or choice of rows: the cursor keeps its id and its line, or goes to the nearest survivor."""
        line = self.cursor - self.top
        survivor = self._nearest_survivor(ids)
        self.ids = ids
        self.cursor = 0 if survivor is None else ids.index(survivor)
        self.top = self._clamped_top(self.cursor - line)
        self.waiting = 0
        kept = set(ids) if self.marks or self.anchor_id is not None else set()
        self.marks &= kept
        if self.anchor_id not in kept:
            self.anchor_id = None

    def complete(self, ids: Ids) -> None:
        """All rows of the list whose first ones are here already: nothing in view moves, and what waits still waits."""
        waiting = self.waiting
        self.replace(ids)
        self.waiting = min(waiting, self.top)

    def _nearest_survivor(self, ids: Ids) -> int | None:
        if not self.ids or not ids:
            return None
        if self.ids[self.cursor] in ids:
            return self.ids[self.cursor]
        left = set(ids)
        below = next((i for i in range(self.cursor + 1, len(self.ids)) if self.ids[i] in left), None)
        above = next((i for i in range(self.cursor - 1, -1, -1) if self.ids[i] in left), None)
        if below is None or (above is not None and self.cursor - above < below - self.cursor):
            below = above
        return None if below is None else self.ids[below]

    def remove(self, ids: Collection[int]) -> None:
        """These rows are gone; what waits above still waits."""
        gone = set(ids)
        waiting = sum(1 for id in self.ids[: self.waiting] if id not in gone)
        self.replace(array("q", (id for id in self.ids if id not in gone)))
        self.waiting = min(waiting, self.top)

    # What the operator does

    def move(self, by: int) -> None:
        """Down or up by so many rows; leaves follow mode."""
        self.go(self.cursor + by)

    def go(self, index: int) -> None:
        """To this row, or the nearest there is; leaves follow mode."""
        self.follow = False
        self._place(index)

    def go_to(self, id: int) -> bool:
        """To this id's row, if it is in the list."""
        if id not in self.ids:
            return False
        self.go(self.ids.index(id))
        return True

    def newest(self) -> None:
        """To the first row; what waited is in view now. Follow mode stays as it is."""
        self._place(0)

    def resize(self, height: int) -> None:
        """So many rows fit from now on; the cursor stays in view."""
        self.height = max(1, height)
        self.top = self._clamped_top(self.top)
        self._place(self.cursor)

    def _place(self, index: int) -> None:
        """At the edge the view jumps by half its height: one repaint for many steps, as in mutt and newsboat."""
        self.cursor = max(0, min(len(self.ids) - 1, index))
        if not self.top <= self.cursor < self.top + self.height:
            self.top = self._clamped_top(self.cursor - self.height // 2)
        self.waiting = min(self.waiting, self.top)

    def _clamped_top(self, top: int) -> int:
        return max(0, min(top, len(self.ids) - self.height))

    # What is chosen

    def mark(self) -> None:
        """Mark the cursor's row, or unmark it."""
        if self.cursor_id is not None:
            self.marks ^= {self.cursor_id}

    def toggle_range(self) -> None:
        """Begin a range at the cursor, or turn the one begun into marks."""
        if self.anchor_id is None:
            self.anchor_id = self.cursor_id
        else:
            self.marks |= set(self.ranged)
            self.anchor_id = None

    def clear_choice(self) -> bool:
        """Drop marks and range; False when there was neither."""
        had = bool(self.marks) or self.anchor_id is not None
        self.marks = set()
        self.anchor_id = None
        return had

    @property
    def ranged(self) -> Sequence[int]:
        """Ids from the range's begin to the cursor, empty when no range is open."""
        if self.anchor_id is None:
            return NO_IDS
        anchor = self.ids.index(self.anchor_id)
        return self.ids[min(anchor, self.cursor) : max(anchor, self.cursor) + 1]

    @property
    def chosen(self) -> tuple[int, ...]:
        """What a command acts on: marks and range in the order of the list, else the cursor's row."""
        if not self.marks and self.anchor_id is None:
            return () if self.cursor_id is None else (self.cursor_id,)
        wanted = self.marks | set(self.ranged)
        return tuple(id for id in self.ids if id in wanted)

    @property
    def shown(self) -> tuple[int, ...]:
        """Every row of the list but those still waiting above the view."""
        return tuple(self.ids[self.waiting :])

    def find(self, step: int, wanted: Callable[[Sequence[int]], Collection[int]]) -> int | None:
        """The index of the next id (`step` 1) or the previous one (-1) that `wanted` picks out of a batch."""
        index, batch = self.cursor + step, 16
        while 0 <= index < len(self.ids):
            stop = min(len(self.ids), index + batch) if step > 0 else max(-1, index - batch)
            indices = range(index, stop, step)
            picked = wanted([self.ids[i] for i in indices])
            found = next((i for i in indices if self.ids[i] in picked), None)
            if found is not None:
                return found
            index, batch = stop, min(500, batch * 4)
        return None
