"""Durations as a person writes them, `90s` or `1h30m`, into seconds."""

import math
import re

_UNITS_S = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_PART = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)", re.ASCII)
_WHOLE = re.compile(rf"(?:{_PART.pattern})+", re.ASCII)


class Seconds(float):
    """A duration read from the config, in seconds: a type of its own so that msgspec hands it to `seconds`."""


class Lasting(Seconds):
    """A duration read from the config that may also be `forever`, which is infinite."""


def seconds(written: object) -> Seconds:
    """Read `90s`, `2m`, `1h30m`, `3d` or `500ms`; anything else, a bare number too, is a ValueError that says so."""
    if isinstance(written, str) and _WHOLE.fullmatch(written):
        return Seconds(sum(float(number) * _UNITS_S[unit] for number, unit in _PART.findall(written)))
    raise ValueError(f'expected a duration such as "90s", "2m", "1h30m" or "3d", got {written!r}')


def lasting(written: object) -> Lasting:
    """Read a duration as `seconds` does, or `forever`."""
    if written == "forever":
        return Lasting(math.inf)
    try:
        return Lasting(seconds(written))
    except ValueError:
        raise ValueError(f'expected a duration such as "400d", or "forever", got {written!r}') from None


def written(duration_s: float) -> str:
    """Write a duration in its largest whole unit: 120.0 is `2m`, 90.0 is `90s`; infinity is `forever`."""
    if math.isinf(duration_s):
        return "forever"
    for unit in ("d", "h", "m"):
        if duration_s and duration_s % _UNITS_S[unit] == 0:
            return f"{duration_s / _UNITS_S[unit]:.0f}{unit}"
    return f"{duration_s:g}s"
