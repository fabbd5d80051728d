"""`feint report`: how the watch went, in figures."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from feint.cli.files import Files, file_options
from feint.cli.moments import moment, now_ms
from feint.cli.plain import form_options, plain

if TYPE_CHECKING:
    from storage.reads.reporting import Report

_WEEK_MS = 7 * 86_400_000
_LABEL = 20
"""Columns of a figure's name."""


@click.command("report", short_help="Say how often alerts rang, and how soon somebody answered.")
@click.option("--since", callback=moment, metavar="WHEN", help="Since 7d (ago, the default) or 2026-11-21T10:20 (UTC).")
@form_options("One JSON object, times in seconds.")
@file_options
def report_command(files: Files, since: int | None, form: str | None) -> int:
    """Say how the watch went: how often alerts rang for each hour in which somebody had a desk open, how soon somebody
    answered, which rule is the noisiest, what rang in vain, what was held back, and which channels failed.

    An alarm is a notice that nothing held back. Who acknowledges, assigns, snoozes, resolves or dismisses an alert answers it.
    That is late after the time in which its severity rings again ([severity.X] renotify), else after ten minutes. False are
    those of the alerts raised in that time that were dismissed as a false positive.

    \b
      feint report
      feint report --since 24h
      feint report --since 2026-11-01 --json | jq .alarms_per_operator_hour
    """
    from storage.reads import reporting

    now = now_ms()
    urgencies = files.rules.urgencies
    in_time_ms = {severity: urgency.renotify_ms for severity, urgency in urgencies.items() if urgency.renotify_ms}
    found = reporting.report(files.database, now - _WEEK_MS if since is None else since, now, in_time_ms)
    click.echo(json.dumps(_record(found), ensure_ascii=False) if form == "json" else "\n".join(_lines(found)))
    return 0


def _lines(found: "Report") -> Iterator[str]:
    """Each figure on a line of its own, in at most 80 columns."""
    from storage.reads.mutes import minute

    yield f"{minute(found.since_ms)} to {minute(found.until_ms)}"
    for name, said in _figures(found):
        yield f"{name:<{_LABEL}}{plain(said)}"


def _figures(found: "Report") -> Iterator[tuple[str, str]]:
    from storage.log.ages import lasting
    from storage.reads.mutes import minute

    yield "alarms", f"{found.alarms:,}, from {_many(found.alerts, 'new alert')}"
    if found.per_hour is None:
        yield "per operator-hour", "nobody had a desk open"
    else:
        yield "per operator-hour", f"{found.per_hour:.1f}, in {found.watched_ms / 3_600_000:,.1f} h with a desk open"
    yield "unattended", f"{found.alarms - found.attended:,}"
    if found.worst_ms is not None:
        yield "worst ten minutes", f"{found.worst:,}, from {minute(found.worst_ms)}"
    if found.median_ms is not None and found.p95_ms is not None:
        times = f"median {lasting(found.median_ms)}, 95 % within {lasting(found.p95_ms)}"
        yield "answered", f"{found.answered:,} of {found.rings:,}: {times}"
    else:
        yield "answered", f"{found.answered:,} of {found.rings:,}"
    yield "answered late", f"{found.late:,}"
    yield "never answered", f"{found.never:,}"
    if found.noisiest:
        yield "noisiest rule", f"{found.noisiest}, {found.noisiest_alarms:,} of {found.alarms:,}"
    yield (
        "false positives",
        f"{found.false:,} of {_many(found.alerts, 'new alert')}{_percent(found.false, found.alerts)}",
    )
    yield "held back", f"{found.held_by_mutes:,} by mutes, {found.held_by_alerts:,} by other alerts"
    for channel in found.channels:
        said = f"{channel.sent:,} sent, {channel.digested:,} in digests, {channel.failed:,} failed"
        yield "deliveries", f"{said}  {channel.channel}"


def _record(found: "Report") -> dict[str, object]:
    """The same for scripts; null where there is nothing to count from."""
    from storage.reads.jsonrows import iso

    return {
        "since": iso(found.since_ms), "until": iso(found.until_ms), "alarms": found.alarms, "alerts": found.alerts,
        "watched_hours": round(found.watched_ms / 3_600_000, 3),
        "alarms_per_operator_hour": None if found.per_hour is None else round(found.per_hour, 3),
        "alarms_unattended": found.alarms - found.attended, "worst_ten_minutes": found.worst,
        "worst_ten_minutes_from": iso(found.worst_ms), "rings": found.rings, "answered": found.answered,
        "answered_median_s": _seconds(found.median_ms), "answered_p95_s": _seconds(found.p95_ms), "answered_late": found.late,
        "never_answered": found.never, "noisiest_rule": found.noisiest or None, "noisiest_rule_alarms": found.noisiest_alarms,
        "false_positives": found.false, "held_by_mutes": found.held_by_mutes, "held_by_alerts": found.held_by_alerts,
        "channels": [each._asdict() for each in found.channels],
    }  # fmt: skip


def _seconds(ms: int | None) -> float | None:
    return None if ms is None else ms / 1_000


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def _percent(part: int, whole: int) -> str:
    return f" ({100 * part / whole:.0f} %)" if whole else ""
