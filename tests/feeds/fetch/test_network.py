"""From a host name to a connection, and to which ones there is none."""

import socket

import pytest

from feeds.fetch import network
from feeds.fetch.transport import FetchError, Request
from tests.feeds.fetch.loopback import FEED, only_this_task_is_left, reply, serving, transport

PRIVATE, PUBLIC = "127.0.0.2", "127.0.0.1"


@pytest.fixture
def half_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """One loopback address passes for public, so that a server can be on it."""
    monkeypatch.setattr(network, "is_public", lambda address: address == PUBLIC)


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Give every name these addresses; the list returned fills with the names that are asked for."""
    names: list[str] = []

    def look_up(host: str, port: int, **_more: object) -> list[object]:
        names.append(host)
        families = [socket.AF_INET6 if ":" in address else socket.AF_INET for address in addresses]
        return [(f, socket.SOCK_STREAM, 6, "", (a, port)) for f, a in zip(families, addresses, strict=True)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return names


async def test_nobody_connects_to_a_private_address() -> None:
    async with serving(lambda asked: reply(FEED)) as server, transport(allow_private=False) as client:
        for host in ("127.0.0.1", "127.1", "localhost"):
            with pytest.raises(FetchError, match=r"has the private address (127\.0\.0\.1|::1)$") as caught:
                await client.fetch(Request(server.base.replace("127.0.0.1", host), {}))
            assert caught.value.kind == "refused"
    assert server.connections == 0


@pytest.mark.usefixtures("half_public")
async def test_nor_by_a_redirect() -> None:
    moved = reply(status="302 Found", Location=f"http://{PRIVATE}/")
    async with serving(lambda asked: moved) as server, transport(allow_private=False) as client:
        with pytest.raises(FetchError, match=f"{PRIVATE} has the private address {PRIVATE}"):
            await client.fetch(Request(server.base, {}))


@pytest.mark.usefixtures("half_public")
async def test_nor_by_a_name_that_stands_for_both_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(lambda asked: reply(FEED)) as server, transport(allow_private=False) as client:
        resolve_to(monkeypatch, PRIVATE, PUBLIC)
        assert (await client.fetch(Request(server.base.replace(PUBLIC, "both.example"), {}))).body == FEED


@pytest.mark.usefixtures("half_public")
async def test_nor_by_a_name_that_means_another_when_it_is_looked_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(lambda asked: reply(FEED)) as server, transport(allow_private=False) as client:
        names = resolve_to(monkeypatch, PUBLIC)
        await client.fetch(Request(server.base.replace(PUBLIC, "rebinds.example"), {}))
    assert names == ["rebinds.example"]


async def test_an_address_that_does_not_answer_gives_way_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "STAGGER_S", 0.01)
    async with serving(lambda asked: reply(FEED)) as server, transport() as client:
        port = int(server.base.rpartition(":")[2])
        with socket.socket() as full:
            full.bind(("127.0.0.2", port))
            full.listen(0)
            with socket.create_connection(full.getsockname()):
                resolve_to(monkeypatch, "127.0.0.2", "127.0.0.1")
                assert (await client.fetch(Request(f"http://both.example:{port}/", {}))).body == FEED
    assert await only_this_task_is_left()


async def test_an_address_that_refuses_gives_way_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "STAGGER_S", 60.0)
    async with serving(lambda asked: reply(FEED)) as server, transport() as client:
        resolve_to(monkeypatch, "127.0.0.2", "127.0.0.3", "127.0.0.1")
        assert (await client.fetch(Request(server.base.replace("127.0.0.1", "many.example"), {}))).body == FEED


async def test_of_two_connections_that_come_up_together_one_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "STAGGER_S", 0.0)
    async with serving(lambda asked: reply(FEED)) as server, transport() as client:
        resolve_to(monkeypatch, "127.0.0.1", "127.0.0.1", "127.0.0.1")
        assert (await client.fetch(Request(server.base.replace("127.0.0.1", "many.example"), {}))).body == FEED
    assert await only_this_task_is_left()


async def test_families_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, "2001:db8::1", "2001:db8::2", "2001:db8::3", "192.0.2.1", "192.0.2.2")
    assert await network._look_up("many.example", 80) == [
        "2001:db8::1",
        "192.0.2.1",
        "2001:db8::2",
        "192.0.2.2",
        "2001:db8::3",
    ]


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (socket.gaierror(socket.EAI_NONAME, "x"), "no such host name"),
        (socket.gaierror(socket.EAI_AGAIN, "x"), "name lookup failed"),
        (OSError(101, "Network is unreachable"), "no connection: Network is unreachable"),
        (UnicodeError("label too long"), "no such host name"),
    ],
)
async def test_why_there_is_no_connection_is_told(
    problem: Exception, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_asked: object, **_more: object) -> object:
        raise problem

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    async with transport() as client:
        with pytest.raises(FetchError) as caught:
            await client.fetch(Request("http://feeds.example/", {}))
    assert caught.value.reason == reason
