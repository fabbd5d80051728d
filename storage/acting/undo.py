"""The way back from an operator's acts: which line their undo or redo is about, and the question where others have acted since.

Each way back is a line of its own: nothing in the log ever changes. An act may have been taken back in part, where somebody
else had a hand on some of its rows by then; what was taken back of it is what can be done again.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from storage.acting import alerting, correction, merging, muting, sources, touches, triage, views
from storage.acting.touches import Aspect, Touch
from storage.acting.triage import By
from storage.file.sqlite import Connection, Row
from storage.log.ages import ago
from storage.voices import identity

TAG_ACT = "tagged"
IDENTITY_ACT = "identified"

_MINE = "FROM event INDEXED BY event_undoable WHERE operator = ?1 AND (before <> '' OR undoes IS NOT NULL)"
_OWN = f"SELECT n, act, undoes {_MINE} ORDER BY n DESC LIMIT ?2"
_TURNED = f"SELECT n, act, subject_ids {_MINE} AND undoes = ?2 AND n > ?2 ORDER BY n"
_NARROWED = "SELECT n, at_ms, operator, act, subject, detail, ? AS before FROM event WHERE n = ?"
_WRITTEN = (
    f"SELECT act FROM event WHERE n > (SELECT max(n) {_MINE}) AND operator = ?1"
    " AND act IN ('noted', 'logged', 'corrected') ORDER BY n DESC LIMIT 1"
)
_FOLDED = (
    "SELECT id FROM item WHERE id IN (SELECT value FROM json_each(?1)) AND copy_of IN (SELECT value FROM json_each(?1))"
)
_FRESH_MS = 60_000
"""What is older is told with its age: it may be another act than the operator has in mind."""
_REMEMBERED = 10_000
"""How far back undo looks, in lines of the operator's own."""


@dataclass(frozen=True, slots=True)
class Touched:
    """Somebody else has had a hand on what is to be taken back, or done again: a question for the operator."""

    n: int
    """The line that it is about; to go on with what is left is to confirm this number."""
    text: str


@dataclass(frozen=True, slots=True)
class Turned:
    """What was taken back, or done again."""

    n: int
    """The line of the act."""
    subject: str
    ids: list[int]
    """The rows that moved."""
    detail: str
    said: str
    """The same for the operator, with the age of what is not fresh."""


def turn(run: Connection, by: By, confirmed: int | None, *, back: bool) -> Turned | Touched | None:
    """Take back the operator's last act that can be, or do the last one again; None when there is none.

    Rows on which somebody else has acted since stay as they are. Where there are such, where the operator has written a note or
    a line since, which stay, or where another line than the one `confirmed` has come to be the last, it asks first and changes
    nothing.
    """
    n = last(run.execute(_OWN, (by.operator, _REMEMBERED)), back=back)
    if n is None:
        return None
    line = run.execute("SELECT * FROM event WHERE n = ?", (n,)).fetchone()
    since = _since(run, line, back=back)
    touched = _touched(run, line, since, by.operator, back=back)
    if confirmed != n and touched:
        return Touched(n, _question(_shown(run, line, since), touched, by.at_ms, back=back))
    if confirmed not in (n, None):
        return Touched(n, f"that is done; {'take back' if back else 'do again'} as well: {line['detail']}?")
    if confirmed is None and back and (written := _written_since(run, by.operator)):
        return Touched(n, f"{written} stays in the log; take back ({ago(by.at_ms - line['at_ms'])}): {line['detail']}?")
    moved = _move(run, line, since.keys() - touched.keys(), touched.keys(), by.at_ms, back=back)
    stayed = len(_shown(run, line, since.keys() - set(moved)))
    but = "" if not stayed else f" (all but {stayed:,})" if moved else " (nothing was left of it)"
    turned, told = "undone" if back else "redone", f"{line['detail']}{but}"
    age_ms = by.at_ms - line["at_ms"]
    said = f"{turned} ({ago(age_ms)}): {told}" if age_ms > _FRESH_MS else f"{turned}: {told}"
    return Turned(n, line["subject"], moved, f"{turned}: {told}", said)


def last(lines: Iterable[tuple[int, str, int | None]], *, back: bool) -> int | None:
    """The act to be taken back, or done again, from the operator's lines (n, act, undoes), newest first.

    Each act is where the newest line about it leaves it. A new act empties what could be redone, as in every editor.
    """
    settled: set[int] = set()
    for n, act, undoes in lines:
        done = n if undoes is None else undoes
        if done not in settled and (act == "undone") != back:
            return done
        if undoes is None and not back:
            return None
        settled.add(done)
    return None


