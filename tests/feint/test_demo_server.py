"""The demo's feed server, asked over the loopback with a clock of the test's own."""

import http.client
import json
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

import pytest

from feeds.document.read import read
from feint.demo.day import Day, load_day
from feint.demo.server import DemoServer

START_MS = 1_700_000_000_000
ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass
class Clock:
    now_ms: int = START_MS

    def __call__(self) -> int:
        return self.now_ms


@pytest.fixture(scope="module")
def day() -> Day:
    return load_day()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(day: Day, clock: Clock) -> Iterator[DemoServer]:
    with DemoServer(day, clock=clock) as running:
        yield running


def ask(server: DemoServer, path: str, etag: str = "") -> tuple[int, str, bytes]:
    """The status, the ETag and the body of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    try:
        connection.request("GET", path, headers={"If-None-Match": etag} if etag else {})
        answer = connection.getresponse()
        return answer.status, answer.getheader("ETag", ""), answer.read()
    finally:
        connection.close()


def titles(body: bytes) -> list[str]:
    return [item.findtext("title", "") for item in ElementTree.fromstring(body).iter("item")]


def test_a_feed_grows_as_the_clock_runs_and_costs_nothing_in_between(server: DemoServer, clock: Clock) -> None:
    status, etag, body = ask(server, "/wire.xml")
    assert status == 200
    before = titles(body)
    clock.now_ms += 1_000
    assert ask(server, "/wire.xml", etag) == (304, etag, b"")
    clock.now_ms += 30_000
    status, later_etag, body = ask(server, "/wire.xml", etag)
    assert (status, later_etag != etag) == (200, True)
    assert titles(body)[-len(before) :] == before
    assert "Varnia says some troops withdrawing from Kestrian border" in titles(body)


def test_the_day_opens_with_the_first_request_however_late(day: Day, clock: Clock) -> None:
    with DemoServer(day, clock=clock) as server:
        clock.now_ms += 3_600_000
        at_once = len(titles(ask(server, "/wire.xml")[2]))
        opened = [entry for entry in day.entry if entry.outlet == "wire" and entry.minute <= day.opens_minute]
        assert at_once == len(opened)


def test_after_ten_minutes_everything_is_published(server: DemoServer, clock: Clock, day: Day) -> None:
    ask(server, "/wire.xml")
    clock.now_ms += 600_000
    written = [entry for entry in day.entry if entry.outlet == "wire" and not entry.edit_of]
    assert len(titles(ask(server, "/wire.xml")[2])) == len(written)


def test_one_outlet_writes_atom_and_one_json(server: DemoServer) -> None:
    entries = ElementTree.fromstring(ask(server, "/courier.xml")[2]).findall(f"{ATOM}entry")
    assert {entry.findtext(f"{ATOM}source/{ATOM}title") for entry in entries} == {None, "Northern Wire"}
    feed = json.loads(ask(server, "/institute.xml")[2])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert all(item["id"] and item["content_text"] and item["date_published"] for item in feed["items"])


def test_hostile_bytes_go_out_as_they_are(server: DemoServer) -> None:
    status, _, body = ask(server, "/mirror.xml")
    assert status == 200
    assert b"\x1b[31mBREAKING" in body
    assert "\u202e".encode() in body
    with pytest.raises(ElementTree.ParseError):
        ElementTree.fromstring(body)


def test_our_own_reader_reads_every_feed_whole_and_clean(server: DemoServer, day: Day) -> None:
    for key, outlet in day.outlet.items():
        status, media_type, body = server.answer(f"/{key}.xml")
        if status == 200:
            opened = [entry for entry in day.entry if entry.outlet == key and entry.minute <= day.opens_minute]
            feed = read(body, media_type, f"http://127.0.0.1/{key}.xml")
            assert (feed.title, len(feed.entries)) == (outlet.name, len(opened))
            assert all(entry.title.isprintable() and entry.published_ms for entry in feed.entries)


def test_the_dead_feed_and_the_unknown_one_say_so(server: DemoServer) -> None:
    assert ask(server, "/border-radio.xml") == (503, "", b"the transmitter is down\n")
    for path in ("/", "/nothing.xml", "/../day.toml", "/wire"):
        assert ask(server, path)[0] == 404


def test_a_reader_that_hangs_up_leaves_no_word_on_the_terminal(
    server: DemoServer, capfd: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
        connection.request("GET", "/wire.xml")
        connection.close()
    assert ask(server, "/wire.xml")[0] == 200
    assert capfd.readouterr() == ("", "")
