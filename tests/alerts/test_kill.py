"""kill -9 at random points between a feed's answer and a webhook's receipt: nothing is lost, and nothing is rung for twice.

FEINT_KILLS=1000 strikes more often than the suite has time for.
"""

import json
import os
import random
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Literal, NamedTuple

from storage.file import sqlite
from tests.alerts import killing
from tests.alerts.killing import Event, Follower, Peer, word
from tests.storage.load import Process
from tests.storage.wholeness import faults_of, start

KILLS = int(os.environ.get("FEINT_KILLS", "100"))
_SPARED = 10
"""Every so many points one collector is spared, and tells all that waits."""
_SOON_S = {"asked": 0.02, "committed": 0.002, "posted": 0.02}
"""So soon after a step the next has been done."""
_COUNTS = "SELECT (SELECT count(*) FROM item), (SELECT count(*) FROM notice), (SELECT count(*) FROM outbox WHERE state = 'sent')"
Struck = Literal["before commit", "before send", "before receipt", "after receipt"]


def test_no_alert_is_lost_no_fact_rings_twice_and_each_webhook_comes_under_one_name(tmp_path: Path) -> None:
    peer, chance, struck = Peer(), random.Random(8), Counter[Struck]()
    places: list[Event] = []
    with peer.serving() as url:
        config, database = killing.desk(tmp_path, url)
        killing.first_poll(config, database)
        _publish(peer, places, chance)
        follower = Follower(database)
        for point in range(KILLS):
            if point % _SPARED == 0:
                _let_finish(peer, config, database)
            if _counts(database).items == len(peer.published):
                _publish(peer, places, chance)
            start(database)
            struck[_strike(peer, config, database, chance)] += 1
            follower.listen()
        start(database)
        _let_finish(peer, config, database)
        follower.listen()
        follower.close()
    assert faults_of(database) == []
    _assert_each_place_rang_for_each_of_its_voices(follower, places)
    _assert_each_delivery_came_under_one_name(peer, database)
    assert all(struck[where] for where in ("before commit", "before send", "before receipt", "after receipt")), struck


def _publish(peer: Peer, places: list[Event], chance: random.Random) -> None:
    """A second voice on the last place, and a first one on another."""
    if places:
        peer.publish(places[-1].second(word(chance)))
    places.append(Event.another(chance))
    peer.publish(places[-1].first(word(chance)))


def _poll_at_once(database: Path) -> None:
    with closing(sqlite.connect(database, "collector")) as connection, sqlite.transaction(connection):
        connection.execute("UPDATE source SET next_attempt_ms = 0")


def _strike(peer: Peer, config: Path, database: Path, chance: random.Random) -> Struck:
    """Kill a collector soon after one of the steps between its poll and the receipt; returns how far it was."""
    _poll_at_once(database)
    before, received = _counts(database), sum(map(len, peer.received.values()))
    peer.answers_after_s = chance.uniform(0.0, 0.01)
    peer.asked.clear()
    peer.posted.clear()
    with Process(killing.collect, config, database) as collector:
        step = chance.choice(("asked", "asked", "committed", "posted"))
        assert (peer.posted if step == "posted" else peer.asked).wait(killing.WAIT_S), "the collector does nothing"
        if step == "committed":
            collector.line.poll(0.1)
        time.sleep(chance.uniform(0.0, _SOON_S[step]))
        collector.kill()
    after = _counts(database)
    if after.sent > before.sent:
        return "after receipt"
    if sum(map(len, peer.received.values())) > received:
        return "before receipt"
    return "before send" if after.notices > before.notices else "before commit"


def _let_finish(peer: Peer, config: Path, database: Path) -> None:
    """Let a collector poll and tell all that it has to tell."""
    _poll_at_once(database)
    peer.answers_after_s = 0.0
    began = time.monotonic()
    with Process(killing.collect, config, database) as collector:
        while not (is_done := _is_done(peer, database)) and time.monotonic() < began + killing.WAIT_S:
            time.sleep(0.005)
        collector.stop()
    assert is_done, _counts(database)


def _is_done(peer: Peer, database: Path) -> bool:
    counts = _counts(database)
    return counts.items == len(peer.published) and counts.notices == counts.sent


class Counts(NamedTuple):
    """How much the file holds."""

    items: int
    notices: int
    sent: int
    """Deliveries that have their receipt."""


def _counts(database: Path) -> Counts:
    with closing(sqlite.connect(database, "reader")) as connection:
        return Counts(*connection.execute(_COUNTS).fetchone())


def _assert_each_place_rang_for_each_of_its_voices(follower: Follower, places: list[Event]) -> None:
    assert len({notice.id for notice in follower.rang}) == len(follower.rang)
    reasons: dict[int, list[str]] = {}
    titles: dict[int, str] = {}
    for notice in follower.rang:
        reasons.setdefault(notice.alert_id, []).append(notice.reason)
        titles[notice.alert_id] = notice.title
    assert len(reasons) == len(places)
    for event, alert_id in zip(places, reasons, strict=True):
        assert event.place in titles[alert_id]
        assert reasons[alert_id] == (["first"] if event == places[-1] else ["first", "primary"])


def _assert_each_delivery_came_under_one_name(peer: Peer, database: Path) -> None:
    with closing(sqlite.connect(database, "reader")) as connection:
        sent = {name for (name,) in connection.execute("SELECT delivery FROM outbox WHERE state = 'sent'")}
        (waiting,) = connection.execute("SELECT count(*) FROM outbox WHERE state <> 'sent'").fetchone()
    assert waiting == 0
    assert set(peer.received) == sent
    for name, bodies in peer.received.items():
        assert len(set(bodies)) == 1, name
        assert json.loads(bodies[0])
