"""What operators ask of the collector."""

import time
from collections.abc import Callable
from contextlib import closing

from storage.file import lease
from storage.log.requests import Requests
from tests.storage.desk import Desk


def test_a_request_is_heard_once_and_only_if_it_is_made_after_the_collector_began(desk: Desk) -> None:
    source, wire, post = (desk.source(name) for name in ("Herald", "Wire", "Post"))
    acts = desk.acts()
    acts.poll_now([source])
    requests = Requests(desk.path)
    assert requests.look().to_poll == ()
    acts.poll_now([source, wire])
    acts.note(desk.item(source, "Bridge closed"), "no request")
    acts.poll_now([post])
    assert requests.look().to_poll == (source, wire, post)
    assert requests.look().to_poll == ()
    requests.close()


def test_whoever_asks_is_told_what_will_come_of_it(desk: Desk) -> None:
    herald, wire = desk.source("Herald"), desk.source("Wire")
    acts, now_ms = desk.acts(), time.time_ns() // 1_000_000
    assert acts.poll_now([herald]).text == "asked for Herald, but nobody collects: run `feint collect`"
    desk.commit(lambda run: lease.begin(run, "host:7", now_ms))
    assert acts.poll_now([herald, wire]).text == "asked for 2 sources"
    acts.pause([herald], True)
    assert acts.poll_now([herald]).text == "asked for Herald once; still paused: Herald"
    assert acts.poll_now([herald, wire]).text == "asked for 2 sources once; still paused: Herald"
    desk.commit(lambda run: lease.beat(run, now_ms - 22_000, 0))
    assert acts.poll_now([wire]).text == "asked for Wire, but nobody collects: run `feint collect`"
    assert [detail for _, _, detail in desk.log("asked")][:2] == ["asked for Herald", "asked for 2 sources"]


def test_a_request_cannot_be_undone(desk: Desk) -> None:
    acts = desk.acts()
    acts.poll_now([desk.source("Herald")])
    assert acts.undo() is None


def test_who_is_paused_is_told_whenever_that_may_have_changed(desk: Desk) -> None:
    herald, wire = desk.source("Herald"), desk.source("Wire")
    acts = desk.acts()
    acts.pause([herald], True)
    with closing(Requests(desk.path)) as requests:
        assert requests.look().paused is None
        steps: list[tuple[Callable[[], object], set[int]]] = [
            (lambda: acts.pause([wire], True), {herald, wire}),
            (lambda: acts.pause([herald], False), {wire}),
            (acts.undo, {herald, wire}),
            (acts.redo, {wire}),
        ]
        for act, paused in steps:
            act()
            assert set(requests.look().paused or ()) == paused
        acts.grade([herald], "A")
        acts.poll_now([wire])
        asked = requests.look()
        assert (asked.to_poll, asked.paused) == ((wire,), None)
