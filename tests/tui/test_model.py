"""The list model: what an operator may rely on, whatever comes in and whatever they press."""

from array import array
from dataclasses import dataclass, replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tui.model import Rows


def rows(n: int, height: int = 5) -> Rows:
    model = Rows(range(n, 0, -1))
    model.resize(height)
    return model


def test_new_rows_wait_above_and_nothing_in_view_moves() -> None:
    model = rows(10)
    model.move(2)
    before = list(model.in_view)
    model.arrive([12, 11])
    assert (list(model.in_view), model.cursor_id, model.waiting) == (before, 8, 2)


def test_a_list_that_does_not_fill_its_view_shows_all_its_rows() -> None:
    model = rows(3, height=6)
    model.move(1)
    model.arrive([5, 4])
    assert (list(model.in_view), model.cursor_id, model.waiting) == ([5, 4, 3, 2, 1], 2, 0)


def test_rows_are_held_back_only_from_when_the_view_is_full() -> None:
    model = rows(3, height=5)
    model.arrive([7, 6, 5, 4])
    assert (list(model.in_view), model.cursor_id, model.waiting) == ([5, 4, 3, 2, 1], 3, 2)
    model.arrive([8])
    assert (list(model.in_view), model.cursor_id, model.waiting) == ([5, 4, 3, 2, 1], 3, 3)


def test_a_view_that_grows_shows_what_waited() -> None:
    model = rows(5)
    model.arrive([7, 6])
    model.resize(7)
    assert (list(model.in_view), model.waiting) == ([7, 6, 5, 4, 3, 2, 1], 0)


def test_the_newest_shows_what_waits() -> None:
    model = rows(10)
    model.arrive([12, 11])
    model.newest()
    assert (model.cursor_id, model.waiting, list(model.in_view)) == (12, 0, [12, 11, 10, 9, 8])


def test_moving_up_into_the_waiting_rows_counts_them_down() -> None:
    model = rows(10)
    model.arrive([12, 11])
    model.move(-1)
    assert (model.cursor_id, model.waiting) == (11, 0)


def test_follow_mode_goes_with_the_newest_until_a_motion() -> None:
    model = rows(5)
    model.follow = True
    model.arrive([6])
    assert (model.cursor_id, model.waiting) == (6, 0)
    model.move(1)
    assert not model.follow
    model.arrive([7])
    assert (model.cursor_id, model.waiting) == (5, 1)


def test_a_removed_cursor_goes_to_the_nearest_survivor_below_first() -> None:
    model = rows(5)
    model.move(2)
    model.remove([3])
    assert model.cursor_id == 2
    model.remove([2, 1])
    assert model.cursor_id == 4


def test_another_order_keeps_the_cursor_on_its_id_and_line() -> None:
    model = rows(20)
    model.move(3)
    line = model.cursor - model.top
    model.replace(array("q", range(1, 21)))
    assert (model.cursor_id, model.cursor - model.top) == (17, line)


def test_the_rest_of_a_list_comes_below_and_nothing_in_view_moves() -> None:
    model = Rows(range(1_000, 700, -1))
    model.resize(10)
    model.move(25)
    model.mark()
    before = (list(model.in_view), model.cursor_id, model.top)
    model.complete(array("q", range(700, 0, -1)))
    assert (list(model.in_view), model.cursor_id, model.top) == before
    assert (len(model), model.chosen) == (1_000, (975,))


def test_what_waits_above_still_waits_when_the_rest_has_come() -> None:
    model = Rows(range(1_000, 700, -1))
    model.resize(10)
    model.arrive([1_002, 1_001])
    before = list(model.in_view)
    model.complete(array("q", range(700, 0, -1)))
    assert (model.waiting, list(model.in_view)) == (2, before)


def test_at_the_edge_the_view_jumps_by_half_its_height() -> None:
    model = rows(50, height=10)
    model.move(10)
    assert (model.top, model.cursor) == (5, 10)


def test_marks_and_range_choose_in_the_order_of_the_list() -> None:
    model = rows(6)
    model.mark()
    model.move(2)
    model.toggle_range()
    model.move(1)
    assert list(model.chosen) == [6, 4, 3]
    assert model.clear_choice()
    assert list(model.chosen) == [3]


def test_shown_leaves_out_what_waits_above() -> None:
    model = rows(3, height=3)
    model.arrive([5, 4])
    assert model.shown == (3, 2, 1)


def test_find_looks_in_batches_and_knows_the_end() -> None:
    model = rows(2_000)
    assert model.find(1, lambda ids: [id for id in ids if id == 77]) == 1_923
    assert model.find(-1, lambda ids: ids) is None
    model.move(1_999)
    assert model.find(-1, lambda ids: [id for id in ids if id == 1_999]) == 1


