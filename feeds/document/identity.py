"""Who an entry is: guid, else canonical link, else a hash of its words; judged against its whole document."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from feeds.document.links import canonical_link, exact_link, leads_somewhere, within_site

KEY_CHARS = 300
KEY_BYTES = 8
DAY_MS = 86_400_000


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


@dataclass(frozen=True, slots=True)
class Assigned:
    """A document's entries, told apart."""

    identities: tuple[Identity | None, ...]
    """None for an entry that repeats an earlier one."""
    keys: tuple[bytes, ...]
    """Of every entry, over its link where it has one of its own: they outlast a new guid."""
    doubtful_guids: int
    """How many entries carry a guid that another one carries too."""


def assign(
    claims: Sequence[Claim],
    identity_by: Literal["guid", "link"] = "guid",
    sites: frozenset[str] = frozenset(),
) -> Assigned:
    """Return who the entries of one document are.

    `identity_by="link"` ignores guids. Pages on the feed's own `sites` are known without their host, so that it may move.
    """
    pages = [_page(claim.link) for claim in claims]
    own_links = _own_links(claims, pages)
    doubtful = _shared(
        (claim.guid, (page, claim.title)) for claim, page in zip(claims, pages, strict=True) if claim.guid
    )
    names = _names(claims, own_links, doubtful, identity_by, sites)
    first_of = {name: index for index, name in reversed(list(enumerate(names)))}
    return Assigned(
        identities=tuple(
            Identity(name, link) if first_of[name] == index else None
            for index, (name, link) in enumerate(zip(names, own_links, strict=True))
        ),
        keys=tuple(
            blake2b((link or name).encode(), digest_size=KEY_BYTES).digest()
            for name, link in zip(names, own_links, strict=True)
        ),
        doubtful_guids=sum(claim.guid in doubtful for claim in claims),
    )


def _page(link: str) -> str:
    """Return the page of an entry as a key, empty for a site's front page: that one is everybody's."""
    page = canonical_link(link) if link else ""
    if leads_somewhere(page):
        return page
    return exact_link(link) if "#" in link else ""


def _own_links(claims: Sequence[Claim], pages: Sequence[str]) -> list[str]:
    """Return the page of each entry where no other entry has it, else its place on the page, else nothing."""
    shared = _shared((page, _owner(claim)) for claim, page in zip(claims, pages, strict=True) if page)
    if not shared:
        return list(pages)
    places = [exact_link(claim.link) if page in shared else page for claim, page in zip(claims, pages, strict=True)]
    shared = _shared((place, _owner(claim)) for claim, place in zip(claims, places, strict=True) if place)
    return ["" if place in shared else place for place in places]


def _owner(claim: Claim) -> tuple[str, str, str]:
    return claim.guid, claim.title, claim.link.partition("#")[2]


def _names(
    claims: Sequence[Claim],
    own_links: Sequence[str],
    doubtful: set[str],
    identity_by: Literal["guid", "link"],
    sites: frozenset[str],
) -> list[str]:
    """Return a name for each entry: its guid unless others use it too, else its link, else its words."""
    guids = [claim.guid if identity_by == "guid" else "" for claim in claims]
    shared_words = _shared(
        (_words(claim), claim.body)
        for claim, guid, link in zip(claims, guids, own_links, strict=True)
        if not guid and not link
    )
    names = []
    for claim, guid, link in zip(claims, guids, own_links, strict=True):
        if guid and guid not in doubtful:
            names.append(_key("guid", within_site(guid, sites)))
        elif guid:
            names.append(_key("guid", f"{guid}|{within_site(link, sites) or _words(claim)}"))
        elif link:
            names.append(_key("link", within_site(link, sites)))
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
    return blake2b(value.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
