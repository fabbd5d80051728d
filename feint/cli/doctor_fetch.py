"""What `feint doctor --fetch` tells of each feed: fetched once, now, as for the first time; nothing is written."""

import asyncio
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import click

from feeds.lists.obstacles import obstacle
from feeds.manners.http_policy import after_response, is_usable
from feeds.manners.pace import Policy, rhythm
from feeds.records import PollState
from feint.cli.columns import aligned
from feint.cli.doctor import Finding
from feint.cli.doctor_feeds import marks
from feint.config import Config, Source
from feint.look import Glance, looking
from storage.file import sqlite
from storage.items import sources
from tui.ages import age

_ORDER = {"WRONG": 0, "note": 1, "ok": 2}


def fetched(config: Config, database: Path, now_ms: int) -> list[Finding]:
    """A line for each feed that is polled, the worst first; then a summary."""
    seen = asyncio.run(_each(config, _gates(database, now_ms), now_ms))
    judged = [(_judgement(source, glance, now_ms), source, glance) for source, glance in seen]
    judged.sort(key=lambda each: (_ORDER[each[0][0]], each[1].name))
    lines = aligned([_columns(source, glance, problems, now_ms) for (_, problems), source, glance in judged])
    states = Counter(state for (state, _), _, _ in judged)
    size = sum(len(glance.answer.response.body) for _, glance in seen if glance.answer.response)
    said = f"{len(seen)} fetched: {states['ok']} well, {states['note']} worth a look, {states['WRONG']} wrong; {size / 1e6:.1f} MB"
    told = [(state, "feed", line) for ((state, _), _, _), line in zip(judged, lines, strict=True)]
    return [*told, ("WRONG" if states["WRONG"] else "ok", "feeds", said)]


async def _each(config: Config, gates: dict[str, int], now_ms: int) -> list[tuple[Source, Glance]]:
    polled = [source for source in config.sources if source.enabled]
    seen = []
    async with looking(config) as looker:
        async for source, glance in looker.each(polled, gates, now_ms):
            seen.append((source, glance))
            if sys.stderr.isatty():
                click.echo(f"\r{len(seen):,} of {len(polled):,} feeds", nl=False, err=True)
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", nl=False, err=True)
    return seen


def _gates(database: Path, now_ms: int) -> dict[str, int]:
    """Which hosts asked to be left alone, as far as a database tells."""
    if not database.exists():
        return {}
    try:
        with closing(sqlite.connect(database, "reader")) as connection:
            return sources.gates(connection, now_ms)
    except sqlite.SqliteError:  # the line about the database has said so
        return {}


def _judgement(source: Source, glance: Glance, now_ms: int) -> tuple[str, str]:
    """How a feed fares, by the rules of polling, and what is to be said of it."""
    answer = glance.answer
    if glance.held:
        return "note", f"not fetched: {answer.why}"
    if answer.response is None:
        return "WRONG", answer.why
    if answer.feed is None and is_usable(answer.response):
        return "WRONG", answer.why
    after = after_response(PollState(), source.url, answer.response, answer.feed, Policy(), now_ms, 0.0)
    if after.failures:
        return "WRONG", obstacle(answer.response, source.url) or after.reason
    remarks = [": ".join(filter(None, (after.state if after.state != "ok" else "", after.reason)))]
    remarks += [f"redirected to {answer.response.url}"] if answer.response.redirects else []
    said = "; ".join(filter(None, remarks))
    return "note" if said else "ok", said


def _columns(source: Source, glance: Glance, problems: str, now_ms: int) -> list[str]:
    response, feed = glance.answer.response, glance.answer.found
    told = ["-", "no feed", "-", "-", f"{glance.seconds:.1f} s", "-"]
    if response is not None:
        told[0], told[5] = str(response.status), f"{-(-len(response.body) // 1000)} kB"
    if feed is not None:
        newest_ms, _ = rhythm(feed.published_ms, now_ms)
        newest = "no dates" if newest_ms is None else f"newest {age(newest_ms, now_ms)}"
        told[1:4] = [feed.format, f"{len(feed.fingerprints)} entries", newest]
    return [source.name, *told, "; ".join(filter(None, (problems, *marks(source))))]
