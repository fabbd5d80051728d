"""Numbers as options take them: a help page shows an N, and only a wrong number is told its bounds."""

import click

_MOST = 10**15
"""Far above any row, and no trouble for SQLite."""


class _Number(click.ParamType):
    """A number between two bounds, whole where they are."""

    name = "number"

    def __init__(self, least: float, most: float) -> None:
        """Bounds that are numbers themselves."""
        self._least, self._most = least, most
        self._is_whole = isinstance(least, int)

    def convert(self, value: str | float, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number that was meant; else click's own complaint."""
        try:
            number = int(value) if self._is_whole else float(value)
        except ValueError:
            number = None
        if number is None or not self._least <= number <= self._most:
            kind = "whole number" if self._is_whole else "number"
            self.fail(f"{value} is no {kind} from {self._least:g} to {self._most:,}", param, ctx)
        return number


def whole(least: int) -> click.ParamType:
    """A whole number, not below `least`."""
    return _Number(least, _MOST)


def between(least: float, most: float) -> click.ParamType:
    """A number between two bounds, both included."""
    return _Number(float(least), float(most))
