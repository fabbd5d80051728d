"""How often a desk would have rung: a recorded stream of news replayed, day by day, under the rules of a config.

Each entry comes with the first poll after it was published, as on a desk that polls every ten minutes; with --as-recorded when
the recording had it, hours later. The operator acknowledges within two minutes and resolves 20 minutes later.
"""

import argparse
import tempfile
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench import replaying, shift
from bench.replaying import Record
from bench.table import table

if TYPE_CHECKING:
    from storage.file.sqlite import Connection

_DAY_MS, _MINUTE_MS = 86_400_000, 60_000
_EVERY_MS = 10 * _MINUTE_MS
_OUTLETS: dict[str, tuple[str, str, str]] = {
    "BBC World": ("press", "B", ""),
    "Guardian World": ("press", "B", ""),
    "Deutsche Welle": ("press", "B", ""),
    "France 24": ("press", "B", ""),
    "RFI English": ("press", "B", ""),
    "NHK World": ("press", "B", ""),
    "ABC Australia": ("press", "B", ""),
    "CNA": ("press", "B", ""),
    "RFA English": ("press", "C", ""),
    "The Conversation": ("analysis", "B", ""),
    "IPS News": ("press", "D", ""),
    "teleSUR": ("state", "E", ""),
    "Global Times CN": ("state", "E", "cn"),
}
"""Kind, grade and side by the stream's label."""
_OTHERS = ("press", "C", "")
_SAID = 300
_SEVERITIES = ("info", "notice", "urgent", "flash")
_HEARD = "notice.held = '' AND notice.severity >= 2 AND ' ' || notice.channels || ' ' LIKE '% desk %'"
"""What rings at an operator's desk."""


class Day(NamedTuple):
    """A day's figures."""

    day: str
    hours: float
    items: int
    raised: tuple[int, ...]
    """By severity."""
    rang: int
    worst: int
    """The most within ten minutes."""
    from_first: int
    """Notices that tell of nothing but what first polls brought."""
    twice: int
    """Notices that tell of nothing new."""

    @property
    def an_hour(self) -> float:
        """Alarms per hour of one operator."""
        return self.rang / self.hours


def main(words: Sequence[str]) -> None:
    """Replay the files, print a table of days, and where asked for the loudest alerts."""
    from feint.config import load

    given = _options().parse_args(words)
    records = sorted(replaying.recorded(given.files), key=lambda record: record.at_ms)
    if not given.as_recorded:
        records = sorted(as_published(records), key=lambda record: record.at_ms)
    outlets = [replaying.outlet(name, *_OUTLETS.get(name, _OTHERS)) for name in {each.source for each in records}]
    with tempfile.TemporaryDirectory() as folder:
        database = Path(given.keep or Path(folder) / "alarms.db")
        with shift.on(database, load(Path(given.config)), outlets, records[0].at_ms) as desk:
            desk.work(records)
            _print(
                list(days(desk.connection, desk.first_items, records[0].at_ms, desk.now_ms)), markdown=given.markdown
            )
            _print_loudest(desk.connection, given.loudest)


