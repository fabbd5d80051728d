"""What takes the whole screen for a while: help, palette, mutes, and the answer of the command line."""

from array import array
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from threading import Event

from textual.pilot import Pilot

from tests.tui.desks import opened, screen, typed, until
from tests.tui.scene import NOW_MS, Scene
from tui.acts.refusing import refusal
from tui.commands import ANYWHERE, BY_ID, COMMANDS, keymap
from tui.desk import Desk
from tui.look import ASCII
from tui.options import Answer, CommandLine, DeskOptions
from tui.present.help import entries
from tui.terminal import open_desk

OWN = [command for command in COMMANDS if "sources" in command.scope and command.scope != ANYWHERE]


class Asked:
    """A command at work that ends when it is told to."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        self.stopped = False
        self._ended = Event()

    def answer(self) -> Answer:
        assert self._ended.wait(5)
        return Answer((f"the answer to {self.words[0]}", "[/x]\x1b[2J"), 2 if self.stopped else 0)

    def end(self) -> None:
        self._ended.set()

    def stop(self) -> None:
        self.stopped = True
        self._ended.set()


def test_the_help_begins_with_the_pane_it_was_opened_from() -> None:
    listed = entries(keymap({"dismiss": "x"}), "", (), "sources")
    headings = [entry.words for entry in listed if entry.is_heading]
    assert headings == ["in the sources", "in every pane", "in other panes", "signs"]
    here = [entry.command for entry in listed[1:] if entry.where and entry.command][: len(OWN)]
    assert here == OWN
    assert next(entry.keys for entry in listed if entry.command is BY_ID["dismiss"]) == "x"


def test_a_part_of_the_help_without_a_line_has_no_heading() -> None:
    assert [entry.words for entry in entries(keymap({}), "starred", (), "queue")] == ["signs", "starred"]
    assert entries(keymap({}), "no such words") == []


def test_the_signs_are_those_of_the_look_and_the_keys_those_of_now() -> None:
    listed = entries(keymap({"first": "K"}), "shows them", (), "queue", ASCII)
    assert listed[1].words == "new rows wait above the view: K shows them"
    assert all(entry.keys.isascii() for entry in entries(keymap({}), "", (), "queue", ASCII))


def test_a_command_without_a_key_is_in_the_help_by_its_name() -> None:
    listed = entries(keymap({"star": "none"}), "star, or take")
    assert [entry.keys for entry in listed if entry.command] == [":star"]


def test_what_cannot_be_done_says_why(desk: Desk) -> None:
    assert refusal(desk, BY_ID["star"], "queue") == "nothing under the cursor in the queue"
    desk.queue.widget.model.replace(array("q", [1]))
    assert refusal(desk, BY_ID["star"], "queue") == ""
    assert refusal(desk, BY_ID["acknowledge"], "sources") == ""
    assert refusal(desk, BY_ID["evidence"], "story") == "nothing under the cursor in the story"
    assert refusal(desk, BY_ID["end-mute"], "queue") == "only in the mutes"


async def test_the_palette_runs_a_command_where_it_was_opened(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await pilot.press("5")
        await typed(desk, pilot, ":", "zoom")
        assert (desk.active.name, desk.zoomed) == ("story", True)
        await typed(desk, pilot, ":", "resolve", "escape")
        assert (desk.active.name, desk.zoomed) == ("story", True)
        await typed(desk, pilot, ":", "its items speaker", "down")
        assert "No command by these words" in "".join(screen(desk))
        await pilot.press("enter")
        assert "no command its items speaker" in screen(desk)[-2]
        await typed(desk, pilot, ":", "acknolwedge")
        assert "did you mean acknowledge?" in screen(desk)[-2]
        await pilot.press(":")
        assert "give the pane the whole screen" in screen(desk)[2]
        await pilot.press("escape")
        await typed(desk, pilot, ":", "filter tag:withdrawal")
        await until(lambda: len(desk.queue.rows_of) == 5)
        await typed(desk, pilot, ":", "restore")
        assert "it takes the database away" in screen(desk)[-1]
        await pilot.press("escape")
        await typed(desk, pilot, ":", "items")
        assert "this desk has no command line" in screen(desk)[-2]


async def test_a_read_only_desk_offers_acts_with_the_reason_against_them(scene: Scene) -> None:
    async with opened(scene, read_only=True) as (desk, pilot):
        await typed(desk, pilot, ":", "star, or take", "down")
        assert "read-only desk" in screen(desk)[2]
        await pilot.press("enter")
        assert "read-only desk" in screen(desk)[-2]


@asynccontextmanager
async def with_command_line(scene: Scene, asked: list[Asked]) -> AsyncIterator[tuple[Desk, Pilot[None]]]:
    """A desk whose command line notes what it is asked."""

    def start(words: Sequence[str], columns: int) -> Asked:
        assert columns == 158
        asked.append(Asked(words))
        return asked[-1]

    line = CommandLine({"items": "List items."}, start)
    app = open_desk(scene.path, DeskOptions("ana", now=lambda: NOW_MS, words=line))
    async with app.run_test(size=(160, 45)) as pilot:
        desk = app.screen
        assert isinstance(desk, Desk)
        yield desk, pilot


async def test_the_command_line_answers_on_a_page_and_one_answer_at_a_time(scene: Scene) -> None:
    asked: list[Asked] = []
    async with with_command_line(scene, asked) as (desk, pilot):
        await pilot.press("R")
        assert "nothing has been asked" in screen(desk)[-2]
        await typed(desk, pilot, ":", "items --limit 2")
        assert "Reply" in screen(desk)[1]
        assert "items --limit 2" in screen(desk)[1]
        assert "running" in screen(desk)[1]
        await typed(desk, pilot, ":", "stories")
        assert (asked[0].stopped, asked[1].words) == (True, ("stories",))
        asked[1].end()
        await until(lambda: "exit 0" in screen(desk)[1])
        assert "the answer to stories" in screen(desk)[2]
        assert "\x1b" not in "".join(screen(desk))
        await pilot.press("q")
        assert "2 Queue" in screen(desk)[1]
        await pilot.press("R", "?", "q")
        assert "the answer to stories" in screen(desk)[2]
        await pilot.press("q")
        await typed(desk, pilot, ":", "quotes")
        await pilot.press("q")
        asked[2].end()
        await until(lambda: "quotes: exit 0; R shows the answer" in screen(desk)[-2])
        await typed(desk, pilot, ":", "doctor")
    assert [each.stopped for each in asked] == [True, False, False, True]


async def test_an_answer_is_set_anew_at_another_size(scene: Scene) -> None:
    asked: list[Asked] = []
    async with with_command_line(scene, asked) as (desk, pilot):
        await typed(desk, pilot, ":", "items")
        asked[0].end()
        await until(lambda: "exit 0" in screen(desk)[1])
        await pilot.resize_terminal(60, 20)
        await until(lambda: "the answer to items" in screen(desk)[2])


async def test_the_mutes_stand_over_the_screen_and_q_goes_back(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await pilot.press("3", "U")
        assert "Mutes" in screen(desk)[1]
        await pilot.press("?")
        assert "in the mutes" in screen(desk)[2]
        await pilot.press("q")
        assert desk.active.name == "mutes"
        await pilot.press("escape")
        assert desk.active.name == "alerts"
