"""Which years are history to an item: those two or more before its own."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from classifier.lexicon.matcher import is_year

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LEAST_YEARS = 2


def year_of(dated_ms: int | None) -> int | None:
    """The UTC year of an item's date; none where it has no date, or one that no calendar has."""
    if dated_ms is None:
        return None
    try:
        return (_EPOCH + timedelta(milliseconds=dated_ms)).year
    except OverflowError:
        return None


def recent(words: Iterable[str], year: int | None) -> bool:
    """Whether words speak of a year, and of none that was history in `year`; without a date every year is history."""
    spoken = [int(word) for word in words if is_year(word)] if year is not None else []
    return year is not None and bool(spoken) and min(spoken) > year - _LEAST_YEARS
