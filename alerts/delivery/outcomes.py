"""What an attempt to send something means: it is there, it is tried again, it has failed, or the channel is to be left alone. Pure.

A receiver's word is final where it refuses what it was sent. Whatever may pass, a fault of the network, a server's own, or one on
our side of the line that somebody can set right, is tried again, each time after twice as long, for a day.
"""

from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TypeAlias

FIRST_MS, LONGEST_MS = 5_000, 3_600_000
"""Between two attempts."""
GIVE_UP_MS = 24 * 3_600_000
_SPREAD = 0.3
"""By such a part an attempt may come sooner, so that those that failed together do not come together again."""

GONE = 410
_PASSING = frozenset({408, 425, 429})
AGAIN = 75
"""EX_TEMPFAIL of sysexits.h."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An HTTP server has answered."""

    status: int
    retry_after: str = ""
    """The header; empty without one."""
    receipt: str = ""
    """The first line of its answer."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A program has ended."""

    status: int
    """As a shell counts; negative where a signal ended it."""
    receipt: str = ""
    """The first line that it has printed."""
    said: str = ""
    """The last line of its complaints."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Nothing came back, or nothing could be sent."""

    why: str


Reply: TypeAlias = Answered | Ended | Fault


@dataclass(frozen=True, slots=True)
class Tried:
    """An attempt that has come to its end."""

    made_ms: int
    """When what was to be sent was made."""
    attempts: int
    """How many were before this one."""
    now_ms: int
    jitter: float
    """0 to 1."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The receiver has it."""

    receipt: str


@dataclass(frozen=True, slots=True)
class Again:
    """To be tried again, and not before."""

    at_ms: int
    why: str


@dataclass(frozen=True, slots=True)
class Failed:
    """To be tried no more."""

    why: str


@dataclass(frozen=True, slots=True)
class Off:
    """The receiver wants nothing any more."""

    why: str


Outcome: TypeAlias = Sent | Again | Failed | Off


def of(reply: Reply, tried: Tried) -> Outcome:
    """What came back of an attempt, in the end."""
    match reply:
        case Answered():
            return _of_status(reply, tried)
        case Ended():
            return _of_exit(reply, tried)
        case Fault(why):
            return _again(why, tried)


def _of_status(answer: Answered, tried: Tried) -> Outcome:
    """What an HTTP status means (RFC 9110, 15)."""
    status, why = answer.status, f"HTTP {answer.status}"
    if 200 <= status < 300:
        return Sent(answer.receipt or why)
    if status == GONE:
        return Off(why)
    if status in _PASSING or status >= 500:
        return _again(why, tried, _asked_ms(answer.retry_after, tried.now_ms))
    return Failed(f"{why}: redirects are not followed" if 300 <= status < 400 else why)


def _of_exit(ended: Ended, tried: Tried) -> Outcome:
    if ended.status == 0:
        return Sent(ended.receipt or "exit status 0")
    ending = f"exit status {ended.status}" if ended.status > 0 else f"ended by signal {-ended.status}"
    why = f"{ending}: {ended.said}" if ended.said else ending
    # A service manager that stops us ends our programs too, often first: it was not the program that refused.
    return _again(why, tried) if ended.status == AGAIN or ended.status < 0 else Failed(why)


def _again(why: str, tried: Tried, asked_ms: int = 0) -> Outcome:
    age_ms = tried.now_ms - tried.made_ms
    if age_ms >= GIVE_UP_MS:
        return Failed(f"given up after {GIVE_UP_MS // 3_600_000} h: {why}")
    usual_ms = min(LONGEST_MS, FIRST_MS << min(tried.attempts, 20))
    wait_ms = max(FIRST_MS, round(usual_ms * (1 - _SPREAD * tried.jitter)), asked_ms)
    return Again(tried.now_ms + wait_ms, why)


def _asked_ms(retry_after: str, now_ms: int) -> int:
    """How long a receiver asks us to wait (RFC 9110, 10.2.3), in seconds or as a date; an hour at most."""
    retry_after = retry_after.strip()
    if retry_after.isascii() and retry_after.isdecimal():
        return min(LONGEST_MS, int(retry_after[:9]) * 1_000)
    try:
        date = parsedate_to_datetime(retry_after)
        until_ms = round(date.replace(tzinfo=date.tzinfo or UTC).timestamp() * 1_000)
    except (ValueError, OverflowError, TypeError):
        return 0
    return max(0, min(LONGEST_MS, until_ms - now_ms))
