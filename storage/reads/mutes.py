"""What rings for nobody, and why: the mutes that run, and the alerts that each of them holds back.

An alert is muted when its newest item is one that a mute's query finds, `alert:` being asked of the alert itself. One that rests
on no item, of a silent source say, is muted by a query that speaks of nothing but the rule and the source. A flash is muted
only by a query that names `severity:flash`.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from storage.file.sqlite import Connection, Row
from storage.query import Query, QueryError, parse
from storage.query.finding import Finder
from storage.reads.remembering import Remembered
from storage.rows import MuteRow
from storage.severity import SEVERITIES

COLUMNS = "id, query, reason, operator, began_ms, ends_ms"
"""Of `mute`, as a MuteRow has them."""

_RUNS = "ended_by = '' AND ends_ms > ?"
_RUNNING = f"SELECT {COLUMNS} FROM mute INDEXED BY mute_by_end WHERE {_RUNS} ORDER BY ends_ms, id"
_COUNT = f"SELECT count(*) FROM mute INDEXED BY mute_by_end WHERE {_RUNS}"
# An alert changes after it was raised, so the index by changes leads to all that were raised since.
_RAISED = (
    "SELECT id, rule, severity, source_id, (SELECT max(item_id) FROM alert_evidence WHERE alert_id = alert.id) AS item_id"
    " FROM alert INDEXED BY alert_by_age WHERE updated_ms >= ?1 AND raised_ms >= ?1"
)
_RULES = "SELECT id, rule FROM alert WHERE id IN (SELECT value FROM json_each(?))"
_KEPT_BACK = "SELECT count(*), coalesce(max(severity), 0) FROM notice WHERE held <> '' AND held >= ? AND held < ?"
_OF_A_SOURCE = frozenset({"alert", "source", "kind", "grade", "language"})
"""The fields that can be asked of an alert without an item."""
_FLASH = len(SEVERITIES) - 1


class Ringing(NamedTuple):
    """An alert, as far as mutes ask about it."""

    id: int
    rule: str
    severity: int
    source_id: int | None
    item_id: int | None
    """The newest item of its evidence."""


def running(connection: Connection, now_ms: int) -> tuple[MuteRow, ...]:
    """The mutes that run, the one that ends first first."""
    return tuple(MuteRow(*row) for row in connection.execute(_RUNNING, (now_ms,)).fetchall())


def listed(connection: Connection, now_ms: int) -> tuple[MuteRow, ...]:
    """The same, each with how many notices it has held back so far."""
    return tuple(mute._replace(held=kept_back(connection, mute.id)[0]) for mute in running(connection, now_ms))


def how_many(connection: Connection, now_ms: int) -> int:
    """How many run."""
    return int(connection.execute(_COUNT, (now_ms,)).fetchone()[0])


def holding(
    connection: Connection, alerts: Sequence[Ringing], now_ms: int, remembered: Remembered | None = None
) -> dict[int, MuteRow]:
    """Alert -> the mute that holds it back, the one that ends first; of those that one does."""
    muted: dict[int, MuteRow] = {}
    remembered = remembered or Remembered()
    for mute in running(connection, now_ms) if alerts else ():
        left = [alert for alert in alerts if alert.id not in muted]
        muted |= dict.fromkeys(_held(connection, mute.query, left, now_ms, remembered), mute)
    return muted


def held(mute: MuteRow) -> str:
    """What a notice says that this mute keeps from ringing: `mute 3 by ana: drill`."""
    return f"mute {mute.id} by {told(mute)}"


def told(mute: MuteRow) -> str:
    """Whose it is, and why: `ana: drill`."""
    return f"{mute.operator}: {mute.reason or mute.query}"


def reasons(connection: Connection, alerts: Collection[Row], now_ms: int, remembered: Remembered) -> dict[int, str]:
    """Alert -> why it rings for nobody, in a few words; of the new ones of these rows of `alert` with their `item_id`."""
    new = [row for row in alerts if row["state"] == "new"]
    ringing = [Ringing(row["id"], row["rule"], row["severity"], row["source_id"], row["item_id"]) for row in new]
    holds = holding(connection, ringing, now_ms, remembered)
    muted = {alert_id: told(mute) for alert_id, mute in holds.items()}
    quiet = [row for row in new if row["inhibited_by"] or row["quiet"]]
    rules = _rules_of(connection, {row["inhibited_by"] for row in quiet} - {0}) if quiet else {}
    for row in quiet:
        rule = rules.get(row["inhibited_by"])
        muted.setdefault(row["id"], f"{rule} is open" if rule else row["quiet"])
    return muted


def would_hold(connection: Connection, query: str, since_ms: int, now_ms: int) -> int:
    """How many of the alerts raised since then a mute would have held back."""
    raised = [Ringing(*row) for row in connection.execute(_RAISED, (since_ms,)).fetchall()]
    return len(_held(connection, query, raised, now_ms, Remembered()))


def kept_back(connection: Connection, mute_id: int) -> tuple[int, int]:
    """How many notices a mute has kept from ringing, and the severity of the gravest of them."""
    begins = f"mute {mute_id} by"
    times, gravest = connection.execute(_KEPT_BACK, (f"{begins} ", f"{begins}!")).fetchone()  # ! follows a blank
    return int(times), int(gravest)


def minute(ms: int) -> str:
    """A time as a line of the log has it."""
    return f"{datetime.fromtimestamp(ms / 1000, UTC):%Y-%m-%d %H:%MZ}"


def _rules_of(connection: Connection, alert_ids: Collection[int]) -> dict[int, str]:
    return {row["id"]: row["rule"] for row in connection.execute(_RULES, (json.dumps(list(alert_ids)),)).fetchall()}


def _held(
    connection: Connection, text: str, alerts: Sequence[Ringing], now_ms: int, remembered: Remembered
) -> set[int]:
    """Those of the alerts that a query holds back."""
    held: set[int] = set()
    read = _asked_of(text, "")
    if read is None:
        return held
    names_flash = SEVERITIES[_FLASH] in read.severities
    concerned = [alert for alert in alerts if names_flash or alert.severity < _FLASH]
    for rule, raised in _by_rule(read, concerned).items():
        query = _asked_of(text, rule)
        if query is None:
            continue
        finder = Finder(connection, query, now_ms, copies=True)
        if query.fields == {"alert"}:
            held |= {alert.id for alert in raised} if finder.fits_source(None) else set()
            continue
        items = {alert.item_id for alert in raised if alert.item_id is not None}
        matching = remembered.among(connection, finder, query, rule, items)
        held |= {alert.id for alert in raised if alert.item_id in matching}
        if query.fields <= _OF_A_SOURCE:
            held |= _of_sources(finder, [alert for alert in raised if alert.item_id is None])
    return held


def _by_rule(query: Query, alerts: Sequence[Ringing]) -> dict[str, list[Ringing]]:
    """Rule -> its alerts; all together where the query does not ask for rules."""
    asks = "alert" in query.fields
    raised: defaultdict[str, list[Ringing]] = defaultdict(list)
    for alert in alerts:
        raised[alert.rule if asks else ""].append(alert)
    return raised


def _of_sources(finder: Finder, alerts: Sequence[Ringing]) -> set[int]:
    """Those of alerts without an item whose source a query fits."""
    fits = {source_id: finder.fits_source(source_id) for source_id in {alert.source_id for alert in alerts}}
    return {alert.id for alert in alerts if fits[alert.source_id]}


@lru_cache(maxsize=256)
def _asked_of(text: str, rule: str) -> Query | None:
    """A mute's query as it is asked of the alerts of a rule; None where this version cannot read it."""
    try:
        return parse(text, rule=rule)
    except QueryError:
        return None
