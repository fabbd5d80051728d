"""The states of an alert and the ways between them. Pure.

    NEW -> ACKED, SNOOZED -> NEW      by a new fact, by the end of a time
    NEW, ACKED, SNOOZED -> RESOLVED, DISMISSED, EXPIRED
    RESOLVED, EXPIRED -> NEW          by a new fact within `reopen`; later a new fact is another alert
    DISMISSED -> NEW                  by a graver rung alone

Operators take each of these ways by hand. Whether an alert is heard at all, mutes decide and not its state.
"""

from typing import Literal

State = Literal["new", "acked", "snoozed", "resolved", "dismissed", "expired"]
Act = Literal["acknowledge", "snooze", "resolve", "dismiss", "reopen", "assign"]
Growth = Literal["grows", "reopens", "another", "quietly"]

OPEN: frozenset[str] = frozenset({"new", "acked", "snoozed"})

_FROM: dict[Act, tuple[frozenset[str], State]] = {
    "acknowledge": (frozenset({"new", "snoozed"}), "acked"),
    "snooze": (OPEN, "snoozed"),
    "resolve": (OPEN, "resolved"),
    "dismiss": (OPEN, "dismissed"),
    "reopen": (frozenset({"acked", "snoozed", "resolved", "dismissed", "expired"}), "new"),
    "assign": (OPEN, "acked"),
}


def after(state: str, act: Act) -> State | None:
    """The state an act leads to (one act leads to one state), or None where it means nothing."""
    states, leads_to = _FROM[act]
    return leads_to if state in states else None


def on_evidence(state: str, *, news: bool, climbs: bool, again: bool, closed_ms: int, reopen_ms: int) -> Growth:
    """What further evidence does to an alert that has been so for `closed_ms`.

    It `grows` while it is open, and what is news is told of it. Once it is closed it takes copies in `quietly`; what is news
    opens it again, or is `another` alert. `again`: it is no more of the same, but the same another time.
    """
    if state in OPEN:
        return "grows"
    is_over = closed_ms > reopen_ms
    if again:
        return "another" if is_over or state == "dismissed" else "reopens"
    if state == "dismissed":
        return "reopens" if climbs else "quietly"
    if not news:
        return "quietly"
    return "another" if is_over else "reopens"
