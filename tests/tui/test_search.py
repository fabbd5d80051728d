"""What a search finds among all items, archived months too, in the queue's place."""

from pathlib import Path
from typing import Any

import pytest

from storage.file import sqlite
from storage.keeping import archives, removal
from storage.keeping.archive import Volume
from storage.reads.search import Findings, Searcher
from tests.tui.desks import opened, pane, screen, typed, until, walking
from tests.tui.scene import EVENING, MINUTE_MS, NOW_MS, Item, Scene
from tui.desk import Desk

DAY_MIN = 60 * 24
OLD = Item(
    "The old garrison closes for good",
    "“Nobody will return to it,” the mayor said.",
    (("withdrawal", "historical", "garrison closes", ""),),
    minutes_ago=70 * DAY_MIN,
    source="Baltic Desk",
)
MONTH = archives.month_of(NOW_MS - 70 * DAY_MIN * MINUTE_MS)


@pytest.fixture
def archived(tmp_path: Path) -> Scene:
    """The evening, and an item that the collector has moved to the archive of its month."""
    scene = Scene(tmp_path / "desk.db")
    ids = scene.poll(OLD)
    scene.poll(*EVENING)
    with sqlite.transaction(scene.connection):
        volume = Volume(scene.path, MONTH)
        volume.add(scene.connection, ids)
        volume.close()
        removal.remove(scene.connection, ids)
    return scene


def head(desk: Desk) -> str:
    return pane(desk, "queue")[0]


def rows(desk: Desk) -> list[str]:
    return [line for line in pane(desk, "queue")[1:] if line.strip()]


async def test_the_newest_come_first_and_the_archived_month_is_named(archived: Scene) -> None:
    async with opened(archived) as (desk, pilot):
        await typed(desk, pilot, "S", "garrison")
        await until(lambda: "1/5" in head(desk))
        assert f"2 Search  garrison  newest first  and {MONTH}" in head(desk)
        *live, old = rows(desk)
        assert all("garrison" in line for line in live)
        assert "2026-07-13" in old
        assert "The old garrison closes" in old
        assert desk.active is desk.queue


async def test_the_same_key_turns_to_the_best_first_and_back(archived: Scene) -> None:
    async with opened(archived) as (desk, pilot):
        await typed(desk, pilot, "S", "garrison")
        await until(lambda: "1/5" in head(desk))
        newest = rows(desk)
        await pilot.press("j", "S")
        await until(lambda: "best first  and" in head(desk) and "searching" not in head(desk))
        assert "1/5" in head(desk)
        assert sorted(line[1:] for line in rows(desk)) == sorted(line[1:] for line in newest)
        await pilot.press("S")
        await until(lambda: "newest first  and" in head(desk) and rows(desk) == newest)


async def test_escape_leads_back_to_the_queue_as_it_was(archived: Scene) -> None:
    async with opened(archived) as (desk, pilot):
        await pilot.press("j", "j", "space")
        before, cursor = pane(desk, "queue"), desk.queue.item_id
        await typed(desk, pilot, "S", "garrison")
        await until(lambda: "1/5" in head(desk))
        await pilot.press("j", "escape")
        assert desk.queue.item_id == cursor
        assert pane(desk, "queue") == before


async def test_it_leads_back_to_the_pane_where_it_was_asked_for(archived: Scene) -> None:
    async with opened(archived) as (desk, pilot):
        await pilot.press("3")
        await typed(desk, pilot, "S", "garrison")
        await until(lambda: "1/5" in head(desk))
        assert desk.active.name == "queue"
        await pilot.press("q")
        assert desk.active.name == "alerts"


async def test_a_finding_is_dealt_with_as_in_the_queue(archived: Scene) -> None:
    async with opened(archived) as (desk, pilot):
        await typed(desk, pilot, "S", "garrison")
        await until(lambda: "1/5" in head(desk))
        await pilot.press("a")
        assert "acknowledged “General staff" in screen(desk)[-2]
        assert "ana" in rows(desk)[0]
        assert desk.queue.rows_of.cursor == 1
        await pilot.press("s", "enter")
        assert desk.active is desk.story
        assert desk.story.view is not None
        assert desk.story.view.item.starred


async def test_an_archived_finding_can_be_read_and_not_changed(archived: Scene) -> None:
    async with opened(archived) as (desk, pilot):
        await typed(desk, pilot, "S", "garrison")
        await until(lambda: "1/5" in head(desk))
        await pilot.press("G")
        await until(lambda: f"archived {MONTH}" in pane(desk, "story")[0])
        assert any("Nobody will return to it" in line for line in pane(desk, "story"))
        before = desk.reader.last_event()
        for key in "adustNMX":
            desk.flash(desk.look.glyphs.rule)
            await pilot.press(key)
            assert f"archived in {MONTH}" in screen(desk)[-2], key
            desk.hearing.forget()
        await pilot.press("enter", "e")
        assert "evidence 1 of 1" in screen(desk)[-2]
        await pilot.press("a")
        assert f"archived in {MONTH}" in screen(desk)[-2]
        assert desk.reader.last_event() == before
        await pilot.press("y")
        said = screen(desk)[-2]
        assert "copied to the terminal" in said
        assert ": https://news.example/" in said
        await pilot.press("z")
        assert "nothing to take back" in screen(desk)[-2]


