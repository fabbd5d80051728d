"""What goes out in a request, what of the answer comes back, and how failures are told."""

import asyncio
import gzip
import subprocess
import sys
import traceback
import zlib

import pytest

from feeds.fetch.transport import FetchError, Request, Response, Route
from tests.feeds.fetch.loopback import FEED, Asked, reply, serving, speaking, transport

CANARY = "c4n4ry"


async def fetched(said: bytes, **headers: str) -> Response:
    async with serving(lambda asked: said) as server, transport() as client:
        return await client.fetch(Request(f"{server.base}/feed", headers))


async def refused(said: bytes) -> FetchError:
    async with serving(lambda asked: said) as server, transport() as client:
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
        await client.fetch(Request(f"{server.base}/feed?b=2&a=%20x;y=[1]&&", {"If-None-Match": '"a"'}))
    asked = server.asked[0]
    assert asked.path == "/feed?b=2&a=%20x;y=[1]&&"
    assert set(asked.headers) == {"host", "user-agent", "accept", "accept-encoding", "connection", "if-none-match"}
    assert asked.headers["user-agent"] == "feint/test (+https://example.org)"
    assert asked.headers["accept-encoding"] == "gzip"


async def test_a_source_may_have_headers_of_its_own() -> None:
    own = {"user-agent": "desk/2", "Authorization": "Bearer x", "X-Key": "über"}
    async with serving(lambda asked: reply(FEED)) as server, transport() as client:
        await client.fetch(Request(f"{server.base}/feed", {"If-None-Match": '"a"'}, own))
    asked = server.asked[0].headers
    assert asked["user-agent"] == "desk/2"
    assert asked["authorization"] == "Bearer x"
    assert asked["x-key"].encode("latin-1").decode() == "über"
    assert asked["if-none-match"] == '"a"'


async def test_credentials_in_a_url_are_sent_as_basic_and_told_to_nobody() -> None:
    async with serving(lambda asked: reply(FEED)) as server, transport() as client:
        base = server.base.replace("http://", "http://ana:p%40ss@")
        response = await client.fetch(Request(f"{base}/feed", {}))
    assert server.asked[0].headers["authorization"] == "Basic YW5hOnBAc3M="
    assert response.url == f"{server.base}/feed"


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


@pytest.mark.parametrize(
    "said", [reply(FEED), reply(status="304 Not Modified"), reply(status="301 Moved", Location="/feed?again")]
)
async def test_a_connection_is_used_again(said: bytes) -> None:
    async with serving(lambda asked: reply(FEED) if "?" in asked.path else said) as server, transport() as client:
        for _ in range(3):
            await client.fetch(Request(f"{server.base}/feed", {}))
    assert server.connections == 1


async def test_a_kept_connection_that_the_server_has_closed_is_no_failure() -> None:
    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(reply(FEED))
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    async with speaking(speak) as port, transport() as client:
        for _ in range(3):
            assert (await client.fetch(Request(f"http://127.0.0.1:{port}/", {}))).body == FEED


@pytest.mark.parametrize(
    "surplus", [reply(b"", "408 Request Timeout"), b"more of it", b"more\r\n\r\nand more"], ids=["408", "some", "much"]
)
@pytest.mark.parametrize("said", [reply(FEED), reply(status="304 Not Modified")], ids=["200", "304"])
async def test_what_a_server_says_beyond_its_answer_spoils_no_other(said: bytes, surplus: bytes) -> None:
    async with serving(lambda asked: said + surplus) as server, transport() as client:
        for _ in range(2):
            assert (await client.fetch(Request(f"{server.base}/feed", {}))).status in (200, 304)
    assert server.connections == 2


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


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (gzip.compress(FEED)[:-12], "compressed body cut short"),
        (gzip.compress(FEED)[:12] + bytes(40), "compressed body is damaged"),
    ],
    ids=["short", "damaged"],  # gzip writes the second into its head, and each worker collects in its own
)
async def test_a_broken_gzip_body_is_no_feed(body: bytes, reason: str) -> None:
    error = await refused(reply(body, Content_Encoding="gzip"))
    assert (error.kind, error.reason) == ("bad-response", reason)


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/9.7 \x1b[31mbanana\r\n\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\ncontent-length: 8\r\n\r\n123456789",
        b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnine\r\n",
        b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
    ],
    ids=["garbage", "nothing", "huge headers", "short", "two lengths", "negative length", "bad chunk", "no location"],
)
async def test_what_is_not_http_is_a_bad_response(said: bytes) -> None:
    assert (await refused(said)).kind == "bad-response"


