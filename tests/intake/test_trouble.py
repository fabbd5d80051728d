"""What keeps the collector from its work is in its row, where every desk reads it, and once in the log."""

import pytest

from feint.collector.ledger import Ledger
from storage.file.reserve import Reserve
from storage.items import intake
from tests.intake.test_full_disk import finds_no_room
from tests.intake.world import HOUR_S, World

SAID = "process 4242 (sqlite3) has been reading for too long: desk.db-wal has grown to 70 MB; end it"


def test_who_holds_the_wal_is_told_once_and_no_more_when_it_is_cut(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.watch(world.paper().url)
    monkeypatch.setattr(Ledger, "held", lambda self: SAID if 2 * HOUR_S < world.now_s < 6 * HOUR_S else "")
    told: list[str] = []

    def look() -> None:
        told.append(world.one("SELECT trouble FROM lease")["trouble"])

    world.live(9 * HOUR_S, *((at * HOUR_S + 1, look) for at in (1, 4, 8)))
    assert told == ["", SAID, ""]
    assert world.events("wal-held") == [SAID]
    assert len(world.events("wal-cut")) == 1


def test_two_causes_stand_beside_each_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = world.paper()
    world.watch(paper.url)
    monkeypatch.setattr(Ledger, "held", lambda self: SAID)
    monkeypatch.setattr(Reserve, "restore", lambda self: False)
    monkeypatch.setattr(intake, "store", finds_no_room)
    told: list[str] = []
    world.live(4 * HOUR_S, (3 * HOUR_S, lambda: told.append(world.one("SELECT trouble FROM lease")["trouble"])))
    assert told[0].startswith("disk full: collection pauses since ")
    assert told[0].endswith(f"; {SAID}")
