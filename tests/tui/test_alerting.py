"""What an operator does with alerts: one key each, told when it means nothing, taken back, never against a colleague unseen."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual.pilot import Pilot

from storage.acting.acts import Acts
from storage.file import sqlite
from storage.reads.reader import Reader
from storage.rows import AlertRow
from tests.tui.desks import opened, pane, screen, typed, until
from tests.tui.rows import ALERT
from tests.tui.scene import MINUTE_MS, NOW_MS, Item, Scene, evening
from tui.acts.alerting import refused
from tui.asking.snoozes import next_morning, snoozes
from tui.desk import Desk
from tui.options import wall_clock_ms
from tui.text import SafeText

KYIV = ZoneInfo("Europe/Kyiv")


def alerts(scene: Scene) -> dict[str, AlertRow]:
    """Title -> alert, as the file has it."""
    reader = Reader(scene.path)
    found = {row.title: row for row in reader.alerts()}
    reader.close()
    return found


def states(scene: Scene) -> list[str]:
    """Of the shelling, the claim, the dispute."""
    rows = alerts(scene)
    return [
        rows[title].state
        for title in ("shelling near the line", "withdrawal claimed and doubted", "withdrawal claimed")
    ]


# How long


def test_a_length_names_the_moment_at_which_it_ends() -> None:
    offered = snoozes(NOW_MS, KYIV, SafeText(" EET"))
    assert [(each.key, each.words) for each in offered] == [
        ("m", "15m 14:28Z"), ("1", "1h 15:13Z"), ("4", "4h 18:13Z"), ("n", "morning 06:00 EET"), ("d", "1d"),
    ]  # fmt: skip
    assert [(each.until_ms - NOW_MS) // MINUTE_MS for each in offered] == [15, 60, 240, 12 * 60 + 46, 1_440]


@given(st.integers(NOW_MS, NOW_MS + 400 * 1_440 * MINUTE_MS), st.sampled_from([UTC, KYIV, ZoneInfo("Pacific/Apia")]))
def test_the_next_morning_is_at_six_there_and_within_a_day_and_an_hour(now_ms: int, zone: ZoneInfo) -> None:
    wakes_ms = next_morning(now_ms, zone)
    assert now_ms < wakes_ms <= now_ms + 25 * 60 * MINUTE_MS
    there = datetime.fromtimestamp(wakes_ms / 1_000, zone)
    assert (there.hour, there.minute) == (6, 0)


# What means nothing


def test_an_act_is_refused_only_where_it_means_something_for_none() -> None:
    over, acked = ALERT._replace(state="resolved"), ALERT._replace(state="acked")
    assert refused((over,), "snooze") == "resolved alerts cannot be snoozed"
    assert refused((acked,), "acknowledge") == "acked alerts cannot be acknowledged"
    assert refused((over, acked), "snooze") == ""
    assert refused((over,), "reopen") == ""


# With a file


@pytest.fixture
def tonight(tmp_path: Path) -> Iterator[Scene]:
    """By the wall clock, for storage goes by it."""
    scene = evening(tmp_path / "tonight.db", wall_clock_ms())
    yield scene
    scene.close()


async def test_one_key_for_each_act_and_the_way_back(tonight: Scene) -> None:
    async with opened(tonight, now=wall_clock_ms) as (desk, pilot):
        await pilot.press("3", "a")
        assert states(tonight) == ["acked", "new", "new"]
        assert desk.alerts.rows_of.cursor == 1, "on to the next new one"
        await pilot.press("b")
        assert "snooze “withdrawal claimed and doubted” for:" in screen(desk)[-2]
        await pilot.press("1")
        assert states(tonight)[1] == "snoozed"
        assert "in 59m" in pane(desk, "alerts")[2]
        await pilot.press("d", "f")
        assert alerts(tonight)["withdrawal claimed"].reason == "false positive"
        assert [line[5] for line in pane(desk, "alerts")[1:4]] == ["✓", "z", "✗"]
        assert "new" not in pane(desk, "alerts")[0]

        await refuses(desk, pilot)
        await pilot.press("u")
        assert states(tonight)[2] == "new"
        await pilot.press("x")
        assert "nothing typed: handled" in screen(desk)[-1]
        await pilot.press("enter")
        assert alerts(tonight)["withdrawal claimed"].reason == "handled"
        await pilot.press("z", "z", "z", "z", "z")
        assert states(tonight) == ["new", "new", "new"]


async def refuses(desk: Desk, pilot: Pilot[None]) -> None:
    """On a dismissed alert: what means nothing is dim and says why; the keys behind it are not taken for commands."""
    keys = list(desk.footer.keys.render_line(0))
    assert next(segment.style for segment in keys if "x resolve" in segment.text) == desk.look.faint
    assert next(segment.style for segment in keys if "Enter" in segment.text) == desk.look.accent
    await pilot.press("b")
    assert "dismissed alerts cannot be snoozed" in screen(desk)[-2]
    desk.hearing.forget()


async def test_marks_and_ranges_go_with_every_act_and_only_those_that_can_are_touched(tonight: Scene) -> None:
    async with opened(tonight, now=wall_clock_ms) as (desk, pilot):
        await pilot.press("3", "j", "a", "g", "v", "G")
        await typed(desk, pilot, "x", "all told to the duty officer")
        assert states(tonight) == ["resolved"] * 3
        assert {row.reason for row in alerts(tonight).values()} == {"all told to the duty officer"}
        assert "resolved 3 alerts: all told to the duty officer; z takes it back" in screen(desk)[-2]
        await pilot.press("z")
        assert states(tonight) == ["new", "acked", "new"]

        await pilot.press("g", "space", "space", "a")
        assert states(tonight) == ["acked", "acked", "new"], "what was acknowledged stays so"
        desk.alerts.rows_of.clear_choice()
        await pilot.press("G", "O")
        assert "who takes it?" in screen(desk)[-1]
        desk.footer.paste("an")
        await pilot.press("tab")
        assert "is for: ana" in screen(desk)[-2]
        await pilot.press("enter")
        assert alerts(tonight)["withdrawal claimed"].owner == "ana"
        assert states(tonight) == ["acked"] * 3


async def test_who_comes_second_is_told_in_words_and_changes_nothing(tonight: Scene) -> None:
    async with opened(tonight, now=wall_clock_ms) as (desk, pilot):
        desk._pulse.stop()
        await pilot.press("3", "b")
        ben = Acts(tonight.path, "ben")
        ben.set_alert_state([alerts(tonight)["shelling near the line"].id], "resolved", reason="handled")
        ben.close()
        await pilot.press("4")
        assert "ben resolved it first" in screen(desk)[-2]
        assert states(tonight)[0] == "resolved"
        assert desk.alerts.rows_of.cursor == 0
        assert pane(desk, "alerts")[1][5] == "·"


async def test_the_page_shows_the_alert_first_keeps_its_place_and_its_keys_mean_the_alert(tonight: Scene) -> None:
    async with opened(tonight, now=wall_clock_ms) as (desk, pilot):
        await pilot.press("3", "j", "enter")
        assert "5 Alert  U  new" in pane(desk, "story")[0]
        lines = pane(desk, "story")
        assert lines[1].split() == ["alert", "withdrawal", "claimed", "and", "doubted"]
        assert any("why it rang" in line for line in lines)
        await pilot.press("+", "ctrl+d")
        assert any(line.split()[:1] == ["story"] for line in screen(desk)), "its newest item's story stands below"
        top = screen(desk)[2:6]
        with sqlite.transaction(tonight.connection):
            tonight.connection.execute("UPDATE alert SET origins = 9")
        number = alerts(tonight)["withdrawal claimed and doubted"].id
        tonight.notice(number, "side", "a second side: Olena Hrytsenko (ua)")
        await until(lambda: any("a second side" in _text(line) for line in desk.story.widget.lines))
        assert screen(desk)[2:6] == top
        await pilot.press("e")
        assert "evidence 1 of" in screen(desk)[-2]

        await typed(desk, pilot, "N", "rang the ministry")
        assert any("noted: rang the ministry" in _text(line) for line in desk.story.widget.lines)
        await pilot.press("a")
        assert states(tonight) == ["new", "acked", "new"]
        assert "5 Alert  U  acked" in screen(desk)[1]
        await pilot.press("a")
        assert "acked alerts cannot be acknowledged" in screen(desk)[-2]
        await pilot.press("+", "2", "j", "5")
        assert "5 Story" in pane(desk, "story")[0], "another item has no alert above it"


async def test_an_alert_on_no_item_has_a_page_and_w_leads_to_why_it_rang(tonight: Scene) -> None:
    tonight.ring("BelTA has brought nothing new for 3 h", 2, [], rule="source-quiet", minutes_ago=0)
    async with opened(tonight, (120, 35), now=wall_clock_ms) as (desk, pilot):
        await pilot.press("3", "G", "w")
        shown = pane(desk, "story")
        assert "BelTA has brought nothing new" in shown[2]
        assert any(line.startswith("▌why it rang") for line in shown)
        assert desk.active is desk.alerts
        await pilot.press("e")
        assert "no item here" in screen(desk)[-2]
        await pilot.press("enter", "a")
        assert alerts(tonight)["BelTA has brought nothing new for 3 h"].state == "acked"
        await pilot.press("escape")
        assert desk.active is desk.alerts, "back to the list that it was opened from"


async def test_zoomed_it_is_a_table_and_new_alerts_come_on_top_without_moving_the_cursors_row(tonight: Scene) -> None:
    async with opened(tonight, (100, 24), now=wall_clock_ms) as (desk, pilot):
        await pilot.press("3", "+", "j")
        assert screen(desk)[2].split() == ["age", "state", "rule", "owner", "o/p/s", "items", "alert"]
        chosen = desk.alerts.rows_of.cursor_id
        tonight.ring("the bridge is closed", 4, tonight.poll(Item("The bridge is closed", minutes_ago=0)))
        await until(lambda: "the bridge is closed" in screen(desk)[3])
        assert desk.alerts.rows_of.cursor_id == chosen
        assert desk.alerts.rows_of.cursor == 2


async def test_what_is_new_again_out_of_view_waits_on_top_and_in_view_stays_where_it_is(tonight: Scene) -> None:
    for n in range(30):
        tonight.ring(f"berth {n} stands still", 2, [], minutes_ago=0)
    with sqlite.transaction(tonight.connection):
        tonight.connection.execute("UPDATE alert SET state = 'acked', owner = 'ana'")
    async with opened(tonight, (80, 24), now=wall_clock_ms) as (desk, pilot):
        await pilot.press("3", "j")
        seen, unseen = desk.alerts.rows_of.ids[3], desk.alerts.rows_of.ids[-1]
        before = [line[2:] for line in screen(desk)[3:5]]
        with sqlite.transaction(tonight.connection):
            tonight.connection.execute("UPDATE alert SET state = 'new', owner = '' WHERE id IN (?, ?)", (seen, unseen))
        desk.alerts.load()
        await pilot.pause()
        assert desk.alerts.rows_of.ids[0] == unseen
        assert "1 above" in screen(desk)[2]
        assert [line[2:] for line in screen(desk)[3:5]] == before
        assert desk.alerts.rows_of.ids[4] == seen
        assert desk.alerts.rows_of.cursor == 2
        await pilot.press("w")
        await until(lambda: any(line.startswith("▌why it rang") for line in screen(desk)))
        assert screen(desk)[3].split()[0] == "alert", "what rang stays in view"


def _text(line: list[Segment]) -> str:
    return "".join(segment.text for segment in line)
