"""How the queue's list is filled: a page, the rest, what comes meanwhile."""

from array import array
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.query import parse
from storage.reads.reader import Reader
from tests.tui.scene import Item, Scene
from tui.listing import Listing
from tui.model import Ids, Rows

HELD = 40


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    scene = Scene(tmp_path / "desk.db")
    scene.many(HELD)
    yield scene
    scene.close()


@pytest.fixture
def reader(scene: Scene) -> Iterator[Reader]:
    with closing(Reader(scene.path)) as reader:
        yield reader


def ids(*numbers: int) -> Ids:
    return array("q", numbers)


def begun(reader: Reader, page: int, height: int = 5) -> tuple[Listing, Rows]:
    rows = Rows()
    rows.resize(height)
    listing = Listing(rows)
    listing.begin(reader.newest(None, 1), reader.newest(None, page), whole=page >= HELD)
    return listing, rows


def come(scene: Scene, *words: str) -> list[int]:
    return scene.poll(*(Item(f"{word} comes along alone", minutes_ago=0) for word in words))


def test_a_row_dealt_with_between_page_and_rest_stays_until_the_view_is_applied_again(reader: Reader) -> None:
    listing, rows = begun(reader, 10)
    listing.expect()
    listing.show(reader.newest(None, 10), whole=False)
    all_but_one = ids(*(id for id in range(HELD, 0, -1) if id != 38))
    listing.complete(all_but_one)
    assert list(rows.ids) == list(range(HELD, 0, -1))
    listing.expect()
    listing.show(all_but_one, whole=True)
    assert 38 not in rows.ids


def test_a_page_waits_for_the_rest_where_a_marked_row_may_be_in_it(reader: Reader) -> None:
    listing, rows = begun(reader, HELD)
    rows.go(30)
    rows.mark()
    rows.go(0)
    listing.expect()
    assert not listing.show(reader.newest(None, 10), whole=False)
    listing.complete(reader.item_ids())
    assert rows.marks == {10}
    assert listing.settle() == 0


def test_what_an_answer_has_before_the_desk_has_looked_waits_like_all_that_comes(scene: Scene, reader: Reader) -> None:
    listing, rows = begun(reader, HELD)
    rows.go(3)
    view = list(rows.in_view)
    come(scene, "Barley", "Oats")
    listing.expect()
    listing.show(reader.item_ids(), whole=True)
    assert list(rows.in_view) == view
    assert rows.waiting == 0
    assert listing.take_up(reader, None)
    assert (list(rows.in_view), rows.waiting, len(rows)) == (view, 2, HELD + 2)


def test_what_comes_between_question_and_answer_is_listed_once(scene: Scene, reader: Reader) -> None:
    listing, rows = begun(reader, HELD)
    listing.expect()
    before = reader.item_ids()
    come(scene, "Barley")
    listing.take_up(reader, None)
    after = reader.item_ids()
    for answer in (before, after):
        listing.show(answer, whole=True)
        assert list(rows.ids) == list(range(HELD + 1, 0, -1))


def test_a_filter_takes_up_only_what_matches(scene: Scene, reader: Reader) -> None:
    listing, rows = begun(reader, HELD)
    _, oats = come(scene, "Barley", "Oats")
    assert listing.take_up(reader, parse("oats"))
    assert rows.ids[0] == oats
    assert len(rows) == HELD + 1
    assert not listing.take_up(reader, parse("oats"))


def test_a_row_below_the_page_is_read_up_to_and_the_rest_follows(reader: Reader) -> None:
    listing, rows = begun(reader, 10)
    view = list(rows.in_view)
    assert listing.reach(reader, None, 7)
    assert list(rows.ids) == list(range(HELD, 6, -1))
    assert not listing.is_whole
    listing.complete(reader.item_ids())
    assert list(rows.ids) == list(range(HELD, 0, -1))
    assert list(rows.in_view) == view
    assert not listing.reach(reader, None, HELD + 7)


def test_a_filter_that_finds_nothing_at_first_and_then_all(reader: Reader) -> None:
    listing, rows = begun(reader, HELD)
    rows.go(20)
    rows.begin_trial()
    listing.expect()
    listing.show(ids(), whole=True)
    assert not rows.ids
    listing.expect()
    assert not listing.show(reader.newest(None, 10), whole=False)
    listing.complete(reader.item_ids())
    assert (rows.cursor_id, listing.settle()) == (HELD - 20, 0)
