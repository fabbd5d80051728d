"""Heads and feet: titles, the key line, and what a first desk is told."""

import pytest
from rich.segment import Segment

from storage.acting.acts import Acts
from storage.reads.reader import Reader
from tests.tui.desks import opened, screen
from tests.tui.scene import Scene
from tui.commands import PANES, QUEUE, Command, keymap
from tui.look import look_of
from tui.present.keyline import key_line, welcome_line
from tui.present.title import Note, Title, title_line
from tui.text import EMPTY, SafeText, cells

LOOK = look_of("dark")
KEYS = keymap({})
TITLE = Title(2, SafeText("Queue"), (Note(SafeText("PAUSED 12 new"), LOOK.warn),), SafeText("412/10,233"))


def text(line: list[Segment]) -> str:
    return "".join(segment.text for segment in line)


def refused(command: Command) -> SafeText:
    return SafeText("archived") if command.acts else EMPTY


def test_a_head_says_number_name_notes_and_count() -> None:
    assert text(title_line(TITLE, 50, False, LOOK)) == "─ 2 Queue  PAUSED 12 new ──────────── 412/10,233 ─"
    assert text(title_line(TITLE, 50, True, look_of("mono", True))).startswith("= 2 Queue  PAUSED 12 new =")


@pytest.mark.parametrize("theme_is_ascii", [False, True])
def test_the_active_head_is_told_without_colours(theme_is_ascii: bool) -> None:
    mono = look_of("mono", theme_is_ascii)
    assert text(title_line(TITLE, 60, True, mono)) != text(title_line(TITLE, 60, False, mono))


@pytest.mark.parametrize("width", range(1, 90))
def test_a_head_is_never_wider_than_its_pane(width: int) -> None:
    assert cells(SafeText(text(title_line(TITLE, width, True, LOOK)))) <= max(width, 2)


@pytest.mark.parametrize("pane", PANES)
@pytest.mark.parametrize("width", [40, 60, 80, 160])
def test_the_key_line_keeps_whole_entries_and_the_help(pane: str, width: int) -> None:
    line = text(key_line(KEYS, pane, width, LOOK))
    assert cells(SafeText(line)) <= width
    assert line.rstrip().endswith("? help")
    whole = text(key_line(KEYS, pane, 300, LOOK))
    assert whole.startswith(line.rstrip().removesuffix("? help").rstrip())


def test_a_key_that_is_refused_now_is_dim_and_stays() -> None:
    line = key_line(KEYS, QUEUE, 160, LOOK, refused)
    assert text(line) == text(key_line(KEYS, QUEUE, 160, LOOK))
    styles = {segment.text: segment.style for segment in line}
    assert styles["a"] == LOOK.faint
    assert styles["?"] == LOOK.accent


def test_the_hint_names_the_keys_as_they_are_bound_and_fits_eighty_columns() -> None:
    line = text(welcome_line(keymap({"acknowledge": "K"}), 80, LOOK))
    assert "j k move  K acknowledge  Enter story  / filter  ? every key" in line
    assert cells(SafeText(line)) <= 80
    assert "first act" in text(welcome_line(KEYS, 160, LOOK))


async def test_a_first_desk_is_told_the_keys_until_its_first_act(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        assert "New here?" in screen(desk)[-2]
        await pilot.press("j")
        assert "New here?" in screen(desk)[-2]
        await pilot.press("a")
        desk.footer.flash(EMPTY, False, 0)
        desk.footer.forget_flash()
        assert "New here?" not in screen(desk)[-2]
    assert is_welcomed(scene, "ana")
    async with opened(scene) as (desk, _):
        assert "New here?" not in screen(desk)[-2]


async def test_a_look_at_the_help_takes_the_hint_away_for_good(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await pilot.press("?", "q")
        assert "New here?" not in screen(desk)[-2]
    assert is_welcomed(scene, "ana")
    assert not is_welcomed(scene, "ben")


async def test_a_read_only_desk_and_a_known_operator_are_told_nothing(scene: Scene) -> None:
    acts = Acts(scene.path, "ana")
    acts.welcomed()
    acts.close()
    async with opened(scene) as (known, _), opened(scene, operator="wall", read_only=True) as (wall, _):
        assert "New here?" not in screen(known)[-2] + screen(wall)[-2]


def is_welcomed(scene: Scene, operator: str) -> bool:
    reader = Reader(scene.path)
    welcomed = reader.has_been_welcomed(operator)
    reader.close()
    return welcomed
