"""Dates and times of day among the words of a text, written one way: `3march`, `17:30`."""

import re
from collections.abc import Sequence

_NAMES = "january february march april may june july august september october november december"
_MONTHS = _NAMES.split()
_MONTH = {name: name for name in _MONTHS} | {name[:3]: name for name in _MONTHS if name != "may"}
_MONTH["sept"] = "september"
_HOURS = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_DAY = re.compile(r"([1-9]|[12][0-9]|3[01])(?:th)?")
_CLOCK = re.compile(r"([01]?\d|2[0-3])(?::([0-5]\d))?", re.ASCII)
_HOUR_WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_HOUR = rf"(\d\d?|{'|'.join(_HOUR_WORDS)})"
_BY_QUARTERS = re.compile(rf"\b(?:a )?(half past|quarter past|quarter to) {_HOUR}\b(?![:/-])")
_PART_OF_DAY = re.compile(rf"\b(?:(\d\d?[:.][0-5]\d)|{_HOUR}(?: o'clock)?) in the (morning|afternoon|evening)\b")
_WITH_DOT = re.compile(r"\b(\d{1,2})\.([0-5]\d)(?= ?[ap]\.?m\b)")
_DATE = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)|(\d\d?)([./-])(\d\d?)[./-](\d{4})", re.ASCII)


def spread(word: str) -> list[str]:
    """A date in figures as day, month and year; any other word as it is, and a date that may be read in two ways."""
    found = None if word.isalpha() else _DATE.fullmatch(word)
    if found is None:
        return [word]
    year, month, day = found[1], found[2], found[3]
    if not year:
        year, day, month = found[7], found[4], found[6]
        if int(month) > 12:
            day, month = month, day
        elif found[5] == "/" and int(day) <= 12:
            return [word]
    return [str(int(day)), _MONTHS[int(month) - 1], year] if 1 <= int(month) <= 12 else [word]


def spoken_times(folded: str) -> str:
    """A folded text with `half past six` as `6:30`, `six in the evening` as `six pm` and `6.30 pm` as `6:30 pm`."""
    if "half past" in folded or "quarter" in folded:
        folded = _BY_QUARTERS.sub(_by_quarters, folded)
    if " in the " in folded:
        folded = _PART_OF_DAY.sub(
            lambda found: f"{found[1] or found[2]} {'am' if found[3] == 'morning' else 'pm'}", folded
        )
    return _WITH_DOT.sub(r"\1:\2", folded) if "." in folded else folded


def _by_quarters(found: re.Match[str]) -> str:
    hour = _HOUR_WORDS.index(found[2]) + 1 if found[2] in _HOUR_WORDS else int(found[2])
    if found[1] == "quarter to":
        return f"{(hour - 2) % 12 + 1}:45"
    return f"{hour}:{'30' if found[1] == 'half past' else '15'}"


def timed(words: Sequence[str]) -> list[str]:
    """The words with times of day as the 24-hour clock has them."""
    found: list[str] = []
    for word in words:
        clock = _CLOCK.fullmatch(found[-1]) if word in ("am", "pm") and found else None
        if clock:
            found[-1] = f"{int(clock[1]) % 12 + 12 * (word == 'pm'):02}:{clock[2] or '00'}"
        else:
            found.append(_HOURS.get(word, word))
    return found


def dated(words: Sequence[str]) -> list[str]:
    """The words with `3 March`, `March 3rd` and `the third of March` each as one."""
    found: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        may_begin = word in _MONTH or word[0].isdigit()
        date, taken = _date(words, at) if may_begin else ("", 1)
        if date and found and found[-1] == "the" and _DAY.fullmatch(word):
            found.pop()
        found.append(date or word)
        at += taken
    return found


def _date(words: Sequence[str], at: int) -> tuple[str, int]:
    """The date that begins at a place, and how many words it takes; an empty text and 1 where there is none."""
    rest = [*words[at + 1 : at + 3], "", ""]
    between = 1 if rest[0] in ("of", "the") else 0
    if (day := _DAY.fullmatch(words[at])) and (month := _MONTH.get(rest[between])):
        return f"{day[1]}{month}", 2 + between
    if (month := _MONTH.get(words[at])) and (day := _DAY.fullmatch(rest[between])):
        return f"{day[1]}{month}", 2 + between
    return "", 1
