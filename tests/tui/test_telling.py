"""What the desk says by itself, and how often; what rings is in test_ringer."""

import pytest

from storage.acting.acts import Acts
from storage.rows import EventRow
from tests.tui.scene import NOW_MS
from tui.desk import Desk
from tui.text import SafeText
from tui.watch.telling import Telling


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[SafeText]:
    found: list[SafeText] = []
    monkeypatch.setattr(Desk, "tell", lambda _, words, *, bad=False, shown_ms=0: found.append(words))
    return found


def test_a_colleagues_mute_is_told_and_ones_own_is_not(desk: Desk, said: list[SafeText]) -> None:
    lines = [EventRow(7, NOW_MS, who, "muted", "mute", (1,), "muted kind:state") for who in ("ana", "ben")]
    Telling(desk).of_lines(lines)
    assert said == ["ben: muted kind:state"]


def test_what_a_colleague_gives_me_is_told_and_what_others_get_is_not(desk: Desk, said: list[SafeText]) -> None:
    before = desk.reader.last_event()
    mine, others = [row.id for row in desk.reader.alerts()[:2]]
    ben = Acts(desk.database, "ben")
    ben.assign([mine], "ana")
    ben.assign([others], "eve")
    ben.close()
    lines = desk.reader.events_after(before)
    Telling(desk).of_lines(lines)
    assert said == ["ben gave you “shelling near the line”, acknowledged in your name"]
    ana = Acts(desk.database, "ana")
    ana.assign([others], "ana")
    ana.close()
    Telling(desk).of_lines(desk.reader.events_after(lines[-1].n))
    assert len(said) == 1, "what I take myself is no news"


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
