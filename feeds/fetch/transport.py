"""One GET, or POST, under a total deadline and size caps, with redirects by hand. Only this file knows the HTTP library."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from types import ModuleType
from typing import Any, cast
from urllib.request import getproxies_environment

if "httpx" not in sys.modules:
    # httpx tries to import its command line (rich and pygments: half of its import time), and httpcore looks for
    # sniffio six times a request (20 us each time in vain). To hear at once that there is neither is all they need.
    for absent in ("httpx._main", "sniffio"):
        cast("dict[str, ModuleType | None]", sys.modules).setdefault(absent, None)

import httpx as http

from feeds.fetch.addresses import is_private_host
from feeds.fetch.body import Body, content_encoding
from feeds.fetch.exchange import DIRECT, MIB, FailureKind, FetchError, Request, Response, Route, too_big
from feeds.fetch.hops import REDIRECTS, following, starting
from feeds.fetch.local import SCHEMES, fetch_local
from feeds.fetch.network import Network, connected
from feeds.fetch.routes import proxy_for
from feeds.fetch.stream import phase
from feeds.fetch.trust import nobody, trust

__all__ = ["DIRECT", "FailureKind", "FetchError", "Request", "Response", "Route", "Transport"]

MAX_REDIRECTS = 5
BEGINNING_S = 1.0
"""So long the answer to a POST may take over its body, and no more than a quarter of the deadline."""
MAX_PIECES = 50_000
"""A body in more pieces than this is crumbs: each costs 8 us, however few bytes it brings."""
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9, application/feed+json;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.5"
)
_POSTING = {"Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
LIMITS = http.Limits(max_connections=None, max_keepalive_connections=8, keepalive_expiry=5.0)


class Transport:
    """All ways to the sources, for life; `close` it in the end."""

    def __init__(
        self,
        *,
        user_agent: str,
        allow_private: bool,
        allow_local: bool = False,
        proxy: str = "",
        timeout_s: float = 30.0,
        wire_cap: int = 5 * MIB,
        body_cap: int = 10 * MIB,
    ) -> None:
        """`proxy` is for the sources that name none; the caps are in bytes an answer, as sent and as inflated."""
        self._usual = {
            "User-Agent": user_agent,
            "Accept": ACCEPT,
            "Accept-Encoding": "gzip",
            "Connection": "keep-alive",
        }
        self._allow_private = allow_private
        self._allow_local = allow_local
        self._proxy = proxy
        self._environment = getproxies_environment()
        self._timeout_s = timeout_s
        self._wire_cap = wire_cap
        self._body_cap = body_cap
        self._clients: dict[tuple[Route, bool], http.AsyncHTTPTransport] = {}

    async def fetch(self, request: Request) -> Response:
        """GET a URL and follow its redirects, or read a local source; raises FetchError and nothing else."""
        async with _bounded(self._timeout_s):
            scheme = request.url.partition(":")[0].lower()
            if scheme not in SCHEMES:
                return await self._follow(starting(request))
            if not self._allow_local:
                raise FetchError("refused", f"{scheme}: is read only with [collector] allow_local = true")
            return await fetch_local(request, self._body_cap)

    async def post(self, request: Request, content: bytes, most: int) -> Response:
        """POST to a URL by a connection of its own, following nothing; raises FetchError and nothing else.

        Of the answer's body, as it was sent, come `most` bytes at most, or what has come within a moment: its status says all.
        """
        async with _bounded(self._timeout_s):
            request = starting(replace(request, headers={**_POSTING, **request.headers}))
            url = http.URL(request.url)
            asked = http.Request("POST", url, headers=self._headers(request), content=content)
            async with self._client(url, request.route) as client:
                answer = await client.handle_async_request(asked)
                try:
                    served = _served(answer.headers.raw)
                    body = await _beginning(answer, most, min(BEGINNING_S, self._timeout_s / 4))
                finally:
                    await answer.aclose()
            return Response(answer.status_code, served, body, request.url, ())

    async def close(self) -> None:
        """Close every connection."""
        for client in self._clients.values():
            await client.aclose()

    async def _follow(self, request: Request) -> Response:
        seen = {request.url}
        redirects: list[tuple[int, str]] = []
        while True:
            response = await self._get(request)
            if response.status not in REDIRECTS or not request.follows:
                return replace(response, redirects=tuple(redirects))
            request = following(request, response)
            if request.url in seen:
                raise FetchError("bad-response", "redirects in a loop")
            if len(redirects) == MAX_REDIRECTS:
                raise FetchError("bad-response", f"more than {MAX_REDIRECTS} redirects")
            seen.add(request.url)
            redirects.append((response.status, request.url))

    async def _get(self, request: Request) -> Response:
        url = http.URL(request.url)
        asked = http.Request("GET", url, headers=self._headers(request))
        async with self._client(url, request.route) as client:
            answer = await _ask(client, asked)
            phase.set("body")
            try:
                served = _served(answer.headers.raw)
                body = await self._read(answer, served)
            finally:
                await answer.aclose()
        return Response(answer.status_code, served, body, request.url, ())

    def _headers(self, request: Request) -> list[tuple[bytes, bytes]]:
        """Return what is sent beyond Host; nothing else is, and nothing is remembered between requests."""
        own = {name.lower() for name in request.own_headers}
        usual = {name: value for name, value in {**self._usual, **request.headers}.items() if name.lower() not in own}
        return [(name.encode("ascii"), value.encode("latin-1")) for name, value in usual.items()] + [
            (name.encode("ascii"), value.encode()) for name, value in request.own_headers.items()
        ]

    async def _read(self, answer: http.Response, served: Mapping[str, str]) -> bytes:
        """Read and inflate a body under both caps, never holding more than a step beyond them."""
        length = served.get("content-length", "")
        if not answer.is_success:
            if answer.status_code == 304 or length == "0":
                await answer.aread()  # read to its end, which is here, the connection can be used again
            return b""
        body = Body(content_encoding(served.get("content-encoding", "")), self._body_cap)
        if length.isdecimal() and int(length) > self._wire_cap:
            raise too_big(self._wire_cap)
        received = pieces = 0
        async for piece in answer.aiter_raw():
            received += len(piece)
            pieces += 1
            if received > self._wire_cap:
                raise too_big(self._wire_cap)
            if pieces > MAX_PIECES:
                raise FetchError("bad-response", f"a body in more than {MAX_PIECES:,} pieces")
            body.feed(piece)
        return body.finish()

    @asynccontextmanager
    async def _client(self, url: http.URL, route: Route) -> AsyncIterator[http.AsyncHTTPTransport]:
        """Lend the client for a route: one for life where that is direct, a new one each time through a proxy.

        httpcore 1.0.9 keeps a tunnel whose TLS failed, and a SOCKS greeting that was cut off, in its pool for ever.
        """
        proxy = proxy_for(str(url), route.proxy, self._proxy, self._environment)
        key = (replace(route, proxy=""), url.scheme == "https")
        if not proxy:
            if key not in self._clients:
                self._clients[key] = self._new_client(*key)
            yield self._clients[key]
            return
        # The proxy looks names up, so what a name stands for there cannot be judged here: only what looks private is.
        if not self._allow_private and is_private_host(url.host):
            raise FetchError("refused", f"{url.host} is a private address")
        client = self._new_client(*key, proxy)
        try:
            yield client
        finally:
            await client.aclose()

    def _new_client(self, route: Route, tls: bool, proxy: str = "") -> http.AsyncHTTPTransport:
        to_proxy_in_tls = proxy.lower().startswith("https:")
        try:
            through = http.Proxy(proxy, ssl_context=trust(route) if to_proxy_in_tls else None) if proxy else None
            verify = trust(route) if tls else nobody()
            client = http.AsyncHTTPTransport(verify=verify, limits=LIMITS, trust_env=False, proxy=through)
        except ImportError:
            raise FetchError("refused", "a SOCKS proxy needs the package socksio: pip install socksio") from None
        except (http.InvalidURL, ValueError):
            raise FetchError("refused", "the proxy's address cannot be read") from None
        pool: Any = client._pool  # private, but there is no other door to the sockets; tests tell when it moves
        private = self._allow_private or bool(proxy)
        peer = "proxy " if proxy else ""
        pool._network_backend = Network(allow_private=private, wire_cap=self._wire_cap, peer=peer)
        return client


@asynccontextmanager
async def _bounded(timeout_s: float) -> AsyncIterator[None]:
    """An exchange under its total deadline; whatever goes wrong in it becomes a FetchError."""
    phase.set("connect")
    try:
        async with asyncio.timeout(timeout_s):
            yield
    except FetchError:
        raise
    except TimeoutError:
        raise FetchError("timeout", f"timeout: {phase.get()}") from None
    except Exception as problem:
        raise _explain(problem) from None


async def _beginning(answer: http.Response, most: int, within_s: float) -> bytes:
    body = bytearray()
    with suppress(TimeoutError, FetchError, http.HTTPError):
        async with asyncio.timeout(within_s):
            async for piece in answer.aiter_raw():
                body += piece
                if len(body) >= most:
                    break
    return bytes(body[:most])


async def _ask(client: http.AsyncHTTPTransport, asked: http.Request) -> http.Response:
    """Send a request, and once more if a kept connection turns out to be spoiled: closed, or with bytes left over in it.

    A Content-Length that is too small or a 304 with a body leaves bytes, which would pass for the next feed's answer.
    """
    connected.set(False)
    try:
        answer = await client.handle_async_request(asked)
        if connected.get() or answer.extensions["network_stream"].received:
            return answer
        await answer.aclose()
    except (http.RemoteProtocolError, FetchError):
        if connected.get():
            raise
    return await client.handle_async_request(asked)


def _served(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return headers byte for byte (latin-1), so that validators go back as they came; repeated ones are joined."""
    headers: dict[str, str] = {}
    for name_bytes, value_bytes in raw:
        name, value = name_bytes.decode("latin-1").lower(), value_bytes.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _explain(problem: Exception) -> FetchError:
    """Say in a line what the client raised, and quote nothing: its messages hold URLs, headers and served bytes."""
    if isinstance(problem, http.RemoteProtocolError):
        return FetchError("bad-response", f"broken HTTP: {_unquoted(problem)}")
    if isinstance(problem, http.ProxyError):
        return FetchError("unreachable", f"proxy: {_unquoted(problem)}")
    if isinstance(problem, http.LocalProtocolError | UnicodeError):
        return FetchError("refused", "a header of this source cannot be sent")
    if isinstance(problem, http.InvalidURL | http.UnsupportedProtocol | ValueError):
        return FetchError("refused", "not a web address")
    return FetchError("bad-response", f"no sense in the answer ({type(problem).__name__})")


def _unquoted(problem: Exception) -> str:
    """Return a message up to where it quotes: a proxy's status without its phrase, a fault without the bytes."""
    return re.split(r"(?<=^\d{3}) |[:(]|\bb['\"]", str(problem))[0].strip(" .").lower()
