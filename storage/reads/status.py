"""What the header of a desk shows: who collects, how the sources fare, what rings, who is here, which lexicon is in use."""

from storage.file.sqlite import Connection
from storage.items import lexicons
from storage.items.sources import ANSWERS
from storage.rows import Status
from storage.severity import SEVERITIES

_PRESENT_MS = 150_000
"""A desk says it is there every 60 s; after two and a half silences it is gone."""


def of(connection: Connection, now_ms: int) -> Status:
    """The state of everything, in a few counts."""
    run = connection.execute
    lease = run("SELECT * FROM lease WHERE name = 'collector'").fetchone()
    states = run("SELECT state, items, unread FROM source WHERE active = 1").fetchall()
    (quiet,) = run(
        "SELECT count(*) FROM source WHERE active = 1 AND (state = 'frozen' OR state IN ('ok', 'empty')"
        " AND id IN (SELECT source_id FROM alert WHERE state IN ('new', 'acked')))"
    ).fetchone()
    new = [0] * len(SEVERITIES)
    for severity, count in run("SELECT severity, count(*) FROM alert WHERE state = 'new' GROUP BY 1").fetchall():
        new[severity] = count
    present = run(
        "SELECT operator FROM desk WHERE seen_ms >= ? GROUP BY operator ORDER BY min(id)", (now_ms - _PRESENT_MS,)
    )
    well = sum(row["state"] in ANSWERS for row in states)
    return Status(
        collector=lease["holder"] if lease else "",
        beat_ms=lease["beat_ms"] if lease else None,
        beat_every_s=lease["beat_every_s"] if lease else 10.0,
        polling=lease["polling"] if lease else 0,
        sources_ok=well - quiet,
        sources_quiet=quiet,
        sources_down=sum(row["state"] not in (*ANSWERS, "new") for row in states),
        offline=any(row["state"] == "offline" for row in states),
        sources=len(states),
        alerts_new=(new[0], new[1], new[2], new[3], new[4]),
        alerts_acked=run("SELECT count(*) FROM alert WHERE state = 'acked'").fetchone()[0],
        items=sum(row["items"] for row in states),
        unread=sum(row["unread"] for row in states),
        operators=tuple(row[0] for row in present.fetchall()),
        lexicon=lexicons.state(connection),
    )
