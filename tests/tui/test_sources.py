"""The sources on the desk: a line that can be read in a narrow pane, a table in a wide one, what operators decide."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment

from storage.rows import SourceRow
from tests.tui.desks import opened, pane, screen, until
from tests.tui.scene import MINUTE_MS, NOW_MS, Scene
from tui.look import Look, look_of
from tui.present.faring import source_said
from tui.present.sources import source_line
from tui.present.sourcetable import TABLE_FROM, source_heading, source_row
from tui.present.sparkline import sparkline
from tui.text import SafeText, cells

LOOK = look_of("dark")
NARROW = 30
"""A pane of 31 columns, less the one for marks."""
SOURCE = SourceRow(
    1, "https://e.example", "AFP", "afp", "wire", "B", "en", "int", "AFP", "ok", "", 0, 0, NOW_MS - MINUTE_MS,
    NOW_MS - MINUTE_MS, NOW_MS + 600_000, 240.0, 300, 61, (0,) * 20 + (1, 2, 4, 8), "its pace", None, None, "",
)  # fmt: skip
FAILING = SOURCE._replace(
    name="BelTA", kind="state", state="http-error", reason="HTTP 503", failures=4, since_ms=NOW_MS - MINUTE_MS,
    waits_for="back-off",
)  # fmt: skip
PAUSED = SOURCE._replace(
    state="paused",
    reason="paused by ana",
    paused_by="ana",
    since_ms=NOW_MS - MINUTE_MS,
    next_attempt_ms=NOW_MS + 9,
)
GRADED = SOURCE._replace(grade="D", graded_by="ana", config_grade="B")
RUDE = SOURCE._replace(waits_for="its own interval, impolite: the server says 15 min")


def text(line: list[Segment]) -> str:
    return "".join(segment.text for segment in line)


def line_of(source: SourceRow, width: int = NARROW, look: Look = LOOK) -> str:
    return text(source_line(source, width, NOW_MS, look))


def row_of(source: SourceRow, width: int = 159) -> str:
    return text(source_row(source, width, NOW_MS, LOOK))


# A line


def test_a_line_shows_grade_kind_name_last_poll_what_is_new_and_the_day() -> None:
    line = line_of(SOURCE, 43)
    assert line.startswith("B w AFP ")
    assert " 1m  61 " in line
    assert line.endswith("▁█")
    assert line_of(SOURCE._replace(kind="state")).startswith("B S AFP")


@pytest.mark.parametrize("width", range(NARROW, 72))
def test_a_name_has_fourteen_columns_before_there_are_bars(width: int) -> None:
    assert "Northern Repub" in line_of(SOURCE._replace(name="Northern Republic Evening Post"), width).replace("…", "b")


def test_bars_give_way_before_names_do() -> None:
    bars = [sum(cell in "▁▂▃▄▅▆▇█ " for cell in _after_counts(line_of(SOURCE, width))) for width in (24, 30, 37, 60)]
    assert bars == sorted(bars)
    assert bars[0] == 0
    assert bars[1] >= 3


def _after_counts(line: str) -> str:
    return line.rpartition("61")[2].removeprefix(" ")


@given(
    name=st.text(max_size=40), grade=st.text(max_size=2), reason=st.text(max_size=60), unread=st.integers(0, 10**7),
    state=st.sampled_from(["ok", "new", "quiet", "frozen", "paused", "http-error", "offline"]),
    width=st.integers(24, 200),
)  # fmt: skip
def test_every_line_is_exactly_as_wide_as_its_pane(
    name: str, grade: str, reason: str, unread: int, state: str, width: int
) -> None:
    source = SOURCE._replace(name=name, grade=grade, reason=reason, unread=unread, state=state, failures=3)
    assert cells(SafeText(line_of(source, width))) == width
    if width >= TABLE_FROM:
        assert cells(SafeText(row_of(source, width))) == width


def test_trouble_says_why_how_often_and_when_it_is_tried_again() -> None:
    assert line_of(FAILING).split() == ["!", "S", "BelTA", "503", "×4", "10m"]


@pytest.mark.parametrize("width", [NARROW, 33, 43])
def test_what_is_wrong_ends_in_the_same_columns_whatever_it_is(width: int) -> None:
    line = line_of(FAILING, width)
    assert line.endswith("503  ×4 10m")
    assert line_of(FAILING._replace(failures=1), width).endswith("503     10m")
    assert line_of(FAILING._replace(failures=12, next_attempt_ms=NOW_MS + 9_000), width).endswith("503 ×12  9s")
    assert line_of(FAILING._replace(next_attempt_ms=NOW_MS - 1), width).endswith("503  ×4 now")
    assert line_of(PAUSED, width).endswith(" paused by ana")


def test_beside_a_long_name_the_reason_and_the_next_attempt_stay() -> None:
    long = FAILING._replace(name="Northern Republic Evening Post")
    assert line_of(long, NARROW - 1).endswith(" 503 10m")
    assert re.search(r" unrea.* 10m$", line_of(long._replace(reason="unreachable"), NARROW - 1))


def test_a_quiet_source_keeps_what_it_brought() -> None:
    quiet = line_of(SOURCE._replace(state="quiet"), 43)
    assert quiet.startswith("~ w AFP ")
    assert quiet[2:] == line_of(SOURCE, 43)[2:]


def test_a_frozen_source_is_no_outage_and_says_since_when_it_stands_still() -> None:
    frozen = line_of(SOURCE._replace(state="frozen", reason="2026-03-03 is its newest entry"), 50)
    assert frozen.startswith("~ w AFP")
    assert "2026-03-03 is its newest entry" in frozen


def test_a_paused_source_says_by_whom_in_letters_of_its_own() -> None:
    assert line_of(PAUSED).split() == ["=", "w", "AFP", "paused", "by", "ana"]
    assert "paused" in row_of(PAUSED)
    assert "by ana" in row_of(PAUSED)
    assert "10m" not in row_of(PAUSED)
    assert "×" not in row_of(PAUSED._replace(failures=4))


def test_an_operators_grade_is_marked() -> None:
    assert line_of(GRADED).startswith("D*w AFP")
    assert row_of(GRADED).startswith("D* ")
    assert row_of(SOURCE).startswith("B  ")


def test_a_possible_gap_is_shown_for_some_hours() -> None:
    gap = SOURCE._replace(gap_from_ms=NOW_MS - 40 * MINUTE_MS, gap_to_ms=NOW_MS - 10 * MINUTE_MS)
    assert "possible gap 13:33Z-14:03Z" in line_of(gap, 60)
    assert "possible gap 13:33Z-14:03Z" in row_of(gap)
    assert "possible gap" not in text(source_line(gap, 60, NOW_MS + 7 * 60 * MINUTE_MS, LOOK))


def test_a_source_that_is_asked_more_often_than_its_server_likes_says_so() -> None:
    assert "AFP impolite" in line_of(RUDE, 50)
    assert "4m, impolite" in row_of(RUDE)
    assert "the server says 15 min" in row_of(RUDE, 180)


def test_in_letters_alone_no_two_states_look_alike() -> None:
    look = look_of("mono", ascii_only=True)
    states = (SOURCE, GRADED, FAILING, PAUSED, SOURCE._replace(state="quiet"), RUDE)
    assert len({line_of(source, look=look) for source in states}) == len(states)
    assert all(line_of(source, look=look).isascii() for source in states)


# The table


@pytest.mark.parametrize(
    ("width", "headings"),
    [
        (79, "gr kind source state why last ok next today"),
        (99, "gr kind source state why last ok next today items 24 h"),
        (119, "gr kind source state why last ok next new today items 24 h"),
        (159, "gr kind source state why last ok next every new today items 24 h"),
    ],
)
def test_the_wider_the_table_the_more_columns(width: int, headings: str) -> None:
    assert text(source_heading(width, LOOK)).split() == headings.split()


@pytest.mark.parametrize("width", [72, 79, 99, 119, 159, 240])
def test_what_stands_in_a_column_stands_under_its_heading(width: int) -> None:
    heading = text(source_heading(width, LOOK))
    for source in (SOURCE, FAILING, PAUSED, GRADED, SOURCE._replace(name="Northern Republic Evening Post " * 3)):
        row = row_of(source, width)
        assert row[heading.index("source") :].startswith(source.name[:13])
        assert row[heading.index("state ") :].startswith(source.state[:10])
        assert row[: heading.index("today") + 5].endswith(" 15")


def test_at_120_columns_names_and_reasons_have_the_room() -> None:
    row = row_of(FAILING._replace(name="Kestria General Staff", reason="malformed XML, 12"), 118)
    assert "Kestria General Staff  " in row
    assert "malformed XML, 12 ×4" in row


def test_the_table_says_how_often_it_is_asked_and_how_that_came_about() -> None:
    assert "4m, learned" in row_of(SOURCE)
    assert "30s, set" in row_of(SOURCE._replace(interval_s=30.0, waits_for="its own interval"))
    assert "," not in row_of(SOURCE._replace(interval_s=0.0))


def test_the_table_counts_what_is_new_today_and_in_all() -> None:
    assert row_of(SOURCE).split()[-5:-1] == ["learned", "61", "15", "300"]


def test_trouble_stands_in_the_table_with_how_often_it_failed() -> None:
    assert "HTTP 503 ×4" in row_of(FAILING)


# The day


def test_the_day_is_one_row_of_bars_against_the_fullest_hour() -> None:
    assert sparkline((0,) * 20 + (1, 2, 4, 8), 24, LOOK) == " " * 20 + "▁▂▄█"
    assert sparkline((0,) * 24, 12, LOOK) == " " * 12
    assert sparkline((1,) * 24, 2, LOOK) == ""


@given(st.lists(st.integers(0, 10**6), min_size=24, max_size=24), st.integers(3, 24))
def test_whatever_came_shows_in_the_day(hours: list[int], width: int) -> None:
    bars = sparkline(hours, width, LOOK)
    assert len(bars) == width
    assert (bars.strip() == "") == (not any(hours))


# Why, in full


def test_a_source_says_how_it_fares_and_what_it_waits_for() -> None:
    assert source_said(FAILING, NOW_MS) == (
        "BelTA: HTTP 503, 4 in a row since 21 Sep 14:12Z; next in 10m (back-off); last good 21 Sep 14:12Z; every 4m"
    )
    assert source_said(SOURCE, NOW_MS) == "AFP: ok; next in 10m (its pace); every 4m, learned"


def test_a_source_says_who_paused_it_and_who_graded_it() -> None:
    assert source_said(PAUSED, NOW_MS).startswith("AFP: paused by ana since 21 Sep 14:12Z; last good")
    assert "next in" not in source_said(PAUSED, NOW_MS)
    assert source_said(GRADED, NOW_MS).endswith("graded D by ana, B in config.toml")


# On the desk


async def test_an_operator_pauses_and_grades_from_the_pane(scene: Scene) -> None:
    clock = [NOW_MS]
    async with opened(scene, now=lambda: clock[0]) as (desk, pilot):
        await pilot.press("1", "P")
        assert "paused by ana" in pane(desk, "sources")[1]
        clock[0] += 1_000
        await until(lambda: "paused 1" in screen(desk)[0])
        await pilot.press("P")
        assert "paused" not in pane(desk, "sources")[1]
        await pilot.press("t")
        assert "now B" in screen(desk)[-2]
        await pilot.press("d")
        assert pane(desk, "sources")[1].lstrip("▌ ").startswith("D*")
        await pilot.press("w")
        assert "graded D by ana, B in config.toml" in screen(desk)[-2]
        await pilot.press("t", "0")
        assert pane(desk, "sources")[1].lstrip("▌ ").startswith("B ")
        await pilot.press("space", "space", "P")
        assert sum("paused by ana" in line for line in pane(desk, "sources")) == 2
        await pilot.press("z")
        await until(lambda: not any("paused by ana" in line for line in pane(desk, "sources")))


async def test_the_pane_has_a_table_when_it_has_the_room(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await pilot.press("1")
        assert "state" not in pane(desk, "sources")[1]
        await pilot.press("+")
        assert pane(desk, "sources")[1].split()[:4] == ["gr", "kind", "source", "state"]
        assert "AFP" in pane(desk, "sources")[2]
        await pilot.press("G")
        assert desk.sources.rows_of.top == 0
        await pilot.press("q")
        assert "AFP" in pane(desk, "sources")[1]
