"""Moments as the command line takes them: how long ago, or when."""

import time
from contextlib import suppress
from datetime import UTC, datetime

import click


def now_ms() -> int:
    """UTC epoch milliseconds."""
    return time.time_ns() // 1_000_000


def moment(context: click.Context, option: click.Parameter, value: str | None) -> int | None:
    """How long ago (`6h`) or a time, in UTC where it names no zone, as epoch milliseconds: for an option's callback."""
    from feint.durations import seconds

    if value is None:
        return None
    with suppress(ValueError):
        return round(now_ms() - seconds(value) * 1000)
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        said = f"{value!r} is neither a length of time such as 6h or 2d nor a time such as 2026-11-21T10:20"
        raise click.BadParameter(said, context, option) from None
    return round((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() * 1000)
