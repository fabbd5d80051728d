"""Where a source is: what its address may be, which addresses are one place, and what it is called for want of a name."""

import re
import shlex
from collections import Counter
from collections.abc import Hashable
from pathlib import PurePath
from urllib.parse import SplitResult, urlsplit

from msgspec.structs import replace

from feint.config_tables import Source
from feint.secrets import is_reference

WEB, LOCAL, PROXIES = ("http", "https"), ("file", "exec"), ("http", "https", "socks5", "socks5h")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_HIDDEN_BY = 'hold it in the environment or a file: `headers = { Authorization = "env:NAME" }`'
# The second labels under which a country's registry sells names: bbc.co.uk is one newsroom, co.uk isn't.
_SHARED_LABELS = frozenset(("ac", "co", "com", "edu", "go", "gob", "gouv", "gov", "mil", "ne", "net", "or", "org"))


def scheme(url: str) -> str:
    """The scheme of an address, in lower case; empty where it has none."""
    found = _SCHEME.match(url)
    return found[1].lower() if found else ""


def wrong_url(url: str, *, allow_local: bool) -> str:
    """Say what is wrong with a feed's address, or nothing."""
    if scheme(url) in LOCAL:
        return _wrong_local(url) or ("" if allow_local else "needs allow_local = true under [collector]")
    if any(character <= " " for character in url):
        return "an address holds no space"
    parts, words = _split(url)
    if parts is None:
        return words
    if parts.scheme not in WEB or not parts.hostname:
        return f'expected an http or https address, got "{url}"'
    if parts.username is not None:
        return f"a name or password in an address would be shown on every desk; {_HIDDEN_BY}"
    return ""


def wrong_proxy(value: str) -> str:
    """Say what is wrong with a proxy as the config writes it, or nothing; what may be a password is not repeated."""
    if value in ("", "none") or is_reference(value):
        return ""
    if is_proxy(value):
        if urlsplit(value).password is None:
            return ""
        return 'a password never stands in the config\'s text; write "env:NAME" for a variable that holds the address'
    return f'expected {", ".join(f"{each}://host:port" for each in PROXIES)}, "env:NAME" or "none"'


def is_proxy(url: str) -> bool:
    """Tell whether an address, perhaps with name and password, is one of a proxy."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    bare = parts.path in ("", "/") and not parts.query and not parts.fragment
    return parts.scheme in PROXIES and bool(parts.hostname) and bare and url.isascii() and " " not in url


def same_place(url: str) -> Hashable:
    """What makes two addresses one source."""
    if scheme(url) in LOCAL:
        return url
    parts, _ = _split(url)
    parts = parts or SplitResult("", "", url, "", "")
    return parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", parts.query


def named(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """Give each source a name and a family where the file gives none."""
    labels = [_label(source.url) for source in sources]
    unnamed = Counter(label for label, source in zip(labels, sources, strict=True) if not source.name)
    taken = {source.name for source in sources}
    return tuple(
        replace(
            source,
            name=source.name or (label if unnamed[label] == 1 and label not in taken else _whole(source.url)),
            family=source.family or (label if scheme(source.url) in LOCAL else _registered(label)),
        )
        for label, source in zip(labels, sources, strict=True)
    )


def _wrong_local(url: str) -> str:
    """Say what is wrong with the address of a file or a command, or nothing."""
    rest = url.partition(":")[2]
    if scheme(url) == "file":
        return "" if re.match(r"///[^/]", rest) else f'expected file:///path from the root, got "{url}"'
    try:
        words = shlex.split(rest)
    except ValueError as error:
        return f"a command whose words cannot be told apart: {error}"
    return "" if words else "names no command"


def _split(url: str) -> tuple[SplitResult | None, str]:
    """Return the parts of an address, or what keeps it from having any."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        return None, f'"{url}": {error}'
    return parts, ""


def _label(url: str) -> str:
    """The host; of a file or a command its name without the folders."""
    rest = url.partition(":")[2]
    if scheme(url) == "file":
        return PurePath(rest).name or url
    if scheme(url) == "exec":
        return url if _wrong_local(url) else PurePath(shlex.split(rest)[0]).name or rest
    parts, _ = _split(url)
    return ((parts and parts.hostname) or url).removeprefix("www.")


def _whole(url: str) -> str:
    """An address without its scheme: what tells apart two feeds of one host."""
    rest = url.partition(":" if scheme(url) == "exec" else "://")[2]
    return rest.strip().removeprefix("www.") or url


def _registered(host: str) -> str:
    """The part of a host that somebody registered: news.bbc.co.uk is bbc.co.uk. An IP address stays whole."""
    labels = host.split(".")
    if ":" in host or labels[-1].isdigit():
        return host
    country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SHARED_LABELS
    return ".".join(labels[-3 if country else -2 :])
