"""Whatever a server does with time, a fetch ends, says what it waited for, and leaves nothing behind."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from inspect import signature

import pytest

from feeds.fetch import network, stream
from feeds.fetch.transport import FetchError, Request, Transport
from tests.feeds.fetch.loopback import FEED, Speak, only_this_task_is_left, reply, serving, speaking, transport

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"


async def timed_out(url: str, timeout_s: float = 0.2) -> str:
    """Return the reason of a fetch that must time out."""
    async with transport(timeout_s=timeout_s) as client:
        with pytest.raises(FetchError) as caught:
            await client.fetch(Request(url, {}))
    assert caught.value.kind == "timeout"
    return caught.value.reason


def saying(first: bytes, then: bytes = b"") -> tuple[Speak, asyncio.Event]:
    """Say something, then drip or be silent for as long as the other side stays; the event tells that it has gone."""
    gone = asyncio.Event()

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        listening = asyncio.create_task(reader.read(-1))
        try:
            while not listening.done():
                writer.write(then)
                await asyncio.wait([listening], timeout=0.01)
            await listening
        finally:
            gone.set()

    return speak, gone


@pytest.mark.parametrize(
    ("first", "then", "phase"),
    [
        (b"", b"", "no answer"),
        (b"HTTP/1.1 200 O", b"", "headers"),
        (b"HTTP/1.1 200 OK\r\n", b"X-Line: y\r\n", "headers"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n", "headers"),
        (OK + b"<rss>", b"", "body"),
        (OK, b"x", "body"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", "body"),
    ],
    ids=["silent", "half a line", "endless headers", "100-continue", "stalled body", "drip", "dripped chunks"],
)
async def test_what_never_ends_is_cut_and_let_go(first: bytes, then: bytes, phase: str) -> None:
    speak, gone = saying(first, then)
    async with speaking(speak) as port:
        assert await timed_out(f"http://127.0.0.1:{port}/") == f"timeout: {phase}"
        async with asyncio.timeout(5):
            await gone.wait()
    assert await only_this_task_is_left()


async def test_a_stalled_tls_greeting_is_cut() -> None:
    speak, gone = saying(b"")
    async with speaking(speak) as port:
        assert await timed_out(f"https://127.0.0.1:{port}/") == "timeout: TLS"
        async with asyncio.timeout(5):
            await gone.wait()
    assert await only_this_task_is_left()


async def test_a_host_that_takes_no_connection_is_cut() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        with socket.create_connection(full.getsockname()):
            assert await timed_out(f"http://127.0.0.1:{full.getsockname()[1]}/") == "timeout: connect"
    assert await only_this_task_is_left()


@pytest.fixture
def dead_name_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Names below .example are never answered for, while the test lasts."""
    over = threading.Event()
    real = socket.getaddrinfo

    def stalled(host: str, *rest: object, **more: object) -> object:
        if host.endswith(".example"):
            over.wait()
            raise socket.gaierror(socket.EAI_AGAIN, "too late")
        return real(host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", stalled)
    yield
    over.set()


@pytest.mark.usefixtures("dead_name_server")
async def test_a_stalled_name_lookup_is_cut() -> None:
    assert await timed_out("http://stalled.example/") == "timeout: name lookup"
    assert await only_this_task_is_left()


@pytest.mark.usefixtures("dead_name_server")
async def test_stalled_name_lookups_hold_up_no_other_source() -> None:
    async with serving(lambda asked: reply(FEED)) as server, transport(timeout_s=30) as client:
        stalled = [asyncio.create_task(client.fetch(Request(f"http://{n}.example/", {}))) for n in range(64)]
        await asyncio.sleep(0)
        async with asyncio.timeout(5):
            response = await client.fetch(Request(server.base.replace("127.0.0.1", "localhost"), {}))
        for task in stalled:
            task.cancel()
        await asyncio.gather(*stalled, return_exceptions=True)
    assert response.body == FEED


def test_the_steps_are_given_what_was_promised() -> None:
    assert (network.CONNECT_S, stream.TLS_S, stream.READ_S) == (5.0, 5.0, 15.0)
    assert signature(Transport).parameters["timeout_s"].default == 30.0


@pytest.mark.parametrize(
    ("scheme", "module", "step", "reason"),
    [
        ("http", stream, "READ_S", "timeout: no answer"),
        ("https", stream, "TLS_S", "timeout: TLS"),
    ],
)
async def test_a_step_has_a_deadline_of_its_own(
    scheme: str, module: object, step: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, step, 0.05)
    speak, _ = saying(b"")
    async with speaking(speak) as port:
        assert await timed_out(f"{scheme}://127.0.0.1:{port}/", timeout_s=60) == reason


@pytest.mark.usefixtures("dead_name_server")
async def test_connecting_has_a_deadline_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "CONNECT_S", 0.05)
    assert await timed_out("http://stalled.example/", timeout_s=60) == "timeout: name lookup"
