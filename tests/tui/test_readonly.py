"""A desk that looks and changes nothing."""

import pytest

from storage.file import sqlite
from tests.tui.desks import opened, screen, states, typed, until, walking
from tests.tui.scene import Item, Scene
from tui.commands import COMMANDS, keymap
from tui.desk import Desk
from tui.look import look_of
from tui.present.help import entries
from tui.present.keyline import key_line

ACTING = [command for command in COMMANDS if command.acts]


def dump(scene: Scene) -> list[str]:
    """All that is in the file."""
    return [
        repr(tuple(row))
        for (table,) in scene.connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        for row in scene.connection.execute(f"SELECT * FROM {table}").fetchall()
    ]


async def test_every_acting_key_says_so_and_nothing_is_written(scene: Scene) -> None:
    before = dump(scene)
    async with opened(scene, read_only=True) as (desk, pilot):
        for command in ACTING:
            pane = sorted(command.scope - {"help"})[0]
            desk.go_to(pane)
            desk.flash(desk.look.glyphs.rule)
            await pilot.press(command.keys[0])
            assert "read-only desk" in screen(desk)[-2], command.id
            desk.hearing.forget()
    assert dump(scene) == before
    assert set(states(scene).values()) == {"new"}


def test_no_acting_command_is_offered() -> None:
    keys, look = keymap({}, acting=False), look_of("dark")
    listed = [entry.command for entry in entries(keys, "") if entry.command]
    assert not set(listed) & set(ACTING)
    assert len(listed) == len(COMMANDS) - len(ACTING)
    for pane in ("sources", "queue", "alerts", "quotes", "story"):
        line = "".join(segment.text for segment in key_line(keys, pane, 160, look))
        assert "? help" in line
        assert not any(word in line for word in ("ack", "undo", "poll", "note"))


async def test_it_is_told_in_the_header_and_nobody_is_told_of_it(scene: Scene) -> None:
    async with opened(scene, now=walking()) as (ana, _), opened(scene, operator="wall", read_only=True) as (wall, _):
        assert " RO " in screen(wall)[0]
        assert " RO " not in screen(ana)[0]
        await until(lambda: "ana" in screen(wall)[0])
        assert "ana*" in screen(ana)[0]
        assert "ana*" not in screen(wall)[0]
        assert "wall" not in screen(ana)[0] + screen(wall)[0]


async def test_it_follows_what_others_do(scene: Scene) -> None:
    async with opened(scene, read_only=True) as (wall, _), opened(scene) as (_, pilot):
        await pilot.press("a")
        await until(lambda: "✓" in screen(wall)[2])
        scene.poll(Item("The newest thing there is", minutes_ago=0))
        await until(lambda: "The newest thing there is" in screen(wall)[2])


async def test_moving_filtering_and_searching_need_no_leave_to_write(scene: Scene) -> None:
    scene.close()
    async with opened(scene, read_only=True) as (desk, pilot):
        await typed(desk, pilot, "/", "tag:withdrawal")
        await until(lambda: len(desk.queue.rows_of) == 5)
        await pilot.press("j", "enter", "e")
        assert "evidence 1" in screen(desk)[-2]
        await typed(desk, pilot, "S", "garrison")
        await until(lambda: "2 Search" in screen(desk)[1] and "1/4" in screen(desk)[1])
    scene.connection = sqlite.connect(scene.path, "collector")


@pytest.mark.parametrize("key", ["a", "z", "l"])
async def test_a_desk_with_leave_to_write_is_not_touched_by_this(scene: Scene, key: str) -> None:
    async with opened(scene) as (desk, pilot):
        await pilot.press(key)
        assert "read-only" not in screen(desk)[-2]


def test_help_and_palette_of_a_read_only_desk_name_no_act(desk: Desk) -> None:
    assert any(entry.command and entry.command.acts for entry in entries(desk.keymap, ""))
