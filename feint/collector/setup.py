"""Putting a collector together, and taking it apart again in the right order."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

from alerts.life import looking
from feeds.manners.schedule import Schedule
from feint.collector import tenure
from feint.collector.clock import MACHINE, Clock
from feint.collector.collect import Collector
from feint.collector.hands import Hands
from feint.collector.judge import ClassifierJudge
from feint.collector.keeping import keep
from feint.collector.ledger import Ledger
from feint.collector.outward import Outward
from feint.collector.poll import Poller, Source
from feint.collector.reach import transport_of, way_of
from feint.collector.reload import Reload
from feint.collector.retag import Retagging
from feint.collector.summary import Progress
from feint.collector.workers import WorkerPool
from feint.config import Config
from feint.speakers.listed import known, listed
from feint.wiring import policy_of, sources_of
from feint.wiring_alerts import rules_of
from storage.alerting import revisions
from storage.alerting.alarm import Alarm
from storage.file import lease
from storage.file.errors import StoreError, Superseded
from storage.file.lease import Lease
from storage.file.reserve import Reserve
from storage.file.sqlite import Connection
from storage.file.writer import Writer
from storage.items import sources
from storage.log.requests import Requests
from storage.voices import identity

_JOB_DEADLINE_S = 10.0


def _silent(done: int, of: int, what: str) -> None:
    """Nobody waits for this run."""


@asynccontextmanager
async def collecting(
    config: Config,
    database: Path,
    holder: str,
    *,
    right: Lease | None = None,
    progress: Progress = _silent,
    clock: Clock = MACHINE,
) -> AsyncIterator[Collector]:
    """A collector on `database`, whose lock, the right to collect, the caller holds.

    Raises StoreError where the file cannot be written, QueryError for a rule that cannot be read, LexiconError or ConfigError
    for a lexicon or a list of offices that cannot be used.
    """
    rules = rules_of(config)
    people = known(config)
    options = config.collector
    transport = transport_of(config)
    writer = Writer(database, checkpoints=config.storage.checkpoints == "own", lease=right)
    reserve = Reserve(database)
    reserve.make()
    ledger = Ledger(writer)
    requests, alarm = Requests(database), Alarm(database)
    judge = ClassifierJudge()
    pool = WorkerPool(options.workers, _JOB_DEADLINE_S)
    retagging = Retagging(ledger, pool, judge, clock, config.lexicon.retag_s)
    reload = Reload(config, pool, ledger, retagging, clock)
    outward = Outward(config, rules, database, ledger, clock)

    def begin(connection: Connection) -> list[sources.Known]:
        sources.configure(connection, sources_of(config))
        identity.configure(connection, listed(people, clock.now_ms()))
        revisions.configure(connection, {rule.id: rule.definition for rule in rules.rules}, clock.now_ms())
        if former := lease.begin(connection, holder, clock.now_ms()):
            tenure.took_over(connection, former, clock.now_ms())
        looking.began(connection, rules, clock.now_ms())
        return sources.known(connection)

    try:
        await reload.begin()
        watched = _watched(config, await ledger.write(begin, reserve=True))
        await outward.begin()
        if any(not source.state.fingerprints and not source.paused for source in watched):
            pool.prepare()
        hands = Hands(
            holder=holder,
            ledger=ledger,
            poller=Poller(
                transport, pool, options.host_gap_s, {place for each in watched for place in (each.url, each.address)}
            ),
            schedule=Schedule(
                concurrency=options.concurrency, per_host=options.per_host, host_gap_s=options.host_gap_s
            ),
            judge=judge,
            rules=rules,
            alarm=alarm,
            requests=requests,
            reserve=reserve,
            reload=reload,
            retagging=retagging,
            outward=outward,
            keep=partial(keep, ledger, clock, config, database),
            clock=clock,
            # With no gap between requests the operator vouches for the host: a Retry-After then speaks for one feed.
            gates_hosts=options.host_gap_s > 0,
            reopens_edited=options.edited == "reopen",
        )
        collector = Collector(hands, watched, progress)
        try:
            yield collector
        except Superseded as error:
            await outward.last_words(str(error))
            raise

        def end(connection: Connection) -> None:
            if collector.has_run:
                tenure.ended(connection, holder, clock.now_ms())
            lease.end(connection)

        with suppress(StoreError):  # the lock goes with us; a row left behind only grows old
            await ledger.write(end, reserve=True)
    finally:
        await reload.close()
        await pool.close()
        await transport.close()
        await outward.close()
        requests.close()
        alarm.close()
        writer.close()


def _watched(config: Config, known: list[sources.Known]) -> list[Source]:
    by_url = {source.url: source for source in config.sources}
    return [
        Source(
            id=row.id,
            url=row.url,
            name=row.name,
            language=row.language,
            policy=policy_of(config, by_url[row.url]),
            state=row.state,
            way=partial(way_of, by_url[row.url]),
            timezone=by_url[row.url].timezone,
            paused=row.paused,
        )
        for row in known
    ]
