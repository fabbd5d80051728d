"""Quorum rules: so many different voices on one thing within so long; copies and old texts are none."""

import pytest

from alerts.rules import HOUR_MS, MINUTE_MS, Counts, Need, Quorum, Rule, Rules
from classifier.records import Tag
from feeds.records import Entry
from storage.items.intake import AnalysedEntry
from storage.query import parse
from storage.rows import AlertRow
from tests.storage.desk import Desk, by, entry, tag

QUERY = parse("tag:withdrawal stance:claimed,asserted")
OTHERS = ("Units leave the garrison", "Units leave the garrison by rail", "Units now leave the garrison quietly")


def rule(within_ms: int | None = 45 * MINUTE_MS, **least: int) -> Rules:
    return Rules((Rule("q", 3, Quorum(QUERY, Need(Counts(**least), within_ms))),))


def claim(title: str, *holders: str | None, published_ms: int | None = None) -> AnalysedEntry:
    """An item on whose claim each of these is quoted; None: the paper says so itself."""
    tags: list[Tag] = [
        tag("withdrawal", "claimed" if holder else "asserted", holder=by(holder) if holder else None)
        for holder in holders or (None,)
    ]
    return entry(title, guid=f"{title} {holders}", tags=tags, published_ms=published_ms)


def alerts(desk: Desk) -> list[AlertRow]:
    return desk.reader().alerts()


@pytest.fixture(autouse=True)
def _people(desk: Desk) -> None:
    for name, side in (("Harbour Office", "va"), ("River Guard", "va"), ("Coast Council", "ke")):
        desk.speaker(name, side=side)


def test_it_fires_with_all_that_it_rests_on_when_the_last_voice_that_was_asked_for_is_heard(desk: Desk) -> None:
    desk.rules = rule(primaries=2)
    desk.poll(desk.source("Wire"), claim(OTHERS[0], "Harbour Office"))
    desk.poll(desk.source("Paper"), claim(OTHERS[1], "Harbour Office"))
    assert alerts(desk) == []
    desk.poll(desk.source("Gazette"), claim(OTHERS[2], "River Guard"))
    (alert,) = alerts(desk)
    assert (alert.rule, alert.severity, alert.evidence, alert.primaries, alert.sides) == ("q", 3, 3, 2, 1)
    assert alert.title == OTHERS[0]


@pytest.mark.parametrize(
    ("least", "fires"),
    [
        ({"items": 2}, True),
        ({"families": 2}, True),
        ({"origins": 2}, True),
        ({"primaries": 2}, False),
        ({"sides": 2}, False),
    ],
)
def test_it_counts_what_it_is_told_to(desk: Desk, least: dict[str, int], fires: bool) -> None:
    desk.rules = rule(**least)
    for name, title in zip(("Wire", "Paper"), OTHERS, strict=False):
        desk.poll(desk.source(name), claim(title, "Harbour Office"))
    assert bool(alerts(desk)) is fires


@pytest.mark.parametrize("least", ["items", "families", "origins", "primaries"])
def test_forty_prints_of_one_text_are_one_voice(desk: Desk, least: str) -> None:
    desk.rules = rule(**{least: 2})
    for n in range(40):
        desk.poll(desk.source(f"Paper {n}"), claim(OTHERS[0], None))
    assert alerts(desk) == []


def test_the_window_ends_now_and_runs_on_when_we_saw_it(desk: Desk) -> None:
    desk.rules = rule(primaries=2)
    desk.poll(desk.source("Wire"), claim(OTHERS[0], "Harbour Office", published_ms=desk.now_ms))
    desk.now_ms += 46 * MINUTE_MS
    desk.poll(desk.source("Paper"), claim(OTHERS[1], "River Guard", published_ms=desk.now_ms - 46 * MINUTE_MS))
    assert alerts(desk) == []
    desk.poll(desk.source("Gazette"), claim(OTHERS[2], "Coast Council"))
    assert [(alert.evidence, alert.primaries) for alert in alerts(desk)] == [(2, 2)]


def test_a_copy_does_not_bring_an_old_text_back_into_the_window(desk: Desk) -> None:
    desk.rules = rule(origins=2)
    desk.poll(desk.source("Wire"), claim(OTHERS[0], None))
    desk.now_ms += HOUR_MS
    desk.poll(desk.source("Paper"), claim(OTHERS[0], None))
    desk.poll(desk.source("Gazette"), claim(OTHERS[1], None))
    assert alerts(desk) == []


def test_without_a_window_the_story_s_whole_life_counts(desk: Desk) -> None:
    desk.rules = rule(None, primaries=2)
    desk.poll(desk.source("Wire"), claim(OTHERS[0], "Harbour Office"))
    desk.now_ms += 5 * HOUR_MS
    desk.poll(desk.source("Paper"), claim(OTHERS[1], "River Guard"))
    assert len(alerts(desk)) == 1


def test_another_story_is_another_count(desk: Desk) -> None:
    desk.rules = rule(primaries=2)
    desk.poll(desk.source("Wire"), claim(OTHERS[0], "Harbour Office"))
    desk.poll(desk.source("Paper"), claim("Harvest pulled back everywhere", "River Guard"))
    assert alerts(desk) == []


def test_by_rule_all_stories_are_one_count(desk: Desk) -> None:
    need = Need(Counts(sides=2), 45 * MINUTE_MS)
    desk.rules = Rules((Rule("q", 2, Quorum(QUERY, need), group_by=("rule",)),))
    desk.poll(desk.source("Wire"), claim(OTHERS[0], "Harbour Office"))
    desk.poll(desk.source("Paper"), claim("Harvest pulled back everywhere", "Coast Council"))
    assert [(alert.story_id, alert.evidence, alert.sides) for alert in alerts(desk)] == [(None, 2, 2)]


def test_once_it_has_fired_it_grows_by_every_item_and_rings_for_voices_alone(desk: Desk) -> None:
    desk.rules = rule(primaries=2)
    desk.poll(desk.source("Wire"), claim(OTHERS[0], "Harbour Office"))
    desk.poll(desk.source("Paper"), claim(OTHERS[1], "River Guard"))
    desk.now_ms += 3 * HOUR_MS
    desk.poll(desk.source("Gazette"), claim(OTHERS[2], "River Guard"))
    assert [(alert.evidence, alert.state) for alert in alerts(desk)] == [(3, "new")]
    assert [notice.reason for notice in desk.reader().notices_after(0)] == ["first"]
    desk.poll(desk.source("Herald"), claim("Units leave the garrison now", "Coast Council"))
    assert [notice.reason for notice in desk.reader().notices_after(0)] == ["first", "side"]


@pytest.mark.parametrize("old", ["first poll", "late", "stale"])
def test_what_may_not_ring_is_not_counted(desk: Desk, old: str) -> None:
    desk.rules = rule(origins=2)
    wire = desk.source("Wire", polled=old != "first poll")
    held = claim(OTHERS[0], None, published_ms=desk.now_ms - 7 * HOUR_MS if old == "late" else None)
    if old == "stale":
        held = _with_text(held, "It was signed on 3 May 2011, and came into force on 9 May 2011.")
    desk.poll(wire, held)
    desk.poll(desk.source("Paper"), claim(OTHERS[1], None))
    assert alerts(desk) == []
    desk.poll(desk.source("Gazette"), claim(OTHERS[2], None))
    assert len(alerts(desk)) == 1


def _with_text(held: AnalysedEntry, text: str) -> AnalysedEntry:
    fields = {name: getattr(held.entry, name) for name in Entry.__dataclass_fields__}
    return AnalysedEntry(Entry(**fields | {"text": text}), held.analysis)