async def test_one_archived_row_among_the_marked_ones_holds_back_the_act(archived: Scene) -> None:
    async with opened(archived) as (desk, pilot):
        await typed(desk, pilot, "S", "garrison")
        await until(lambda: "1/5" in head(desk))
        await pilot.press("v", "G", "a")
        assert f"archived in {MONTH}" in screen(desk)[-2]
        assert desk.queue.rows_of.anchor_id is not None


async def test_the_story_of_the_queue_is_live_again_when_the_search_is_left(archived: Scene) -> None:
    async with opened(archived) as (desk, pilot):
        await typed(desk, pilot, "S", "garrison")
        await until(lambda: "1/5" in head(desk))
        await pilot.press("G")
        await until(lambda: desk.story.archive == MONTH)
        await pilot.press("q")
        await until(lambda: desk.story.archive == "" and desk.story.item_id == desk.queue.item_id)
        await pilot.press("a")
        assert "acknowledged" in screen(desk)[-2]


async def test_words_that_cannot_be_read_are_told_with_their_column_and_nothing_opens(archived: Scene) -> None:
    async with opened(archived) as (desk, pilot):
        await pilot.press("S", *"river colour:red")
        assert "no field colour: (column 7)" in screen(desk)[-1]
        await pilot.press("enter")
        assert "search: river colour:red" in screen(desk)[-2]
        assert desk.queue.findings is None


async def test_other_words_can_be_asked_for_from_what_was_found(archived: Scene) -> None:
    async with opened(archived) as (desk, pilot):
        await typed(desk, pilot, "S", "garrison")
        await until(lambda: "1/5" in head(desk))
        await pilot.press("/")
        assert "search: garrison" in screen(desk)[-2]
        await pilot.press("ctrl+u")
        desk.footer.paste("zebra")
        await pilot.press("enter")
        await until(lambda: "Nothing found." in "".join(rows(desk)))
        await pilot.press("q")
        assert "2 Queue" in head(desk)


async def test_where_the_headline_lacks_the_word_the_text_around_it_is_shown(archived: Scene) -> None:
    async with opened(archived) as (desk, pilot):
        await typed(desk, pilot, "S", "satellite")
        await until(lambda: "1/1" in head(desk))
        assert "He gave no number. Satellite" in rows(desk)[0]


async def test_an_archive_that_cannot_be_read_is_told(archived: Scene) -> None:
    archives.of_month(archived.path, "2026-06").path.write_bytes(b"no database" * 1_000)
    async with opened(archived) as (desk, pilot):
        await typed(desk, pilot, "S", "garrison")
        await until(lambda: "1/5" in head(desk))
        assert "archive 2026-06" in screen(desk)[-2]
        assert f"and {MONTH} " in head(desk)


async def test_items_that_come_meanwhile_are_in_the_queue(archived: Scene) -> None:
    async with opened(archived, now=walking()) as (desk, pilot):
        await pilot.press("j")
        await typed(desk, pilot, "S", "garrison")
        await until(lambda: "1/5" in head(desk))
        archived.poll(Item("One more garrison", minutes_ago=0))
        await until(lambda: len(desk.queue.items) == 10)
        assert "1/5" in head(desk)
        await pilot.press("r")
        await until(lambda: "1/6" in head(desk))
        await pilot.press("q")
        assert "One more garrison" in rows(desk)[0]


async def test_a_search_that_is_left_while_it_runs_changes_nothing(
    archived: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    let_go = threading.Event()
    find = Searcher.find

    def slowly(searcher: Searcher, *asked: Any, **more: Any) -> Findings:
        let_go.wait(5)
        return find(searcher, *asked, **more)

    monkeypatch.setattr(Searcher, "find", slowly)
    async with opened(archived) as (desk, pilot):
        before = pane(desk, "queue")
        await typed(desk, pilot, "S", "garrison")
        assert "searching" in head(desk)
        assert "Searching." in "".join(rows(desk))
        await pilot.press("q")
        let_go.set()
        await pilot.press("j", "k")
        assert pane(desk, "queue") == before


@pytest.mark.parametrize("size", [(160, 45), (120, 40), (80, 24), (60, 20)])
async def test_it_stands_in_the_queues_place_at_every_size(archived: Scene, size: tuple[int, int]) -> None:
    async with opened(archived, size) as (desk, pilot):
        await typed(desk, pilot, "S", "garrison")
        await until(lambda: "1/5" in head(desk))
        assert "2 Search" in head(desk)
        assert all("garrison" in line for line in rows(desk)[:2])


async def test_the_words_of_the_filter_are_marked_in_the_list_and_in_the_story(archived: Scene) -> None:
    async with opened(archived) as (desk, pilot):
        await typed(desk, pilot, "/", "doubts")
        await until(lambda: len(desk.queue.rows_of) == 1)
        await until(lambda: desk.story.item_id == desk.queue.item_id)
        lit = [
            segment.text
            for strip in desk._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.bgcolor == desk.look.hit.bgcolor
        ]
        assert lit == ["doubts", "doubts"]
