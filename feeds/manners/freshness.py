"""What a response's headers say about time: for how long it is fresh, until when to stay away. Pure."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def fresh_s(headers: Mapping[str, str]) -> float:
    """Return for how long the server calls its answer fresh (RFC 9111, 4.2.1); 0 when it does not say.

    `s-maxage` is for shared caches; an `Expires` that is no date means stale (RFC 9111, 5.3).
    """
    control = headers.get("cache-control", "").lower()
    if re.search(r"\bno-(?:cache|store)\b", control):
        return 0.0
    if found := re.search(r"(?<![\w-])max-age\s*=\s*\"?(\d{1,12})", control):
        return max(0.0, float(found[1]) - _age_s(headers))
    expires, date = http_date(headers.get("expires", "")), http_date(headers.get("date", ""))
    if expires is None or date is None:
        return 0.0
    return max(0.0, (expires - date).total_seconds())


def retry_after_s(headers: Mapping[str, str], now_ms: int) -> float | None:
    """Return the seconds of a Retry-After header, given in seconds or as a date (RFC 9110, 10.2.3), or None."""
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,12}", value):
        return float(value)
    until = http_date(value)
    return None if until is None else max(0.0, until.timestamp() - now_ms / 1000)


def http_date(value: str) -> datetime | None:
    """Read a date of a header (RFC 9110, 5.6.7), or return None."""
    try:
        parsed = parsedate_to_datetime(value[:100])
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _age_s(headers: Mapping[str, str]) -> float:
    age = headers.get("age", "").strip()
    return float(age) if re.fullmatch(r"[0-9]{1,12}", age) else 0.0
