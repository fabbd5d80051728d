"""From rows to lines: what an operator reads."""

import pytest
from rich.segment import Segment

from storage.rows import ItemRow, LabelRow
from tests.tui.scene import NOW_MS
from tui.ages import age, stamp, wait
from tui.look import Look, look_of
from tui.present.queue import queue_line
from tui.present.title import Note, Title, title_line
from tui.text import SafeText, cells

LOOK = look_of("dark").with_labels((LabelRow("withdrawal", "WD", "", "", 0), LabelRow("deescalation", "DE", "", "", 0)))
MINUTE = 60_000
TAGS = (("withdrawal", "claimed"), ("deescalation", "doubted"))
ITEM = ItemRow(
    1, 1, "TASS", "state", "D", "ru", "Moscow says units start return to garrison", "https://e.example/1", NOW_MS - 2 * MINUTE,
    None, TAGS, (TAGS[0], ("withdrawal", "doubted")), 3, 1, 4, 2, 2, 3, "new", True, "",
)  # fmt: skip


def text(line: list[Segment]) -> str:
    return "".join(segment.text for segment in line)


def style_of(line: list[Segment], words: str) -> object:
    return next(segment.style for segment in line if words in segment.text)


def test_ages_take_at_most_four_cells() -> None:
    minutes = (0, 2, 59, 60, 1_439, 1_440, 10_080, 5_000_000)
    assert [age(NOW_MS - m * MINUTE, NOW_MS) for m in minutes] == ["now", "2m", "59m", "1h", "23h", "1d", "1w", "496w"]
    assert age(NOW_MS + MINUTE, NOW_MS) == "now"
    assert wait(NOW_MS + 40_000, NOW_MS) == "40s"
    assert stamp(10**18) == "?"


def test_a_queue_line_reads_from_left_to_right_with_the_flags_behind_the_headline() -> None:
    line = text(queue_line(ITEM, 100, NOW_MS, LOOK)).split()
    assert line[:6] == ["2m", "U", "4/2", "WD+", "DBT", "TASS"]
    assert " ".join(line[6:]) == f"{ITEM.title} ★Δ2×3"


@pytest.mark.parametrize("width", [30, 63, 64, 83, 84, 200])
def test_a_queue_line_is_exactly_as_wide_as_its_pane(width: int) -> None:
    assert cells(SafeText(text(queue_line(ITEM, width, NOW_MS, LOOK)))) == width


@pytest.mark.parametrize("look", [look_of("dark"), look_of("mono"), look_of("dark", ascii_only=True)])
def test_what_is_dealt_with_is_told_by_a_sign_and_by_who(look: Look) -> None:
    acked = text(queue_line(ITEM._replace(state="acked", operator="ben"), 100, NOW_MS, look))
    dismissed = text(queue_line(ITEM._replace(state="dismissed", operator="ben"), 100, NOW_MS, look))
    assert " ben Moscow" in acked
    assert len({text(queue_line(ITEM, 100, NOW_MS, look)), acked, dismissed}) == 3


def test_state_media_is_marked_in_the_queue() -> None:
    assert style_of(queue_line(ITEM, 100, NOW_MS, LOOK), "TASS") == LOOK.state_media


def test_a_pane_head_keeps_its_count_before_its_notes() -> None:
    title = Title(2, SafeText("Queue"), (Note(SafeText("PAUSED 12 new"), LOOK.warn),), SafeText("412/10,233"))
    assert text(title_line(title, 60, True, LOOK)).rstrip("━").endswith("412/10,233 ")
    assert "PAUSED 12 new" in text(title_line(title, 60, True, LOOK))
    assert "PAUSED" not in text(title_line(title, 24, True, LOOK))
    assert cells(SafeText(text(title_line(title, 24, True, LOOK)))) == 24
