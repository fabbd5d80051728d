"""From a host name to a connection: look it up, judge its addresses, race to connect.

The client's own way would look names up on the event loop's few threads, and connect before an address can be judged.
"""

import asyncio
import socket
from asyncio import FIRST_COMPLETED, Task
from collections.abc import Sequence
from contextvars import ContextVar
from functools import partial
from ipaddress import ip_address
from itertools import zip_longest

from feeds.fetch.addresses import is_public
from feeds.fetch.aside import aside
from feeds.fetch.exchange import FetchError
from feeds.fetch.stream import Stream, phase

CONNECT_S = 5.0
"""For the name and the connection together."""
STAGGER_S = 0.25
"""How long an address may be silent before the next is tried as well (RFC 8305, 5)."""

connected: ContextVar[bool] = ContextVar("connected", default=False)
"""Whether the fetch of this task has opened a connection since it last said that it had not."""


class Network:
    """Opens connections for httpcore (its `AsyncNetworkBackend`)."""

    def __init__(self, *, allow_private: bool, wire_cap: int, peer: str = "") -> None:
        """`peer` says whom we connect to where it is not the source itself, as in `proxy `."""
        self._allow_private = allow_private
        self._wire_cap = wire_cap
        self._peer = peer

    async def connect_tcp(self, host: str, port: int, **_options: object) -> Stream:
        """Connect to a host, but to no address of it that is not public unless that is allowed."""
        connected.set(True)
        try:
            async with asyncio.timeout(CONNECT_S):
                phase.set(f"{self._peer}name lookup")
                addresses = self._allowed(host, await _look_up(host, port))
                phase.set(f"{self._peer}connect")
                return await _race(addresses, port, self._wire_cap)
        except TimeoutError:
            raise
        except (OSError, UnicodeError) as problem:
            raise FetchError("unreachable", f"{self._peer}{_plain(problem)}") from None

    def _allowed(self, host: str, addresses: Sequence[str]) -> Sequence[str]:
        """Judge the very addresses that are connected to: no second look-up can put others in their place."""
        if self._allow_private:
            return addresses
        public = [address for address in addresses if is_public(address)]
        if not public:
            raise FetchError("refused", f"{host} has the private address {addresses[0]}")
        return public


async def _look_up(host: str, port: int) -> list[str]:
    """Return the addresses of a host, IPv6 and IPv4 in turn (RFC 8305, 4)."""
    try:
        return [str(ip_address(host))]
    except ValueError:
        pass
    found = await aside(partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM))
    preferred = [str(address[0]) for family, *_, address in found if family == found[0][0]]
    others = [str(address[0]) for family, *_, address in found if family != found[0][0]]
    return [address for pair in zip_longest(preferred, others) for address in pair if address]


async def _race(addresses: Sequence[str], port: int, wire_cap: int) -> Stream:
    """Try address after address, each when the one before has failed or been silent for a while; the first one up wins."""
    waiting = list(addresses)
    running: set[Task[Stream]] = set()
    problem: BaseException | None = None
    try:
        while waiting or running:
            if waiting:
                running.add(asyncio.create_task(_connect(waiting.pop(0), port, wire_cap)))
            patience_s = STAGGER_S if waiting else None
            done, _ = await asyncio.wait(running, timeout=patience_s, return_when=FIRST_COMPLETED)
            for attempt in done:
                running.remove(attempt)
                if (problem := attempt.exception()) is None:
                    return attempt.result()
    finally:
        for attempt in running:
            _call_off(attempt)
    assert problem is not None, "a host has at least one address"
    raise problem


def _call_off(attempt: "Task[Stream]") -> None:
    if not attempt.cancel() and not attempt.cancelled() and attempt.exception() is None:
        attempt.result().abort()


async def _connect(address: str, port: int, wire_cap: int) -> Stream:
    _, stream = await asyncio.get_running_loop().create_connection(partial(Stream, wire_cap), address, port)
    return stream


def _plain(problem: OSError | UnicodeError) -> str:
    if isinstance(problem, UnicodeError):  # a label of the name is too long
        return "no such host name"
    if isinstance(problem, socket.gaierror):
        return "no such host name" if problem.errno == socket.EAI_NONAME else "name lookup failed"
    if isinstance(problem, ConnectionRefusedError):
        return "connection refused"
    return f"no connection: {problem.strerror or type(problem).__name__}"
