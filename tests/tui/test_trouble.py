"""What goes wrong with the file, told on the screen that stays as it was."""

import os
import shutil
from collections.abc import Callable
from typing import Any

import pytest

from storage.acting.acts import Acts
from storage.file import sqlite
from storage.file.errors import DiskFull, StoreError
from storage.reads.reader import Reader
from tests.tui.desks import opened, screen, states, until, walking
from tests.tui.scene import Item, Scene
from tui.desk import Desk
from tui.text import SafeText
from tui.watch.trouble import Trouble


def body(desk: Desk) -> list[str]:
    """The screen without header and footer."""
    return screen(desk)[1:-2]


def migrate(scene: Scene) -> None:
    """As a newer feint would."""
    (version,) = scene.connection.execute("PRAGMA user_version").fetchone()
    scene.connection.execute(f"PRAGMA user_version = {version + 1}")


def replace(scene: Scene) -> None:
    """Another file in its place, as a restore leaves it."""
    other = scene.path.with_name("other.db")
    shutil.copy(scene.path, other)
    os.replace(other, scene.path)


def delete(scene: Scene) -> None:
    scene.path.unlink()


ENDS = (
    pytest.param(migrate, "newer feint", id="migrated"),
    pytest.param(replace, "another file lies in its place", id="replaced"),
    pytest.param(delete, "deleted", id="deleted"),
)


@pytest.mark.parametrize("size", [(160, 45), (80, 24), (60, 8)])
@pytest.mark.parametrize(("end", "words"), ENDS)
async def test_a_file_that_is_no_longer_the_one_to_use_ends_reading_and_acting_but_not_the_screen(
    scene: Scene, end: Callable[[Scene], None], words: str, size: tuple[int, int]
) -> None:
    async with opened(scene, size, now=walking()) as (desk, pilot):
        end(scene)
        foot = -2 if size[1] >= 10 else -1
        await until(lambda: words in screen(desk)[foot])
        before = screen(desk)
        await pilot.press("a", "j", "z", "S", "/", "5", "q", "r", "l")
        assert screen(desk) == before
        if foot == -2:
            assert "Q closes the desk" in before[-1]
        await pilot.press("Q")
        assert pilot.app.return_code == 0


async def test_an_act_notices_it_before_the_pulse_does(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        desk._pulse.stop()
        migrate(scene)
        await pilot.press("a")
        assert "newer feint" in screen(desk)[-2]
        assert desk.trouble.is_final
    assert set(states_of(scene)) == {"new"}


def states_of(scene: Scene) -> list[str]:
    return [row["state"] for row in scene.connection.execute("SELECT state FROM item").fetchall()]


async def test_it_takes_the_place_of_what_is_being_typed(scene: Scene) -> None:
    async with opened(scene, now=walking()) as (desk, pilot):
        await pilot.press("N", *"half a no")
        replace(scene)
        await until(lambda: "another file" in screen(desk)[-2])
        await pilot.press("t", "e", "enter")
        assert "another file" in screen(desk)[-2]
    assert states(scene)


async def test_it_survives_another_size(scene: Scene) -> None:
    async with opened(scene, now=walking()) as (desk, pilot):
        delete(scene)
        await until(lambda: desk.trouble.is_final)
        for size in ((80, 24), (20, 5), (160, 45)):
            await pilot.resize_terminal(*size)
            assert all(screen(desk))
        assert "A town remembers" in "".join(screen(desk))


# What passes


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """While it holds an error, every look at the file raises it."""
    errors: list[Exception] = []
    changed = Reader.changed

    def look(reader: Reader) -> bool:
        if errors:
            raise errors[0]
        return changed(reader)

    monkeypatch.setattr(Reader, "changed", look)
    return errors


@pytest.mark.parametrize(
    "error", [StoreError("the disk is on fire"), sqlite.SqliteError("the disk is on fire")], ids=["ours", "sqlite"]
)
async def test_what_cannot_be_read_is_told_once_and_stands_in_the_header_until_it_can(
    scene: Scene, broken: list[Exception], error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    async with opened(scene, now=walking()) as (desk, pilot):
        flash = desk.footer.flash

        def heard(words: SafeText, *more: Any) -> None:
            told.append(words)
            flash(words, *more)

        monkeypatch.setattr(desk.footer, "flash", heard)
        clock = screen(desk)[0][12:22]
        broken.append(error)
        await until(lambda: "fire" in screen(desk)[0])
        await until(lambda: screen(desk)[0][12:22] != clock)
        await pilot.press("j")
        assert [words for words in told if "fire" in words] == told[:1]
        broken.clear()
        await until(lambda: "fire" not in screen(desk)[0])
        scene.poll(Item("And on it goes", minutes_ago=0))
        await until(lambda: len(desk.queue.items) == 10)


async def test_what_keeps_the_collector_from_its_work_stands_in_the_header_and_is_told_whole(scene: Scene) -> None:
    words = "the disk is full: 12 kB left on /srv/feint, nothing new is stored until there is room"
    async with opened(scene, now=walking()) as (desk, _):
        assert "disk" not in screen(desk)[0]
        with sqlite.transaction(scene.connection):
            scene.connection.execute("UPDATE lease SET trouble = ?", (words,))
        await until(lambda: "the disk is full" in screen(desk)[0])
        assert "room" not in screen(desk)[0]
        assert words in screen(desk)[-2]
        with sqlite.transaction(scene.connection):
            scene.connection.execute("UPDATE lease SET trouble = ''")
        await until(lambda: "disk" not in screen(desk)[0])


@pytest.mark.parametrize("size", [(160, 45), (80, 24)])
async def test_trouble_leaves_room_for_name_and_heartbeat(scene: Scene, size: tuple[int, int]) -> None:
    with sqlite.transaction(scene.connection):
        scene.connection.execute("UPDATE lease SET trouble = ?", ("held " * 40,))
    async with opened(scene, size) as (desk, _):
        header = screen(desk)[0]
        assert "feint" in header
        assert "held held" in header
        assert "…" in header
        assert "collector" in header


async def test_a_courtesy_that_cannot_be_written_is_told_once(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def full(acts: Acts, *said: object) -> None:
        raise DiskFull("the disk is full")

    for word in ("look_at", "seen"):
        monkeypatch.setattr(Acts, word, full)
    monkeypatch.setattr(Trouble, "tell", lambda _, error: told.append(str(error)))
    async with opened(scene, now=walking()) as (desk, pilot):
        for _ in range(3):
            await pilot.press("j")
            looked = desk.queue.item_id
            await until(lambda looked=looked: desk.presence._gaze._told == looked)  # type: ignore[misc]
    assert told == ["the disk is full"]
