"""What a collector works with, put together by feint/collector/setup.py."""

import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass

from alerts.rules import Rules
from feeds.manners.schedule import Schedule
from feint.collector.clock import Clock
from feint.collector.ledger import Ledger
from feint.collector.outward import Outward
from feint.collector.poll import Poller
from feint.collector.reload import Reload
from feint.collector.retag import Retagging
from storage.alerting.alarm import Alarm
from storage.file.reserve import Reserve
from storage.grouping.stories import Judge
from storage.log.requests import Requests


@dataclass(frozen=True, slots=True)
class Hands:
    """The rooms and the tools of one collector."""

    holder: str
    """Host and process, as the lease has it."""
    ledger: Ledger
    poller: Poller
    schedule: Schedule
    judge: Judge
    rules: Rules
    alarm: Alarm
    requests: Requests
    reserve: Reserve
    reload: Reload
    retagging: Retagging
    outward: Outward
    keep: Callable[[], Coroutine[None, None, None]]
    """Archives what is old, for ever."""
    clock: Clock
    gates_hosts: bool
    """A Retry-After speaks for the whole host; not where the config waives host manners."""
    reopens_edited: bool
    """A new headline makes an item new again that was dealt with."""
    jitter: Callable[[], float] = random.random