def _written_since(run: Connection, operator: str) -> str:
    """What the operator has written into the log since their last act that can be taken back, or empty."""
    last = run.execute(_WRITTEN, (operator,)).fetchone()
    return "" if last is None else "the note" if last["act"] == "noted" else "the line"


def _since(run: Connection, line: Row, *, back: bool) -> dict[int, int]:
    """The rows that the act has changed, or those of which it was taken back, each with the line since which that is so."""
    done = dict.fromkeys((row[0] for row in json.loads(line["before"])), line["n"])
    undone: dict[int, int] = {}
    for n, act, subject_ids in run.execute(_TURNED, (line["operator"], line["n"])).fetchall():
        left, joined = (done, undone) if act == "undone" else (undone, done)
        joined |= {row_id: n for row_id in json.loads(subject_ids) if left.pop(row_id, None) is not None}
    return done if back else undone


def _touched(run: Connection, line: Row, since: dict[int, int], operator: str, *, back: bool) -> dict[int, Touch]:
    """The rows on which somebody else has acted since, each with that act."""
    touched = touches.standing(run, _aspect(line), since, operator)
    if line["act"] in merging.ACTS:
        return merging.joined_since(run, line, since, operator, back=back) | touched
    return touched


def _aspect(line: Row) -> Aspect:
    if line["act"] == TAG_ACT:
        return Aspect("item", (TAG_ACT,), json.loads(line["before"])[0][1])
    if line["act"] == IDENTITY_ACT:
        return Aspect("speaker", (IDENTITY_ACT,))
    if line["act"] in merging.ACTS:
        return Aspect("item", merging.ACTS)
    if line["subject"] == "source":
        return sources.aspect(line)
    if aspect := {"alert": alerting.ALERT, "mute": muting.MUTE, "view": views.VIEW}.get(line["subject"]):
        return aspect
    return triage.STAR if line["act"] in triage.STAR_ACTS else triage.STATE


def _move(
    run: Connection, line: Row, only: Collection[int], beside: Collection[int], at_ms: int, *, back: bool
) -> list[int]:
    """Take an act back, or do it again, on some of its rows, where they are still as it left them; returns what moved.

    `beside`: rows that stay even where they would go along with others.
    """
    rows = [row for row in json.loads(line["before"]) if row[0] in only]
    if not rows:
        return []
    narrowed = run.execute(_NARROWED, (json.dumps(rows), line["n"])).fetchone()
    if line["act"] == TAG_ACT:
        return correction.turn(run, narrowed, at_ms, beside, back=back)
    if line["act"] == IDENTITY_ACT:
        return identity.turn(run, narrowed, back=back)
    if line["act"] in merging.ACTS:
        return merging.turn(run, narrowed, at_ms, back=back)
    if line["subject"] == "alert":
        return alerting.turn(run, narrowed, at_ms, back=back)
    if line["subject"] == "source":
        return sources.turn(run, narrowed, at_ms, back=back)
    if line["subject"] == "mute":
        return muting.turn(run, narrowed, back=back)
    if line["subject"] == "view":
        return views.turn(run, narrowed, back=back)
    return triage.turn(run, narrowed, back=back)


def _shown(run: Connection, line: Row, ids: Collection[int]) -> set[int]:
    """The rows without the copies that lie folded under others of them: what an operator sees, and counts."""
    if line["subject"] != "item":
        return set(ids)
    return set(ids) - {row[0] for row in run.execute(_FOLDED, (json.dumps(list(ids)),)).fetchall()}


def _question(shown: Collection[int], touched: dict[int, Touch], now_ms: int, *, back: bool) -> str:
    rows = set(shown) if touched.keys() & shown else {*shown, *touched}
    hands = [touched[row_id] for row_id in touched.keys() & rows]
    when = touches.last_ago(hands, now_ms)
    left = len(rows) - len(hands)
    if not left:
        nothing = f"nothing of yours is left to {'take back' if back else 'do again'}"
        them = "it" if len(rows) == 1 else "them"
        return f"{touches.told(hands, of=len(rows))} since, {when}: {nothing}; leave {them} so and go on?"
    others = "the other one" if left == 1 else f"the other {left:,}"
    go_on = f"take back {others}" if back else f"do {others} again"
    return f"{touches.told(hands, 'has ', of=len(rows))} since, {when}: {go_on}?"
