"""What rings for nobody, and why: the mutes that run, and the alerts that each of them holds back.

An alert is muted when its newest item is one that a mute's query finds, `alert:` being asked of the alert itself. One that rests
on no item, of a silent source say, is muted by a query that speaks of nothing but the rule and the source.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from storage.file.sqlite import Connection, Row
from storage.query import Query, QueryError, parse
from storage.query.finding import Finder
from storage.rows import MuteRow

COLUMNS = "id, query, reason, operator, began_ms, ends_ms"
"""Of `mute`, as `row_of` reads them."""

_RUNS = "ended_by = '' AND ends_ms > ?"
_RUNNING = f"SELECT {COLUMNS} FROM mute INDEXED BY mute_by_end WHERE {_RUNS} ORDER BY ends_ms, id"
_COUNT = f"SELECT count(*) FROM mute INDEXED BY mute_by_end WHERE {_RUNS}"
# An alert changes after it was raised, so the index by changes leads to all that were raised since.
_RAISED = (
    "SELECT id, rule, source_id, (SELECT max(item_id) FROM alert_evidence WHERE alert_id = alert.id) AS item_id"
    " FROM alert INDEXED BY alert_by_age WHERE updated_ms >= ?1 AND raised_ms >= ?1 AND raised_ms < ?2"
)
_OF_A_SOURCE = frozenset({"alert", "source", "kind", "grade", "language"})
"""The fields that can be asked of an alert without an item."""
_EVER = 1 << 62


class Ringing(NamedTuple):
    """An alert, as far as mutes ask about it."""

    id: int
    rule: str
    source_id: int | None
    item_id: int | None
    """The newest item of its evidence."""


def running(connection: Connection, now_ms: int) -> tuple[MuteRow, ...]:
    """The mutes that run, the one that ends first first."""
    return tuple(row_of(row) for row in connection.execute(_RUNNING, (now_ms,)).fetchall())


def how_many(connection: Connection, now_ms: int) -> int:
    """How many run."""
    return int(connection.execute(_COUNT, (now_ms,)).fetchone()[0])


def reasons(connection: Connection, alerts: Sequence[Ringing], now_ms: int) -> dict[int, str]:
    """Alert -> why it rings for nobody, in a few words; of those that a mute holds back."""
    muted: dict[int, str] = {}
    for mute in running(connection, now_ms):
        why = f"{mute.operator}: {mute.reason or mute.query}"
        for alert_id in _held(connection, mute.query, alerts, now_ms):
            muted.setdefault(alert_id, why)
    return muted


def count(connection: Connection, query: str, since_ms: int, until_ms: int, now_ms: int) -> int:
    """How many of the alerts raised between these times a mute holds back, or would have."""
    raised = [Ringing(*row) for row in connection.execute(_RAISED, (since_ms, until_ms)).fetchall()]
    return len(_held(connection, query, raised, now_ms))


def would_hold(connection: Connection, query: str, since_ms: int, now_ms: int) -> int:
    """How many of the alerts raised since then a mute would have held back."""
    return count(connection, query, since_ms, _EVER, now_ms)


def row_of(row: Row) -> MuteRow:
    """A mute, of `COLUMNS`."""
    return MuteRow(*row)


def minute(ms: int) -> str:
    """A time as a line of the log has it."""
    return f"{datetime.fromtimestamp(ms / 1000, UTC):%Y-%m-%d %H:%MZ}"


def _held(connection: Connection, text: str, alerts: Sequence[Ringing], now_ms: int) -> set[int]:
    """Those of the alerts that a query holds back."""
    held: set[int] = set()
    for rule, raised in _by_rule(text, alerts).items():
        query = _asked_of(text, rule)
        if query is not None:
            held |= _found(Finder(connection, query, now_ms, copies=True), query, raised)
    return held


def _by_rule(text: str, alerts: Sequence[Ringing]) -> dict[str, list[Ringing]]:
    """Rule -> its alerts; all together where the query does not ask for rules."""
    query = _asked_of(text, "")
    asks = query is not None and "alert" in query.fields
    raised: defaultdict[str, list[Ringing]] = defaultdict(list)
    for alert in alerts:
        raised[alert.rule if asks else ""].append(alert)
    return raised


def _found(finder: Finder, query: Query, alerts: Sequence[Ringing]) -> set[int]:
    if query.fields == {"alert"}:
        return {alert.id for alert in alerts} if finder.fits_source(None) else set()
    items = set(finder.among({alert.item_id for alert in alerts if alert.item_id is not None}))
    held = {alert.id for alert in alerts if alert.item_id in items}
    if query.fields <= _OF_A_SOURCE:
        bare = [alert for alert in alerts if alert.item_id is None]
        fits = {source_id: finder.fits_source(source_id) for source_id in {alert.source_id for alert in bare}}
        held |= {alert.id for alert in bare if fits[alert.source_id]}
    return held


@lru_cache(maxsize=256)
def _asked_of(text: str, rule: str) -> Query | None:
    """A mute's query as it is asked of the alerts of a rule; None where this version cannot read it."""
    try:
        return parse(text, rule=rule)
    except QueryError:
        return None
