"""What a collector does by the clock beside polling: beat, listen to operators, look after alerts, keep house."""

import asyncio
import sys
from collections.abc import Callable, Collection
from functools import partial

from alerts import engine
from alerts.kinds.silence import Patience
from alerts.life import looking
from alerts.rules import Rules
from feint.collector.clock import Clock
from feint.collector.leaps import Leaps
from feint.collector.ledger import Ledger
from feint.collector.line import Line
from feint.collector.trouble import Trouble
from storage.acting import muting
from storage.alerting.alarm import Alarm
from storage.file import lease
from storage.file.sqlite import Connection, SqliteError
from storage.grouping import stories
from storage.log.events import COLLECTOR, Event, append
from storage.log.requests import Requests
from storage.voices import carriers

_LOOK_S = 0.5
"""How often operators' requests are looked for."""
_FILE_S = 2.0
_WAL_S = 5.0
LEAP_MS = 60_000
"""A leap of the wall's clock by more: somebody set it, or the machine slept."""
_SILENCE_S = 60.0
_ALERTS_S = 1.0
_MUTES_S = 60.0
_LINE_S = 5.0
_HOUSEKEEPING_S = 3_600.0


async def beat(ledger: Ledger, clock: Clock, flying: Callable[[], int]) -> None:
    """Say that we are alive, and how many polls are under way; soon after a leap of the wall's clock, by which desks go."""
    while True:
        ahead_ms = clock.ahead_ms()
        await ledger.attempt(partial(lease.beat, now_ms=clock.now_ms(), polling=flying()), reserve=True)
        for _ in range(10):
            await asyncio.sleep(lease.BEAT_S / 10)
            if abs(clock.ahead_ms() - ahead_ms) > lease.BEAT_S * 1_000:
                break


async def listen(
    requests: Requests, poll_now: Callable[[int], None], heed_pauses: Callable[[Collection[int]], None]
) -> None:
    """Leave alone what operators have paused, and poll what they ask for, as soon as host manners allow."""
    while True:
        try:
            asked = requests.look()
            if asked.paused is not None:
                heed_pauses(asked.paused)
            for source_id in asked.to_poll:
                poll_now(source_id)
        except SqliteError as error:  # the next look finds them
            print(f"operators' requests could not be read: {error}", file=sys.stderr)
        await asyncio.sleep(_LOOK_S)


async def watch_silence(ledger: Ledger, clock: Clock, rules: Rules, leaps: Leaps) -> None:
    """Hold the rules of silence and of rates against the clock.

    Silence counts from anew after a leap of the clock or a full disk, which made silence.
    """
    since_ms, ahead_ms, patience = clock.now_ms(), clock.ahead_ms(), Patience()
    while True:
        await asyncio.sleep(_SILENCE_S)
        now_ms = clock.now_ms()
        if ledger.full.is_set() or abs(clock.ahead_ms() - ahead_ms) > LEAP_MS:
            since_ms, ahead_ms = now_ms, clock.ahead_ms()
        silence = partial(
            engine.watch_silence, rules=rules, watching_since_ms=since_ms, now_ms=now_ms, patience=patience
        )
        await ledger.attempt(leaps.before(silence))
        await ledger.attempt(leaps.before(partial(engine.watch_rates, rules=rules, now_ms=now_ms)))


async def look_at_alerts(ledger: Ledger, clock: Clock, rules: Rules, alarm: Alarm, leaps: Leaps) -> None:
    """Do what is due with alerts, to the second; even on a full disk, for it is little, and somebody waits for it."""
    while True:
        await asyncio.sleep(_ALERTS_S)
        now_ms = clock.now_ms()
        try:
            is_due = alarm.is_due(now_ms)
        except SqliteError as error:  # the next look finds it
            print(f"what is due with alerts could not be read: {error}", file=sys.stderr)
            continue
        if is_due or leaps.has_come():
            look = partial(looking.look, rules=rules, now_ms=now_ms)
            await ledger.attempt(leaps.before(look), reserve=True)


async def end_mutes(ledger: Ledger, clock: Clock) -> None:
    """Tell of mutes whose time is over."""
    while True:
        await ledger.attempt(partial(muting.let_end, now_ms=clock.now_ms()))
        await asyncio.sleep(_MUTES_S)


async def watch_file(ledger: Ledger) -> None:
    """Notice within seconds that the file is no longer ours to write, though nothing is to be written. Raises Superseded."""
    while True:
        await ledger.attempt(_nothing, reserve=True)
        await asyncio.sleep(_FILE_S)


async def watch_wal(ledger: Ledger, clock: Clock, trouble: Trouble) -> None:
    """Tell who keeps the -wal from being cut, and when it is cut."""
    said = ""
    while True:
        await asyncio.sleep(_WAL_S)
        if (held := ledger.held()) != said:
            act, line = ("wal-held", held) if held else ("wal-cut", "the -wal is cut back")
            event = Event(clock.now_ms(), COLLECTOR, act, "collector", [], line)
            if await trouble.tell("wal", held, partial(append, event=event)):
                said = held


async def watch_line(ledger: Ledger, clock: Clock, line: Line) -> None:
    """Tell when we are offline, and when no more."""
    while True:
        await asyncio.sleep(_LINE_S)
        await line.tell(ledger, clock.now_ms(), clock.steady_ms())


async def keep_house(ledger: Ledger, clock: Clock) -> None:
    """Let go of what has left the windows of stories and of utterances."""
    while True:
        await asyncio.sleep(_HOUSEKEEPING_S)
        await ledger.attempt(partial(stories.forget_words, now_ms=clock.now_ms()))
        await ledger.attempt(partial(carriers.forget_grams, now_ms=clock.now_ms()))


def _nothing(connection: Connection) -> None:
    """To begin a transaction is to look at the file."""
