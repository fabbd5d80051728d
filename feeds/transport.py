"""The only file of this room that does I/O: one GET under a total deadline and size caps, with redirects by hand."""

import asyncio
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, replace
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ipaddress import IPv6Address, ip_address
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

import httpx as http

from feeds.text import clean_line

FailureKind = Literal["timeout", "unreachable", "too-big", "bad-response", "refused"]

CONNECT_S, READ_S, KEEP_ALIVE_S = 5.0, 15.0, 5.0
MAX_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
INFLATE_STEP = 65_536
MIB = 1 << 20
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9, application/feed+json;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class Request:
    """One GET; `headers` are those of `http_policy.request_headers`."""

    url: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Response:
    """One answer after all redirects."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case; values as served, each byte one character."""
    body: bytes
    """Decoded; empty unless the status is 2xx."""
    url: str
    """Where it was found in the end."""
    redirects: tuple[tuple[int, str], ...]
    """The status of each hop and where it pointed."""


class FetchError(Exception):
    """No usable answer; `reason` is one safe line for a person."""

    def __init__(self, kind: FailureKind, reason: str) -> None:
        super().__init__(reason)
        self.kind: FailureKind = kind
        self.reason = reason


class Transport:
    """One HTTP client for life; `close` it in the end."""

    def __init__(
        self,
        *,
        user_agent: str,
        allow_private: bool,
        timeout_s: float = 30.0,
        wire_cap: int = 5 * MIB,
        body_cap: int = 10 * MIB,
    ) -> None:
        self._timeout_s = timeout_s
        self._wire_cap = wire_cap
        self._body_cap = body_cap
        limits = http.Limits(max_connections=None, max_keepalive_connections=8, keepalive_expiry=KEEP_ALIVE_S)
        # The operating system's own trust store, so that a company's root certificate counts.
        wire = http.AsyncHTTPTransport(verify=ssl.create_default_context(), limits=limits, trust_env=False)
        if not allow_private:
            pool: Any = wire._pool  # private, but there is no other door to the sockets; a test tells when it moves
            pool._network_backend = _PublicOnly(pool._network_backend)
        self._client = http.AsyncClient(
            transport=wire,
            timeout=http.Timeout(READ_S, connect=CONNECT_S),
            headers={"User-Agent": user_agent, "Accept": ACCEPT, "Accept-Encoding": "gzip"},
            cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
            trust_env=False,
        )

    async def fetch(self, request: Request) -> Response:
        """GET a URL and follow its redirects; raises FetchError and nothing else."""
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._follow(request)
        except FetchError:
            raise
        except TimeoutError:
            raise FetchError("timeout", f"no answer in {self._timeout_s:g} s") from None
        except Exception as problem:
            raise _explain(problem) from problem

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def _follow(self, request: Request) -> Response:
        seen = {request.url}
        redirects: list[tuple[int, str]] = []
        while True:
            response = await self._get(request)
            if response.status not in REDIRECTS:
                return replace(response, redirects=tuple(redirects))
            target = _redirect_target(request.url, response)
            if target in seen:
                raise FetchError("bad-response", "redirects in a loop")
            if len(redirects) == MAX_REDIRECTS:
                raise FetchError("bad-response", f"more than {MAX_REDIRECTS} redirects")
            seen.add(target)
            redirects.append((response.status, target))
            request = replace(request, url=target)

    async def _get(self, request: Request) -> Response:
        if urlsplit(request.url).scheme.lower() not in ("http", "https"):
            raise FetchError("refused", "only http and https are fetched")
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in request.headers.items()]
        async with self._client.stream("GET", request.url, headers=headers, follow_redirects=False) as answer:
            served = _headers(answer.headers.raw)
            body = b""
            if 200 <= answer.status_code < 300:
                body = await self._read(served, answer.aiter_raw())
            return Response(answer.status_code, served, body, request.url, ())

    async def _read(self, headers: Mapping[str, str], chunks: AsyncIterator[bytes]) -> bytes:
        """Read and inflate a body under both caps, never holding more than a step beyond them."""
        body = _Body(_content_encoding(headers), self._body_cap)
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length[:20]) > self._wire_cap:
            raise _too_big(self._wire_cap)
        received = 0
        async for chunk in chunks:
            received += len(chunk)
            if received > self._wire_cap:
                raise _too_big(self._wire_cap)
            body.feed(chunk)
        return body.finish()


class _Body:
    """A body as it arrives: plain, gzip or deflate, judged by its first bytes because headers lie both ways."""

    def __init__(self, encoding: str, cap: int) -> None:
        self._encoding = encoding
        self._cap = cap
        self._head = b""
        self._judged = False
        self._inflate: zlib._Decompress | None = None
        self._out = bytearray()

    def feed(self, chunk: bytes) -> None:
        if not self._judged:
            self._head += chunk
            if len(self._head) < 2:
                return
            chunk, self._judged = self._head, True
            self._inflate = _inflater(self._encoding, chunk[:2])
        if self._inflate is None:
            self._out += chunk
        while self._inflate is not None and chunk and not self._inflate.eof and len(self._out) <= self._cap:
            self._out += self._inflate.decompress(chunk, INFLATE_STEP)
            chunk = self._inflate.unconsumed_tail
        if len(self._out) > self._cap:
            raise _too_big(self._cap)

    def finish(self) -> bytes:
        if not self._judged:
            return self._head
        if self._inflate is not None and not self._inflate.eof:
            raise FetchError("bad-response", "compressed body cut short")
        return bytes(self._out)


