"""What is found window by window is what a look at every item finds, whatever the query, the page and the window."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.query import finding, parse
from storage.query.finding import Finder
from tests.storage.small_world import NOW_MS, SPREAD, TERMS, Term, World, build

SMALL = {
    "_FIRST": 2 * SPREAD,
    "_GROWTH": 2,
    "_NARROW": 5 * SPREAD,
    "_PROBED": 12 * SPREAD,
    "_READ": 6 * SPREAD,
    "_AFTER": 0,
}
"""Windows of a few items each, so that a small file has many."""


@pytest.fixture(scope="module", params=[1, 2, 3])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = build(tmp_path_factory.mktemp("finding") / "feint.db", request.param)
    with closing(world.connection):
        yield world


@pytest.fixture(scope="module", params=[True, False], ids=["small windows", "as shipped"])
def windows(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, size in SMALL.items() if request.param else ():
            patch.setattr(finding, name, size)
        yield


def meant(world: World, term: Term, *, copies: bool = False) -> list[int]:
    """The items that the term holds of, newest first."""
    folds = not (copies or term.names_copies)
    return [item.id for item in reversed(world.items) if term.holds(world, item) and not (folds and item.copy)]


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(term=TERMS, limit=st.integers(1, 80), data=st.data())
def test_every_way_to_ask_finds_what_is_meant(
    world: World, windows: None, term: Term, limit: int, data: st.DataObject
) -> None:
    query, expected = parse(term.text), meant(world, term)
    finder = Finder(world.connection, query, NOW_MS)
    assert list(finder.all()) == expected
    assert list(finder.newest(limit)) == expected[:limit]
    edge = data.draw(st.sampled_from(world.items)).id
    assert list(finder.newest(limit, below=edge)) == [each for each in expected if each < edge][:limit]
    assert list(finder.all(above=edge)) == [each for each in expected if each > edge]
    some = data.draw(st.sets(st.sampled_from([item.id for item in world.items]), max_size=20))
    assert list(finder.among(some)) == [each for each in expected if each in some]


@settings(max_examples=50, deadline=None)
@given(term=TERMS)
def test_copies_are_found_when_they_are_asked_for(world: World, term: Term) -> None:
    finder = Finder(world.connection, parse(term.text), NOW_MS, copies=True)
    assert list(finder.newest(100)) == meant(world, term, copies=True)


def test_without_a_query_all_is_found(world: World) -> None:
    shown = [item.id for item in reversed(world.items) if not item.copy]
    assert list(Finder(world.connection, None, NOW_MS).newest(7)) == shown[:7]
    assert list(Finder(world.connection, None, NOW_MS).all()) == shown
    assert list(Finder(world.connection, None, NOW_MS).among([])) == []