def test_what_waits_above_waits_on_when_the_view_is_applied_again() -> None:
    model = rows(20)
    model.move(8)
    model.arrive([22, 21])
    model.replace(array("q", range(22, 0, -1)))
    assert (model.waiting, model.cursor_id, model.shown[0]) == (2, 12, 20)


def test_another_list_drops_the_marks_of_rows_that_are_not_in_it_and_counts_them() -> None:
    model = rows(6)
    model.mark()
    model.move(1)
    model.mark()
    assert model.replace(array("q", [5, 4, 3])) == 1
    assert model.chosen == (5,)


def test_an_open_range_does_not_grow_with_another_list() -> None:
    model = Rows([10, 8, 6, 4])
    model.resize(10)
    model.toggle_range()
    model.move(2)
    model.replace(array("q", range(10, 0, -1)))
    assert model.chosen == (10, 8, 6)
    model.move(3)
    assert model.chosen == (10, 8, 6)


def test_choosing_rows_leaves_follow_mode_so_that_no_range_grows_by_itself() -> None:
    model = rows(3)
    model.follow = True
    model.toggle_range()
    model.arrive([4])
    assert model.chosen == (3,)


def test_a_filter_half_typed_costs_neither_the_cursors_place_nor_a_mark() -> None:
    model = rows(20)
    model.move(3)
    model.mark()
    model.move(5)
    model.begin_trial()
    assert model.replace(array("q")) == 1
    assert model.replace(array("q", [20, 12, 1])) == 1
    assert (model.cursor_id, model.chosen) == (12, (12,))
    assert model.replace(array("q", range(20, 0, -1))) == 0
    assert model.end_trial() == 0
    assert (model.cursor_id, model.chosen) == (12, (17,))


def test_what_a_typed_filter_leaves_out_is_dropped_when_it_is_accepted() -> None:
    model = rows(20)
    model.mark()
    model.begin_trial()
    model.replace(array("q", [12, 1]))
    assert model.end_trial() == 1
    model.replace(array("q", range(20, 0, -1)))
    assert model.marks == set()


def test_a_view_that_has_become_lower_while_a_filter_is_typed_still_holds_the_cursor() -> None:
    model = rows(20, height=10)
    model.move(8)
    model.begin_trial()
    model.resize(3)
    model.replace(array("q", range(20, 0, -1)))
    assert model.cursor_id == 12
    assert 12 in model.in_view


def test_whoever_follows_is_on_the_newest_of_another_list_too() -> None:
    model = rows(3)
    model.follow = True
    model.replace(array("q", [5, 4, 3]))
    assert (model.cursor_id, model.follow) == (5, True)


PAGE = 6
KINDS = 2


