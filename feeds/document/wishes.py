"""What a feed asks of its readers: how long it stays as it is, and when to leave it alone. Hints, never trusted."""

from collections.abc import Iterable
from dataclasses import dataclass

_PERIODS_S = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class RawWishes:
    """As served: RSS 2.0 `ttl`, `skipHours` and `skipDays`, and the syndication module's `sy:updatePeriod` and `Frequency`."""

    ttl_minutes: str = ""
    update_period: str = ""
    update_frequency: str = ""
    skip_hours: tuple[str, ...] = ()
    skip_days: tuple[str, ...] = ()


NO_WISHES = RawWishes()


def stays_for_s(wishes: RawWishes) -> int | None:
    """Return how many seconds the feed says it stays as it is; None when it does not say."""
    if minutes := _number(wishes.ttl_minutes):
        return minutes * 60
    if period_s := _PERIODS_S.get(wishes.update_period.strip().lower()):
        return max(1, period_s // (_number(wishes.update_frequency) or 1))
    return None


def skipped_hours(raw: Iterable[str]) -> tuple[int, ...]:
    """Return hours of the day in UTC, 0 to 23; RSS 0.91 counts midnight as 24."""
    hours = (_number(hour) for hour in raw)
    return tuple(sorted({hour % 24 for hour in hours if hour is not None and hour <= 24}))


def skipped_days(raw: Iterable[str]) -> tuple[int, ...]:
    """Return days of the week; Monday is 0."""
    return tuple(sorted({_DAYS.index(day) for name in raw if (day := name.strip().lower()) in _DAYS}))


def _number(digits: str) -> int | None:
    digits = digits.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 6 else None
