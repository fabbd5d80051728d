"""What operators ask of the collector."""

from collections.abc import Callable
from contextlib import closing

from storage.log.requests import Requests
from tests.storage.desk import Desk


def test_a_request_is_heard_once_and_only_if_it_is_made_after_the_collector_began(desk: Desk) -> None:
    source = desk.source("Herald")
    acts = desk.acts()
    acts.poll_now([source])
    requests = Requests(desk.path)
    assert requests.look().to_poll == ()
    acts.poll_now([source, 7])
    acts.note(desk.item(source, "Bridge closed"), "no request")
    acts.poll_now([9])
    assert requests.look().to_poll == (source, 7, 9)
    assert requests.look().to_poll == ()
    requests.close()


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
