"""How `feint rules` says it: the rules in columns, a trial day by day, what was missed."""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from alerts import rules as kinds
from alerts.rules import MINUTE_MS, Rule
from feint.cli.columns import aligned
from feint.cli.plain import fields, plain
from storage.severity import SEVERITIES

if TYPE_CHECKING:
    from alerts.backfill import Missing
    from alerts.trial import Trial
    from storage.alerting.rehearsal import Rang
    from storage.alerting.revisions import Revision

_KINDS = {
    kinds.Match: "match",
    kinds.Quorum: "quorum",
    kinds.Contradict: "contradict",
    kinds.Rate: "rate",
    kinds.Silence: "silence",
    kinds.Altered: "change",
}
_HEADINGS = ("RULE", "KIND", "SEVERITY", "REV", "SINCE", "7 DAYS", "TO")
_WORST_MS = 10 * MINUTE_MS


class Listed(NamedTuple):
    """A rule of the config, and what the file knows of it."""

    rule: Rule
    revision: "Revision | None"
    """The last that a collector took over; None: none has."""
    raised: int
    """Alerts of the last 7 days."""

    @property
    def is_current(self) -> bool:
        """Does the collector's revision say what the config says?"""
        from storage.alerting.revisions import digest

        return self.revision is not None and self.revision.digest == digest(self.rule.definition)


class Day(NamedTuple):
    """What a trial came to on one day."""

    day: str
    raised: int
    rang: Counter[int]
    """By severity."""


def listed(rows: Sequence[Listed], *, plainly: bool) -> list[str]:
    """The rules for a person: in columns, or in words."""
    cells = [_cells(row) for row in rows]
    if plainly:
        return [
            fields(id, kind, severity, f"revision {rev} since {since}", f"{raised} in 7 days", f"to {to}")
            for id, kind, severity, rev, since, raised, to in cells
        ]
    return aligned([_HEADINGS, *cells])


def as_json(rows: Iterable[Listed]) -> Iterator[str]:
    """The rules for a script, one object each, with all that the config says of them."""
    for row in rows:
        revision = row.revision
        yield json.dumps({
            "rule": row.rule.id, "kind": kind_of(row.rule), "severity": _severity(row.rule), "revision": revision and revision.n,
            "since_ms": revision and revision.since_ms, "current": row.is_current, "alerts_7d": row.raised,
            "to": _to(row.rule), "definition": json.loads(row.rule.definition),
        }, ensure_ascii=False)  # fmt: skip


def counted(n: int, what: str) -> str:
    """So many of something."""
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def kind_of(rule: Rule) -> str:
    """What the config calls its kind."""
    return _KINDS[type(rule.when)]


def trial(rule: Rule, done: "Trial", most: int) -> Iterator[str]:
    """What a rule would have done, day by day, then the first alarms one by one."""
    named = f"{plain(rule.id)} ({kind_of(rule)}, {SEVERITIES[rule.severity]})"
    if not done.items:
        yield f"{named}: nothing is stored since {_minute(done.from_ms)} UTC"
        return
    yield f"{named}: {_span(done)}, {counted(done.items, 'item')}"
    if days := _days(done):
        yield from aligned([("DAY", "RAISED", "RANG", "OF THEM"), *map(_in_cells, days)])
    yield (
        f"in all {counted(len(done.raised), 'alert')}, {counted(len(done.rang), 'alarm')}: {done.an_hour:.2f} an hour of one"
        f" operator, {_worst(done.rang):,} in the worst ten minutes"
    )
    if isinstance(rule.when, kinds.Silence):
        yield "that a source could not be had is not known of the past: only its silence is tried"
    yield "as items stand today, the rule by itself: without mutes, and with one operator who answers"
    if len(done.rang) > most > 0:
        yield f"the first {most:,}:"
    for rang in done.rang[:most]:
        yield fields(_minute(rang.at_ms), SEVERITIES[rang.severity], rang.title)
        yield f"    {plain(rang.said)}"


