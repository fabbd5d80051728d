"""A list as the operator sees it: ids, a cursor that is an id, marks, a view that moves only by hand. Plain Python."""

from array import array
from collections.abc import Callable, Collection, Iterable, Sequence, Set
from typing import NamedTuple, TypeAlias

Ids: TypeAlias = "array[int]"  # not subscriptable at run time before Python 3.12
NO_IDS: Ids = array("q")


class Standing(NamedTuple):
    """How a list stood when the operator last had a hand in it."""

    ids: Ids
    cursor: int
    line: int
    """The cursor's, counted from the top of the view."""
    unseen: Set[int]
    """What waited above the view."""
    chosen: Set[int]
    """What was marked, or in the open range."""

    @property
    def cursor_id(self) -> int | None:
        """Whose row the cursor was on."""
        return self.ids[self.cursor] if self.ids else None

    def survivor(self, ids: Ids) -> int | None:
        """The cursor's id, or the one nearest to it that is among `ids`; of two equally near the one below."""
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
        """Rows that came and are still above the view; they are the first ones of `ids`."""
        self.follow = False
        self.marks: set[int] = set()
        self.anchor_id: int | None = None
        self._before: Standing | None = None

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

    @property
    def needed(self) -> Set[int]:
        """The ids that another list is looked through for: the cursor's, and what is chosen."""
        was = self._before or self._standing()
        return was.chosen if was.cursor_id is None else was.chosen | {was.cursor_id}

    # What happens to the list

    def arrive(self, new_ids: Sequence[int]) -> None:
        """New rows above all others, newest first.

        As many come into view as fill it; where it is full nothing in it moves and they wait above, unless the operator
        follows the newest. The cursor keeps its id.
        """
        if not new_ids:
            return
        stays = bool(self.ids) and not self._is_following
        self.ids = array("q", new_ids) + self.ids
        if stays:
            self.cursor += len(new_ids)
            self.top = self._clamped_top(self.top + len(new_ids))
            self.waiting = min(self.top, self.waiting + len(new_ids))
        if self._before and not self._is_following:
            self._before = self._before._replace(unseen=self._before.unseen | set(new_ids))

    def replace(self, ids: Ids) -> int:
        """Another order or choice of rows; returns how many of the chosen ones are not in it.

        The cursor keeps its id and its line, or goes to the nearest survivor. An open range ends: its rows are marked.
        """
        was = self._before or self._standing()
        survivor = ids[0] if ids and self._is_following else was.survivor(ids)
        self.ids = ids
        self.cursor = 0 if survivor is None else ids.index(survivor)
        self.top = self._clamped_top(self.cursor - min(was.line, self.height - 1))
        self.waiting = self._still_above(was.unseen)
        self.marks = set(was.chosen & set(ids)) if was.chosen else set()
        self.anchor_id = None
        return len(was.chosen) - len(self.marks)

    def complete(self, rest: Ids) -> None:
        """The rows below those that are here already: nothing in view moves."""
        self.ids = self.ids + rest

    def remove(self, ids: Collection[int]) -> None:
        """These rows are gone."""
        gone = set(ids)
        self.replace(array("q", (id for id in self.ids if id not in gone)))

    def _still_above(self, unseen: Set[int]) -> int:
        """How many rows there are above the view down to the last one that nobody has seen."""
        if not unseen:
            return 0
        return next((at + 1 for at in range(self.top - 1, -1, -1) if self.ids[at] in unseen), 0)

    # Lists on trial, while a filter is being typed

    def begin_trial(self) -> None:
        """From now on each list is made from this one: a filter half typed costs neither the cursor's place nor marks."""
        self._before = self._before or self._standing()

    def end_trial(self) -> int:
        """The list that is here holds; returns how many chosen rows are not in it."""
        was, self._before = self._before, None
        return len(was.chosen - self.marks - set(self.ranged)) if was else 0

    def _standing(self) -> Standing:
        unseen, chosen = frozenset(self.ids[: self.waiting]), self.marks | set(self.ranged)
        return Standing(self.ids, self.cursor, self.cursor - self.top, unseen, chosen)

    # What the operator does

    def move(self, by: int) -> None:
        """Down or up by so many rows; leaves follow mode."""
        self.go(self.cursor + by)

    def go(self, index: int) -> None:
        """To this row, or the nearest there is; leaves follow mode."""
        self.follow = False
        self._place(index)
        if self._before:
            line = self.cursor - self.top
            self._before = self._before._replace(ids=self.ids, cursor=self.cursor, line=line)

    def go_to(self, *ids: int) -> bool:
        """To the first row that is one of these, if one is in the list; from one of them to none."""
        wanted = set(ids)
        if self.cursor_id in wanted:
            return True
        index = next((index for index, id in enumerate(self.ids) if id in wanted), None)
        if index is not None:
            self.go(index)
        return index is not None

    def newest(self) -> None:
        """To the first row; what waited is in view now. Follow mode stays as it is."""
        follow = self.follow
        self.go(0)
        self.follow = follow

    def resize(self, height: int) -> None:
        """So many rows fit from now on; the cursor stays in view."""
        self.height = max(1, height)
        self.top = self._clamped_top(self.top)
        self._place(self.cursor)

    @property
    def _is_following(self) -> bool:
        return self.follow and self.cursor == 0

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
        """Mark the cursor's row, or unmark it; leaves follow mode."""
        self._begin_to_choose()
        if self.cursor_id is not None:
            self.marks ^= {self.cursor_id}

    def toggle_range(self) -> None:
        """Begin a range at the cursor, or turn the one begun into marks; leaves follow mode."""
        self._begin_to_choose()
        if self.anchor_id is None:
            self.anchor_id = self.cursor_id
        else:
            self.marks |= set(self.ranged)
            self.anchor_id = None

    def clear_choice(self) -> bool:
        """Drop marks and range; False when there was neither."""
        self.end_trial()
        had = bool(self.marks) or self.anchor_id is not None
        self.marks = set()
        self.anchor_id = None
        return had

    def _begin_to_choose(self) -> None:
        """A range that grew with each new row would choose what nobody has seen."""
        self.end_trial()
        self.follow = False

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
