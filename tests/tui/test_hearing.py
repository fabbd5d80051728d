"""Keys where they mean nothing, and what a fast hand types behind one that could not ask."""

from collections.abc import Iterable

import pytest

from tests.tui.desks import opened, screen
from tests.tui.scene import Scene
from tui.acts.hearing import BEHIND_S, Hearing
from tui.desk import Desk


class Hand:
    """Types on a desk, at a clock of its own."""

    def __init__(self, desk: Desk, hearing: Hearing) -> None:
        self._desk = desk
        self._hearing = hearing
        self._at_s = 1_000.0

    def types(self, keys: Iterable[str], every_s: float = 0.001) -> None:
        for key in keys:
            character = {"space": " ", "enter": "\r"}.get(key, key if len(key) == 1 else None)
            if not self._desk.footer.takes(key, character):
                self._hearing.press(key, character, self._at_s)
            self._at_s += every_s


def message(desk: Desk) -> str:
    return screen(desk)[-2].strip()


async def test_a_key_of_other_panes_says_where_and_one_of_none_that_it_means_nothing(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        hand, log = Hand(desk, Hearing(desk)), desk.reader.last_event()
        said = {}
        for pane, key in (
            ("1", "s"),
            ("3", "A"),
            ("4", "d"),
            ("5", "r"),
            ("1", "x"),
            ("1", "K"),
            ("1", "f9"),
            ("5", "enter"),
        ):
            hand.types([pane, key], 1.0)
            await pilot.pause()
            said[pane + key] = message(desk)
        assert said == {
            "1s": "s: star in 2 5",
            "3A": "A: acknowledge-shown in 2",
            "4d": "d: dismiss in 2 5, dismiss-alert in 3",
            "5r": said["5r"],
            "1x": "x: resolve in 3",
            "1K": "K means nothing, ? lists the keys",
            "1f9": "F9 means nothing, ? lists the keys",
            "5enter": "Enter: open in 2 3 4, filter-source in 1",
        }
        assert desk.reader.last_event() == log


async def test_on_a_read_only_desk_a_key_that_only_acts_elsewhere_says_so(scene: Scene) -> None:
    async with opened(scene, read_only=True) as (desk, pilot):
        Hand(desk, Hearing(desk)).types("1d", 1.0)
        await pilot.pause()
        assert message(desk) == "read-only desk"


@pytest.mark.parametrize("keys", ["3t", "4N", "4m"])
async def test_what_is_typed_behind_a_key_that_could_not_ask_does_nothing(scene: Scene, keys: str) -> None:
    async with opened(scene) as (desk, _):
        log, hand = desk.reader.last_event(), Hand(desk, Hearing(desk))
        hand.types(keys)
        pane = desk.active
        hand.types(["c", "a", "l", "space", "l", "e", "d", "backspace", "Q", "?", "enter", "+"])
        assert desk.active is pane
        assert desk.zoomed
        assert desk.reader.last_event() == log


async def test_an_item_that_a_note_finds_takes_the_words_and_a_pause_ends_what_is_unheard(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        hand = Hand(desk, Hearing(desk))
        hand.types(["3", "N", *"called the duty officer", "enter"])
        await pilot.pause()
        assert "noted on" in message(desk)
        assert desk.reader.events_after(0)[-1].detail.endswith("called the duty officer")
        hand.types("4N", 0.001)
        hand.types(["x"], BEHIND_S + 0.01)
        hand.types(["2"])
        assert desk.active is desk.queue


async def test_a_key_that_is_no_letter_ends_what_is_unheard_and_is_heard(scene: Scene) -> None:
    async with opened(scene) as (desk, _):
        hand = Hand(desk, Hearing(desk))
        hand.types(["4", "N", "n", "tab"])
        assert desk.active is desk.story
