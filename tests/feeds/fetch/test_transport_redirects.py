"""Where redirects may lead, and what travels along."""

from collections.abc import Callable

import pytest

from feeds.fetch.transport import FetchError, Request
from tests.feeds.fetch.loopback import FEED, Asked, reply, serving, transport

OWN = {"User-Agent": "desk/2", "Authorization": "Bearer x", "Cookie": "a=b", "X-Key": "k"}


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
    assert all("referer" not in asked.headers for asked in server.asked)


async def test_a_redirect_that_is_not_to_be_followed_is_the_answer() -> None:
    async with serving(hops("/{}")) as server, transport() as client:
        response = await client.fetch(Request(f"{server.base}/1", {}, follows=False))
    assert (response.status, response.headers["location"], response.redirects) == (301, "/0", ())
    assert len(server.asked) == 1


async def test_the_sixth_redirect_is_one_too_many() -> None:
    async with serving(hops("/{}")) as server, transport() as client:
        assert (await client.fetch(Request(f"{server.base}/5", {}))).body == FEED
        with pytest.raises(FetchError, match="more than 5 redirects"):
            await client.fetch(Request(f"{server.base}/6", {}))


@pytest.mark.parametrize(
    ("location", "kind", "reason"),
    [
        ("/feed", "bad-response", "redirects in a loop"),
        ("file:///etc/hostname", "refused", "redirect to file:"),
        ("exec:id", "refused", "redirect to exec:"),
        ("data:text/xml,<rss/>", "refused", "redirect to data:"),
        ("gopher://127.0.0.1/", "refused", "redirect to gopher:"),
        ("javascript:alert(1)", "refused", "redirect to javascript:"),
        ("http://user:pass@127.0.0.1/", "refused", "redirect with credentials in its URL"),
        ("http://[::1", "bad-response", "redirect to what is no address"),
        ("https:///feed", "bad-response", "redirect to no host"),
        ("http://127.0.0.1:99999/", "bad-response", "redirect to what is no address"),
        ("/\xc2\x9b31m", "bad-response", "redirect to what is no address"),
        ("/" + "x" * 9_000, "bad-response", "redirect to what is no address"),
    ],
)
async def test_a_redirect_to_nowhere_good_is_refused(location: str, kind: str, reason: str) -> None:
    said = reply(status="302 Found", Location=location)
    async with serving(lambda asked: said) as server, transport(allow_local=True) as client:
        with pytest.raises(FetchError) as caught:
            await client.fetch(Request(f"{server.base}/feed", {}))
    assert (caught.value.kind, caught.value.reason) == (kind, reason)


async def test_within_the_origin_a_source_keeps_its_headers() -> None:
    async with serving(hops("/{}")) as server, transport() as client:
        await client.fetch(Request(f"{server.base}/1", {}, OWN))
    assert server.asked[1].headers["authorization"] == "Bearer x"
    assert server.asked[1].headers["cookie"] == "a=b"


async def test_beyond_the_origin_only_the_user_agent_goes_along_and_nothing_comes_back() -> None:
    async with serving(lambda asked: reply(status="302 Found", Location=f"{first.base}/back")) as second:

        def answer(asked: Asked) -> bytes:
            return reply(FEED) if asked.path == "/back" else reply(status="302 Found", Location=second.base)

        async with serving(answer) as first, transport() as client:
            url = first.base.replace("http://", "http://ana:secret@") + "/"
            await client.fetch(Request(url, {}, OWN))
    there, back = second.asked[0].headers, first.asked[1].headers
    for headers in (there, back):
        assert headers["user-agent"] == "desk/2"
        assert not {"authorization", "cookie", "x-key"} & set(headers)
    assert first.asked[0].headers["authorization"] == "Bearer x"


async def test_validators_go_to_the_end_of_the_chain_they_came_from() -> None:
    def unchanged(asked: Asked) -> bytes:
        return reply(status="304 Not Modified") if asked.headers.get("if-none-match") == '"a"' else reply(FEED)

    async with serving(unchanged) as there:
        moved = reply(status="302 Found", Location=f"{there.base}/feed")
        async with serving(lambda asked: moved) as here, transport() as client:
            response = await client.fetch(Request(f"{here.base}/feed", {"If-None-Match": '"a"'}))
    assert response.status == 304
