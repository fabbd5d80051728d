"""Whether what has come may ring: news does, what a source has but given late, again or too soon does not. Pure.

- A source's first document is back-fill, and so is what a known feed serves anew all at once: it was reset, or its guids or its
  texts were changed. What is dated after the last good poll is news even then.
- After an outage what was published lately, or nobody says when, rings late and together; what is older does not.
- What was published long before we saw it is no news, unless its source dates everything so. What is dated more than a day ahead
  is under embargo, or wrong.
- What dates itself, and not into the last weeks, is an old text on a new page.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, NamedTuple

from alerts.arriving import dated
from alerts.rules import DAY_MS, HOUR_MS, Rules

Course = Literal["usual", "first", "reset", "outage"]
Flag = Literal["", "late", "stale", "backfill", "embargo"]
QUIET: tuple[Flag, ...] = ("backfill", "embargo")
"""What rings for nobody."""

_RESET_SHARE = 0.6
_RESET_LEAST = 5
"""So many entries at least: two of three new ones are a Tuesday."""
_OUTAGE_INTERVALS = 4
_ZONE_SLACK_MS = 12 * HOUR_MS


class Arrived(NamedTuple):
    """An item as it has come."""

    item_id: int
    revised: bool
    """It was held already, and is another text now."""
    published_ms: int | None
    """When it was published, at the latest; None: nobody says."""


@dataclass(frozen=True, slots=True)
class Poll:
    """What is known of the poll that brought it."""

    now_ms: int
    is_first: bool
    last_ok_ms: int | None
    interval_s: float
    """How often the source is polled."""
    total: int
    """How many entries its document has; 0: nobody counted."""


def published_ms(stated_ms: int | None, raw: str, basis: str, seen_ms: int) -> int | None:
    """When something was published at the latest: a day without its hour is a day long, a time without its zone half a day."""
    if stated_ms is None:
        return None
    slack_ms = 0 if ":" in raw or not raw else DAY_MS
    slack_ms += _ZONE_SLACK_MS if basis == "assumed" else 0
    return max(stated_ms, min(stated_ms + slack_ms, seen_ms))


def course(poll: Poll, arrived: Collection[Arrived]) -> Course:
    """What kind of poll it was, by all that it brought."""
    if poll.is_first or poll.last_ok_ms is None:
        return "first"
    long_ms = max(HOUR_MS, round(_OUTAGE_INTERVALS * poll.interval_s * 1_000))
    is_outage = poll.now_ms - poll.last_ok_ms > long_ms
    again = sum(_is_again(each, poll.last_ok_ms) for each in arrived if each.published_ms is not None or not is_outage)
    if again >= _RESET_LEAST and 0 < poll.total * _RESET_SHARE < again:
        return "reset"
    return "outage" if is_outage else "usual"


def flag(item: Arrived, poll: Poll, kind: Course, rules: Rules, *texts: str) -> Flag:
    """What is to be known of an item that a rule has found. `texts`: its headline and all that it says."""
    if item.published_ms is not None and item.published_ms > poll.now_ms + DAY_MS:
        return "embargo"
    if kind == "first" or (kind == "reset" and _is_again(item, poll.last_ok_ms)):
        return "backfill"
    old_ms = rules.catchup_ms if kind == "outage" else rules.late_ms
    if not item.revised and item.published_ms is not None and item.published_ms < poll.now_ms - old_ms:
        return "backfill"
    if is_stale(poll.now_ms - rules.stale_ms, *texts):
        return "stale"
    return "late" if kind == "outage" else ""


def standing(item: Arrived, seen_ms: int, first_poll: bool, rules: Rules, *texts: str) -> Flag:
    """The same of an item that came with an earlier poll, of which no more is known."""
    came = Poll(seen_ms, first_poll, seen_ms, 0.0, 0)
    return flag(item, came, "first" if first_poll and not item.revised else "usual", rules, *texts)


def is_stale(before_ms: int, *texts: str) -> bool:
    """Do these texts date their story, and name no day that is newer?"""
    named = dated.newest_told(*texts)
    return named is not None and named.at_ms < before_ms


def _is_again(item: Arrived, last_ok_ms: int | None) -> bool:
    """Can it have been there before?"""
    return item.published_ms is None or last_ok_ms is None or item.published_ms <= last_ok_ms
