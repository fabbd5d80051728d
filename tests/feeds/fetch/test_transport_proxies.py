"""Sources reached through a proxy: HTTP, CONNECT and SOCKS5."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec

import pytest

from feeds.fetch.transport import FetchError, Request, Route
from tests.feeds.fetch.loopback import (
    FEED,
    Asked,
    Server,
    asked_of,
    only_this_task_is_left,
    reply,
    serving,
    speaking,
    transport,
)
from tests.feeds.fetch.test_transport_tls import AUTHORITY, identity

needs_socksio = pytest.mark.skipif(find_spec("socksio") is None, reason="socksio is not installed")
NO_AUTHENTICATION, BY_PASSWORD, BY_NAME, CONNECTED, REFUSED = 0, 2, 3, 0, 5


async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, opening: bytes) -> None:
    """Join a client to a port of this machine, telling it `opening` first."""
    there_reader, there_writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(opening)

    async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while chunk := await source.read(4096):
                sink.write(chunk)
        finally:
            sink.close()

    await asyncio.gather(pump(reader, there_writer), pump(there_reader, writer), return_exceptions=True)


@asynccontextmanager
async def tunnelling(port: int, answer: bytes = b"HTTP/1.1 200 Go\r\n\r\n") -> AsyncIterator[Server]:
    """Run a proxy that joins every CONNECT to `port`, unless it answers something else."""
    proxy = Server("")

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asked_of(reader, proxy)
        if b" 200 " in answer:
            await relay(reader, writer, port, answer)
        else:
            writer.write(answer)
            writer.close()

    async with speaking(speak) as proxy_port:
        proxy.base = f"http://127.0.0.1:{proxy_port}"
        yield proxy


@asynccontextmanager
async def socks5(port: int, method: int = NO_AUTHENTICATION, verdict: int = CONNECTED) -> AsyncIterator[Server]:
    """Run a SOCKS5 proxy (RFC 1928, RFC 1929) that joins everybody to `port`, and notes the hosts they ask for."""
    proxy = Server("")

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, count = await reader.readexactly(2)
        assert method in await reader.readexactly(count)
        writer.write(bytes([5, method]))
        if method == BY_PASSWORD:
            await reader.readexactly(1)
            credentials = [await reader.readexactly((await reader.readexactly(1))[0]) for _ in range(2)]
            assert credentials == [b"ana", b"p@ss"]
            writer.write(b"\1\0")
        *_, kind, size = await reader.readexactly(5)
        assert kind == BY_NAME
        proxy.asked.append(Asked((await reader.readexactly(size)).decode(), {}))
        await reader.readexactly(2)
        opening = bytes([5, verdict, 0, 1]) + bytes(4) + struct.pack("!H", port)
        if verdict == CONNECTED:
            await relay(reader, writer, port, opening)
        else:
            writer.write(opening)
            writer.close()

    async with speaking(speak) as proxy_port:
        proxy.base = f"socks5://127.0.0.1:{proxy_port}"
        yield proxy


def port_of(server: Server) -> int:
    return int(server.base.rpartition(":")[2])


async def test_plain_http_is_asked_of_the_proxy() -> None:
    async with serving(lambda asked: reply(FEED)) as proxy, transport(allow_private=False) as client:
        route = Route(proxy=proxy.base.replace("//", "//ana:p%40ss@"))
        response = await client.fetch(Request("http://feeds.example/feed?a=1", {}, {"Cookie": "a=b"}, route))
    asked = proxy.asked[0]
    assert response.body == FEED
    assert asked.path == "http://feeds.example/feed?a=1"
    assert (asked.headers["host"], asked.headers["cookie"]) == ("feeds.example", "a=b")
    assert asked.headers["proxy-authorization"] == "Basic YW5hOnBAc3M="


async def test_https_goes_through_a_tunnel_that_sees_nothing_of_it() -> None:
    async with serving(lambda asked: reply(FEED), identity("good")) as server, tunnelling(port_of(server)) as proxy:
        own, route = {"Authorization": "Bearer x"}, Route(proxy=proxy.base, ca_file=AUTHORITY)
        async with transport() as client:
            response = await client.fetch(Request(f"https://localhost:{port_of(server)}/feed", {}, own, route))
    assert response.body == FEED
    assert (proxy.asked[0].method, proxy.asked[0].path) == ("CONNECT", f"localhost:{port_of(server)}")
    assert not {"authorization", "user-agent", "cookie"} & set(proxy.asked[0].headers)


async def test_a_proxy_may_itself_speak_tls() -> None:
    async with serving(lambda asked: reply(FEED), identity("good")) as proxy, transport() as client:
        route = Route(proxy=proxy.base, ca_file=AUTHORITY)
        assert (await client.fetch(Request("http://feeds.example/", {}, route=route))).body == FEED
        with pytest.raises(FetchError, match="not trusted"):
            await client.fetch(Request("http://feeds.example/", {}, route=Route(proxy=proxy.base)))


async def test_what_the_tunnel_leads_to_must_show_its_certificate() -> None:
    async with (
        serving(lambda asked: reply(FEED), identity("expired")) as server,
        tunnelling(port_of(server)) as proxy,
        transport() as client,
    ):
        request = Request("https://localhost/", {}, route=Route(proxy=proxy.base, ca_file=AUTHORITY))
        with pytest.raises(FetchError, match="TLS: the certificate has expired"):
            await client.fetch(request)
    assert await only_this_task_is_left()


async def test_a_proxy_that_refuses_says_so() -> None:
    async with tunnelling(0, b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n") as proxy, transport() as client:
        with pytest.raises(FetchError) as caught:
            await client.fetch(Request("https://feeds.example/", {}, route=Route(proxy=proxy.base)))
    assert (caught.value.kind, caught.value.reason) == ("unreachable", "proxy: 407")


async def test_a_proxy_that_is_not_there_is_told_from_a_source_that_is_not() -> None:
    async with serving(lambda asked: None) as gone:
        pass
    async with transport(proxy=gone.base) as client:
        with pytest.raises(FetchError) as caught:
            await client.fetch(Request("http://feeds.example/", {}))
    assert (caught.value.kind, caught.value.reason) == ("unreachable", "proxy connection refused")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "2130706433", "[::1]", "10.0.0.1", "169.254.169.254"])
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_no_proxy_is_asked_for_what_looks_private(scheme: str, host: str) -> None:
    async with serving(lambda asked: reply(FEED)) as proxy, transport(allow_private=False, proxy=proxy.base) as client:
        with pytest.raises(FetchError, match="is a private address") as caught:
            await client.fetch(Request(f"{scheme}://{host}/", {}))
    assert caught.value.kind == "refused"
    assert proxy.asked == []


async def test_nor_after_a_redirect() -> None:
    moved = reply(status="302 Found", Location="http://169.254.169.254/latest/meta-data")
    async with serving(lambda asked: moved) as proxy, transport(allow_private=False, proxy=proxy.base) as client:
        with pytest.raises(FetchError, match="is a private address"):
            await client.fetch(Request("http://feeds.example/", {}))
    assert len(proxy.asked) == 1


async def test_the_environment_is_followed_but_not_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(lambda asked: reply(FEED)) as proxy, serving(lambda asked: reply(FEED)) as server:
        monkeypatch.setenv("HTTP_PROXY", proxy.base)
        monkeypatch.setenv("NO_PROXY", "direct.example")
        async with transport() as client:
            await client.fetch(Request("http://feeds.example/", {}))
            await client.fetch(Request(server.base, {}))
    assert (len(proxy.asked), len(server.asked)) == (1, 1)


@needs_socksio
async def test_a_socks_proxy_joins_and_looks_the_name_up() -> None:
    async with (
        serving(lambda asked: reply(FEED)) as server,
        socks5(port_of(server)) as proxy,
        transport(allow_private=False, proxy=proxy.base) as client,
    ):
        response = await client.fetch(Request("http://feeds.example/feed", {}))
    assert response.body == FEED
    assert [asked.path for asked in proxy.asked] == ["feeds.example"]
    assert server.asked[0].headers["host"] == "feeds.example"


@needs_socksio
async def test_a_socks_proxy_may_ask_for_a_password_and_carry_tls() -> None:
    async with (
        serving(lambda asked: reply(FEED), identity("good")) as server,
        socks5(port_of(server), BY_PASSWORD) as proxy,
        transport() as client,
    ):
        route = Route(proxy=proxy.base.replace("//", "//ana:p%40ss@"), ca_file=AUTHORITY)
        assert (await client.fetch(Request("https://localhost/", {}, route=route))).body == FEED


@needs_socksio
async def test_what_a_socks_proxy_refuses_is_told() -> None:
    async with socks5(0, verdict=REFUSED) as proxy, transport(proxy=proxy.base) as client:
        with pytest.raises(FetchError) as caught:
            await client.fetch(Request("http://feeds.example/", {}))
    assert caught.value.kind == "unreachable"
    assert caught.value.reason == "proxy: proxy server could not connect"


@needs_socksio
@pytest.mark.parametrize(
    ("said", "kind"), [(b"", "timeout"), (b"\5", "bad-response"), (b"HTTP/1.1 400 Bad\r\n\r\n", "bad-response")]
)
async def test_a_socks_proxy_that_says_nothing_or_nonsense_is_given_up(said: bytes, kind: str) -> None:
    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(said)
        await reader.read(-1)

    async with speaking(speak) as port, transport(timeout_s=0.2, proxy=f"socks5://127.0.0.1:{port}") as client:
        with pytest.raises(FetchError) as caught:
            await client.fetch(Request("http://feeds.example/", {}))
        assert caught.value.kind == kind
        assert caught.value.reason.isprintable()
    assert await only_this_task_is_left()


@pytest.mark.skipif(find_spec("socksio") is not None, reason="socksio is installed")
async def test_without_socksio_it_is_said_what_to_install() -> None:
    async with transport(proxy="socks5://127.0.0.1:1") as client:
        with pytest.raises(FetchError, match="pip install socksio"):
            await client.fetch(Request("http://feeds.example/", {}))
