"""How long alerts rang before an operator did something about them. Pure."""

import math
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

What = Literal["rang", "answered", "ended"]


class Moment(NamedTuple):
    """Something that happened to an alert: it rang, an operator answered, or it ended by itself."""

    at_ms: int
    what: What
    severity: int = 0


class Ring(NamedTuple):
    """From when an alert rang first until somebody answered, however often it rang meanwhile."""

    at_ms: int
    severity: int
    until_ms: int | None = None
    """When it was answered, or ended by itself; None: it rings still."""
    is_answered: bool = False

    def lasted_ms(self, now_ms: int) -> int:
        """How long it took, or has taken until now."""
        return (now_ms if self.until_ms is None else self.until_ms) - self.at_ms


def rings(moments: Iterable[Moment]) -> list[Ring]:
    """The rings of one alert, of its moments in their order."""
    found: list[Ring] = []
    ringing: Ring | None = None
    for moment in moments:
        if moment.what == "rang":
            ringing = ringing or Ring(moment.at_ms, moment.severity)
        elif ringing is not None:
            found.append(ringing._replace(until_ms=moment.at_ms, is_answered=moment.what == "answered"))
            ringing = None
    return [*found, ringing] if ringing else found


def quantile(lengths: Sequence[int], share: float) -> int | None:
    """The length that this share of them does not exceed; None of none."""
    return sorted(lengths)[max(0, math.ceil(share * len(lengths)) - 1)] if lengths else None
