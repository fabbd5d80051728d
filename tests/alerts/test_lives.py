"""Whatever comes, in whatever order and however late one looks: no fact is told twice, and none is lost."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alerts.facts import Fact
from alerts.life import looking, raising
from alerts.life.lifecycle import OPEN
from storage.alerting import shelf
from storage.rows import NoticeRow
from tests.alerts.putting import Putting
from tests.storage.desk import open_desk
from tests.storage.ruling import HOUR_MS, MINUTE_MS, match, rule, rules, rung, urgency

COOLDOWN_MS = 10 * MINUTE_MS
RULE = rule(
    "leaving",
    match("tag:withdrawal"),
    "notice",
    rung("urgent", origins=2, within_min=60),
    rung("flash", primaries=2, sides=2, within_min=360),
    hold_min=1,
)
RULES = rules(
    RULE,
    notice=urgency(),
    urgent=urgency(renotify_min=25, ack_timeout_min=40, escalate=[(5, "duty"), (30, "head")]),
    flash=urgency(renotify_min=7, ack_timeout_min=30, escalate=[(3, "duty")]),
)._replace(expire_ms=6 * HOUR_MS)
_REPEATS = {"renotify", "escalated"}
_OWN_CLOCK = {"timeout", "snooze"}


class Deed(NamedTuple):
    """What happens, so long after the deed before."""

    after_ms: int
    kind: str
    which: int
    flag: str


DEEDS = st.lists(
    st.builds(
        Deed,
        st.sampled_from([0, 1, 1_000, 61_000, 7 * MINUTE_MS, 11 * MINUTE_MS, 3 * HOUR_MS])
        | st.integers(0, 30 * MINUTE_MS),
        st.sampled_from(["found"] * 6 + ["withdrawn", "acked", "snoozed", "resolved", "dismissed", "new"]),
        st.integers(0, 6),
        st.sampled_from(["", "", "", "late", "stale", "backfill"]),
    ),
    min_size=1,
    max_size=10,
)
LOOKS = st.lists(st.integers(0, 40 * MINUTE_MS), max_size=6)


class World:
    """A file with some items, in which life after life is lived, each on a story of its own."""

    def __init__(self, put: Putting) -> None:
        self.put = put
        says = (
            ("Herald", "MoD"),
            ("Tribune", "MoD"),
            ("Courier", "General Staff"),
            ("Post", "Kremlin"),
            ("Globe", None),
        )
        self.items = [put.item(paper, f"{paper} writes of units that leave", whose) for paper, whose in says]
        self.items += [put.item(paper, "Herald writes of units that leave", "MoD") for paper in ("Echo", "Planet")]
        self.story = 0

    def live(self, deeds: list[Deed], *, looks: list[int], misses: bool = False) -> list[NoticeRow]:
        """Live a life of which one looks whenever something is due, and at these times besides; or when deeds are done alone."""
        self.story += 1
        put, desk = self.put, self.put.desk
        put.group, desk.now_ms = (("story", self.story),), self.began_ms
        besides = sorted(desk.now_ms + ms for ms in looks)
        for deed in deeds:
            self._pass(desk.now_ms + deed.after_ms, besides, misses=misses)
            self._do(deed)
            put.look()
        self._pass(desk.now_ms + 2 * HOUR_MS, besides, misses=misses)
        put.look()
        self._check()
        told = [notice for alert_id in self._alerts() for notice, _ in self._notices(alert_id)]
        desk.commit(lambda run: run.execute("UPDATE alert SET state = 'resolved', wake_ms = NULL"))
        return told

    @property
    def began_ms(self) -> int:
        return 1_800_003_600_000

    def _alerts(self) -> dict[int, str]:
        """The alerts of this life, and their states."""
        found = self.put.desk.all("SELECT id, state FROM alert WHERE story_id = ?", self.story)
        return {int(str(alert_id)): str(state) for alert_id, state in found}

    def _pass(self, until_ms: int, besides: list[int], *, misses: bool) -> None:
        desk = self.put.desk
        while not misses:
            due = [
                ms
                for ms in (*besides, looking.next_wake(desk.connection))
                if ms is not None and desk.now_ms < ms <= until_ms
            ]
            if not due:
                break
            desk.now_ms = min(due)
            self.put.look()
        desk.now_ms = until_ms

    def _do(self, deed: Deed) -> None:
        put, desk, alerts = self.put, self.put.desk, self._alerts()
        if deed.kind == "found":
            put.fire(self.items[deed.which], flag=deed.flag, look=False)
        elif alerts and deed.kind == "withdrawn":
            fact, last = Fact("withdrawn", str(deed.which), self.items[0]), max(alerts)
            desk.commit(lambda run: raising.tell(run, put.rules, last, [fact], desk.now_ms))
        elif alerts and (alerts[max(alerts)] in OPEN or deed.kind == "new"):
            put.turn(deed.kind, until_ms=desk.now_ms + deed.which * 5 * MINUTE_MS + 1)

    def _check(self) -> None:
        desk = self.put.desk
        for alert_id, state in self._alerts().items():
            notices = self._notices(alert_id)
            self._tells_each_fact_once(alert_id, notices)
            rang = [(notice, kinds) for notice, kinds in notices if notice.reason != "escalated" and not notice.held]
            _keeps_its_distance(rang)
            (wake_ms,) = desk.all("SELECT wake_ms FROM alert WHERE id = ?", alert_id)[0]
            assert (wake_ms is not None) == (state in OPEN), "nobody will ever look at it again"

    def _notices(self, alert_id: int) -> list[tuple[NoticeRow, set[str]]]:
        """The notices of an alert, and the kinds of the facts that each told."""
        desk = self.put.desk
        rows = desk.all(
            "SELECT id, alert_id, at_ms, severity, reason, said, channels, held, '', '' FROM notice WHERE alert_id = ?"
            " ORDER BY id",
            alert_id,
        )
        told = desk.all("SELECT notice_id, kind FROM alert_fact WHERE alert_id = ?", alert_id)
        return [(NoticeRow._make(row), {str(kind) for n, kind in told if n == row[0]}) for row in rows]

    def _tells_each_fact_once(self, alert_id: int, notices: list[tuple[NoticeRow, set[str]]]) -> None:
        for notice, kinds in notices:
            assert bool(kinds) == (notice.reason not in _REPEATS)
        alert = shelf.alert(self.put.desk.connection, alert_id)
        untold = self.put.desk.all("SELECT 1 FROM alert_fact WHERE alert_id = ? AND notice_id IS NULL", alert_id)
        assert not untold or alert.state != "new", "it is new, two hours have passed, and something was not told"


def _keeps_its_distance(rang: list[tuple[NoticeRow, set[str]]]) -> None:
    """No two notices of an alert are closer than the cooldown, unless it climbed, or one has a clock of its own."""
    for (before, _), (after, kinds) in pairwise(rang):
        renotify_ms = RULES.urgency(after.severity).renotify_ms
        least_ms = min(COOLDOWN_MS, renotify_ms or COOLDOWN_MS)
        assert after.severity > before.severity or kinds & _OWN_CLOCK or after.at_ms - before.at_ms >= least_ms


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with open_desk(tmp_path_factory.mktemp("lives") / "feint.db") as desk:
        desk.connection.execute("PRAGMA synchronous = OFF")
        yield World(Putting(desk, RULE, RULES))


def shape(notices: list[NoticeRow]) -> list[tuple[int, int, str, str]]:
    """What was told when, of which of the alerts."""
    first = min((notice.alert_id for notice in notices), default=0)
    notices = sorted(notices, key=lambda notice: notice.id)
    return [(notice.alert_id - first, notice.at_ms, notice.reason, notice.said) for notice in notices]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(DEEDS, LOOKS)
def test_to_look_more_often_changes_nothing(world: World, deeds: list[Deed], looks: list[int]) -> None:
    assert shape(world.live(deeds, looks=[])) == shape(world.live(deeds, looks=looks))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(DEEDS)
def test_who_looks_only_now_and_then_tells_late_but_nothing_twice(world: World, deeds: list[Deed]) -> None:
    world.live(deeds, looks=[], misses=True)
