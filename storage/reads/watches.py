"""When somebody had a desk open, as the log tells it. Pure."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple


class Span(NamedTuple):
    """From one moment to another, in milliseconds."""

    from_ms: int
    to_ms: int


class Coming(NamedTuple):
    """That an operator came, or went."""

    at_ms: int
    operator: str
    has_come: bool


def stays(comings: Sequence[Coming], last_seen: Mapping[tuple[str, int], int]) -> list[Span]:
    """From when to when each desk was open, of comings in their order. Who goes closes the desk that they opened last.

    `last_seen`: until when somebody was at a desk that nobody has closed, by operator and coming.
    """
    closed, left = _paired(comings)
    return closed + [Span(since_ms, last_seen[operator, since_ms]) for operator, since_ms in left]


def unclosed(comings: Sequence[Coming]) -> list[tuple[str, int]]:
    """The desks that nobody has closed: they are open, or were killed. By operator and coming."""
    return _paired(comings)[1]


def _paired(comings: Sequence[Coming]) -> tuple[list[Span], list[tuple[str, int]]]:
    open_since: dict[str, list[int]] = {}
    closed: list[Span] = []
    for coming in comings:
        desks = open_since.setdefault(coming.operator, [])
        if coming.has_come:
            desks.append(coming.at_ms)
        elif desks:
            closed.append(Span(desks.pop(), coming.at_ms))
    return closed, [(operator, since_ms) for operator, desks in open_since.items() for since_ms in desks]


def together(stays: Collection[Span], since_ms: int, until_ms: int) -> list[Span]:
    """The times between these two in which somebody was there, in order and apart."""
    found: list[Span] = []
    for stay in sorted(stays):
        from_ms, to_ms = max(stay.from_ms, since_ms), min(stay.to_ms, until_ms)
        if from_ms >= to_ms:
            continue
        if found and from_ms <= found[-1].to_ms:
            found[-1] = found[-1]._replace(to_ms=max(found[-1].to_ms, to_ms))
        else:
            found.append(Span(from_ms, to_ms))
    return found


def within(moments: Sequence[int], spans: Sequence[Span]) -> int:
    """How many of these moments lie in one of the spans."""
    return sum(any(span.from_ms <= at_ms <= span.to_ms for span in spans) for at_ms in moments)


def densest(moments: Sequence[int], long_ms: int) -> tuple[int, int | None]:
    """The most of these moments, in their order, that lie within so long of each other, and the first of them."""
    most, first, start = 0, None, 0
    for end, at_ms in enumerate(moments):
        while moments[start] <= at_ms - long_ms:
            start += 1
        if end - start + 1 > most:
            most, first = end - start + 1, moments[start]
    return most, first
