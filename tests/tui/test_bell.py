"""BEL and the terminal's title."""

import pytest

from tests.tui.scene import NOW_MS
from tui.text import SafeText
from tui.tty.bell import LEAST_GAP_MS, Bell


def test_it_rings_at_most_once_in_two_seconds() -> None:
    written: list[str] = []
    bell = Bell(written.append, audible=True)
    for after_ms in (0, 500, 1_999, 2_000, 2_100):
        bell.ring(NOW_MS + after_ms)
    assert written == ["\x07", "\x07"]
    Bell(written.append, audible=False).ring(NOW_MS)
    assert len(written) == 2


@pytest.mark.parametrize("back_ms", [1, LEAST_GAP_MS, 3_600_000])
def test_a_clock_that_is_set_back_silences_nothing(back_ms: int) -> None:
    written: list[str] = []
    bell = Bell(written.append, audible=True)
    bell.ring(NOW_MS)
    bell.ring(NOW_MS - back_ms)
    assert written == ["\x07", "\x07"]


def test_the_title_is_written_when_it_changes_and_given_back() -> None:
    written: list[str] = []
    bell = Bell(written.append, audible=True)
    for title in ("feint", "feint: 2 alerts F1", "feint: 2 alerts F1", "feint: 1 alert U1"):
        bell.title(SafeText(title))
    bell.leave()
    titles = [part.partition("]0;")[2] for part in written]
    assert titles == ["feint\x1b\\", "feint: 2 alerts F1\x1b\\", "feint: 1 alert U1\x1b\\", ""]
    assert not any("\x07" in part for part in written)
