"""How long ago something was, in as few letters as a line has room for."""

_UNITS = ((86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1_000, "s"))


def ago(age_ms: int) -> str:
    """`4s ago`, `2m ago`; less than a second, or to come by a clock that was set back, is `just now`."""
    return f"{lasting(age_ms)} ago" if age_ms >= 1_000 else "just now"


def lasting(duration_ms: int) -> str:
    """A duration in its largest unit that fits: `4s`, `2m`, `7h`, `3d`."""
    for unit_ms, letter in _UNITS:
        if duration_ms >= unit_ms:
            return f"{duration_ms // unit_ms}{letter}"
    return "0s"
