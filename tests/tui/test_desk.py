"""What the keys do, on a desk without a terminal."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events

from storage.file import migrate, sqlite
from storage.items import sources
from tests.tui.desks import opened, pane, screen, states, until
from tests.tui.scene import NOW_MS, Item, Scene
from tui.desk import Desk
from tui.options import DeskOptions
from tui.terminal import open_desk


async def test_five_panes_stand_where_the_design_puts_them(scene: Scene) -> None:
    async with opened(scene) as (desk, _):
        lines = screen(desk)
        assert all(name in lines[1] for name in ("1 Sources", "2 Queue", "3 Alerts"))
        assert any("4 Quotes" in line and "5 Story" in line for line in lines)
        assert "1/9" in lines[1]
        assert "a ack" in lines[-1]


async def test_acknowledging_goes_on_to_the_next_new_and_can_be_undone(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        first = desk.queue.item_id
        await pilot.press("a")
        assert states(scene)["A town remembers the retreat of 1943"] == "acked"
        assert desk.queue.item_id != first
        assert "acknowledged “A town remembers" in screen(desk)[-2]
        await pilot.press("z")
        assert states(scene)["A town remembers the retreat of 1943"] == "new"
        await pilot.press("Z")
        assert states(scene)["A town remembers the retreat of 1943"] == "acked"


async def test_what_is_acknowledged_stays_in_place_until_the_view_is_applied_again(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await pilot.press("/")
        desk.post_message(events.Paste("is:new"))
        await pilot.press("enter")
        await until(lambda: desk.queue.filter.text == "is:new")
        await pilot.press("a")
        assert len(desk.queue.rows_of) == 9
        await pilot.press("r")
        await until(lambda: len(desk.queue.rows_of) == 8)


async def test_nothing_moves_when_items_arrive(scene: Scene) -> None:
    scene.many(40)
    async with opened(scene) as (desk, pilot):
        await pilot.press("j", "j")
        before, rows = desk.queue.item_id, screen(desk)[2:12]
        scene.poll(
            Item("A wholly different thing happens", minutes_ago=0), Item("And one more beside it", minutes_ago=0)
        )
        await until(lambda: desk.queue.rows_of.waiting == 2)
        assert desk.queue.item_id == before
        assert [row[33:127] for row in screen(desk)[2:12]] == [row[33:127] for row in rows]
        assert "PAUSED 2 new" in screen(desk)[1]
        await pilot.press("g")
        assert "And one more beside it" in screen(desk)[2]


async def test_follow_mode_shows_the_newest_by_itself_until_a_motion(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await pilot.press("f")
        assert "FOLLOW" in screen(desk)[1]
        scene.poll(Item("The newest thing there is", minutes_ago=0))
        await until(lambda: "The newest thing there is" in screen(desk)[2])
        await pilot.press("j")
        assert "FOLLOW" not in screen(desk)[1]


async def test_a_filter_that_cannot_be_read_keeps_the_last_list_and_says_where(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await pilot.press("/")
        desk.post_message(events.Paste("tag:withdrawal"))
        await until(lambda: len(desk.queue.rows_of) == 5)
        desk.post_message(events.Paste(" colour:red"))
        await until(lambda: "column" in screen(desk)[-1])
        assert len(desk.queue.rows_of) == 5
        assert "column 16" in screen(desk)[-1]
        await pilot.press("escape")
        await until(lambda: len(desk.queue.rows_of) == 9)


async def test_a_view_is_two_keys_away_and_a_broken_one_changes_nothing(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await pilot.press("V", "c")
        await until(lambda: len(desk.queue.rows_of) == 2)
        assert "claims" in screen(desk)[1]
        await pilot.press("V", "x")
        assert "view broken" in screen(desk)[-2]
        assert len(desk.queue.rows_of) == 2


async def test_a_bulk_act_hits_exactly_what_the_question_counted(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await pilot.press("A")
        assert "Acknowledge 9 shown? y/N" in screen(desk)[-2]
        late = [Item(f"Number {n} came after the question", minutes_ago=0, identity=f"late:{n}") for n in range(50)]
        scene.poll(*late)
        await until(lambda: len(desk.queue.rows_of) == 59)
        await pilot.press("y")
        assert "acknowledged 9 items; z takes it back" in screen(desk)[-2]
        after = states(scene)
        assert {after.pop(item.title) for item in late} == {"new"}
        assert list(after.values()) == ["acked"] * 9


async def test_any_key_but_y_is_no(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await pilot.press("A", "enter")
        assert "nothing acknowledged" in screen(desk)[-2]
        assert set(states(scene).values()) == {"new"}


async def test_marks_are_dealt_with_together(scene: Scene) -> None:
    async with opened(scene) as (_, pilot):
        await pilot.press("space", "space", "d")
        assert sorted(states(scene).values()) == ["dismissed"] * 2 + ["new"] * 7


async def test_the_story_follows_the_cursor_once_it_rests(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await pilot.press("j", "j")
        assert desk.story.item_id != desk.queue.item_id
        await until(lambda: desk.story.item_id == desk.queue.item_id)


async def test_an_alert_is_acknowledged_owned_resolved_and_its_story_opened(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await pilot.press("3", "a")
        shelling = pane(desk, "alerts")[1]
        assert "✓" in shelling
        assert "shelling" in shelling
        assert shelling.endswith("ana")
        await pilot.press("x", "enter")
        assert [row.state for row in desk.reader.alerts()] == ["new", "acked", "resolved"]
        await pilot.press("g", "enter")
        assert desk.active is desk.story
        assert desk.story.view is not None
        assert "Shelling" in desk.story.view.item.title


async def test_an_alert_rings_once_and_says_so(scene: Scene) -> None:
    async with opened(scene) as (desk, _):
        scene.ring("contradiction", 4, [1])
        await until(lambda: "F ALERT rule: what it asks for is there - contradiction" in screen(desk)[-2])
        assert "F2" in screen(desk)[0]


async def test_another_desks_act_is_seen_where_it_stands(scene: Scene) -> None:
    async with opened(scene) as (desk, _), opened(scene) as (_, other_pilot):
        await other_pilot.press("a")
        await until(lambda: "✓" in screen(desk)[2])
        assert desk.queue.rows_of.cursor == 0


async def test_enter_on_a_source_narrows_the_queue_to_it(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await pilot.press("1", "enter")
        await until(lambda: len(desk.queue.rows_of) == 2)
        assert desk.active is desk.queue
        await pilot.press("q")
        await until(lambda: len(desk.queue.rows_of) == 9)


async def test_a_note_goes_into_the_log_of_the_item(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await pilot.press("N")
        desk.post_message(events.Paste("called the ministry"))
        await pilot.press("enter")
        await until(lambda: any("called the ministry" in line for line in screen(desk)))


async def test_evidence_and_why_work_from_the_queue(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await pilot.press("e")
        assert "evidence 1 of 1" in screen(desk)[-2]
        await pilot.press("w")
        assert any("rule withdrawal.rule" in line for line in screen(desk))


async def test_help_is_left_by_q_and_a_command_can_be_found_by_words(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await pilot.press("?")
        assert "Help" in screen(desk)[1]
        await pilot.press("q")
        assert "2 Queue" in screen(desk)[1]
        await pilot.press(":", *"zoom")
        await pilot.press("enter")
        assert desk.zoomed
        await pilot.press("escape")
        assert not desk.zoomed


async def test_at_eighty_columns_one_pane_at_a_time_under_tabs(scene: Scene) -> None:
    async with opened(scene, size=(80, 24)) as (desk, pilot):
        assert "2 Queue" in screen(desk)[2]
        for key, name in (
            ("3", "3 Alerts"),
            ("4", "4 Quotes"),
            ("5", "5 Story"),
            ("1", "1 Sources"),
            ("tab", "2 Queue"),
        ):
            await pilot.press(key)
            assert name in screen(desk)[2]
            assert "1 Sources" in screen(desk)[1]


async def test_a_storm_of_sizes_loses_neither_the_desk_nor_the_cursor(scene: Scene) -> None:
    chance = random.Random(7)
    async with opened(scene) as (desk, pilot):
        await pilot.press("j", "j", "j")
        before = desk.queue.item_id
        for size in [
            (300, 80),
            (20, 5),
            (160, 45),
            (1, 1),
            *((chance.randint(1, 200), chance.randint(1, 60)) for _ in range(12)),
        ]:
            await pilot.resize_terminal(*size)
            await pilot.press(chance.choice(["tab", "+", "5", "2"]))
            assert all(len(line) for line in screen(desk))
        await pilot.resize_terminal(160, 45)
        assert desk.queue.item_id == before


async def test_a_row_that_cannot_be_painted_shows_a_question_mark(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(scene) as (desk, pilot):
        monkeypatch.setattr(desk.queue, "paint", lambda row, width: 1 // 0)
        desk.queue.widget.forget()
        await pilot.press("j", "k")
        assert pane(desk, "queue")[1].startswith("?")
        assert "1 Sources" in screen(desk)[1]


async def test_an_empty_file_says_what_will_appear(tmp_path_factory: pytest.TempPathFactory) -> None:
    scene = Scene(tmp_path_factory.mktemp("empty") / "desk.db")
    async with opened_empty(scene) as desk:
        whole = "\n".join(screen(desk))
        for words in ("No item yet.", "No alert yet.", "No quote yet."):
            assert words in whole
    scene.close()


async def test_what_changed_in_a_hidden_pane_is_right_when_it_is_shown_again(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        before = screen(desk)[1]
        await pilot.press("5", "+", "2", "G", "5", "1", "+")
        await until(lambda: screen(desk)[1] != before)
        assert desk.active.name == "sources"
        await until(lambda: "9/9" in screen(desk)[1])
        await pilot.press("5", "+")
        desk.queue.widget.first()
        await pilot.press("+")
        await until(lambda: "1/9" in screen(desk)[1])


async def test_a_click_makes_a_pane_and_a_row_the_active_ones(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await pilot.click(offset=(140, 3))
        assert desk.active.name == "alerts"
        assert desk.alerts.rows_of.cursor == 1
        await pilot.click(offset=(100, 30))
        assert desk.active.name == "story"


@asynccontextmanager
async def opened_empty(scene: Scene) -> AsyncIterator[Desk]:
    app = open_desk(scene.path, DeskOptions("ana", now=lambda: NOW_MS))
    async with app.run_test(size=(160, 45)):
        desk = app.screen
        assert isinstance(desk, Desk)
        yield desk


async def test_a_first_desk_shows_its_sources_as_soon_as_the_collector_has_read_the_config(tmp_path: Path) -> None:
    database = tmp_path / "desk.db"
    migrate.ready(database)
    app = open_desk(database, DeskOptions("ana"))
    async with app.run_test(size=(80, 24)) as pilot:
        desk = app.screen
        assert isinstance(desk, Desk)
        await pilot.press("1")
        assert "No source yet." in "\n".join(screen(desk))
        connection = sqlite.connect(database, "collector")
        afp = sources.Configured("https://afp.example/rss", "AFP", "afp", "wire", "B", "en", "int")
        sources.configure(connection, [afp])
        connection.close()
        await until(lambda: "AFP" in "\n".join(screen(desk)))