def as_published(records: Sequence[Record]) -> Iterator[Record]:
    """The same as a desk would have had them that polls every ten minutes; what it had at first, and edits, stay as they are.

    A recorded poll is cut short by the one before: nothing is seen before the recording began to watch its source.
    """
    first: dict[str, int] = {}
    seen: set[str] = set()
    for record in records:
        began_ms = first.setdefault(record.source, record.at_ms)
        published_ms = record.published_ms
        if record.at_ms - began_ms < _EVERY_MS or record.link in seen or published_ms is None:
            yield record
        elif began_ms < published_ms < record.at_ms:
            polled_ms = -(-published_ms // _EVERY_MS) * _EVERY_MS
            yield record._replace(at_ms=min(polled_ms, record.at_ms))
        else:
            yield record
        seen.add(record.link)


def days(connection: "Connection", first_items: set[int], began_ms: int, ended_ms: int) -> Iterator[Day]:
    """What there was on each day, the first and the last cut short. `first_items`: what sources' first polls brought."""
    told, again = _told(connection), _told_again(connection)
    items = Counter(at_ms // _DAY_MS for (at_ms,) in connection.execute("SELECT first_seen_ms FROM item"))
    alerts = connection.execute("SELECT raised_ms, severity FROM alert").fetchall()
    raised = Counter((at_ms // _DAY_MS, severity) for at_ms, severity in alerts)
    rang = connection.execute(f"SELECT id, at_ms FROM notice WHERE {_HEARD} ORDER BY at_ms").fetchall()
    for day in range(began_ms // _DAY_MS, ended_ms // _DAY_MS + 1):
        mine = {id: at_ms for id, at_ms in rang if at_ms // _DAY_MS == day}
        yield Day(
            datetime.fromtimestamp(day * 86_400, UTC).strftime("%d %b"),
            (min(ended_ms, (day + 1) * _DAY_MS) - max(began_ms, day * _DAY_MS)) / 3_600_000,
            items[day],
            tuple(raised[day, severity] for severity in range(1, 5)),
            len(mine),
            worst(list(mine.values())),
            sum(bool(told.get(id)) and told[id] <= first_items for id in mine),
            sum(id in again for id in mine),
        )


def worst(at_ms: Sequence[int]) -> int:
    """The most within ten minutes, of moments in their order."""
    return max((n - bisect_left(at_ms, at - 10 * _MINUTE_MS) + 1 for n, at in enumerate(at_ms)), default=0)


def _told(connection: "Connection") -> dict[int, set[int]]:
    """The items in which what each notice told was found."""
    found: dict[int, set[int]] = {}
    for notice_id, item_id in connection.execute(
        "SELECT notice_id, item_id FROM alert_fact WHERE notice_id > 0 AND item_id > 0"
    ):
        found.setdefault(notice_id, set()).add(item_id)
    return found


def _told_again(connection: "Connection") -> set[int]:
    """Notices that tell a fact of which another of the same rule and story has told, or that ring for facts and tell none."""
    facts = connection.execute(
        "SELECT fingerprint, kind, value, notice_id FROM alert_fact JOIN alert ON alert.id = alert_id"
        " WHERE notice_id > 0 AND kind IN ('primary', 'side', 'contradiction', 'correction', 'withdrawn') ORDER BY notice_id"
    ).fetchall()
    known: set[tuple[object, ...]] = set()
    again: set[int] = set()
    for *fact, notice_id in facts:
        again.update({notice_id} if tuple(fact) in known else ())
        known.add(tuple(fact))
    empty = connection.execute(
        "SELECT id FROM notice WHERE reason NOT IN ('renotify', 'escalated')"
        " AND NOT EXISTS (SELECT 1 FROM alert_fact WHERE notice_id = notice.id)"
    ).fetchall()
    return again | {id for (id,) in empty}


def _print(told: Sequence[Day], *, markdown: bool) -> None:
    headings = ("day", "items", *_SEVERITIES, "rang", "an hour", "worst 10 min", "of first polls", "told twice")
    rows: list[tuple[str | float, ...]] = [
        (each.day, each.items, *each.raised, each.rang, each.an_hour, each.worst, each.from_first, each.twice)
        for each in (*told, _all(told))
    ]
    if not markdown:
        table("alarms of one operator", headings, rows)
        return
    print(f"| {' | '.join(headings)} |\n|---|{'--:|' * (len(headings) - 1)}")
    for row in rows:
        print(f"| {' | '.join(f'{cell:.2f}' if isinstance(cell, float) else f'{cell}' for cell in row)} |")


def _all(told: Sequence[Day]) -> Day:
    """All days as one."""
    return Day(
        "all",
        sum(day.hours for day in told),
        sum(day.items for day in told),
        tuple(map(sum, zip(*(day.raised for day in told), strict=True))),
        sum(day.rang for day in told),
        max(day.worst for day in told),
        sum(day.from_first for day in told),
        sum(day.twice for day in told),
    )


def _print_loudest(connection: "Connection", most: int) -> None:
    """The alerts that rang most often, for a person to judge."""
    sql = f"""SELECT alert.rule, alert.severity, alert.title, count(*), group_concat(notice.reason || ': ' || said, ' / ')
        FROM notice JOIN alert ON alert.id = alert_id WHERE {_HEARD}
        GROUP BY alert.id ORDER BY 4 DESC, alert.severity DESC, alert.id LIMIT ?"""
    for rule, severity, title, n, said in connection.execute(sql, (most,)).fetchall():
        print(f"{n:>3}  {_SEVERITIES[severity - 1]:<7} {rule:<24} {title}\n     {said[:_SAID]}")


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m bench alarms", description=__doc__)
    options.add_argument("files", nargs="+", metavar="FILE.ndjson[.gz]")
    options.add_argument("--config", default="config.toml", help="whose rules, sides and speakers hold (config.toml)")
    options.add_argument("--as-recorded", action="store_true", help="polls as the recording made them, hours apart")
    options.add_argument("--loudest", type=int, default=0, metavar="N", help="print the N alerts that rang most often")
    options.add_argument("--markdown", action="store_true", help="the table as Markdown")
    options.add_argument("--keep", metavar="FILE", help="where the database stays (default: nowhere)")
    return options
