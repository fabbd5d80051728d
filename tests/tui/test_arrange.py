"""Where the panes stand, at every size."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.arrange import KEYS, MESSAGE, TABS, Box, Plan, arrange
from tui.commands import ALERTS, HELP, PANES, QUEUE, QUOTES, SOURCES, STORY

ACTIVE = st.sampled_from([*PANES, HELP])
BESIDE = st.sampled_from([SOURCES, QUEUE, ALERTS, QUOTES])


def overlap(a: Box, b: Box) -> bool:
    return a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height


def widths(plan: Plan) -> dict[str, int]:
    return {pane: plan.boxes[pane].width for pane in PANES}


@given(st.integers(20, 300), st.integers(5, 100), ACTIVE, BESIDE, st.booleans())
def test_boxes_lie_inside_the_screen_and_apart(width: int, height: int, active: str, beside: str, zoomed: bool) -> None:
    plan = arrange(width, height, active, beside, zoomed)
    boxes = [*plan.boxes.values(), *plan.walls]
    assert all(box.width > 0 and box.height > 0 for box in boxes)
    assert all(0 <= box.x <= box.x + box.width <= width for box in boxes)
    assert all(0 <= box.y <= box.y + box.height <= height for box in boxes)
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]


@given(st.integers(20, 300), st.integers(5, 100), ACTIVE, BESIDE, st.booleans())
def test_no_cell_is_left_over(width: int, height: int, active: str, beside: str, zoomed: bool) -> None:
    plan = arrange(width, height, active, beside, zoomed)
    assert sum(box.width * box.height for box in (*plan.boxes.values(), *plan.walls)) == width * height


@given(st.integers(20, 300), st.integers(5, 100), ACTIVE, BESIDE, st.booleans())
def test_the_active_pane_is_always_to_be_seen(width: int, height: int, active: str, beside: str, zoomed: bool) -> None:
    shown = beside if active in PANES and active not in (STORY, QUEUE) else QUEUE
    plan = arrange(width, height, active, shown if active == STORY else active, zoomed)
    assert active in plan.boxes
    assert ({MESSAGE, KEYS} <= plan.boxes.keys()) == (height >= 10)


def test_five_panes_are_weighed_by_what_is_read_in_them() -> None:
    plan = arrange(160, 45, QUEUE, QUEUE, False)
    columns = widths(plan)
    assert 31 <= columns[SOURCES] <= 34
    assert columns[ALERTS] > 32
    assert columns[QUEUE] >= 90
    assert columns[QUOTES] < columns[STORY]
    assert plan.boxes[STORY].height > 20
    assert plan.boxes[QUEUE].height > 20


@pytest.mark.parametrize(("width", "height"), [(200, 60), (300, 80)])
def test_what_a_larger_screen_gives_goes_to_headlines_first(width: int, height: int) -> None:
    small, large = widths(arrange(160, 45, QUEUE, QUEUE, False)), widths(arrange(width, height, QUEUE, QUEUE, False))
    gains = {pane: large[pane] - small[pane] for pane in PANES}
    assert min(gains.values()) >= 0
    assert gains[QUEUE] == max(gains[SOURCES], gains[QUEUE], gains[ALERTS])


def test_where_two_have_room_the_queue_stands_left_of_the_story_under_tabs() -> None:
    plan = arrange(120, 35, QUEUE, QUEUE, False)
    queue, story = plan.boxes[QUEUE], plan.boxes[STORY]
    assert plan.boxes[TABS].y < queue.y == story.y
    assert queue.x == 0 < queue.width < story.x
    assert queue.width > story.width


def test_a_narrow_but_tall_screen_has_the_story_below_the_list() -> None:
    plan = arrange(90, 60, QUEUE, QUEUE, False)
    assert plan.boxes[QUEUE].width == plan.boxes[STORY].width == 90
    assert plan.boxes[QUEUE].y < plan.boxes[STORY].y


def test_at_eighty_columns_one_pane_under_tabs() -> None:
    plan = arrange(80, 24, ALERTS, ALERTS, False)
    assert plan.boxes.keys() & set(PANES) == {ALERTS}
    assert TABS in plan.boxes
