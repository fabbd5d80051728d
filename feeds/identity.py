"""Who an entry is: guid, else canonical link, else a hash of its words; judged against its whole document."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import urlsplit, urlunsplit

KEY_CHARS = 300
DAY_MS = 86_400_000

_TRACKING = re.compile(
    r"(?:utm_\w*|at_\w+|ns_\w+|mc_[ce]id|mkt_tok|fbclid|gclid|dclid|gclsrc|yclid|ysclid|msclkid|igshid|wt_mc\w*|xtor|cmp|cmpid|"
    r"ocid|smid|ftag|maca|traffic_source|ito|ftcamp|sref|feedtype|feedname|mod|partner|taid|rss|source=rss|from=rss|ref=rss)"
    r"(?:=.*)?",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Claim:
    """What one entry says of itself; `link` is absolute and clean, `title` clean, `body` the rest."""

    guid: str
    link: str
    title: str
    published_ms: int | None = None
    body: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the entry is within its source, and the link by which to find it when its guid churns."""

    identity: str
    link_key: str


def canonical_link(url: str) -> str:
    """Return a link as a key, without what varies between servings: case, port, fragment, tracking; http is https."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    host = parts.hostname or ""
    if port is not None and port != _DEFAULT_PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _TRACKING.fullmatch(pair))
    return urlunsplit(("https", host, parts.path or "/", query, ""))


def assign(claims: Sequence[Claim]) -> list[Identity | None]:
    """Return the identity of every entry of one document, None for one that repeats an earlier one."""
    links = [canonical_link(claim.link) if claim.link else "" for claim in claims]
    link_count = Counter(links)
    own_links = [link if link and link_count[link] == 1 else "" for link in links]
    names = _told_apart(claims, links, own_links)
    first_of = {name: index for index, name in reversed(list(enumerate(names)))}
    return [
        Identity(name, own_link if _leads_somewhere(own_link) else "") if first_of[name] == index else None
        for index, (name, own_link) in enumerate(zip(names, own_links, strict=True))
    ]


def _told_apart(claims: Sequence[Claim], links: Sequence[str], own_links: Sequence[str]) -> list[str]:
    """Return a name for each entry: its guid unless others use it too, else its link, else its words."""
    shared_guids = _shared((claim.guid, (link, claim.title)) for claim, link in zip(claims, links, strict=True))
    shared_words = _shared((_words(claim), claim.body) for claim in claims if not claim.guid)
    names = []
    for claim, link in zip(claims, own_links, strict=True):
        if claim.guid and claim.guid not in shared_guids:
            names.append(_key("guid", claim.guid))
        elif claim.guid:
            names.append(_key("guid", f"{claim.guid}|{link or _words(claim)}"))
        elif link:
            names.append(_key("link", link))
        else:
            words = _words(claim)
            names.append(f"hash:{_digest(words + claim.body) if words in shared_words else words}")
    return names


def _shared(owned: Iterable[tuple[str, object]]) -> set[str]:
    """Return the keys that stand for more than one thing."""
    owners: dict[str, object] = {}
    return {key for key, owner in owned if owners.setdefault(key, owner) != owner}


def _words(claim: Claim) -> str:
    """Return a digest of the title without its case and punctuation, and of the day when there is one."""
    day = "" if claim.published_ms is None else str(claim.published_ms // DAY_MS)
    words = " ".join(re.findall(r"\w+", claim.title.casefold()))
    return _digest(f"{words}\n{day}")


def _key(kind: str, value: str) -> str:
    return f"{kind}:{value}" if len(value) <= KEY_CHARS else f"{kind}:#{_digest(value)}"


def _digest(value: str) -> str:
    return blake2b(value.encode(), digest_size=16).hexdigest()


def _leads_somewhere(link: str) -> bool:
    parts = urlsplit(link)
    return parts.path != "/" or bool(parts.query)
