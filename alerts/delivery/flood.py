"""How many notices a channel takes at once; what is beyond waits and then goes as one. Pure.

Nobody reads the fortieth message of ten minutes. So many go, the others wait until there is room, and then one digest tells of
all of them; a flash goes beyond the cap up to as many again. Nothing is dropped.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from storage.severity import SEVERITIES

FLASH = SEVERITIES.index("flash")


class Flood(NamedTuple):
    """A channel's cap: `most` in `most_ms`."""

    most: int
    most_ms: int


class Candidate(NamedTuple):
    """A notice that may go now; `held`: it has waited for the cap before."""

    id: int
    severity: int
    held: bool = False


class Hold(NamedTuple):
    """A notice that waits until then."""

    id: int
    until_ms: int


class Plan(NamedTuple):
    """What becomes of each candidate: it is in one of the three."""

    go: tuple[int, ...]
    digest: tuple[int, ...]
    """These go as one, which is one of those that go, ahead of the others."""
    hold: tuple[Hold, ...]


def takes(flood: Flood, gone: Sequence[int], severity: int, now_ms: int) -> bool:
    """Is there room for one more of this severity? `gone`: when notices went, in milliseconds."""
    return len(_within(flood, gone, now_ms)) < _most(flood, severity)


def plan(flood: Flood, gone: Iterable[int], waiting: Sequence[Candidate], now_ms: int) -> Plan:
    """Say what becomes of what waits, which is in the order of its making; `gone` as in `takes`."""
    window = _within(flood, gone, now_ms)
    held = [each.id for each in waiting if each.held]
    digest: list[int] = []
    if len(held) > 1 and len(window) < flood.most:
        digest = held
        window.append(now_ms)
    go: list[int] = []
    hold: list[Hold] = []
    for each in waiting:
        if digest and each.held:
            continue
        most = _most(flood, each.severity)
        if len(window) < most:
            go.append(each.id)
            window.append(now_ms)
        else:
            hold.append(Hold(each.id, window[len(window) - most] + flood.most_ms))
    return Plan(tuple(go), tuple(digest), tuple(hold))


def _within(flood: Flood, gone: Iterable[int], now_ms: int) -> list[int]:
    """What counts; what went in a time to come went before somebody set the clock back."""
    return sorted(at_ms for at_ms in gone if now_ms - flood.most_ms < at_ms <= now_ms)


def _most(flood: Flood, severity: int) -> int:
    return 2 * flood.most if severity >= FLASH else flood.most
