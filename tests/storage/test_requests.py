"""What operators ask of the collector."""

from storage.log.requests import Requests
from tests.storage.desk import Desk


def test_a_request_is_heard_once_and_only_if_it_is_made_after_the_collector_began(desk: Desk) -> None:
    source = desk.source("Herald")
    acts = desk.acts()
    acts.poll_now([source])
    requests = Requests(desk.path)
    assert requests.to_poll() == []
    acts.poll_now([source, 7])
    acts.note(desk.item(source, "Bridge closed"), "no request")
    acts.poll_now([9])
    assert requests.to_poll() == [source, 7, 9]
    assert requests.to_poll() == []
    requests.close()


def test_a_request_cannot_be_undone(desk: Desk) -> None:
    acts = desk.acts()
    acts.poll_now([desk.source("Herald")])
    assert acts.undo() is None