async def test_a_reset_in_mid_body_is_a_lost_connection_not_the_end() -> None:
    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + FEED)
        await writer.drain()
        for _ in range(50):  # turns in which the client, on the same loop, reads what was sent
            await asyncio.sleep(0)
        writer.transport.get_extra_info("socket").setsockopt(1, 13, b"\1\0\0\0\0\0\0\0")  # SO_LINGER 0: reset, no FIN
        writer.transport.abort()

    async with speaking(speak) as port, transport() as client:
        with pytest.raises(FetchError) as caught:
            await client.fetch(Request(f"http://127.0.0.1:{port}/", {}))
    assert (caught.value.kind, caught.value.reason) == ("unreachable", "connection lost: body")


async def test_a_closed_port_is_unreachable() -> None:
    async with serving(lambda asked: None) as server:
        pass
    async with transport() as client:
        with pytest.raises(FetchError) as caught:
            await client.fetch(Request(server.base, {}))
    assert (caught.value.kind, caught.value.reason) == ("unreachable", "connection refused")


@pytest.mark.parametrize(
    "url", ["ftp://127.0.0.1/", "gopher://x/", "data:,x", "http://", "http://[::1", "http://a b/", ""]
)
async def test_only_web_addresses_are_fetched(url: str) -> None:
    async with transport(allow_local=True) as client:
        with pytest.raises(FetchError) as caught:
            await client.fetch(Request(url, {}))
    assert caught.value.kind == "refused"
    assert caught.value.reason in ("only http and https are fetched", "not a web address")


def echo(asked: Asked) -> bytes:
    """Answer what is no HTTP, with all that was asked in it."""
    return f"HTTP/1.1 200 OK\r\nX: {asked.path} {asked.headers}\x00\r\n\r\n".encode()


@pytest.mark.parametrize(
    ("url", "own", "proxy"),
    [
        (f"{{}}/feed?token={CANARY}", {}, ""),
        (f"{{}}/feed?token={CANARY}\x00", {}, ""),
        (f"https://ana:{CANARY}@[::1", {}, ""),
        (f"ftp://ana:{CANARY}@127.0.0.1/", {}, ""),
        ("{}/feed", {"Cookie": CANARY}, ""),
        ("{}/feed", {"Cookie": f"{CANARY}\r\nX: y"}, ""),
        ("{}/feed", {f"Cookie {CANARY}": "x"}, ""),
        ("{}/feed", {"Cookie": f"\ud800{CANARY}"}, ""),
        ("http://ana.example/feed", {}, f"http://ana:{CANARY}@127.0.0.1:1"),
        ("http://ana.example/feed", {}, f"socks5://ana:{CANARY}@127.0.0.1:1"),
        ("http://ana.example/feed", {}, f"{CANARY}://ana:{CANARY}@127.0.0.1:1"),
        ("http://ana.example/feed", {}, f"http://ana:{CANARY}@127.0.0.1:port"),
        ("http://ana.example/feed", {}, f"http://ana:{CANARY}@[127.0.0.1"),
    ],
)
async def test_an_error_never_tells_a_secret(url: str, own: dict[str, str], proxy: str) -> None:
    async with serving(echo) as server, transport() as client:
        request = Request(url.format(server.base), {}, own, Route(proxy=proxy))
        with pytest.raises(FetchError) as caught:
            await client.fetch(request)
    told = [caught.value.reason, repr(caught.value), *traceback.format_exception(caught.value)]
    assert CANARY not in "".join(told)
    assert caught.value.reason.isprintable()


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


def test_to_import_it_loads_neither_a_command_line_nor_the_trust_store() -> None:
    code = "import sys, feeds.fetch.transport; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "httpx" in loaded
    assert not {"rich", "pygments", "click", "certifi"} & set(loaded)
