"""What an operator writes into the log by hand: when it happened, as they put it, and the words."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from storage.file.errors import StoreError

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = rf"(?P<yesterday>yesterday)|(?P<date>\d{{4}}-\d\d-\d\d)|(?P<day>\d{{1,2}})\ (?P<month>{'|'.join(_MONTHS)})"
_DAY_MS = 86_400_000
_WRITTEN = re.compile(
    rf"(?:(?:{_DAY})[ T])?(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
    r"(?P<half>\ ?[ap]m\b)?(?P<z>Z|\ UTC)?(?:\s+|$)",
    re.ASCII | re.IGNORECASE,
)


def occurred(text: str, now_ms: int, zones: Mapping[str, tzinfo] | None = None) -> tuple[int | None, str]:
    """Read `10:20 …`, `yesterday 23:10 …`, `21 Nov 10:20 …` or `2026-11-21 10:20 …`; returns when it was, and the rest.

    Without a time: None and the whole text. The time is UTC unless a label of `zones` follows it, as in `10:20 MSK …`,
    written just so: "10:20 Kyiv reports" is not the zone `KYIV`. A time of day later than now is yesterday's, a day and month
    to come are last year's. Raises StoreError for a time that there is not, or that is to come, where no words are left, and
    for what may be meant as a zone and is none here: the line would stand hours wrong for good.
    """
    text = text.strip()
    found = _WRITTEN.match(text)
    if found is None:
        return None, _words(text)
    zone: tzinfo = UTC
    rest = text[found.end() :]
    if not found["z"]:
        zone, rest = _zone(found[0].strip(), rest, zones or {})
    now = datetime.fromtimestamp(now_ms / 1000, zone)
    moment = _moment(found, now)
    if _is_later(moment, now):
        raise StoreError(f"{found[0].strip()} is still to come; a line of the log is about what has happened")
    return round(moment.timestamp() * 1000), _words(rest)


def day_before(at_ms: int, now_ms: int) -> bool:
    """Is it of yesterday, in UTC? A time without a day may be, and that deserves to be said."""
    return at_ms // _DAY_MS == now_ms // _DAY_MS - 1


def _zone(moment: str, text: str, zones: Mapping[str, tzinfo]) -> tuple[tzinfo, str]:
    """The zone whose label a text begins with, UTC without one, and the rest of the text. Raises StoreError."""
    first, _, rest = text.partition(" ")
    label = first.rstrip(",:;")
    if label in zones:
        return zones[label], rest.strip()
    if 2 <= len(label) <= 5 and label.isalpha() and label.isupper():
        known = " or ".join(filter(None, (", ".join(each for each in zones if each != "UTC"), "Z")))
        raise StoreError(f"{label} is no zone here: {known}; a word goes after the Z: {moment}Z {label}")
    return UTC, text


def _words(text: str) -> str:
    if not text:
        raise StoreError("there are no words to write into the log")
    return text


def _moment(found: re.Match[str], now: datetime) -> datetime:
    """The moment that was written, in the zone of `now`: the last one that fits, where the day leaves it open."""
    if found["half"]:
        raise StoreError(f"{found[0].strip()}: write the hour from 0 to 23")
    try:
        at = time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
        if found["date"]:
            return _at(date.fromisoformat(found["date"]), at, now)
        if found["month"]:
            return _last_year(int(found["day"]), _MONTHS.index(found["month"].lower()) + 1, at, now)
        today = _at(now.date(), at, now)
        return _at(now.date() - timedelta(days=1), at, now) if found["yesterday"] or _is_later(today, now) else today
    except ValueError:
        raise StoreError(f"there is no such time as {found[0].strip()}") from None


def _last_year(day: int, month: int, at: time, now: datetime) -> datetime:
    this_year = _at(date(now.year, month, day), at, now)
    return _at(date(now.year - 1, month, day), at, now) if _is_later(this_year, now) else this_year


def _is_later(moment: datetime, now: datetime) -> bool:
    """Of two times of one zone `>` goes by the hands of the clock, which show one hour twice in autumn."""
    return moment.timestamp() > now.timestamp()


def _at(day: date, at: time, now: datetime) -> datetime:
    """Raises ValueError for an hour that was left out when the clocks went forward."""
    moment = datetime.combine(day, at, now.tzinfo)
    if moment.astimezone(UTC).astimezone(now.tzinfo).replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise ValueError
    return moment
