"""The next item that deserves a look: gravest first, then newest, of what a query finds and nobody has dealt with."""

from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from alerts.rules import MatchRule, Rules
from storage.query import parse
from storage.reads.reader import Reader
from tests.storage.desk import Desk, entry, open_desk
from tests.storage.small_world import NOW_MS, TERMS, Term, World, build


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    rules = Rules(matches=(MatchRule("flash", 4, parse("shells")), MatchRule("notice", 2, parse("troops"))))
    with open_desk(tmp_path / "feint.db", rules=rules) as desk:
        yield desk


def walk(reader: Reader, text: str) -> list[int]:
    """Where one `!` after another leads."""
    found: list[int] = []
    query = parse(text) if text else None
    while (following := reader.gravest_new(query, found[-1] if found else None)) is not None:
        found.append(following)
        assert len(found) <= 100, "it never ends"
    return found


def test_it_leads_from_the_gravest_to_the_newest_that_no_rule_has_named(desk: Desk) -> None:
    source = desk.source("Herald")
    titles = (
        "Rain is near",
        "Troops rest here",
        "Shells hit town",
        "Harvest was late",
        "Troops march north",
        "Court sits",
    )
    rain, rest, shells, harvest, march, court = (desk.item(source, title) for title in titles)
    copy = desk.item(desk.source("Wire"), "Troops march north")
    reader = desk.reader()
    assert walk(reader, "") == [shells, march, rest, court, harvest, rain]
    assert walk(reader, "troops OR rain") == [march, rest, rain]
    assert walk(reader, "nothing") == []
    assert walk(reader, "is:copy") == [copy]
    desk.acts().set_state([shells, march], "acked")
    assert walk(reader, "") == [rest, court, harvest, rain]
    assert reader.gravest_new(None, march) == rest
    assert reader.gravest_new(None, 9_999) == rest


def test_many_that_a_query_does_not_find_are_passed_by(desk: Desk) -> None:
    source = desk.source("Herald")
    wanted = desk.item(source, "Shells hit the harbour wall")
    desk.poll(source, *(entry(f"Shells hit place{n} street{n} corner{n} house{n}", guid=f"g{n}") for n in range(90)))
    plain = desk.item(source, "Rain over the harbour today")
    desk.poll(source, *(entry(f"Rain at place{n} street{n} corner{n}", guid=f"r{n}") for n in range(90)))
    assert walk(desk.reader(), "harbour") == [wanted, plain]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = build(tmp_path_factory.mktemp("gravest") / "feint.db", 7)
    yield world
    world.connection.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(term=TERMS)
def test_whatever_is_shown_each_new_one_of_it_comes_once_in_that_order(world: World, term: Term) -> None:
    path = Path(world.connection.execute("PRAGMA database_list").fetchone()["file"])
    waiting = {
        item.id: item.severity
        for item in world.items
        if term.holds(world, item) and item.state == "new" and (term.names_copies or not item.copy)
    }
    with closing(Reader(path)) as reader, pytest.MonkeyPatch.context() as patch:
        patch.setattr("storage.reads.reader._now", lambda _: NOW_MS)
        found = walk(reader, term.text)
    assert set(found) == waiting.keys()
    places = [(-waiting[each], -each) for each in found]
    assert all(one < other for one, other in pairwise(places))
