"""What operators decide of alerts: who takes one on, that it rests for a while, that it is done with, and why.

Which state may follow which is the desk's to know (alerts.life.lifecycle). Rows that stand as wanted stay as they are; of what is
decided the collector makes what follows at its next look.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Literal, NamedTuple

from storage.acting import naming, sight
from storage.acting.muting import LONGEST_MS
from storage.acting.touches import Aspect
from storage.acting.triage import By, Decided, Was
from storage.file.errors import StoreError
from storage.file.sqlite import Connection, Row
from storage.reads.mutes import minute

AlertState = Literal["new", "acked", "resolved", "dismissed"]

ACTS = {"acked": "acknowledged", "resolved": "resolved", "dismissed": "dismissed", "new": "set back to new"}
SNOOZED, ASSIGNED = "snoozed", "assigned"
MOVED = ("reopened", "woke", "timed out", "expired", "cleared", "rang again", "held back")
"""The acts of the collector that may have brought an alert into another state."""
Seen = Mapping[int, tuple[str, str]] | None
"""Alert -> AlertRow.standing, as the operator saw it."""
ALERT = Aspect("alert", (*ACTS.values(), SNOOZED, ASSIGNED, *MOVED))

_STANDING = "SELECT id, state, owner, reason, snoozed_until_ms FROM alert"
_THESE = f"{_STANDING} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
# Of several alerts on one cause only one is open: an older one stays closed.
_PUT = (
    "UPDATE OR IGNORE alert SET state = ?, owner = ?, reason = ?, snoozed_until_ms = ?, state_ms = ?, updated_ms = ?,"
    " wake_ms = 0 WHERE id = ?"
)
_FROM_THE_START = "UPDATE alert SET escalated = 0 WHERE id IN (SELECT value FROM json_each(?))"


class Standing(NamedTuple):
    """Where an alert stands, as far as operators decide it."""

    state: str
    owner: str = ""
    reason: str = ""
    snoozed_until_ms: int | None = None


def set_state(
    run: Connection, alert_ids: Collection[int], state: AlertState, reason: str, by: By, seen: Seen
) -> Decided:
    """Acknowledge, resolve, dismiss or set back alerts; but for what is new they are theirs who does. Raises Beaten."""
    why = reason if state in ("resolved", "dismissed") else ""
    wanted = Standing(state, by.operator if state != "new" else "", why)
    decided = _decide(
        run,
        alert_ids,
        lambda was: was if was.state == state else wanted,
        ACTS[state],
        f": {why}" if why else "",
        by,
        seen,
    )
    if state == "new":
        run.execute(_FROM_THE_START, (json.dumps([alert_id for alert_id, *_ in decided.before]),))
    return decided


def snooze(run: Connection, alert_ids: Collection[int], until_ms: int, by: By, seen: Seen) -> Decided:
    """Let alerts rest until then; what is nobody's is theirs who does. Raises Beaten, and StoreError for no such time."""
    if until_ms <= by.at_ms:
        raise StoreError("an alert is snoozed until a time to come")
    if until_ms - by.at_ms > LONGEST_MS:
        raise StoreError("an alert is snoozed for seven days at the most")
    return _decide(
        run,
        alert_ids,
        lambda was: Standing("snoozed", was.owner or by.operator, "", until_ms),
        SNOOZED,
        f" until {minute(until_ms)}",
        by,
        seen,
    )


def assign(run: Connection, alert_ids: Collection[int], owner: str, by: By, seen: Seen) -> Decided:
    """Give alerts to an operator, acknowledged on their behalf. Raises Beaten, and StoreError for nobody."""
    if not owner or not owner.isprintable():
        raise StoreError("an alert is given to somebody: name an operator")
    behalf = "" if owner == by.operator else ", acknowledged on their behalf"
    return _decide(run, alert_ids, lambda _: Standing("acked", owner), ASSIGNED, f" to {owner}{behalf}", by, seen)


def turn(run: Connection, line: Row, at_ms: int, *, back: bool) -> list[int]:
    """Take a decision back, or make it again, where alerts are still as it left them; returns those that moved."""
    moved = []
    for alert_id, was, left in _as_written(line):
        here, there = (left, was) if back else (was, left)
        row = run.execute(f"{_STANDING} WHERE id = ?", (alert_id,)).fetchone()
        if row is not None and _standing(row) == here and _put(run, alert_id, there, at_ms):
            moved.append(alert_id)
    return moved


def _decide(
    run: Connection,
    alert_ids: Collection[int],
    wanted: Callable[[Standing], Standing],
    act: str,
    how: str,
    by: By,
    seen: Seen,
) -> Decided:
    """Bring alerts to stand as `wanted`, those left out on which somebody else was first. `how` ends the line.

    Raises Beaten, and StoreError where all of them stay closed because another on the same is open.
    """
    stand = {row["id"]: _standing(row) for row in run.execute(_THESE, (json.dumps(list(alert_ids)),)).fetchall()}
    first = sight.ahead(run, ALERT, {alert_id: was[:2] for alert_id, was in stand.items()}, seen, by.operator)
    asked = [
        (alert_id, was, now) for alert_id, was in stand.items() if alert_id not in first and (now := wanted(was)) != was
    ]
    before: list[Was] = [(alert_id, was, now) for alert_id, was, now in asked if _put(run, alert_id, now, by.at_ms)]
    if first and not before:
        raise sight.beaten(first.values(), by.at_ms)
    if asked and not before:
        whom, stay = naming.alerts(run, [alert_id for alert_id, *_ in asked]), "stays" if len(asked) == 1 else "stay"
        raise StoreError(f"another alert on the same is open: {whom} {stay} closed")
    whom = naming.alerts(run, [alert_id for alert_id, *_ in before])
    return Decided(act, before, f"{act} {whom}{how}{sight.left_out(first.values())}")


def _put(run: Connection, alert_id: int, now: Standing, at_ms: int) -> bool:
    return bool(run.execute(_PUT, (*now, at_ms, at_ms, alert_id)).rowcount)


def _standing(row: Row) -> Standing:
    return Standing(row["state"], row["owner"], row["reason"], row["snoozed_until_ms"])


def _as_written(line: Row) -> Iterator[tuple[int, Standing, Standing]]:
    """Each alert of a line, how it stood and how the act left it. Older lines tell but the state and the owner that it had."""
    for alert_id, was, left in json.loads(line["before"]):
        if isinstance(was, str):
            state = next(state for state, act in ACTS.items() if act == line["act"])
            yield alert_id, Standing(was, left), Standing(state, line["operator"] if state != "new" else "")
        else:
            yield alert_id, Standing(*was), Standing(*left)
