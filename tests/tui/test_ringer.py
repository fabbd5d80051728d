"""What rings on a desk: notices that are for its operator, each once, no more than an operator bears."""

from collections.abc import Iterator

import pytest
from textual.geometry import Size

from alerts.delivery.hearing import Hearing, Quiet
from storage.reads.reader import Reader
from storage.rows import NoticeRow
from tests.tui.rows import notice
from tests.tui.scene import NOW_MS, Scene
from tui.commands import keymap
from tui.desk import Desk
from tui.look import look_of
from tui.options import DeskOptions
from tui.present import ringing
from tui.text import SafeText
from tui.watch.ringer import Ringer

BEL = "\x07"
INFO, NOTICE, URGENT, FLASH = 1, 2, 3, 4
ELLIPSIS = SafeText("…")
HEARING = Hearing(osc="off")


class Heard:
    """A desk that is shown nowhere and its ringer; what they say and write is kept."""

    def __init__(self, scene: Scene, written: list[str], said: list[SafeText]) -> None:
        self.now_ms = NOW_MS
        self.written = written
        self.said = said
        self._scene = scene
        self._desks: list[Desk] = []
        self.ringer = self.by(HEARING)

    def by(self, hearing: Hearing) -> Ringer:
        """From now on it goes by these settings."""
        reader = Reader(self._scene.path)
        options = DeskOptions("ana", now=lambda: self.now_ms, hearing=hearing)
        self._desks.append(Desk(self._scene.path, reader, None, options, look_of("dark"), keymap({})))
        self.ringer = Ringer(self._desks[-1])
        self.ringer.begin()
        return self.ringer

    def looks(self, after_ms: int = 5_000) -> int:
        """Some time later; how many BELs it rings."""
        self.now_ms += after_ms
        before = self.written.count(BEL)
        self.ringer.look()
        return self.written.count(BEL) - before

    def close(self) -> None:
        for desk in self._desks:
            desk.reader.close()


