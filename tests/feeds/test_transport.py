import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from feeds.transport import FetchError, Request, Response, Transport, is_public
from tests.feeds.loopback import Asked, reply, serving, speaking

FEED = b"<rss version='2.0'><channel><title>Harbour notices</title></channel></rss>"


@asynccontextmanager
async def transport(
    *, allow_private: bool = True, timeout_s: float = 5.0, wire_cap: int = 20_000, body_cap: int = 100_000
) -> AsyncIterator[Transport]:
    client = Transport(
        user_agent="feint/test (+https://example.org)",
        allow_private=allow_private,
        timeout_s=timeout_s,
        wire_cap=wire_cap,
        body_cap=body_cap,
    )
    try:
        yield client
    finally:
        await client.close()


async def fetched(said: bytes, **headers: str) -> Response:
    async with serving(lambda asked: said) as server, transport() as client:
        return await client.fetch(Request(f"{server.base}/feed", headers))


async def refused(said: bytes | None, timeout_s: float = 5.0) -> FetchError:
    async with serving(lambda asked: said) as server, transport(timeout_s=timeout_s) as client:
        with pytest.raises(FetchError) as caught:
            await client.fetch(Request(f"{server.base}/feed", {}))
    assert caught.value.reason.isprintable()
    return caught.value


async def test_a_plain_answer_comes_as_it_is() -> None:
    response = await fetched(reply(FEED, ETag='W/"x"', Content_Type="text/xml"))
    assert (response.status, response.body, response.redirects) == (200, FEED, ())
    assert response.headers["etag"] == 'W/"x"'
    assert response.headers["content-type"] == "text/xml"


async def test_a_request_says_who_asks_and_nothing_more() -> None:
    async with serving(lambda asked: reply(FEED)) as server, transport() as client:
        await client.fetch(Request(f"{server.base}/feed?x=1", {"If-None-Match": '"a"'}))
    asked = server.asked[0]
    assert asked.path == "/feed?x=1"
    assert set(asked.headers) == {"host", "user-agent", "accept", "accept-encoding", "connection", "if-none-match"}
    assert asked.headers["user-agent"] == "feint/test (+https://example.org)"
    assert asked.headers["accept-encoding"] == "gzip"


async def test_validators_travel_byte_for_byte_even_beyond_ascii() -> None:
    async with serving(lambda asked: reply(FEED, ETag='"caf\xe9"')) as server, transport() as client:
        etag = (await client.fetch(Request(f"{server.base}/feed", {}))).headers["etag"]
        await client.fetch(Request(f"{server.base}/feed", {"If-None-Match": etag}))
    assert server.asked[1].headers["if-none-match"] == '"caf\xe9"'


async def test_cookies_are_neither_kept_nor_sent() -> None:
    async with serving(lambda asked: reply(FEED, Set_Cookie="id=1; Path=/")) as server, transport() as client:
        for _ in range(2):
            await client.fetch(Request(f"{server.base}/feed", {}))
    assert "cookie" not in server.asked[1].headers


async def test_a_connection_is_used_again() -> None:
    async with serving(lambda asked: reply(FEED)) as server, transport() as client:
        for _ in range(3):
            await client.fetch(Request(f"{server.base}/feed", {}))
    assert server.connections == 1


@pytest.mark.parametrize("status", ["304 Not Modified", "404 Not Found", "500 Oops"])
async def test_only_a_2xx_has_a_body(status: str) -> None:
    body = b"" if status.startswith("304") else b"<html>sorry</html>"
    response = await fetched(reply(body, status))
    assert (response.status, response.body) == (int(status[:3]), b"")


RAW_DEFLATE = zlib.compressobj(wbits=-zlib.MAX_WBITS)


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(FEED), "gzip"),
        (gzip.compress(FEED), "x-gzip"),
        (gzip.compress(FEED), ""),
        (gzip.compress(FEED), "identity"),
        (zlib.compress(FEED), "deflate"),
        (RAW_DEFLATE.compress(FEED) + RAW_DEFLATE.flush(), "deflate"),
        (FEED, "gzip"),
        (FEED, "deflate"),
    ],
    ids=["gzip", "x-gzip", "gzip unsaid", "gzip denied", "zlib", "raw deflate", "gzip claimed", "deflate claimed"],
)
async def test_a_body_is_inflated_by_what_it_is(body: bytes, encoding: str) -> None:
    assert (await fetched(reply(body, Content_Encoding=encoding))).body == FEED


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "gzip, br"])
async def test_other_and_chained_encodings_are_refused(encoding: str) -> None:
    assert (await refused(reply(gzip.compress(FEED), Content_Encoding=encoding))).kind == "bad-response"


async def test_a_gzip_body_cut_short_is_no_feed() -> None:
    error = await refused(reply(gzip.compress(FEED)[:-12], Content_Encoding="gzip"))
    assert (error.kind, error.reason) == ("bad-response", "compressed body cut short")


