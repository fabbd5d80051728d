"""The list model: what an operator may rely on, whatever comes in and whatever they press."""

from array import array

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
    model = rows(3)
    model.follow = True
    model.arrive([4])
    assert (model.cursor_id, model.waiting) == (4, 0)
    model.move(1)
    assert not model.follow
    model.arrive([5])
    assert (model.cursor_id, model.waiting) == (3, 1)


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
    model.complete(array("q", range(1_000, 0, -1)))
    assert (list(model.in_view), model.cursor_id, model.top) == before
    assert (len(model), model.chosen) == (1_000, (975,))


def test_what_waits_above_still_waits_when_the_rest_has_come() -> None:
    model = Rows(range(1_000, 700, -1))
    model.resize(10)
    model.arrive([1_002, 1_001])
    before = list(model.in_view)
    model.complete(array("q", range(1_002, 0, -1)))
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
    model = rows(3)
    model.arrive([5, 4])
    assert model.shown == (3, 2, 1)


def test_find_looks_in_batches_and_knows_the_end() -> None:
    model = rows(2_000)
    assert model.find(1, lambda ids: [id for id in ids if id == 77]) == 1_923
    assert model.find(-1, lambda ids: ids) is None
    model.move(1_999)
    assert model.find(-1, lambda ids: [id for id in ids if id == 1_999]) == 1


class AnyList(RuleBasedStateMachine):
    """Everything that can happen to a list, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.model = Rows()
        self.newest = 0

    @rule(n=st.integers(1, 5))
    def arrive(self, n: int) -> None:
        before, view = self.model.cursor_id, list(self.model.in_view)
        following = self.model.follow and self.model.cursor == 0
        fresh = list(range(self.newest + n, self.newest, -1))
        self.newest += n
        self.model.arrive(fresh)
        if before is not None and not following:
            assert self.model.cursor_id == before
            assert list(self.model.in_view)[: len(view)] == view

    @precondition(lambda self: len(self.model) > 0)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        gone = data.draw(st.sets(st.sampled_from(list(self.model.ids))))
        before = self.model.cursor_id
        self.model.remove(gone)
        if before not in gone:
            assert self.model.cursor_id == before

    @rule(by=st.integers(-30, 30))
    def move(self, by: int) -> None:
        self.model.move(by)

    @rule()
    def newest_row(self) -> None:
        self.model.newest()
        assert self.model.waiting == 0

    @rule(height=st.integers(1, 12))
    def resize(self, height: int) -> None:
        before = self.model.cursor_id
        self.model.resize(height)
        assert self.model.cursor_id == before

    @rule()
    def mark(self) -> None:
        self.model.mark()

    @rule()
    def toggle_range(self) -> None:
        self.model.toggle_range()

    @rule(on=st.booleans())
    def follow(self, on: bool) -> None:
        self.model.newest()
        self.model.follow = on

    @invariant()
    def the_cursor_is_in_the_list_and_in_view(self) -> None:
        model = self.model
        assert (model.cursor_id is None) == (len(model) == 0)
        if len(model):
            assert 0 <= model.cursor < len(model)
            assert model.top <= model.cursor < model.top + model.height
            assert model.cursor_id in model.in_view

    @invariant()
    def what_waits_is_above_the_view(self) -> None:
        assert 0 <= self.model.waiting <= max(0, self.model.top)

    @invariant()
    def what_is_chosen_is_in_the_list(self) -> None:
        assert set(self.model.chosen) <= set(self.model.ids)


AnyList.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestAnyList = AnyList.TestCase
