"""The file's size: steady where items come and go at the same pace, and in step with what is held where less comes."""

import random
from collections.abc import Iterator
from contextlib import closing
from itertools import accumulate
from pathlib import Path

import pytest

from storage.file import migrate, sqlite
from storage.file.sqlite import Connection
from storage.items import departed
from storage.keeping import leaving, retention, shrinking
from storage.keeping.retention import Slice
from storage.log.events import COLLECTOR, Event, append
from tests.storage.retaining import DAY_MS

NOW_MS = 1_800_000_000_000
KEPT_DAYS = 60
A_DAY = 10
HOUR_MS = 3_600_000
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SOURCE = (
    "INSERT INTO source(id, url, name, family, kind, grade, language, side)"
    " VALUES (1, 'u', 'n', 'f', 'press', 'C', 'en', '')"
)
_STORY = "INSERT INTO story(id, first_item_id, first_seen_ms, last_seen_ms) VALUES (?1, ?1, ?2, ?2)"
_ITEM = (
    "INSERT INTO item(id, source_id, identity, link_key, link, title, summary, text, author, credit, published_raw,"
    " first_seen_ms, first_poll, lexicon, story_id, origin, badges)"
    " VALUES (?1, 1, ?1, '', '', ?3, ?4, '', '', '', '', ?2, 0, '', ?1, '', '')"
)
_INDEX = "INSERT INTO item_fts(rowid, title, summary, text) VALUES (?, ?, ?, '')"


class Mill:
    """Prints so many items a day, of words as unevenly common as words are, straight into the tables."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._chance = random.Random(1)
        self._words = ["".join(self._chance.choices(_LETTERS, k=self._chance.randint(3, 10))) for _ in range(10_000)]
        self._weights = list(accumulate(1 / (n + 10) for n in range(10_000)))
        self._last = 0
        self.now_ms = NOW_MS
        connection.execute(_SOURCE)

    def day(self, items: int = A_DAY) -> None:
        """What a day brings, in polls of five."""
        self.now_ms += DAY_MS
        for first in range(0, items, 5):
            with sqlite.transaction(self._connection):
                for _ in range(first, min(items, first + 5)):
                    self._print()

    def _print(self) -> None:
        self._last += 1
        title, summary = self._text(9), self._text(90)
        self._connection.execute(_STORY, (self._last, self.now_ms))
        self._connection.execute(_ITEM, (self._last, self.now_ms, title, summary))
        self._connection.execute(_INDEX, (self._last, title, summary))

    def _text(self, words: int) -> str:
        return " ".join(self._chance.choices(self._words, cum_weights=self._weights, k=words))


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    migrate.ready(tmp_path / "feint.db")
    with closing(sqlite.connect(tmp_path / "feint.db", "collector")) as opened:
        opened.execute("PRAGMA synchronous = OFF")
        yield opened


def let_go(connection: Connection, now_ms: int) -> None:
    """A day's retention, and all that can be given back."""
    done = Slice(leaving.START, ended=False)
    while not done.ended:
        with sqlite.transaction(connection):
            done = retention.step(
                connection,
                after=done.reached,
                before_ms=now_ms - KEPT_DAYS * DAY_MS,
                most=100,
                now_ms=now_ms,
                archives=False,
            )
    give_back(connection)


def give_back(connection: Connection) -> None:
    with sqlite.transaction(connection):
        while shrinking.give_back(connection, 200):
            pass


def compact(connection: Connection) -> None:
    with sqlite.transaction(connection):
        shrinking.begin_compacting(connection)
    busy = True
    while busy:
        with sqlite.transaction(connection):
            busy = shrinking.compact(connection, 64)
    give_back(connection)


def size(connection: Connection) -> int:
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    return int(pages) * 4096


def test_in_three_years_of_steady_news_the_file_stays_as_large_as_it_was_after_half_a_year(
    connection: Connection,
) -> None:
    mill, sizes = Mill(connection), []
    for day in range(1_095):
        mill.day()
        let_go(connection, mill.now_ms)
        if day % (KEPT_DAYS // 4) == 0:
            compact(connection)
        with sqlite.transaction(connection):
            for hour in range(24):
                departed.forget(connection, mill.now_ms + hour * HOUR_MS)
        sizes.append(size(connection))
    assert connection.execute("SELECT count(*) FROM item").fetchone()[0] == A_DAY * (KEPT_DAYS + 1)
    assert max(sizes[180:]) < 1.2 * sizes[180]


def test_without_compacting_the_search_index_grows_well_beyond_that(connection: Connection) -> None:
    """Why it is done: where this fails, FTS5 has learnt to clean up by itself."""
    mill, sizes = Mill(connection), []
    for _ in range(730):
        mill.day()
        let_go(connection, mill.now_ms)
        sizes.append(size(connection))
    assert max(sizes[180:]) > 1.3 * min(sizes[180:])


def test_pages_are_given_back_a_few_at_a_time_but_for_the_room_that_is_kept(connection: Connection) -> None:
    mill = Mill(connection)
    mill.day(1_000)
    full = size(connection)
    mill.now_ms += KEPT_DAYS * DAY_MS
    mill.day(1)
    done = Slice(leaving.START, ended=False)
    with sqlite.transaction(connection):
        while not done.ended:
            done = retention.step(
                connection,
                after=done.reached,
                before_ms=mill.now_ms - DAY_MS,
                most=500,
                now_ms=mill.now_ms,
                archives=False,
            )
    assert size(connection) == full
    with sqlite.transaction(connection):
        assert shrinking.give_back(connection, 20) == 20
    assert size(connection) == full - 20 * 4096
    give_back(connection)
    (free,) = connection.execute("PRAGMA freelist_count").fetchone()
    assert size(connection) < full / 1.5
    assert 0 < free <= round(size(connection) / 4096 * shrinking.ROOM)


def test_compacting_goes_in_small_portions_and_comes_to_an_end(connection: Connection) -> None:
    mill = Mill(connection)
    for _ in range(100):
        mill.day(20)
    with sqlite.transaction(connection):
        shrinking.begin_compacting(connection)
    portions = 0
    busy = True
    while busy:
        with sqlite.transaction(connection):
            busy = shrinking.compact(connection, 16)
        portions += busy
    assert 3 < portions < 200
    connection.execute("INSERT INTO item_fts(item_fts, rank) VALUES ('integrity-check', 1)")
    with sqlite.transaction(connection):
        assert not shrinking.compact(connection, 16)


def test_compacting_is_due_when_something_went_long_ago_and_nothing_was_compacted_since(connection: Connection) -> None:
    def log(act: str, at_ms: int) -> None:
        with sqlite.transaction(connection):
            append(connection, Event(at_ms, COLLECTOR, act, "collector", [], ""))

    assert not shrinking.is_due(connection, NOW_MS)
    log("archived", NOW_MS)
    log("archived", NOW_MS + DAY_MS)
    assert not shrinking.is_due(connection, NOW_MS)
    assert shrinking.is_due(connection, NOW_MS + 1)
    with sqlite.transaction(connection):
        shrinking.compacted(connection, NOW_MS + 2 * DAY_MS)
    assert not shrinking.is_due(connection, NOW_MS + 99 * DAY_MS)
    log("deleted", NOW_MS + 3 * DAY_MS)
    assert shrinking.is_due(connection, NOW_MS + 4 * DAY_MS)
