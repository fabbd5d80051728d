"""Out of the outbox: in order, at least once, under one name, and no channel in the way of another."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from alerts.delivery.flood import Flood
from alerts.delivery.outcomes import Answered, Ended, Fault, Reply
from feint.collector import liveness
from feint.collector.delivering import dispatch, settling
from feint.collector.delivering.sending import Exit
from storage.file.sqlite import SqliteError
from tests.feint.outgoing import EPOCH_MS, FREE, OK, House, Script, house

DAY_S = 86_400.0


@pytest.fixture(name="house")
def _house(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path / "feint.db") as made:
        yield made


def _look_seldom(monkeypatch: pytest.MonkeyPatch, every_s: float = 600.0) -> None:
    """Days without news need not be looked through by the second."""
    for module in (dispatch, liveness):
        monkeypatch.setattr(module, "_LOOK_S", every_s)


def _channel(script: Script, name: str = "duty", flood: Flood = FREE, parallel: int = 1) -> Exit:
    return Exit(name, script, flood, parallel)


def test_what_waits_goes_in_the_order_of_its_making_and_is_settled(house: House) -> None:
    house.ring("duty", count=3)
    script = Script(Answered(200, receipt="ticket 1"), OK)
    house.live(5, [_channel(script)])
    assert script.deliveries == ["1:1:duty", "2:1:duty", "3:1:duty"]
    assert house.rows("SELECT state, attempts, receipt FROM outbox") == [
        ("sent", 1, "ticket 1"), ("sent", 1, "HTTP 200"), ("sent", 1, "HTTP 200"),
    ]  # fmt: skip


def test_a_notice_of_now_goes_within_a_second(house: House) -> None:
    script = Script()
    house.live(20, [_channel(script)], (10.0, lambda: house.ring("duty")))
    ((at_s, _, _),) = script.got
    assert 10 <= at_s <= 11


def test_what_is_sent_names_its_delivery(house: House) -> None:
    house.ring("duty", payload='{"v":1,"said":"so"}')
    script = Script()
    house.live(1, [_channel(script)])
    assert script.got[0][2] == '{"delivery":"1:1:duty","v":1,"said":"so"}'


def test_each_channel_is_sent_its_own_and_a_slow_one_delays_no_other(house: House) -> None:
    house.ring("slow", "quick", count=5)
    slow, quick = Script(takes_s=10.0), Script()
    house.live(21, [_channel(slow, "slow"), _channel(quick, "quick")])
    assert len(quick.got) == 5
    assert quick.got[-1][0] < 1
    assert [at_s for at_s, _, _ in slow.got] == [10, 20]


def test_one_that_fails_comes_again_and_does_not_hold_up_the_next(house: House) -> None:
    house.ring("duty", count=2)
    script = Script(Answered(503), OK, Fault("connection refused"), OK)
    house.live(60, [_channel(script)])
    assert script.deliveries == ["1:1:duty", "2:1:duty", "1:1:duty", "1:1:duty"]
    assert [round(at_s) for at_s, _, _ in script.got] == [0, 0, 5, 15]
    assert house.rows("SELECT state, attempts FROM outbox") == [("sent", 3), ("sent", 1)]


def test_what_is_new_goes_before_what_has_failed(house: House) -> None:
    house.ring("duty", count=3)
    script = Script(*[Fault("timeout: no answer")] * 4, OK, takes_s=3.0)
    more = (11.0, lambda: house.ring("duty", title="The newest"))
    house.live(40, [_channel(script)], more)
    assert script.deliveries[:5] == ["1:1:duty", "2:1:duty", "3:1:duty", "1:1:duty", "4:1:duty"]


def test_a_channel_in_trouble_says_so_until_it_takes_something_again(house: House) -> None:
    house.ring("duty")
    script = Script(Fault("connection refused"), OK)
    house.live(2, [_channel(script)])
    assert house.rows("SELECT trouble, off_ms FROM channel") == [("connection refused", None)]
    house.live(60, [_channel(script)])
    assert house.rows("SELECT trouble FROM channel") == [("",)]


def test_what_is_refused_has_failed_and_the_log_says_so(house: House) -> None:
    house.ring("duty")
    house.live(60, [_channel(Script(Answered(404)))])
    assert house.rows("SELECT state, attempts, receipt FROM outbox") == [("failed", 1, "HTTP 404")]
    assert house.lines("not delivered") == ["duty: HTTP 404"]
    assert house.rows("SELECT alert_id FROM event_alert") == [(1,)]


def test_nothing_is_tried_for_more_than_a_day_and_that_is_said(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    _look_seldom(monkeypatch)
    house.ring("duty")
    script = Script(Fault("connection refused"))
    house.live(2 * DAY_S, [_channel(script)])
    assert house.rows("SELECT state FROM outbox") == [("failed",)]
    assert script.got[-1][0] == pytest.approx(DAY_S, abs=3_700)
    assert 30 < len(script.got) < 40
    assert house.lines("not delivered") == ["duty: given up after 24 h: connection refused"]


def test_a_stop_in_the_middle_sends_the_same_name_again(house: House) -> None:
    house.ring("duty")
    script = Script(takes_s=5.0)
    house.live(2, [_channel(script)])
    assert (script.begun, script.got) == (["1:1:duty"], [])
    house.live(10, [_channel(script)])
    assert script.deliveries == ["1:1:duty"]
    assert house.rows() == [("1:1:duty", "sent")]


def test_several_go_at_once_where_the_channel_takes_several(house: House) -> None:
    house.ring("ticket", count=4)
    script = Script(takes_s=10.0)
    house.live(25, [_channel(script, "ticket", parallel=2)])
    assert [round(at_s) for at_s, _, _ in script.got] == [10, 10, 20, 20]


def test_a_surprise_in_a_sender_is_a_failure_like_another(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    class Broken(Script):
        async def send(self, delivery: str, body: str) -> Answered:
            if not self.begun:
                self.begun.append(delivery)
                raise KeyError("SECRET".swapcase())
            return OK

    house.ring("duty")
    house.live(60, [_channel(Broken())])
    assert house.rows("SELECT state, attempts FROM outbox") == [("sent", 2)]
    assert "secret" not in capsys.readouterr().err + str(house.rows("SELECT * FROM outbox"))


def test_what_is_beyond_the_cap_waits_and_then_goes_as_one(house: House) -> None:
    house.ring("duty", count=10)
    house.ring("duty", count=30, rule="burst", title="Many \x1b[31mcolours")
    house.ring("duty", count=10, severity="urgent", rule="leaving", title="The gravest")
    script = Script()
    house.live(700, [_channel(script, flood=Flood(10, 600_000))])
    assert script.deliveries == [*(f"{n}:1:duty" for n in range(1, 11)), "digest:11:duty"]
    at_s, _, body = script.got[-1]
    assert 600 <= at_s <= 601
    told = json.loads(body)
    assert (told["notification_reason"], told["severity"], told["notices"]) == ("digest", "urgent", 40)
    assert told["rules"] == {"burst": 30, "leaving": 10}
    assert [each["title"] for each in told["gravest"]] == ["The gravest"] * 3
    assert house.rows("SELECT state, count(*) FROM outbox GROUP BY 1 ORDER BY 1") == [("digested", 40), ("sent", 11)]
    assert house.rows("SELECT count(*) FROM outbox WHERE digest_id = (SELECT max(id) FROM outbox)") == [(40,)]
    assert house.lines("digested") == ["duty: 40 notices beyond its cap go as one"]


def test_a_flash_goes_beyond_the_cap(house: House) -> None:
    house.ring("duty", count=12)
    house.ring("duty", severity="flash")
    script = Script()
    house.live(5, [_channel(script, flood=Flood(10, 600_000))])
    assert script.deliveries[-1] == "13:1:duty"
    assert len(script.got) == 11


def test_a_restart_in_a_flood_keeps_the_cap_and_what_it_holds_back(house: House) -> None:
    cap = Flood(10, 600_000)
    house.ring("duty", count=15)
    script = Script()
    house.live(100, [_channel(script, flood=cap)])
    house.live(100, [_channel(script, flood=cap)])
    assert len(script.got) == 10
    house.live(500, [_channel(script, flood=cap)])
    assert script.deliveries[10:] == ["digest:11:duty"]


def test_a_digest_that_fails_is_tried_again_and_never_digested_itself(house: House) -> None:
    house.ring("duty", count=3)
    script = Script(OK, Answered(500), Answered(500), OK)
    more = (601.0, lambda: house.ring("duty", count=3))
    house.live(1_300, [_channel(script, flood=Flood(1, 600_000))], more)
    assert script.deliveries == ["1:1:duty", *["digest:2:duty"] * 3, "digest:5:duty"]


def test_a_receiver_that_is_gone_turns_its_channel_off_for_all_to_see(house: House) -> None:
    house.ring("duty", count=2)
    script = Script(Answered(410))
    house.live(60, [_channel(script)])
    assert script.deliveries == ["1:1:duty"]
    assert house.rows("SELECT state, receipt FROM outbox") == [("failed", "HTTP 410"), ("waiting", "")]
    assert house.rows("SELECT trouble, off_ms IS NOT NULL FROM channel") == [("HTTP 410", 1)]
    (line,) = house.lines("not delivered")
    assert "wants nothing any more" in line
    assert house.rows("SELECT count(*) FROM alert WHERE rule LIKE '%channel%'") == [(1,)]


def test_a_channel_that_is_off_stays_off_until_its_config_changes(house: House) -> None:
    house.ring("duty", count=2)
    house.live(10, [_channel(Script(Answered(410)))])
    script = Script()
    house.live(10, [_channel(script)])
    assert script.got == []
    house.config = "another address"
    house.live(10, [_channel(script)])
    assert script.deliveries == ["2:1:duty"]


def test_what_waits_for_a_channel_that_is_off_waits_for_a_day(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    _look_seldom(monkeypatch)
    house.ring("duty", count=2)
    house.live(DAY_S + 700, [_channel(Script(Answered(410)))])
    assert house.rows("SELECT state, receipt FROM outbox")[1] == ("failed", "the channel is off")
    assert house.lines("not delivered")[1] == "duty: is off; given up after a day: 1"


def test_what_waits_for_a_channel_that_is_no_more_has_failed_and_the_log_says_which(house: House) -> None:
    house.ring("former", count=2)
    house.ring("head")
    house.live(1, [_channel(Script())])
    assert house.rows("SELECT state FROM outbox") == [("failed",)] * 3
    assert house.lines("not delivered") == [
        "former: the config has no such channel any more; given up: 2",
        "head: the config has no such channel any more; given up: 1",
    ]


def test_with_its_end_a_row_loses_its_payload_and_what_waits_keeps_it(house: House) -> None:
    house.ring("former", "off")
    house.ring("duty", count=5)
    duty = _channel(Script(OK, Answered(404), OK), flood=Flood(2, 60_000))
    house.live(100, [duty, _channel(Script(Answered(503)), "off")])
    kept = "SELECT state, sum(payload <> ''), sum(payload = '') FROM outbox GROUP BY 1 ORDER BY 1"
    assert house.rows(kept) == [("digested", 0, 3), ("failed", 0, 2), ("sent", 0, 2), ("waiting", 1, 0)]


def test_a_clock_that_is_set_back_puts_nothing_off(house: House) -> None:
    house.ring("duty")
    script = Script(Fault("connection refused"), OK)
    house.live(2, [_channel(script)])
    house.set_back_s = DAY_S
    house.live(2, [_channel(script)])
    assert len(script.got) == 2


def test_what_is_answered_but_cannot_be_written_down_is_not_sent_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle, refusals = settling.settle, [1, 2, 3]

    def refuses(*given: Any, **more: Any) -> None:
        if refusals:
            refusals.pop()
            raise SqliteError("disk I/O error")
        settle(*given, **more)

    monkeypatch.setattr(settling, "settle", refuses)
    house.ring("duty", count=2)
    script = Script(Ended(0))
    house.live(60, [_channel(script)])
    assert script.deliveries == ["1:1:duty", "2:1:duty"]
    assert house.rows() == [("1:1:duty", "sent"), ("2:1:duty", "sent")]


def test_times_of_the_outbox_are_the_walls(house: House) -> None:
    house.ring("duty")
    house.live(5, [_channel(Script(takes_s=2.0))])
    assert house.rows("SELECT made_ms, done_ms FROM outbox") == [(EPOCH_MS, EPOCH_MS + 2_000)]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_answered_every_row_comes_to_one_end_under_one_name_and_one_body(
    house: House, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    _look_seldom(monkeypatch, 30.0)
    chance = random.Random(seed)
    answers: list[Reply] = [OK, OK, Fault("timeout: no answer"), Answered(503), Answered(404), Answered(429, "60")]
    script = Script(*chance.choices(answers, k=500), takes_s=2.0)
    exit = _channel(script, flood=Flood(chance.choice([1, 3, 10]), 60_000), parallel=chance.choice([1, 3]))

    def rings() -> None:
        house.ring("duty", count=chance.randint(1, 12), severity=chance.choice(["notice", "urgent", "flash"]))

    for _ in range(4):
        house.live(chance.uniform(50, 300), [exit], *((chance.uniform(0, 100), rings) for _ in range(3)))
        house.set_back_s += chance.choice([0, -5_000, 5_000])
    house.live(2 * DAY_S, [exit])
    ends = dict(house.rows("SELECT id, state FROM outbox"))
    assert set(ends.values()) <= {"sent", "failed", "digested"}
    digests = house.rows("SELECT digest_id FROM outbox WHERE state = 'digested'")
    assert all(ends[digest] in ("sent", "failed") for (digest,) in digests)
    bodies = {(delivery, body) for _, delivery, body in script.got}
    assert len(bodies) == len({delivery for delivery, _ in bodies})
    told = {delivery for delivery, state in house.rows() if state == "sent"}
    assert told <= set(script.deliveries)