@pytest.mark.parametrize(
    "said",
    [
        reply(b"x" * 20_001),
        reply(gzip.compress(bytes(200_000)), Content_Encoding="gzip"),
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 30_000,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"7000\r\n" + b"x" * 0x7000,
    ],
    ids=["announced", "bomb", "until the end", "chunked"],
)
async def test_too_much_is_cut_off(said: bytes) -> None:
    assert (await refused(said)).kind == "too-big"


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/9.7 \x1b[31mbanana\r\n\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort",
        b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
    ],
    ids=["garbage", "nothing", "huge headers", "short body", "no location"],
)
async def test_what_is_not_http_is_a_bad_response(said: bytes) -> None:
    answers = said.replace(b"Content-Length: 99", b"X-Length: 1\r\ncontent-length: 99")
    assert (await refused(answers)).kind == "bad-response"


async def test_silence_ends_at_the_deadline() -> None:
    error = await refused(None, timeout_s=0.2)
    assert (error.kind, error.reason) == ("timeout", "no answer in 0.2 s")


async def test_a_dripping_body_ends_at_the_deadline_too() -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x")
            await asyncio.sleep(0.02)

    async with speaking(drip) as port, transport(timeout_s=0.2) as client:
        with pytest.raises(FetchError) as caught:
            await client.fetch(Request(f"http://127.0.0.1:{port}/", {}))
    assert caught.value.kind == "timeout"


async def test_a_closed_port_is_unreachable() -> None:
    async with serving(lambda asked: None) as server:
        pass
    async with transport() as client:
        with pytest.raises(FetchError) as caught:
            await client.fetch(Request(server.base, {}))
    assert (caught.value.kind, caught.value.reason) == ("unreachable", "no connection")


async def test_plain_http_on_an_https_address_is_a_tls_error() -> None:
    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await reader.read()

    async with speaking(speak) as port, transport() as client:
        with pytest.raises(FetchError) as caught:
            await client.fetch(Request(f"https://127.0.0.1:{port}/", {}))
    assert caught.value.kind == "unreachable"
    assert caught.value.reason.startswith("TLS: ")


@pytest.mark.parametrize(
    "url", ["file:///etc/hostname", "ftp://127.0.0.1/", "exec:ls", "http://", "http://[::1", "http://a b/"]
)
async def test_only_web_addresses_are_fetched(url: str) -> None:
    async with transport() as client:
        with pytest.raises(FetchError):
            await client.fetch(Request(url, {}))


def hops(server_path: str) -> Callable[[Asked], bytes]:
    """Redirect `/3` to `/2`, `/2` to `/1`, and so on; `/0` is the feed."""

    def answer(asked: Asked) -> bytes:
        left = int(asked.path.strip("/"))
        if left == 0:
            return reply(FEED)
        return reply(status="301 Moved" if left % 2 else "307 Elsewhere", Location=server_path.format(left - 1))

    return answer


@pytest.mark.parametrize("location", ["/{}", "{}", "./{}#top"])
async def test_redirects_are_followed_and_told(location: str) -> None:
    async with serving(hops(location)) as server, transport() as client:
        response = await client.fetch(Request(f"{server.base}/2", {"If-None-Match": '"a"'}))
    assert response.body == FEED
    assert response.url == f"{server.base}/0"
    assert response.redirects == ((307, f"{server.base}/1"), (301, f"{server.base}/0"))
    assert all(asked.headers["if-none-match"] == '"a"' for asked in server.asked)
    assert all("referer" not in asked.headers for asked in server.asked)


async def test_the_sixth_redirect_is_one_too_many() -> None:
    async with serving(hops("/{}")) as server, transport() as client:
        assert (await client.fetch(Request(f"{server.base}/5", {}))).body == FEED
        with pytest.raises(FetchError, match="more than 5 redirects"):
            await client.fetch(Request(f"{server.base}/6", {}))


@pytest.mark.parametrize(
    ("location", "kind"),
    [
        ("/feed", "bad-response"),
        ("file:///etc/hostname", "refused"),
        ("javascript:alert(1)", "bad-response"),
        ("http://user:pass@127.0.0.1/", "refused"),
        ("http://[::1", "bad-response"),
    ],
)
async def test_a_redirect_to_nowhere_good_is_refused(location: str, kind: str) -> None:
    assert (await refused(reply(status="302 Found", Location=location))).kind == kind


async def test_a_private_address_is_refused_before_a_byte_is_sent() -> None:
    async with serving(lambda asked: reply(FEED)) as server, transport(allow_private=False) as client:
        for url in (server.base, server.base.replace("127.0.0.1", "localhost")):
            with pytest.raises(FetchError) as caught:
                await client.fetch(Request(url, {}))
            assert caught.value.kind == "refused"
            assert "private address 127.0.0.1" in caught.value.reason
    assert server.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:4700::6810:84e5", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_what_counts_as_public(address: str, public: bool) -> None:
    assert is_public(address) is public


async def test_a_cancelled_fetch_leaves_the_transport_usable() -> None:
    async with serving(lambda asked: reply(FEED) if asked.path == "/feed" else None) as server, transport() as client:
        hanging = [asyncio.create_task(client.fetch(Request(f"{server.base}/hang", {}))) for _ in range(20)]
        while len(server.asked) < 20:
            await asyncio.sleep(0)
        for task in hanging:
            task.cancel()
        results = await asyncio.gather(*hanging, return_exceptions=True)
        assert all(isinstance(result, asyncio.CancelledError) for result in results)
        assert (await client.fetch(Request(f"{server.base}/feed", {}))).body == FEED
