"""The queue of a long file: the first page at once, the rest when it has come, never on the event loop."""

import threading
from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.file.sqlite import SqliteError
from storage.query import Query
from storage.reads.reader import Reader
from tests.tui.desks import opened, pane, screen, typed, until, walking
from tests.tui.scene import Item, Scene
from tui.acts.filtering import FIRST_PAGE
from tui.desk import Desk

MANY = 1_000


@pytest.fixture
def long(tmp_path: Path) -> Iterator[Scene]:
    scene = Scene(tmp_path / "desk.db")
    scene.many(MANY)
    scene.poll(Item("A single zebra crosses the road", minutes_ago=1))
    yield scene
    scene.close()


class Gate:
    """The whole list is answered only when it is let; who waits there can be interrupted, as SQLite can."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._is_open = False
        self._waiting = 0
        self._interrupted = 0

    def set(self, is_open: bool) -> None:
        with self._changed:
            self._is_open = is_open
            self._changed.notify_all()

    def interrupt(self) -> None:
        with self._changed:
            self._interrupted = self._waiting
            self._changed.notify_all()

    def wait(self) -> None:
        with self._changed:
            self._waiting += 1
            assert self._changed.wait_for(lambda: self._is_open or self._interrupted, 10)
            self._waiting -= 1
            if self._interrupted:
                self._interrupted = 0
                raise SqliteError("interrupted")


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Around the queries of a desk, of which none may run on the event loop but the first, of all items."""
    gate, loop = Gate(), threading.get_ident()
    item_ids, newest = Reader.item_ids, Reader.newest

    def whole(reader: Reader, query: Query | None = None, limit: int | None = None) -> "array[int]":
        assert threading.get_ident() != loop
        gate.wait()
        return item_ids(reader, query, limit)

    def page(reader: Reader, query: Query | None, limit: int) -> "array[int]":
        assert query is None or threading.get_ident() != loop
        return newest(reader, query, limit)

    monkeypatch.setattr(Reader, "item_ids", whole)
    monkeypatch.setattr(Reader, "newest", page)
    monkeypatch.setattr(Reader, "interrupt", lambda _: gate.interrupt())
    yield gate
    gate.set(True)


def head(desk: Desk) -> str:
    return pane(desk, "queue")[0]


async def test_a_page_is_there_at_once_and_the_rest_moves_nothing(long: Scene, gate: Gate) -> None:
    async with opened(long) as (desk, pilot):
        assert f"1/{FIRST_PAGE}+" in head(desk)
        await pilot.press(*"jjjjj", "space")
        before, cursor = pane(desk, "queue")[1:], desk.queue.item_id
        gate.set(True)
        await until(lambda: f"7/{MANY + 1:,} " in head(desk))
        assert pane(desk, "queue")[1:] == before
        assert desk.queue.item_id == cursor


async def test_a_filters_first_page_comes_before_the_whole_answer(long: Scene, gate: Gate) -> None:
    async with opened(long) as (desk, pilot):
        await pilot.press("/", *"berth")
        await until(lambda: f"{FIRST_PAGE}+ items" in screen(desk)[-1])
        assert f"1/{FIRST_PAGE}+" in head(desk)
        gate.set(True)
        await until(lambda: f"{MANY:,} items" in screen(desk)[-1])


async def test_an_answer_of_less_than_a_page_is_whole(long: Scene, gate: Gate) -> None:
    async with opened(long) as (desk, pilot):
        await typed(desk, pilot, "/", "zebra")
        await until(lambda: "1/1 " in head(desk))
        await pilot.press("escape")
        await until(lambda: f"{FIRST_PAGE}+" in head(desk))


