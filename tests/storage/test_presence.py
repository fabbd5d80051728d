"""Who is at a desk: seen by the others, through kills, long sleeps and clocks that leap; and the lines of coming and going."""

import pytest

from storage.acting.presence import whereabouts
from storage.rows import PresentRow
from tests.storage.desk import HOUR_MS, MINUTE_MS, NOW_MS, Desk

DAY_MS = 24 * HOUR_MS


def present(desk: Desk, now_ms: int = NOW_MS) -> list[PresentRow]:
    return list(desk.reader().status(now_ms).present)


def rows(desk: Desk) -> list[str]:
    return [str(name) for (name,) in desk.all("SELECT operator FROM desk ORDER BY id")]


def test_desks_are_listed_in_order_of_arrival_with_what_is_looked_at(desk: Desk) -> None:
    ana, ben, anas_other = desk.acts("ana"), desk.acts("ben"), desk.acts("ana")
    ana.arrive(NOW_MS)
    ben.arrive(NOW_MS + 1)
    anas_other.arrive(NOW_MS + 2)
    ben.look_at(12, NOW_MS + 3)
    assert present(desk) == [
        PresentRow("ana", NOW_MS, None),
        PresentRow("ben", NOW_MS + 1, 12),
        PresentRow("ana", NOW_MS + 2, None),
    ]
    assert desk.reader().status(NOW_MS).operators == ("ana", "ben")
    ben.look_at(None, NOW_MS + 4)
    ben.leave()
    anas_other.leave()
    assert present(desk) == [PresentRow("ana", NOW_MS, None)]


def test_a_desk_that_was_killed_is_gone_after_150_s_and_swept_out_by_the_next_heartbeat(desk: Desk) -> None:
    ana, ben = desk.acts("ana"), desk.acts("ben")
    ana.arrive(NOW_MS)
    ben.arrive(NOW_MS)
    ana.close()
    assert len(present(desk, NOW_MS + 150_000)) == 2
    ben.seen(NOW_MS + 150_000)
    assert rows(desk) == ["ana", "ben"]
    assert [each.operator for each in present(desk, NOW_MS + 150_001)] == ["ben"]
    ben.seen(NOW_MS + 150_001)
    assert rows(desk) == ["ben"]


@pytest.mark.parametrize("leap_ms", [-DAY_MS, DAY_MS])
def test_a_clock_that_leaps_a_day_hides_nobody_beyond_their_next_heartbeat_and_leaves_no_ghost(
    desk: Desk, leap_ms: int
) -> None:
    ana, ben, gone = desk.acts("ana"), desk.acts("ben"), desk.acts("gone")
    for acts in (ana, ben, gone):
        acts.arrive(NOW_MS)
    ben.look_at(7, NOW_MS)
    leapt = NOW_MS + leap_ms
    assert present(desk, leapt) == []
    ana.seen(leapt)
    assert rows(desk) == ["ana"]
    ben.seen(leapt + MINUTE_MS)
    assert present(desk, leapt + MINUTE_MS) == [PresentRow("ana", NOW_MS, None), PresentRow("ben", NOW_MS, 7)]


def test_a_desk_that_slept_comes_back_in_its_place_and_never_as_somebody_else(desk: Desk) -> None:
    ana, ben, carol = desk.acts("ana"), desk.acts("ben"), desk.acts("carol")
    ana.arrive(NOW_MS)
    carol.arrive(NOW_MS)
    ben.arrive(NOW_MS)
    later = NOW_MS + HOUR_MS
    carol.seen(later)
    assert rows(desk) == ["carol"]
    ana.arrive(later)  # the number of the row that ben had
    ben.seen(later)
    assert sorted(rows(desk)) == ["ana", "ben", "carol"]
    ben.leave()
    assert sorted(rows(desk)) == ["ana", "carol"]


def test_coming_and_going_are_lines_of_the_log(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.7 51234 192.0.2.1 22")
    ana = desk.acts("ana")
    ana.arrive(NOW_MS)
    ana.seen(NOW_MS + MINUTE_MS)
    ana.look_at(3, NOW_MS + MINUTE_MS)
    ana.leave()
    arrived, left = desk.reader().events_after(0)
    assert (arrived.act, arrived.subject, arrived.detail) == ("arrived", "desk", f"arrived: {whereabouts()}")
    assert arrived.detail.endswith(" from 192.0.2.7")
    assert (left.act, left.operator) == ("left", "ana")
    assert left.detail.startswith("left after ")


@pytest.mark.parametrize("hostile", ["\x1b]0;x\x07 1 2 3", "a" * 100, "ꙮ 1 2 3", ""])
def test_a_hostile_client_address_is_left_out(hostile: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", hostile)
    assert " from " not in whereabouts()


def test_who_never_arrived_leaves_no_trace(desk: Desk) -> None:
    acts = desk.acts()
    acts.seen(NOW_MS)
    acts.look_at(3, NOW_MS)
    acts.leave()
    assert rows(desk) == []
    assert desk.reader().last_event() == 0


def test_the_collectors_trouble_is_told(desk: Desk) -> None:
    assert desk.reader().status(NOW_MS).trouble == ""
    desk.connection.execute(
        "INSERT INTO lease(name, holder, taken_ms, beat_ms, beat_every_s, trouble) VALUES ('collector', 'h:1', 0, 0, 10, 'full')"
    )
    assert desk.reader().status(NOW_MS).trouble == "full"
