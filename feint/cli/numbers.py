"""Bounds of the numbers that options take: no help page shows them, whoever oversteps one is told."""

from collections.abc import Callable

import click

_MOST = 10**15
"""Far above any row, and no trouble for SQLite."""

Check = Callable[[click.Context, click.Parameter, float | None], float | None]


def between(least: float, most: float) -> Check:
    """For an option's callback: the number itself, which is neither below the one nor above the other."""

    def checked(context: click.Context, option: click.Parameter, number: float | None) -> float | None:
        if number is None or least <= number <= most:
            return number
        raise click.BadParameter(f"{number:,} is not between {least:,} and {most:,}", context, option)

    return checked


def at_least(least: int) -> Check:
    """The same for a whole number that is not below `least`."""
    return between(least, _MOST)
