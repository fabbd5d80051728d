"""One exchange with a source: what is asked, by which route, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from feeds.document.plain import clean_line

FailureKind = Literal["timeout", "unreachable", "too-big", "bad-response", "refused"]

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Route:
    """How a source is reached."""

    proxy: str = field(default="", repr=False)
    """An http://, https://, socks5:// or socks5h:// URL; empty follows the environment, `none` goes direct."""
    ca_file: str = ""
    """A PEM file that is trusted besides the system's store."""
    insecure: bool = False
    """The certificate is not verified."""


DIRECT = Route()


@dataclass(frozen=True, slots=True)
class Request:
    """One GET; `headers` are the conditional ones of `http_policy.request_headers`."""

    url: str
    headers: Mapping[str, str]
    own_headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The source's own (Authorization, Cookie, User-Agent); they replace the usual ones of the same name."""
    route: Route = DIRECT
    follows: bool = True
    """Whether redirects are followed; else one is an answer like any other."""


@dataclass(frozen=True, slots=True)
class Response:
    """One answer after all redirects."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case; values as served, each byte one character."""
    body: bytes
    """Decoded; empty unless the status is 2xx."""
    url: str
    """Where it was found in the end, without credentials."""
    redirects: tuple[tuple[int, str], ...]
    """The status of each hop and where it pointed."""


class FetchError(Exception):
    """No usable answer; `reason` is one safe line for a person, without headers, queries or credentials."""

    def __init__(self, kind: FailureKind, reason: str) -> None:
        self.kind: FailureKind = kind
        self.reason = clean_line(reason, 200)
        super().__init__(self.reason)


def too_big(cap: int) -> FetchError:
    """Return the error of a body beyond `cap` bytes."""
    return FetchError("too-big", f"larger than {cap / MIB:g} MiB")
