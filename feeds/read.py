"""One body, read: decode, parse, fingerprint, skip what is known, clean, identify. Pure, and it never raises."""

from urllib.parse import urljoin

from feeds.dates import parse_date
from feeds.decode import decode
from feeds.identity import Claim, Identity, assign
from feeds.parse import parse
from feeds.raw import RawEntry, RawFeed, RawText
from feeds.records import Entry, Feed
from feeds.text import (
    SUMMARY_CHARS,
    TEXT_CHARS,
    body_of_html,
    clean_line,
    clean_link,
    clean_text,
    first_words,
    title_of_html,
    title_of_plain,
)

NAME_CHARS, GUID_CHARS, DATE_CHARS = 200, 1_000, 100


def read(body: bytes, content_type: str, url: str, known: frozenset[bytes] = frozenset()) -> Feed:
    """Return the feed in a body that came from `url`, without the entries whose fingerprint is known.

    A body that is no feed gives an empty format and a problem that says what it is.
    """
    try:
        return _clean_feed(parse(decode(body, content_type)), url, known)
    except Exception as problem:  # the last rung is another's code and may raise anything
        return _clean_feed(RawFeed(problems=[f"not a feed: unreadable ({type(problem).__name__})"]), url, known)


def _clean_feed(raw: RawFeed, url: str, known: frozenset[bytes]) -> Feed:
    fingerprints = tuple(entry.fingerprint() for entry in raw.entries)
    news = [fingerprint not in known for fingerprint in fingerprints]
    claims = [_claim(entry, url, is_new) for entry, is_new in zip(raw.entries, news, strict=True)]
    entries = (
        _clean_entry(entry, claim, identity, fingerprint)
        for entry, claim, identity, fingerprint, is_new in zip(
            raw.entries, claims, assign(claims), fingerprints, news, strict=True
        )
        if is_new and identity is not None
    )
    return Feed(
        format=clean_line(raw.format, 40),
        title=_title(raw.title),
        language=clean_line(raw.language, 40).lower(),
        ttl_s=_ttl_s(raw.ttl_minutes),
        entries=tuple(entry for entry in entries if entry.title),
        fingerprints=fingerprints,
        problems=tuple(clean_line(problem, 200) for problem in raw.problems),
        rung=raw.rung,
        whole=raw.whole,
    )


def _claim(raw: RawEntry, url: str, is_new: bool) -> Claim:
    """Titles and links of known entries count too: who an entry is depends on its neighbours."""
    base = urljoin(url, raw.base) if raw.base else url
    is_dated = raw.published and (is_new or not raw.guid)
    title = _title(raw.title) or first_words(_body(raw.summary if raw.summary.value else raw.text, SUMMARY_CHARS))
    return Claim(
        guid=clean_line(raw.guid, GUID_CHARS),
        link=clean_link(raw.link, base),
        title=title,
        published_ms=parse_date(raw.published) if is_dated else None,
        body=raw.summary.value + raw.text.value,
    )


def _clean_entry(raw: RawEntry, claim: Claim, identity: Identity, fingerprint: bytes) -> Entry:
    summary, text = _body(raw.summary, SUMMARY_CHARS), _body(raw.text, TEXT_CHARS)
    if not summary:
        summary, text = clean_text(text, SUMMARY_CHARS), text if len(text) > SUMMARY_CHARS else ""
    return Entry(
        identity=identity.identity,
        link_key=identity.link_key,
        guid=claim.guid,
        link=claim.link,
        title=claim.title or claim.link,
        summary=summary,
        text="" if text == summary else text,
        author=title_of_html(raw.author)[:NAME_CHARS],
        credit=title_of_html(raw.credit)[:NAME_CHARS],
        published_ms=claim.published_ms,
        published_raw=clean_line(raw.published, DATE_CHARS),
        fingerprint=fingerprint,
    )


def _title(raw: RawText) -> str:
    return title_of_html(raw.value) if raw.kind == "html" else title_of_plain(raw.value)


def _body(raw: RawText, limit: int) -> str:
    return body_of_html(raw.value, limit) if raw.kind == "html" else clean_text(raw.value, limit)


def _ttl_s(minutes: str) -> int | None:
    return int(minutes) * 60 if minutes.isascii() and minutes.isdigit() and 0 < len(minutes) <= 6 else None