class AnyDesk(RuleBasedStateMachine):
    """Everything that can happen to a list, in any order, against plain lists and sets.

    The world is items numbered as they come; an item's number says its kind, and each is new until it is dealt with. A filter
    is a kind, or only what is new, or both.
    """

    def __init__(self) -> None:
        super().__init__()
        self.model = Rows()
        self.newest = 0
        self.gone: set[int] = set()
        self.dealt_with: set[int] = set()
        self.kind: int | None = None
        self.only_new = False
        self.rest: list[int] = []
        """What the page that is shown lacks."""
        self.listed: list[int] = []
        self.unseen: set[int] = set()
        self.marked: set[int] = set()
        self.before: AnyDesk.Before | None = None

    @dataclass(frozen=True)
    class Before:
        """How the list stood when a filter began to be typed."""

        listed: list[int]
        cursor_id: int | None
        chosen: set[int]
        unseen: set[int]
        """With what has come since."""
        kind: int | None
        only_new: bool

    # The world

    def matches(self, id: int) -> bool:
        return self.kind in (None, id % KINDS) and not (self.only_new and id in self.dealt_with)

    def answer(self) -> list[int]:
        return [id for id in range(self.newest, 0, -1) if id not in self.gone and self.matches(id)]

    def take(self, ids: list[int]) -> None:
        """An answer as the desk takes it: a page at once if nothing that is needed may be missing, the rest later."""
        was, cursor_id, chosen, unseen = self.listed, self.model.cursor_id, self.chosen, self.unseen
        following = self.model.follow and self.model.cursor == 0
        if self.before is not None:
            was, cursor_id = self.before.listed, self.before.cursor_id
            chosen, unseen = self.before.chosen, self.before.unseen
        page = ids[:PAGE]
        whole = len(page) == len(ids) or any(id < page[-1] for id in self.model.needed)
        shown = ids if whole else page
        self.rest = [] if whole else ids[PAGE:]
        lost = self.model.replace(array("q", shown))
        assert lost == len(chosen - set(shown))
        self.listed, self.marked = list(shown), chosen & set(shown)
        expected = shown[0] if following and shown else nearest(was, cursor_id, shown)
        assert self.model.cursor_id == expected
        above = [at for at, id in enumerate(shown[: self.model.top]) if id in unseen]
        self.unseen = set(shown[: max(above, default=-1) + 1])

    @property
    def chosen(self) -> set[int]:
        """What is marked or ranged, from the oracle's own lists."""
        if self.model.anchor_id is None:
            return set(self.marked)
        ends = sorted((self.listed.index(self.model.anchor_id), self.model.cursor))
        return self.marked | set(self.listed[ends[0] : ends[1] + 1])

    @rule(n=st.integers(1, 7))
    def insert(self, n: int) -> None:
        cursor_id, view, top = self.model.cursor_id, list(self.model.in_view), self.model.top
        following = self.model.follow and self.model.cursor == 0
        was_full = len(self.listed) >= self.model.height
        fresh = [id for id in range(self.newest + n, self.newest, -1) if self.matches(id)]
        self.newest += n
        self.model.arrive(fresh)
        self.listed = fresh + self.listed
        if self.before is not None and not following:
            self.before.unseen.update(fresh)
        if following or cursor_id is None:
            assert self.model.cursor_id == (self.listed[0] if self.listed else None)
            assert self.model.top == 0
        else:
            self.unseen |= set(fresh)
            assert self.model.cursor_id == cursor_id
            if was_full:
                assert list(self.model.in_view) == view
                assert self.model.top == top + len(fresh)
            else:
                assert list(self.model.in_view) == self.listed[-self.model.height :]

    @precondition(lambda self: self.listed and self.before is None)
    @rule(data=st.data())
    def evict(self, data: st.DataObject) -> None:
        gone = data.draw(st.sets(st.sampled_from(self.listed)))
        cursor_id, was, chosen = self.model.cursor_id, self.listed, self.chosen
        following = self.model.follow and self.model.cursor == 0
        self.gone |= gone
        self.model.remove(gone)
        self.listed = [id for id in self.listed if id not in gone]
        self.marked = chosen - gone
        if following and self.listed:
            assert self.model.cursor_id == self.listed[0]
        else:
            assert self.model.cursor_id == nearest(was, cursor_id, self.listed)
        self.unseen -= gone

    @rule()
    def complete(self) -> None:
        view, cursor_id, top = list(self.model.in_view), self.model.cursor_id, self.model.top
        rest = [id for id in self.rest if id not in self.gone and (not self.listed or id < self.listed[-1])]
        self.model.complete(array("q", rest))
        self.rest, self.listed = [], self.listed + rest
        assert list(self.model.in_view)[: len(view)] == view
        assert self.model.top == top
        assert cursor_id in (None, self.model.cursor_id)

    # The operator

    @precondition(lambda self: self.before is None)
    @rule()
    def act(self) -> None:
        """Rows that are dealt with stay where they are; the cursor goes on to the next new one."""
        chosen = self.model.chosen
        assert set(chosen) == (self.chosen or ({self.model.cursor_id} - {None}))
        assert list(chosen) == [id for id in self.listed if id in set(chosen)]
        self.dealt_with |= set(chosen)
        self.model.clear_choice()
        self.marked = set()
        self.find_new()

    @precondition(lambda self: self.before is None)
    @rule()
    def find_new(self) -> None:
        start = self.model.cursor
        index = self.model.find(1, lambda ids: [id for id in ids if id not in self.dealt_with])
        below = (at for at in range(start + 1, len(self.listed)) if self.listed[at] not in self.dealt_with)
        assert index == next(below, None)
        if index is not None:
            self.model.go(index)
            assert self.model.cursor_id == self.listed[index]

    @precondition(lambda self: self.before is None)
    @rule(kind=st.none() | st.integers(0, KINDS - 1), only_new=st.booleans())
    def filter(self, kind: int | None, only_new: bool) -> None:
        self.kind, self.only_new = kind, only_new
        self.take(self.answer())

    @precondition(lambda self: self.before is None)
    @rule()
    def refresh(self) -> None:
        self.take(self.answer())

    @precondition(lambda self: self.before is None)
    @rule()
    def begin_to_type(self) -> None:
        cursor_id, unseen = self.model.cursor_id, set(self.unseen)
        self.before = self.Before(self.listed, cursor_id, self.chosen, unseen, self.kind, self.only_new)
        self.model.begin_trial()

    @precondition(lambda self: self.before is not None)
    @rule(kind=st.none() | st.integers(0, KINDS - 1), only_new=st.booleans(), nothing=st.booleans())
    def type(self, kind: int | None, only_new: bool, nothing: bool) -> None:
        self.kind, self.only_new = kind, only_new
        self.take([] if nothing else self.answer())

    @precondition(lambda self: self.before is not None)
    @rule()
    def accept(self) -> None:
        assert self.before is not None
        self.take(self.answer())
        assert self.model.end_trial() == len(self.before.chosen - set(self.listed))
        self.before = None

    @precondition(lambda self: self.before is not None)
    @rule()
    def leave(self) -> None:
        """The filter that was on comes back, and with it the cursor and every mark."""
        assert self.before is not None
        before, following = self.before, self.model.follow and self.model.cursor == 0
        self.kind, self.only_new = before.kind, before.only_new
        ids = self.answer()
        self.take(ids)
        assert self.model.end_trial() == len(before.chosen - set(ids))
        assert self.marked == before.chosen & set(ids)
        if before.cursor_id in ids and not following:
            assert self.model.cursor_id == before.cursor_id
        self.before = None

    @rule(by=st.integers(-30, 30))
    def move(self, by: int) -> None:
        """Also while a filter is typed: a click says where the operator is now."""
        start = self.model.cursor
        self.model.move(by)
        assert self.model.cursor == max(0, min(len(self.listed) - 1, start + by))
        assert not self.model.follow
        if self.before is not None:
            self.before = replace(self.before, listed=self.listed, cursor_id=self.model.cursor_id)

    @precondition(lambda self: self.listed and self.before is None)
    @rule(data=st.data())
    def go_to(self, data: st.DataObject) -> None:
        ids = data.draw(st.lists(st.integers(1, self.newest), max_size=3))
        cursor_id = self.model.cursor_id
        here = [id for id in self.listed if id in ids]
        assert self.model.go_to(*ids) is bool(here)
        assert self.model.cursor_id == (cursor_id if cursor_id in ids or not here else here[0])

    @precondition(lambda self: self.before is None)
    @rule()
    def go_to_newest(self) -> None:
        self.model.newest()
        assert self.model.waiting == 0
        assert self.model.cursor_id == (self.listed[0] if self.listed else None)

    @precondition(lambda self: self.before is None)
    @rule(on=st.booleans())
    def follow(self, on: bool) -> None:
        self.model.newest()
        self.model.follow = on

    @rule(height=st.integers(1, 12))
    def resize(self, height: int) -> None:
        cursor_id = self.model.cursor_id
        self.model.resize(height)
        assert self.model.cursor_id == cursor_id
        assert 0 <= self.model.top <= max(0, len(self.listed) - height)

    @precondition(lambda self: self.before is None)
    @rule()
    def mark(self) -> None:
        self.model.mark()
        assert not self.model.follow
        self.marked ^= set(self.listed[self.model.cursor : self.model.cursor + 1])

    @precondition(lambda self: self.before is None)
    @rule()
    def toggle_range(self) -> None:
        self.marked = self.chosen
        was_open = self.model.anchor_id is not None
        self.model.toggle_range()
        assert not self.model.follow
        assert self.model.anchor_id == (None if was_open else self.model.cursor_id)

    @precondition(lambda self: self.before is None)
    @rule()
    def clear_choice(self) -> None:
        had = bool(self.marked) or self.model.anchor_id is not None
        assert self.model.clear_choice() is had
        self.marked = set()

    # What always holds

    @invariant()
    def the_list_is_as_expected(self) -> None:
        assert list(self.model.ids) == self.listed

    @invariant()
    def the_cursor_is_in_the_list_and_in_view(self) -> None:
        model = self.model
        assert (model.cursor_id is None) == (not self.listed)
        if self.listed:
            assert 0 <= model.cursor < len(model)
            assert model.top <= model.cursor < model.top + model.height
            assert model.cursor_id in model.in_view

    @invariant()
    def no_line_of_the_view_is_empty_while_there_are_rows_for_it(self) -> None:
        assert len(self.model.in_view) == min(self.model.height, len(self.listed))

    @invariant()
    def what_waits_is_counted_exactly(self) -> None:
        if self.before is None:
            self.unseen &= set(self.listed[: self.model.top])
            assert self.model.waiting == len(self.unseen)
            assert set(self.model.ids[: self.model.waiting]) == self.unseen
        assert 0 <= self.model.waiting <= self.model.top

    @invariant()
    def marks_never_point_outside(self) -> None:
        assert self.model.marks == self.marked <= set(self.listed)
        assert self.model.anchor_id is None or self.model.anchor_id in self.listed
        assert set(self.model.ranged) <= set(self.listed)


def nearest(was: list[int], cursor_id: int | None, left: list[int]) -> int | None:
    """The cursor's row, or the nearest to it in the old list that is still there, the one below first; else the top."""
    if cursor_id is None:
        return left[0] if left else None
    place, here = was.index(cursor_id), set(left)
    ways = sorted((abs(at - place), at < place, id) for at, id in enumerate(was) if id in here)
    return ways[0][2] if ways else left[0] if left else None


AnyDesk.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestAnyDesk = AnyDesk.TestCase
