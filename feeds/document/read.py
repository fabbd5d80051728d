"""One body, read: decode, parse, fingerprint, skip what is known, clean, identify. Pure, and it never raises."""

from datetime import tzinfo
from hashlib import blake2b
from typing import Literal

from feeds.document.credits import Itself, credit_of
from feeds.document.dates import Moment, first_moment, zone_of
from feeds.document.decode import decode
from feeds.document.identity import Claim, Identity, assign
from feeds.document.links import site_of
from feeds.document.parse import parse
from feeds.document.plain import SUMMARY_CHARS, clean_line, clean_text
from feeds.document.raw import RawEntry, RawFeed
from feeds.document.text import TEXT_CHARS, base_of, body_of, clean_link, first_words, title_of, title_of_html
from feeds.document.wishes import skipped_days, skipped_hours, stays_for_s
from feeds.records import Entry, Feed

NAME_CHARS, GUID_CHARS, DATE_CHARS = 200, 1_000, 100


def read(
    body: bytes,
    content_type: str,
    url: str,
    known: frozenset[bytes] = frozenset(),
    *,
    identity_by: Literal["guid", "link"] = "guid",
    timezone: str = "",
) -> Feed:
    """Return the feed in a body that came from `url`, without the entries whose fingerprint is known.

    `identity_by="link"` is for sources whose guids cannot be trusted; dates without a zone are told in `timezone`, a name
    of the IANA database. A body that is no feed gives an empty format and a problem that says what it is.
    """
    home = zone_of(timezone)
    try:
        return _clean_feed(parse(decode(body, content_type)), url, known, identity_by, home)
    except Exception as problem:  # the last rung is another's code and may raise anything
        nothing = RawFeed(problems=[f"not a feed: unreadable ({type(problem).__name__})"])
        return _clean_feed(nothing, url, known, identity_by, home)


def _clean_feed(
    raw: RawFeed, url: str, known: frozenset[bytes], identity_by: Literal["guid", "link"], home: tzinfo
) -> Feed:
    base = base_of(url, raw.base)
    sites = frozenset({site_of(url), site_of(clean_link(raw.home, base))} - {""})
    fingerprints = tuple(_fingerprint(entry) for entry in raw.entries)
    links = [clean_link(entry.link, base_of(url, entry.base)) for entry in raw.entries]
    moments = [first_moment((entry.published, *entry.other_dates), home) for entry in raw.entries]
    guids = [clean_line(entry.guid, GUID_CHARS) for entry in raw.entries]
    untold = known if identity_by == "guid" and all(guids) and len(set(guids)) == len(guids) else frozenset()
    claims = [
        _claim(entry, guid, link, moment, url, has_title=fingerprint not in untold)
        for entry, guid, link, moment, fingerprint in zip(raw.entries, guids, links, moments, fingerprints, strict=True)
    ]
    assigned = assign(claims, identity_by, sites)
    itself = Itself(title_of(raw.title), sites)
    entries = (
        _clean_entry(entry, claim, link, moment, identity, fingerprint, itself)
        for entry, claim, link, moment, identity, fingerprint in zip(
            raw.entries, claims, links, moments, assigned.identities, fingerprints, strict=True
        )
        if identity is not None and fingerprint not in known
    )
    return Feed(
        format=clean_line(raw.format, 40),
        title=itself.title,
        language=clean_line(raw.language, 40).lower(),
        ttl_s=stays_for_s(raw.wishes),
        entries=tuple(entry for entry in entries if entry.title),
        fingerprints=fingerprints,
        keys=assigned.keys,
        published_ms=tuple(moment.ms for moment in moments if moment),
        doubtful_guids=assigned.doubtful_guids,
        skip_hours=skipped_hours(raw.wishes.skip_hours),
        skip_days=skipped_days(raw.wishes.skip_days),
        older_url=clean_link(raw.older_url, base),
        problems=tuple(clean_line(problem, 200) for problem in raw.problems),
        rung=raw.rung,
        whole=raw.whole,
    )


def _fingerprint(raw: RawEntry) -> bytes:
    """Return 12 bytes over every field, of names over as much as is kept of them."""
    texts = (raw.title.value, raw.summary.value, raw.text.value)
    names = (raw.author[:NAME_CHARS], raw.credit[:NAME_CHARS])
    fields = (raw.guid, raw.link, raw.page, raw.base, *texts, *names, raw.published)
    return blake2b("\0".join(fields).encode("utf-8", "surrogatepass"), digest_size=12).digest()


def _claim(raw: RawEntry, guid: str, link: str, moment: Moment | None, url: str, *, has_title: bool) -> Claim:
    """Return who an entry says it is.

    Known entries have a say too, since who an entry is depends on its neighbours; but where guids tell all entries apart, a
    known one needs no title.
    """
    title = ""
    if has_title:
        title = title_of(raw.title) or first_words(
            body_of(raw.summary if raw.summary.value else raw.text, SUMMARY_CHARS)
        )
    return Claim(
        guid=guid,
        link=(clean_link(raw.page, base_of(url, raw.base)) if raw.page else "") or link,
        title=title,
        published_ms=moment.ms if moment else None,
        body=raw.summary.value + raw.text.value,
    )


def _clean_entry(
    raw: RawEntry,
    claim: Claim,
    link: str,
    moment: Moment | None,
    identity: Identity,
    fingerprint: bytes,
    itself: Itself,
) -> Entry:
    summary, text = body_of(raw.summary, SUMMARY_CHARS), body_of(raw.text, TEXT_CHARS)
    if not summary:
        summary, text = clean_text(text, SUMMARY_CHARS), text if len(text) > SUMMARY_CHARS else ""
    text = "" if text == summary else text
    author, source = title_of_html(raw.author)[:NAME_CHARS], title_of_html(raw.credit)[:NAME_CHARS]
    is_own = itself.names(source, site_of(clean_link(raw.credit_url)))
    credit = credit_of("" if is_own else source, author, claim.title, summary, text)
    return Entry(
        identity=identity.identity,
        link_key=identity.link_key,
        guid=claim.guid,
        link=link,
        title=claim.title or link,
        summary=summary,
        text=text,
        author=author,
        credit=credit.name,
        published_ms=moment.ms if moment else None,
        published_raw=clean_line(raw.published, DATE_CHARS),
        published_basis=moment.basis if moment else "",
        fingerprint=fingerprint,
        credit_basis=credit.basis,
    )
