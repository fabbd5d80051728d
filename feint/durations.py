"""Durations as a person writes them, `90s` or `1h30m`, into seconds; how many in how long; from when until when."""

import math
import re

_UNITS_S = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_PART = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)", re.ASCII)
_WHOLE = re.compile(rf"(?:{_PART.pattern})+", re.ASCII)
_PACE = re.compile(r"(\d{1,4}) per (\S+)", re.ASCII)
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)", re.ASCII)
_DAY_MIN = 1_440


class Seconds(float):
    """A duration read from the config, in seconds: a type of its own so that msgspec hands it to `seconds`."""

    ENDLESS = ""
    """The word that stands for an infinite one; empty: there is none."""


class Lasting(Seconds):
    """A duration read from the config that may also be `forever`, which is infinite."""

    ENDLESS = "forever"


class Timer(Seconds):
    """A duration read from the config that may also be `off`, which is infinite: the timer never runs out."""

    ENDLESS = "off"


class Learned(Seconds):
    """A duration read from the config that may also be `auto`, which is infinite here: no fixed time is too long."""

    ENDLESS = "auto"


def seconds(written: object) -> Seconds:
    """Read `90s`, `2m`, `1h30m`, `3d` or `500ms`; anything else, a bare number too, is a ValueError that says so."""
    if isinstance(written, str) and _WHOLE.fullmatch(written):
        return Seconds(sum(float(number) * _UNITS_S[unit] for number, unit in _PART.findall(written)))
    raise ValueError(f'expected a duration such as "90s", "2m", "1h30m" or "3d", got {written!r}')


def lasting(written: object, kind: type[Seconds] = Lasting) -> Seconds:
    """Read a duration as `seconds` does, or the word of a kind for one without end, such as `forever`."""
    if written == kind.ENDLESS:
        return kind(math.inf)
    try:
        return kind(seconds(written))
    except ValueError:
        example = "400d" if kind is Lasting else "10m"
        raise ValueError(f'expected a duration such as "{example}", or "{kind.ENDLESS}", got {written!r}') from None


def written(duration_s: float) -> str:
    """Write a duration in its largest whole unit: 120.0 is `2m`, 90.0 is `90s`; infinity is its kind's word, or `forever`."""
    if math.isinf(duration_s):
        return getattr(duration_s, "ENDLESS", "forever")
    for unit in ("d", "h", "m"):
        if duration_s and duration_s % _UNITS_S[unit] == 0:
            return f"{duration_s / _UNITS_S[unit]:.0f}{unit}"
    return f"{duration_s:g}s"


def pace(written: str) -> tuple[int, Seconds]:
    """Read `10 per 10m` as how many and in how long. Raises ValueError, which says so."""
    wrong = ValueError(f'expected how many in how long, such as "10 per 10m", got {written!r}')
    if (found := _PACE.fullmatch(written)) is None or int(found[1]) == 0:
        raise wrong
    try:
        length = seconds(found[2])
    except ValueError:
        raise wrong from None
    if length < 1:
        raise wrong
    return int(found[1]), length


def hours(written: str) -> tuple[int, int]:
    """Read `23:00-06:00` as minutes since midnight; `24:00` may end it. Raises ValueError, which says so."""
    if (found := _HOURS.fullmatch(written)) is None:
        raise ValueError(f'expected from when until when, such as "23:00-06:00", got {written!r}')
    begin = int(found[1]) * 60 + int(found[2])
    end = int(found[3]) * 60 + int(found[4]) if found[3] else _DAY_MIN
    if begin == end:
        raise ValueError(f'"{written}" is no time at all; the whole day is "00:00-24:00"')
    return begin, end
