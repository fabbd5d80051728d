"""What is usual at an hour of the week, learnt from the weeks before: how long a source keeps quiet, how much there is. Pure.

Where too few weeks are known the same hour of other days is asked, and where too few days are, all hours; before a day has
passed nothing is usual.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil

from alerts.rules import DAY_MS, HOUR_MS

WEEK_MS = 7 * DAY_MS
_FEWEST = 3
"""So many weeks, days or gaps at least."""
_SAMPLES = 24


def gap_ms(times: Sequence[int], now_ms: int) -> int | None:
    """The gap that 99 in 100 of a source's gaps at this hour do not exceed; None: too little is known of it.

    `times` are those at which it brought something, in order.
    """
    gaps = [(since, until) for since, until in pairwise(times) if since < until]
    for period_ms in (WEEK_MS, DAY_MS):
        at_this_hour = [gap for gap in gaps if _covers(gap, now_ms - now_ms % HOUR_MS, period_ms)]
        if gaps and now_ms - gaps[0][0] >= _FEWEST * period_ms and len(at_this_hour) >= _FEWEST:
            return _longest(at_this_hour)
    is_known = gaps and now_ms - gaps[0][0] >= DAY_MS and len(gaps) >= _FEWEST
    return _longest(gaps) if is_known else None


def windows(now_ms: int, window_ms: int, baseline_ms: int, began_ms: int) -> list[tuple[int, int]]:
    """The windows (since, until) that a window which ends now is to be compared with; none: too little is known.

    `began_ms`: when anything was first seen.
    """
    known_ms = min(baseline_ms, now_ms - began_ms - window_ms)
    for period_ms in (WEEK_MS, DAY_MS):
        if known_ms >= _FEWEST * period_ms:
            periods = range(period_ms, known_ms + 1, period_ms)
            return [(now_ms - ago_ms - window_ms, now_ms - ago_ms) for ago_ms in periods]
    if known_ms < DAY_MS:
        return []
    step_ms = max(window_ms, known_ms // _SAMPLES)
    return [(now_ms - ago_ms - window_ms, now_ms - ago_ms) for ago_ms in range(step_ms, known_ms + 1, step_ms)]


def _covers(gap: tuple[int, int], hour_ms: int, period_ms: int) -> bool:
    """Does a gap lie over the hour that began so many whole periods ago?"""
    since, until = gap
    ago = max(1, (hour_ms - until) // period_ms + 1)
    return hour_ms - ago * period_ms + HOUR_MS > since


def _longest(gaps: Sequence[tuple[int, int]]) -> int:
    lengths = sorted(until - since for since, until in gaps)
    return lengths[ceil(len(lengths) * 0.99) - 1]
