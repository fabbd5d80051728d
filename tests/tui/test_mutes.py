"""What rings for nobody for a while: how it is asked for, how it is seen, how it ends."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.segment import Segment
from textual.pilot import Pilot

from storage.acting.acts import Acts
from storage.rows import MuteRow
from tests.tui.desks import opened, pane, screen, until
from tests.tui.scene import NOW_MS, Item, Scene, evening
from tui.desk import Desk
from tui.look import look_of
from tui.options import wall_clock_ms
from tui.present.mutes import mute_heading, mute_line
from tui.text import SafeText, cells

HOUR_MS = 3_600_000
LOOK = look_of("dark")
MUTE = MuteRow(1, 'source:"TASS"', "the same drill all day", "ana", NOW_MS, NOW_MS + 4 * HOUR_MS, held=23)


def text(line: list[Segment]) -> str:
    return "".join(segment.text for segment in line)


def test_a_mute_says_how_much_longer_what_it_held_back_what_why_and_who() -> None:
    assert text(mute_line(MUTE, 70, NOW_MS, LOOK)).split() == [
        "4h", "23", 'source:"TASS"', "the", "same", "drill", "all", "day", "ana",
    ]  # fmt: skip
    assert "21 Sep 18:13Z" in text(mute_line(MUTE, 120, NOW_MS, LOOK))


@pytest.mark.parametrize("width", [40, 71, 72, 99, 159])
def test_what_stands_in_a_column_stands_under_its_heading(width: int) -> None:
    heading, line = text(mute_heading(width, LOOK)), text(mute_line(MUTE, width, NOW_MS, LOOK))
    assert cells(SafeText(line)) == cells(SafeText(heading)) == width
    assert line.index("source") == heading.index("what")
    assert line.index("the same") == heading.index("why")
    assert line.index("ana") == heading.index("by")


class Clock:
    """The wall clock, for storage goes by it, and how far it has been set forward."""

    ahead_ms = 0

    def __call__(self) -> int:
        return wall_clock_ms() + self.ahead_ms


@pytest.fixture
def tonight(tmp_path: Path) -> Iterator[Scene]:
    scene = evening(tmp_path / "tonight.db", wall_clock_ms())
    yield scene
    scene.close()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the desk sends besides its frames: bell and title."""
    found: list[str] = []
    monkeypatch.setattr(Desk, "write", lambda _, sequence: found.append(sequence))
    return found


def rings(scene: Scene, source: str, title: str, held: str = "") -> None:
    """An item of a source, and an alert that rests on it; `held`: what keeps it from ringing, as the collector saw it."""
    ids = scene.poll(Item(f"{title} at the northern crossing", source=source, minutes_ago=0))
    scene.ring(title, 3, ids, held=held)


def title_of(sent: list[str]) -> str:
    return next(sequence for sequence in reversed(sent) if "]0;" in sequence)


async def test_a_muted_source_is_heard_no_more_and_others_are(tonight: Scene, sent: list[str]) -> None:
    async with opened(tonight, now=Clock()) as (desk, pilot):
        assert "3 alerts" in title_of(sent)
        await pilot.press("3", "j", "m")
        assert "r rule rule   t this story   s source Kyiv Observer   q a query" in screen(desk)[-2]
        await pilot.press("s")
        assert "mute source Kyiv Observer for:  1 1h   4 4h   h 12h   d 1d   3 3d   7 7d" in screen(desk)[-2]
        await pilot.press("4")
        would = "would have kept 1 of the last 7 days' alerts quiet; flashes ring all the same"
        await until(lambda: would in screen(desk)[-1])
        desk.footer.paste("the same drill")
        await pilot.press("enter")
        assert "muted 1" in screen(desk)[0]
        assert "2 new  ∅1" in pane(desk, "alerts")[0]
        assert "2 alerts" in title_of(sent)

        rings(tonight, "Kyiv Observer", "rotation goes on", held="mute 1 by ana: the same drill")
        await until(lambda: "∅2" in pane(desk, "alerts")[0])
        assert "\x07" not in sent
        assert "rotation" not in screen(desk)[-2]
        assert "2 alerts" in title_of(sent)
        await pilot.press("U")
        assert pane(desk, "mutes")[2].split()[5] == "1"

        rings(tonight, "AFP", "bridge is closed")
        await until(lambda: "\x07" in sent)
        await pilot.press("j")
        assert "bridge is closed" in screen(desk)[-2], "a key that was meant for something else does not take it away"
        await until(lambda: "3 alerts" in title_of(sent))


async def test_only_a_mute_that_names_flashes_keeps_one_quiet_and_on_a_flash_that_is_offered(
    tonight: Scene, sent: list[str]
) -> None:
    async with opened(tonight, now=Clock()) as (desk, pilot):
        await pilot.press("3", "m", "r", "1", "enter")
        assert "1 new  ∅2" in pane(desk, "alerts")[0]
        assert "   F1  " in screen(desk)[0], "the header counts what rings"
        await pilot.press("m")
        assert "r rule rule   f flashes of rule   t this story" in screen(desk)[-2]
        await pilot.press("f", "1", "enter")
        assert "new" not in pane(desk, "alerts")[0]
        assert "∅3" in pane(desk, "alerts")[0]


async def test_the_mutes_are_listed_and_enter_ends_one_after_a_question(tonight: Scene) -> None:
    async with opened(tonight, now=Clock()) as (desk, pilot):
        await pilot.press("U")
        assert any("A mute keeps alerts from ringing" in line for line in screen(desk))
        assert any("m on a source" in line for line in screen(desk))
        await pilot.press("q", "m", "q")
        desk.footer.paste("colour:red")
        await pilot.press("enter")
        assert "mute: colour:red" in screen(desk)[-2]
        assert "there is no field colour:" in screen(desk)[-1]
        await pilot.press("escape")
        await typed_mute(desk, pilot, "kind:state", "4")
        await typed_mute(desk, pilot, "alert:truce", "1")
        await pilot.press("U")
        assert ["alert:truce" in line for line in pane(desk, "mutes")[2:4]] == [True, False]
        assert "muted 2" in screen(desk)[0]
        await pilot.press("enter")
        assert "end the mute of alert:truce? y/N" in screen(desk)[-2]
        await pilot.press("n")
        assert "the mute goes on" in screen(desk)[-2]
        assert "muted 2" in screen(desk)[0]
        await pilot.press("enter", "y")
        assert "muted 1" in screen(desk)[0]
        assert "kind:state" in pane(desk, "mutes")[2]
        await pilot.press("z")
        await until(lambda: "muted 2" in screen(desk)[0])
        await pilot.press("q")
        assert desk.active is desk.queue


async def typed_mute(desk: Desk, pilot: Pilot[None], query: str, length: str) -> None:
    """Mute what a query finds."""
    await pilot.press("m", "q")
    desk.footer.paste(query)
    await pilot.press("enter", length, "enter")


async def test_by_the_clock_alone_a_mute_ends_and_the_heartbeat_is_missed(tonight: Scene) -> None:
    clock, ben = Clock(), Acts(tonight.path, "ben")
    ben.mute("kind:state", wall_clock_ms() + HOUR_MS, "a drill")
    ben.close()
    async with opened(tonight, now=clock, read_only=True) as (desk, _):
        assert "muted 1" in screen(desk)[0]
        assert "silent" not in screen(desk)[0]
        clock.ahead_ms = 2 * HOUR_MS
        await until(lambda: "muted" not in screen(desk)[0])
        assert "collector silent since" in screen(desk)[0]
        assert desk.lookout.mutes == ()
