"""What a collector does by the clock beside polling: beat, listen to operators, watch for silence, keep house."""

import asyncio
import sys
from collections.abc import Callable
from functools import partial

from alerts import engine
from alerts.rules import Rules
from feint.collector.clock import Clock
from feint.collector.ledger import Ledger
from feint.collector.line import Line
from storage.file import lease
from storage.file.sqlite import SqliteError
from storage.grouping import stories
from storage.log.requests import Requests
from storage.voices import carriers

_LOOK_S = 0.5
"""How often operators' requests are looked for."""
_SILENCE_S = 60.0
_LINE_S = 5.0
_HOUSEKEEPING_S = 3_600.0


async def beat(ledger: Ledger, clock: Clock, flying: Callable[[], int]) -> None:
    """Say that we are alive, and how many polls are under way."""
    while True:
        await ledger.attempt(partial(lease.beat, now_ms=clock.now_ms(), polling=flying()))
        await asyncio.sleep(lease.BEAT_S)


async def listen(requests: Requests, poll_now: Callable[[int], None]) -> None:
    """Poll what operators ask for, as soon as host manners allow."""
    while True:
        try:
            for source_id in requests.to_poll():
                poll_now(source_id)
        except SqliteError as error:  # the next look finds them
            print(f"operators' requests could not be read: {error}", file=sys.stderr)
        await asyncio.sleep(_LOOK_S)


async def watch_silence(ledger: Ledger, clock: Clock, rules: Rules) -> None:
    """Hold the silence rules against the sources."""
    began_ms = clock.now_ms()
    while True:
        await asyncio.sleep(_SILENCE_S)
        now_ms = clock.now_ms()
        await ledger.attempt(partial(engine.watch_silence, rules=rules, watching_since_ms=began_ms, now_ms=now_ms))


async def watch_line(ledger: Ledger, clock: Clock, line: Line) -> None:
    """Tell when we are offline, and when no more."""
    while True:
        await asyncio.sleep(_LINE_S)
        await line.tell(ledger, clock.now_ms())


async def keep_house(ledger: Ledger, clock: Clock) -> None:
    """Let go of what has left the windows of stories and of utterances."""
    while True:
        await asyncio.sleep(_HOUSEKEEPING_S)
        await ledger.attempt(partial(stories.forget_words, now_ms=clock.now_ms()))
        await ledger.attempt(partial(carriers.forget_grams, now_ms=clock.now_ms()))