async def test_a_view_that_is_applied_again_far_down_keeps_the_cursor(long: Scene, gate: Gate) -> None:
    gate.set(True)
    async with opened(long) as (desk, pilot):
        await until(lambda: f"{MANY + 1:,} " in head(desk))
        await pilot.press("G")
        before, cursor = pane(desk, "queue"), desk.queue.item_id
        gate.set(False)
        await pilot.press("r")
        assert desk.queue.item_id == cursor
        gate.set(True)
        await pilot.press("r")
        await until(lambda: pane(desk, "queue") == before)
        assert desk.queue.item_id == cursor


async def test_what_comes_while_the_rest_is_read_is_not_lost(long: Scene, gate: Gate) -> None:
    async with opened(long, now=walking()) as (desk, pilot):
        await pilot.press("j")
        long.poll(Item("It came in between", minutes_ago=0))
        await until(lambda: "PAUSED 1 new" in head(desk))
        gate.set(True)
        await until(lambda: f"{MANY + 2:,} " in head(desk))
        assert "PAUSED 1 new" in head(desk)
        await pilot.press("g")
        assert "It came in between" in pane(desk, "queue")[1]


async def test_a_filter_asked_for_far_down_shows_what_matches_and_nothing_else(long: Scene, gate: Gate) -> None:
    gate.set(True)
    async with opened(long) as (desk, pilot):
        await until(lambda: f"{MANY + 1:,} " in head(desk))
        await pilot.press("G")
        await typed(desk, pilot, "/", "berth")
        await until(lambda: f"/{MANY:,} " in head(desk))
        assert "zebra" not in "".join(row.title for row in desk.reader.item_rows(desk.queue.items.ids).values())
        assert len(set(desk.queue.items.ids)) == MANY


async def test_a_word_that_may_become_a_field_narrows_nothing_until_it_is_finished(long: Scene, gate: Gate) -> None:
    gate.set(True)
    async with opened(long) as (desk, pilot):
        await until(lambda: f"1/{MANY + 1:,} " in head(desk))
        await typed(desk, pilot, "/", "ti", end="t")
        assert f"{MANY + 1:,} items without tit" in screen(desk)[-1]
        assert f"1/{MANY + 1:,} " in head(desk)
        await pilot.press("ctrl+u", *"zeb")
        await until(lambda: "0 items" in screen(desk)[-1])
        desk.footer.paste("ra so")
        await until(lambda: " 1 item without so" in screen(desk)[-1])
        assert "1/1 " in head(desk)
        desk.footer.paste("urce:")
        await until(lambda: "source: needs a value" in screen(desk)[-1])
        assert "1/1 " in head(desk)
        await pilot.press("ctrl+w", *" so", "enter")
        await until(lambda: "/ zebra so" in head(desk) and "0/0" in head(desk))


async def test_enter_keeps_a_filter_open_that_cannot_be_read_and_the_list_without_its_last_word(
    long: Scene, gate: Gate
) -> None:
    gate.set(True)
    async with opened(long) as (desk, pilot):
        await pilot.press("/", *"taag")
        await until(lambda: "0 items" in screen(desk)[-1])
        await pilot.press(":", *"foo", "enter")
        await until(lambda: f"1/{MANY + 1:,} " in head(desk))
        assert "/ taag:foo" in screen(desk)[-2]
        assert screen(desk)[-1].startswith(" there is no field taag:; tag:? (column 1)")
        assert "Enter" not in screen(desk)[-1]
        await pilot.press("escape")
        assert desk.queue.filter.text == ""
        assert f"1/{MANY + 1:,} " in head(desk)


async def test_a_wrong_word_is_not_unsaid_by_a_late_answer(long: Scene, gate: Gate) -> None:
    async with opened(long) as (desk, pilot):
        await pilot.press("/", *"berth")
        await until(lambda: f"{FIRST_PAGE}+ items" in screen(desk)[-1])
        await pilot.press("space", '"')
        assert 'a " without its closing "' in screen(desk)[-1]
        gate.set(True)
        await until(lambda: f"1/{MANY:,} " in head(desk))
        assert 'a " without its closing "' in screen(desk)[-1]
