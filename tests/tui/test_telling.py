"""What the desk says by itself, and how often."""

import pytest

from storage.rows import AlertRow, EventRow
from tests.tui.scene import NOW_MS
from tui.desk import Desk
from tui.text import SafeText
from tui.watch.telling import Telling

BEL = "\x07"
ALERT = AlertRow(1, "rule", 3, "new", "shelling near the line", NOW_MS, NOW_MS, "", 5, None, 1, 1)
GRAVER = ALERT._replace(id=2, severity=4, title="bridge is closed")
MUTED = ALERT._replace(id=3, severity=4, title="a drill", muted="ana: a drill")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(Desk, "write", lambda _, sequence: found.append(sequence))
    return found


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[SafeText]:
    found: list[SafeText] = []
    monkeypatch.setattr(Desk, "tell", lambda _, words, *, bad=False, shown_ms=0: found.append(words))
    return found


def test_an_alert_rings_once_however_often_it_is_read(desk: Desk, sent: list[str], said: list[SafeText]) -> None:
    telling = Telling(desk)
    telling.begin(())
    assert [telling.of_alerts((ALERT,)) for _ in range(3)] == [True, False, False]
    assert sent == [BEL]


def test_what_was_there_before_the_desk_does_not_ring(desk: Desk, sent: list[str], said: list[SafeText]) -> None:
    telling = Telling(desk)
    telling.begin((ALERT,))
    assert not telling.of_alerts((ALERT,))
    assert sent == []


def test_of_several_the_gravest_is_named(desk: Desk, sent: list[str], said: list[SafeText]) -> None:
    Telling(desk).of_alerts((GRAVER, ALERT))
    assert sent == [BEL]
    assert said == ["ALERT F bridge is closed"]


def test_a_muted_alert_rings_neither_then_nor_when_its_mute_is_over(
    desk: Desk, sent: list[str], said: list[SafeText]
) -> None:
    telling = Telling(desk)
    assert not telling.of_alerts((MUTED,))
    assert not telling.of_alerts((MUTED._replace(muted=""),))
    assert (sent, said) == ([], [])


def test_a_colleagues_mute_is_told_and_ones_own_is_not(desk: Desk, said: list[SafeText]) -> None:
    lines = [EventRow(7, NOW_MS, who, "muted", "mute", (1,), "muted kind:state") for who in ("ana", "ben")]
    Telling(desk).of_lines(lines)
    assert said == ["ben: muted kind:state"]


def test_a_collector_that_falls_silent_is_told_once_with_what_helps(desk: Desk, said: list[SafeText]) -> None:
    telling = Telling(desk)
    for is_silent in (False, True, True, False, True):
        telling.of_collector(is_silent)
    assert [("feint collect" in words) for words in said] == [True, True]


def test_a_desk_that_opens_without_a_collector_has_nothing_to_tell(desk: Desk, said: list[SafeText]) -> None:
    Telling(desk).of_collector(True)
    assert said == []


def test_trouble_is_said_when_it_begins_and_forgotten_when_it_ends(
    desk: Desk, said: list[SafeText], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.header, "repaint", lambda: None)
    telling = Telling(desk)
    for trouble in ("the disk is full", "the disk is full", "", "the disk is full"):
        telling.of_trouble(trouble)
    assert said == ["the disk is full"] * 2
