"""The next item that deserves a look: gravest first, then newest, of what a query finds and nobody has dealt with."""

from array import array
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from storage.query import parse
from storage.reads import gravest, reader
from storage.reads.reader import Reader
from tests.storage.desk import Desk, entry, open_desk
from tests.storage.ruling import match, rule, rules
from tests.storage.small_world import NOW_MS, TERMS, Term, World, build


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    both = rules(rule("flash", match("shells"), "flash"), rule("notice", match("troops"), "notice"))
    with open_desk(tmp_path / "feint.db", rules=both) as desk:
        yield desk


def walk(reader: Reader, text: str) -> list[int]:
    """Where one `!` after another leads."""
    found: list[int] = []
    query = parse(text) if text else None
    while (following := reader.gravest_new(query, found[-1] if found else None)) is not None:
        found.append(following)
        assert len(found) <= 100, "it never ends"
    return found


def walk_listed(reader: Reader, ids: "array[int]") -> list[int]:
    """The same through a list that is held."""
    found: list[int] = []
    while (following := reader.gravest_of(ids, found[-1] if found else None)) is not None:
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


def beside(reader: Reader, ids: "array[int]", step: int) -> list[int]:
    """Where one `n` after another leads from above all, or one `p` from below."""
    found: list[int] = []
    at = 1 << 40 if step > 0 else 0
    while (following := reader.new_beside(ids, found[-1] if found else at, step)) is not None:
        found.append(following)
        assert len(found) <= 100, "it never ends"
    return found


def test_a_list_as_it_is_held_counts_also_where_its_query_would_find_others_by_now(desk: Desk) -> None:
    source = desk.source("Herald")
    ids = [desk.item(source, f"Shells hit place{n} street{n} corner{n}") for n in range(40)]
    held = array("q", ids[5:30:2][::-1])
    desk.acts().set_state([ids[29], ids[7], ids[9]], "acked")
    expected = [id for id in held if id not in (ids[29], ids[7], ids[9])]
    reader = desk.reader()
    assert walk_listed(reader, held) == expected
    assert beside(reader, held, 1) == expected
    assert beside(reader, held, -1) == expected[::-1]
    assert reader.new_beside(held, ids[7], -1) == ids[11]
    assert reader.new_beside(array("q"), 1, 1) is None


@pytest.mark.parametrize("kept", [1, 20])
def test_lists_far_longer_or_far_shorter_than_what_is_new_are_walked_alike(desk: Desk, kept: int) -> None:
    source = desk.source("Herald")
    ids = desk.poll(source, *(entry(f"Rain at place{n} street{n} corner{n}", guid=f"r{n}") for n in range(400))).new
    reader, new = desk.reader(), ids[3::kept]
    desk.acts().set_state([id for id in ids if id not in new], "acked")
    for listed in (ids, ids[3::7], ids[200:203]):
        expected = [id for id in listed[::-1] if id in new]
        found = [reader.new_beside(array("q", listed[::-1]), id + 1, 1) for id in expected]
        assert found == expected


@pytest.mark.parametrize("statement", [*gravest._BESIDE.values(), gravest._WAITING, reader._STORIES])
def test_no_look_of_a_key_or_of_an_arrival_reads_the_whole_table(desk: Desk, statement: str) -> None:
    given = (0,) * statement.count("?")
    plan = [row["detail"] for row in desk.connection.execute(f"EXPLAIN QUERY PLAN {statement}", given).fetchall()]
    assert any(line.startswith("SEARCH item") for line in plan)
    assert not any(line.startswith("SCAN item") for line in plan)


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
        listed = reader.item_ids(parse(term.text))
        assert walk_listed(reader, listed) == found
        assert beside(reader, listed, 1) == sorted(waiting, reverse=True)
        assert beside(reader, listed, -1) == sorted(waiting)
    assert set(found) == waiting.keys()
    places = [(-waiting[each], -each) for each in found]
    assert all(one < other for one, other in pairwise(places))
