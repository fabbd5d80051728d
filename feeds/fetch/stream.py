"""One connection under the HTTP client: bytes in and out, TLS, and a name for what is waited for.

The client's own streams name no step, put no bound on headers, and add a quarter to the CPU time of a 304.
"""

import asyncio
import ssl
from contextvars import ContextVar
from typing import cast

from feeds.fetch.exchange import FetchError, too_big

TLS_S, READ_S = 5.0, 15.0
READ_STEP = 16_384
"""However fast a server sends, the others of this event loop have their turn after each of these."""
BUFFERED = 65_536
HEAD_CAP = 98_304
"""What may come before a body; interim answers (1xx) would else go on until the deadline, at full load."""

phase: ContextVar[str] = ContextVar("phase", default="connect")
"""What the fetch of this task waits for, in a word or two; told when its deadline has passed."""


class Stream(asyncio.Protocol):
    """A connection, as httpcore wants it (its `AsyncNetworkStream`). What waits too long raises TimeoutError."""

    _transport: asyncio.Transport

    def __init__(self, wire_cap: int) -> None:
        """`wire_cap` is in bytes; what a server adds by its chunking may be as much again."""
        self._cap = 2 * wire_cap + HEAD_CAP
        self._buffer = bytearray()
        self._arrival: asyncio.Future[None] | None = None
        self._ended = False
        self._problem: Exception | None = None
        self.received = 0
        """Bytes since the last request."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Keep what comes, and let no more come than is read."""
        self._buffer += data
        if len(self._buffer) > BUFFERED:
            self._transport.pause_reading()
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let the reader see the end."""
        self._ended, self._problem = True, exc
        self._wake()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return the next bytes, none at the end; the bounds in time and size are ours."""
        if self._buffer:
            await asyncio.sleep(0)
        elif not self._ended:
            await self._more()
        data = bytes(self._buffer[: min(max_bytes, READ_STEP)])
        del self._buffer[: len(data)]
        if not data and self._problem is not None:
            raise FetchError("unreachable", f"connection lost: {phase.get()}")
        if len(self._buffer) <= BUFFERED:
            self._transport.resume_reading()
        self._count(len(data))
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send a request, which is small; a connection lost meanwhile shows when its answer is read."""
        if not buffer:
            return
        self._transport.write(buffer)
        self.received = 0
        phase.set("no answer")

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> "Stream":
        """Speak TLS from here on."""
        phase.set("TLS")
        loop = asyncio.get_running_loop()
        try:
            if self._ended:
                raise ConnectionResetError
            if self._buffer:  # what came in the clear must not pass for what came through TLS
                raise FetchError("unreachable", "TLS: the server talks first, and not in TLS")
            async with asyncio.timeout(TLS_S):
                transport = await loop.start_tls(self._transport, self, ssl_context, server_hostname=server_hostname)
        except BaseException as problem:
            self.abort()
            if isinstance(problem, ssl.SSLError):
                raise FetchError("unreachable", f"TLS: {_plain(problem)}") from None
            if isinstance(problem, ConnectionError):
                raise FetchError("unreachable", "connection lost: TLS") from None
            raise
        assert transport is not None
        self._transport = transport
        return self

    def abort(self) -> None:
        """Give the socket back at once; a TLS farewell would keep it for as long as the other side likes."""
        self._transport.abort()

    async def aclose(self) -> None:
        """Do as `abort` does."""
        self.abort()

    def get_extra_info(self, info: str) -> object:
        """Return what httpcore asks of a socket."""
        if info == "is_readable":  # of an idle connection: anything that comes unasked spoils it
            return bool(self._buffer) or self._ended or self._transport.is_closing()
        return self._transport.get_extra_info(info)

    async def _more(self) -> None:
        self._arrival = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(READ_S):
                await self._arrival
        finally:
            self._arrival = None

    def _wake(self) -> None:
        if self._arrival is not None and not self._arrival.done():
            self._arrival.set_result(None)

    def _count(self, size: int) -> None:
        self.received += size
        if phase.get() == "no answer":
            phase.set("headers")
        if phase.get() == "headers" and self.received > HEAD_CAP:
            raise FetchError("bad-response", f"more than {HEAD_CAP // 1024} KiB of headers")
        if self.received > self._cap:
            raise too_big(self._cap)


def _plain(problem: ssl.SSLError) -> str:
    """Say what is wrong with TLS in the words of the trade, not of the library."""
    if isinstance(problem, ssl.SSLCertVerificationError):
        return _CERTIFICATE.get(problem.verify_code, problem.verify_message)
    return (problem.reason or "failed").replace("_", " ").lower()


_CERTIFICATE = {
    9: "the certificate is not valid yet",
    10: "the certificate has expired",
    18: "the certificate is self-signed",
    19: "the certificate's authority is not trusted",
    20: "the certificate's authority is not trusted",
    21: "the certificate's authority is not trusted",
    62: "the certificate is for another host",
    64: "the certificate is for another host",
}
"""By OpenSSL's X509_V_ERR numbers."""