def _inflater(encoding: str, head: bytes) -> "zlib._Decompress | None":
    """Choose by the first two bytes: gzip (RFC 1952), zlib (RFC 1950), raw deflate only where announced."""
    if head == b"\x1f\x8b":
        return zlib.decompressobj(zlib.MAX_WBITS | 16)
    if encoding != "deflate" or head[:1] in b"<{\xef\xfe\xff \t\r\n":
        return None
    is_zlib = head[0] & 0x0F == 8 and int.from_bytes(head, "big") % 31 == 0
    return zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)


def _content_encoding(headers: Mapping[str, str]) -> str:
    """Return the one encoding; a chain of them is how small replies inflate to gigabytes."""
    names = [name.strip().lower() for name in headers.get("content-encoding", "").split(",")]
    encodings = [name for name in names if name not in ("", "identity")]
    if not encodings:
        return ""
    if len(encodings) > 1 or encodings[0] not in ("gzip", "x-gzip", "deflate"):
        raise FetchError("bad-response", clean_line(f"content encoding {', '.join(encodings)} was not asked for", 120))
    return encodings[0]


def _headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return headers byte for byte (latin-1), so that validators go back as they came; repeated ones are joined."""
    headers: dict[str, str] = {}
    for name_bytes, value_bytes in raw:
        name, value = name_bytes.decode("latin-1").lower(), value_bytes.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _redirect_target(url: str, response: Response) -> str:
    location = response.headers.get("location", "").strip()
    if not location:
        raise FetchError("bad-response", f"HTTP {response.status} without a Location")
    target = urljoin(url, location.encode("latin-1").decode("utf-8", "replace"))
    parts = urlsplit(target)
    if parts.scheme not in ("http", "https"):
        raise FetchError("refused", clean_line(f"redirect to {parts.scheme or 'nothing'}:", 80))
    if urlsplit(url).scheme == "https" and parts.scheme == "http":
        raise FetchError("refused", "redirect from https to http")
    if parts.username is not None:
        raise FetchError("refused", "redirect with credentials in its URL")
    return parts._replace(fragment="").geturl()


class _PublicOnly:
    """Opens connections, and drops one whose peer is not public before a byte is sent.

    It judges the address of the connected socket, so no second name lookup could give another (DNS rebinding).
    """

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    async def connect_tcp(self, host: str, port: int, **options: Any) -> Any:
        stream = await self._backend.connect_tcp(host, port, **options)
        address = stream.get_extra_info("server_addr")[0]
        if not is_public(address):
            await stream.aclose()
            raise FetchError("refused", clean_line(f"{host} has the private address {address}", 200))
        return stream

    async def sleep(self, seconds: float) -> None:
        await self._backend.sleep(seconds)


def is_public(address: str) -> bool:
    """Tell whether an address is on the public internet: not loopback, private, link-local, CGNAT or multicast."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or ip
    return ip.is_global and not ip.is_multicast


def _too_big(cap: int) -> FetchError:
    return FetchError("too-big", f"larger than {cap / MIB:g} MiB")


def _explain(problem: Exception) -> FetchError:
    """Turn whatever the client raised into a kind and a line for a person."""
    causes = list(_causes(problem))
    if isinstance(problem, http.ConnectTimeout):
        return FetchError("timeout", f"no connection in {CONNECT_S:g} s")
    if isinstance(problem, http.TimeoutException):
        return FetchError("timeout", f"silent for {READ_S:g} s")
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return FetchError("unreachable", "no such host name")
    if tls := next((cause for cause in causes if isinstance(cause, ssl.SSLError)), None):
        detail = getattr(tls, "verify_message", "") or tls.reason or "failed"
        return FetchError("unreachable", clean_line(f"TLS: {detail}", 200))
    if isinstance(problem, http.ConnectError):
        return FetchError("unreachable", "no connection")
    if isinstance(problem, http.NetworkError):
        return FetchError("unreachable", "connection lost")
    if isinstance(problem, http.RemoteProtocolError):
        return FetchError("bad-response", clean_line(f"broken HTTP: {problem}", 120))
    return FetchError("bad-response", clean_line(str(problem) or type(problem).__name__, 200))


def _causes(problem: BaseException) -> Iterable[BaseException]:
    seen: BaseException | None = problem
    for _ in range(10):
        if seen is None:
            return
        yield seen
        if isinstance(seen, BaseExceptionGroup):
            yield from seen.exceptions
        seen = seen.__cause__ or seen.__context__