def trial_json(rule: Rule, done: "Trial", most: int) -> str:
    """The same as one JSON object."""
    return json.dumps({
        "rule": rule.id, "kind": kind_of(rule), "severity": SEVERITIES[rule.severity], "from_ms": done.from_ms,
        "until_ms": done.until_ms, "items": done.items, "alerts": len(done.raised), "alarms": len(done.rang),
        "alarms_an_hour": round(done.an_hour, 3), "worst_10_min": _worst(done.rang),
        "days": [{**day._asdict(), "rang": _by_severity(day)} for day in _days(done)],
        "first": [
            {"at_ms": rang.at_ms, "severity": SEVERITIES[rang.severity], "reason": rang.reason, "said": rang.said,
             "title": rang.title}
            for rang in done.rang[:most]
        ],
    }, ensure_ascii=False)  # fmt: skip


def missing(rule: Rule, found: "Missing", most: int) -> Iterator[str]:
    """What a rule finds of which there is no alert."""
    if not found.alerts:
        yield f"{plain(rule.id)} has missed nothing"
        return
    shown = f", the first {most:,}:" if len(found.alerts) > most > 0 else ""
    yield f"{plain(rule.id)} has missed {counted(len(found.alerts), 'alert')}{shown}"
    for raised in found.alerts[:most]:
        yield fields(_minute(raised.at_ms), SEVERITIES[raised.severity], raised.title)


def _cells(row: Listed) -> tuple[str, ...]:
    revision = row.revision
    rev, since = (
        (f"{revision.n}{'' if row.is_current else '*'}", _minute(revision.since_ms)) if revision else ("-", "-")
    )
    return (
        plain(row.rule.id),
        kind_of(row.rule),
        _severity(row.rule) or "-",
        rev,
        since,
        f"{row.raised:,}",
        " ".join(_to(row.rule)) or "-",
    )


def _severity(rule: Rule) -> str:
    """Empty: it rings alerts of other rules, as these have it."""
    return "" if isinstance(rule.when, kinds.Altered) else SEVERITIES[rule.severity]


def _to(rule: Rule) -> tuple[str, ...]:
    return () if isinstance(rule.when, kinds.Altered) else rule.to


def _days(done: "Trial") -> list[Day]:
    """Each day on which there was anything."""
    raised = Counter(_day(each.at_ms) for each in done.raised)
    rang: dict[str, Counter[int]] = {}
    for each in done.rang:
        rang.setdefault(_day(each.at_ms), Counter())[each.severity] += 1
    return [Day(day, raised[day], rang.get(day, Counter())) for day in sorted(raised.keys() | rang.keys())]


def _in_cells(day: Day) -> tuple[str, ...]:
    of_them = ", ".join(f"{n:,} {severity}" for severity, n in _by_severity(day).items())
    return day.day, f"{day.raised:,}", f"{day.rang.total():,}", of_them


def _by_severity(day: Day) -> dict[str, int]:
    """Its alarms, the gravest first."""
    return {SEVERITIES[severity]: n for severity, n in sorted(day.rang.items(), reverse=True)}


def _worst(rang: "Sequence[Rang]") -> int:
    """The most alarms within ten minutes."""
    at_ms = [each.at_ms for each in rang]
    return max((n - bisect_left(at_ms, at - _WORST_MS) + 1 for n, at in enumerate(at_ms)), default=0)


def _span(done: "Trial") -> str:
    return f"{_minute(done.from_ms)} to {_minute(done.until_ms)} UTC"


def _day(at_ms: int) -> str:
    return f"{datetime.fromtimestamp(at_ms / 1_000, UTC):%Y-%m-%d}"


def _minute(at_ms: int) -> str:
    return f"{datetime.fromtimestamp(at_ms / 1_000, UTC):%Y-%m-%d %H:%M}"
