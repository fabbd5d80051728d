"""What the header of a desk shows: who collects, how the sources fare, what rings, who is here, which lexicon is in use."""

from storage.alerting import channels
from storage.file.sqlite import Connection
from storage.items import lexicons
from storage.items.faring import ANSWERS
from storage.log.events import COLLECTOR
from storage.reads import mutes
from storage.rows import PresentRow, Status

SILENT_MS = 150_000
"""A desk says it is there every 60 s; after two and a half silences it is gone."""

# A clock that was set back leaves times to come behind: those of a desk that is gone must not count until they have come.
_PRESENT = "SELECT operator, since_ms, item_id FROM desk WHERE abs(? - seen_ms) <= ? ORDER BY since_ms, id"

QUIET = (
    "SELECT source_id FROM alert INDEXED BY alert_of_source WHERE source_id IS NOT NULL"
    " AND state IN ('new', 'acked', 'snoozed') AND NOT EXISTS (SELECT 1 FROM alert_evidence WHERE alert_id = alert.id)"
)
"""The sources of which an open alert says that they are silent: it rests on no item."""

_IN_STATE = "SELECT count(*) FROM alert WHERE state = ?"
# Each name is looked up after the one before: the log is long, and few write it.
_WROTE = (
    "WITH RECURSIVE known(name) AS (SELECT min(operator) FROM event INDEXED BY event_by_operator UNION ALL"
    " SELECT (SELECT min(operator) FROM event INDEXED BY event_by_operator WHERE operator > known.name) FROM known"
    " WHERE name IS NOT NULL) SELECT name FROM known WHERE name IS NOT NULL AND name <> ?"
)


def operators(connection: Connection, now_ms: int) -> tuple[str, ...]:
    """Who has a desk open, in order of arrival, then everybody else of whom the log has a line, by name."""
    present = [row[0] for row in connection.execute(_PRESENT, (now_ms, SILENT_MS)).fetchall()]
    return tuple(dict.fromkeys([*present, *(row[0] for row in connection.execute(_WROTE, (COLLECTOR,)).fetchall())]))


def of(connection: Connection, now_ms: int) -> Status:
    """The state of everything, in a few counts."""
    run = connection.execute
    lease = run("SELECT * FROM lease WHERE name = 'collector'").fetchone()
    states = run("SELECT state, paused, items, unread FROM source WHERE active = 1").fetchall()
    (quiet,) = run(
        "SELECT count(*) FROM source WHERE active = 1 AND paused = 0 AND (state = 'frozen' OR state IN ('ok', 'empty')"
        f" AND id IN ({QUIET}))"
    ).fetchone()
    present = tuple(PresentRow(*row) for row in run(_PRESENT, (now_ms, SILENT_MS)).fetchall())
    polled = [row["state"] for row in states if not row["paused"]]
    well = sum(state in ANSWERS for state in polled)
    return Status(
        collector=lease["holder"] if lease else "",
        beat_ms=lease["beat_ms"] if lease else None,
        beat_every_s=lease["beat_every_s"] if lease else 10.0,
        polling=lease["polling"] if lease else 0,
        sources_ok=well - quiet,
        sources_quiet=quiet,
        sources_down=sum(state not in (*ANSWERS, "new") for state in polled),
        offline=any(state == "offline" for state in polled),
        sources=len(states),
        alerts_acked=run(_IN_STATE, ("acked",)).fetchone()[0],
        items=sum(row["items"] for row in states),
        unread=sum(row["unread"] for row in states),
        operators=tuple(dict.fromkeys(row.operator for row in present)),
        present=present,
        trouble=lease["trouble"] if lease else "",
        lexicon=lexicons.state(connection),
        mutes=mutes.how_many(connection, now_ms),
        sources_paused=len(states) - len(polled),
        alerts_snoozed=run(_IN_STATE, ("snoozed",)).fetchone()[0],
        flooded=channels.flooded(connection),
        channels_off=channels.off(connection),
    )