@pytest.fixture
def heard(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Iterator[Heard]:
    written: list[str] = []
    said: list[SafeText] = []
    monkeypatch.setattr(Desk, "size", Size(160, 45))
    monkeypatch.setattr(Desk, "write", lambda _, sequence: written.append(sequence))
    monkeypatch.setattr(Desk, "flash", lambda _, words, bad=False, shown_ms=0: said.append(words))
    monkeypatch.setattr(Desk, "tell", lambda _, words, bad=False, shown_ms=0: said.append(words))
    heard = Heard(scene, written, said)
    yield heard
    heard.close()


def test_what_was_there_before_the_desk_does_not_ring(heard: Heard) -> None:
    assert heard.looks() == 0
    assert heard.said == []


def test_a_notice_rings_once_however_often_it_is_looked_for(heard: Heard, scene: Scene) -> None:
    scene.ring("bridge is closed", URGENT, [1])
    assert [heard.looks() for _ in range(3)] == [1, 0, 0]


def test_the_line_says_how_grave_why_and_what(heard: Heard, scene: Scene) -> None:
    alert = scene.ring("troops leave the border", URGENT, [1], rule="withdrawal-claimed")
    heard.looks()
    scene.notice(alert, "primary", "a second primary: the General Staff")
    assert heard.looks() == 1
    assert heard.said[-1] == (
        "U ALERT withdrawal-claimed: a second primary: the General Staff - troops leave the border"
    )


def test_an_alert_that_was_there_before_rings_for_what_is_new_of_it(heard: Heard, scene: Scene) -> None:
    scene.notice(1, "side", "a second side: ua")
    assert heard.looks() == 1


def test_several_at_once_are_counted_and_the_gravest_is_named(heard: Heard, scene: Scene) -> None:
    scene.ring("first", URGENT, [1])
    scene.ring("second", FLASH, [2])
    last = scene.ring("third", NOTICE, [3])
    scene.notice(last)
    assert heard.looks() == 1
    assert heard.said == ["3 ALERTS F1 U1 N1, rule: what it asks for is there - second"]


def test_what_is_held_back_or_for_others_rings_neither_then_nor_later(heard: Heard, scene: Scene) -> None:
    scene.notice(1, held="mute 3 by ana: a drill")
    scene.notice(1, to="duty head")
    assert heard.looks() == 0
    scene.notice(1, to="duty desk")
    assert heard.looks() == 1


def test_any_terminal_channel_of_the_config_is_the_desks_own(heard: Heard, scene: Scene) -> None:
    heard.by(HEARING._replace(channels=frozenset(("desk", "wall"))))
    scene.notice(1, to="wall")
    assert heard.looks() == 1


def test_what_is_less_grave_than_the_operator_hears_does_not_ring(heard: Heard, scene: Scene) -> None:
    heard.by(HEARING._replace(least=URGENT))
    scene.ring("a notice", NOTICE, [1])
    assert heard.looks() == 0
    scene.ring("urgent", URGENT, [1])
    assert heard.looks() == 1


def test_in_quiet_hours_only_a_flash_rings(heard: Heard, scene: Scene) -> None:
    heard.by(HEARING._replace(quiet=(Quiet(0, 1_440),)))
    scene.ring("urgent", URGENT, [1])
    assert heard.looks() == 0
    scene.ring("flash", FLASH, [2])
    assert heard.looks() == 1


def test_too_many_are_told_in_one_line_without_a_ring_and_a_flash_goes_beyond(heard: Heard, scene: Scene) -> None:
    heard.by(HEARING._replace(most=3, most_ms=60_000))
    for n in range(5):
        scene.ring(f"urgent {n}", URGENT, [1])
        heard.looks()
    assert heard.written.count(BEL) == 3
    assert heard.said[-1] == "FLOOD: 2 not rung, U2; U rule: what it asks for is there - urgent 4"
    for n in range(4):
        scene.ring(f"flash {n}", FLASH, [1])
        heard.looks()
    assert heard.written.count(BEL) == 6
    assert heard.said[-2].startswith("FLOOD: 2 not rung, U2; F ALERT rule")
    assert heard.said[-1] == "FLOOD: 3 not rung, F1 U2; F rule: what it asks for is there - flash 3"


def test_a_flood_is_over_when_there_is_room_again(heard: Heard, scene: Scene) -> None:
    heard.by(HEARING._replace(most=1, most_ms=60_000))
    scene.ring("one", URGENT, [1])
    scene.ring("two", URGENT, [1])
    heard.looks()
    assert heard.said[-1].startswith("FLOOD: 1 not rung, U1; U ALERT")
    scene.ring("three", URGENT, [1])
    assert heard.looks(60_000) == 1
    assert heard.said[-1].startswith("U ALERT")


def test_a_clock_that_is_set_back_makes_no_flood(heard: Heard, scene: Scene) -> None:
    heard.by(HEARING._replace(most=1))
    scene.ring("one", URGENT, [1])
    heard.looks()
    scene.ring("two", URGENT, [1])
    assert heard.looks(-86_400_000) == 1


def test_what_waits_when_the_desk_opens_is_said_once_and_does_not_ring(heard: Heard) -> None:
    heard.ringer.say_waiting([URGENT, FLASH, URGENT])
    heard.ringer.say_waiting([])
    assert heard.said == ["3 new alerts wait: F1 U2"]
    assert heard.written == []


def a_notice(said: str, title: str) -> NoticeRow:
    return notice(said, 0)._replace(rule="withdrawal-claimed", title=title, severity=URGENT)


def test_on_a_narrow_screen_neither_why_nor_what_is_cut_off_whole() -> None:
    graver = a_notice(
        "graver, urgent: 2 origins within 60 min; a second primary: Varnia (va)", "Units begin return " * 5
    )
    assert ringing.line([graver], [graver], [], 78, ELLIPSIS).startswith(
        "U ALERT withdrawal-claimed: graver, urgent: 2 origi… - Units begin return Unit"
    )
    short = graver._replace(title="Units return")
    assert ringing.line([short], [short], [], 78, ELLIPSIS) == (
        "U ALERT withdrawal-claimed: graver, urgent: 2 origins within 6… - Units return"
    )


def test_in_a_flood_on_a_narrow_screen_the_rule_is_left_out_first() -> None:
    new = a_notice("new: nc doubts what va claims, 3 origins", "Varnia promises fewer operations")
    assert ringing.line([new], [], [URGENT] * 4, 78, ELLIPSIS) == (
        "FLOOD: 4 not rung, U4; U new: nc doubts what va c… - Varnia promises fewer operations"
    )


@pytest.mark.parametrize(
    ("ranks", "title"),
    [([], "feint"), ([URGENT], "feint: 1 alert U1"), ([NOTICE, FLASH, INFO, FLASH], "feint: 4 alerts F2")],
)
def test_the_title_counts_them_and_says_how_grave(ranks: list[int], title: str) -> None:
    assert ringing.title(ranks) == title
