"""The states of an alert and the ways between them. Pure.

    NEW -> ACKED -> RESOLVED, and back to NEW by an operator's hand.

An alert rings once, when it is raised. A copy or a further item of its story is evidence, never a second ring.
"""

from typing import Literal

State = Literal["new", "acked", "resolved"]
Act = Literal["acknowledge", "resolve", "reopen"]

_WAYS: dict[tuple[str, Act], State] = {
    ("new", "acknowledge"): "acked",
    ("new", "resolve"): "resolved",
    ("acked", "resolve"): "resolved",
    ("acked", "reopen"): "new",
    ("resolved", "reopen"): "new",
}

Firing = Literal["raise", "evidence", "nothing"]


def after(state: str, act: Act) -> State | None:
    """The state an act leads to (one act leads to one state), or None where it means nothing."""
    return _WAYS.get((state, act))


def on_match(*, raised_before: bool, first_poll: bool) -> Firing:
    """What a matching item does: nothing rings for a source's first poll, and each story rings once a rule."""
    if raised_before:
        return "evidence"
    return "nothing" if first_poll else "raise"


def on_silence(*, has_rung: bool, silent_ms: int, after_s: float) -> Firing:
    """What a source's silence of so many milliseconds does: it rings once, and its next item resolves the alert."""
    return "raise" if silent_ms >= after_s * 1_000 and not has_rung else "nothing"
