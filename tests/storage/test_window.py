"""The window of rare words: whatever is stored, rolled back or forgotten, it is what the file says."""

from collections import Counter
from collections.abc import Sequence
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import sqlite, stories, window
from storage.sqlite import Connection
from storage.window import WINDOW_MS, Window
from storage.words import digests, packed, unpacked
from tests.storage.desk import HOUR_MS, Desk, entry, open_desk, words

COMMON, HOLDERS, CANDIDATES, SHARED = 4, 2, 3, 2
"""Small enough that a few items reach them."""
VOCABULARY = ["bridge", "closed", "harvest", "minister", "garrison", "railway", "tonight"]


@pytest.fixture(autouse=True, scope="module")
def narrow() -> object:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("COMMON", COMMON), ("HOLDERS", HOLDERS), ("CANDIDATES", CANDIDATES), ("SHARED", SHARED)):
            patch.setattr(window, name, value)
        yield


def naive(items: Sequence[tuple[int, int, int, frozenset[str]]], now_ms: int, asked: Sequence[str]) -> list[int]:
    """The candidates among items (id, story, when seen, words), told the long way."""
    inside = [item for item in items if item[2] >= now_ms - WINDOW_MS]
    shared: Counter[int] = Counter()
    for word in asked:
        holders = [(item_id, story) for item_id, story, _, held in inside if word in held]
        newest = [
            item_id
            for at, (item_id, story) in enumerate(holders)
            if sum(later == story for _, later in holders[at + 1 :]) < HOLDERS
        ]
        if len(newest) <= COMMON:
            shared.update(newest)
    least = min(SHARED, len(asked))
    ranked = sorted((-n, item_id) for item_id, n in shared.items() if n >= least)
    return [item_id for _, item_id in ranked[:CANDIDATES]]


WORDS = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=5, unique=True)
STEP = st.tuples(
    st.sampled_from(["store", "store", "fail", "roll back", "forget", "reopen"]),
    st.one_of(st.just(0), st.integers(1, 50)),
    st.lists(WORDS, min_size=1, max_size=3),
)
_files = count()


class Watch:
    """A desk whose window is held against the file after each step."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._numbers = count()

    def take(self, how: str, hours: int, titles: list[list[str]]) -> None:
        """Let time pass, then do one thing."""
        self._desk.now_ms += hours * HOUR_MS
        if how == "forget":
            self._desk.commit(lambda run: stories.forget_words(run, self._desk.now_ms))
        elif how == "reopen":
            self._desk.connection.close()
            self._desk.connection = sqlite.connect(self._desk.path, "collector")
        else:
            self._poll(how, titles)

    def agrees(self) -> None:
        """Hold the window against the file."""
        rows = self._desk.connection.execute(
            "SELECT id, story_id, first_seen_ms, title FROM item ORDER BY id"
        ).fetchall()
        items = [(row[0], row[1], row[2], frozenset(words(row[3])) & frozenset(VOCABULARY)) for row in rows]
        for asked in (VOCABULARY, VOCABULARY[:3], VOCABULARY[2:4], VOCABULARY[5:6], []):
            found = window.of(self._desk.connection, self._desk.now_ms).candidates(digests(asked))
            assert found == naive(items, self._desk.now_ms, asked)

    def _poll(self, how: str, titles: list[list[str]]) -> None:
        entries = [entry(" ".join(title), guid=str(next(self._numbers))) for title in titles]

        def work(run: Connection) -> None:
            try:
                with sqlite.savepoint(run):
                    self._desk.store(run, 1, *entries)
                    if how == "fail":
                        raise RuntimeError(how)
            except RuntimeError:
                self._desk.store(run, 1, entries[0])
            if how == "roll back":
                raise RuntimeError(how)

        self._desk.now_ms += 1_000
        try:
            self._desk.commit(work)
        except RuntimeError:
            assert how == "roll back"


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(STEP, max_size=25))
def test_whatever_happens_the_candidates_are_those_that_the_file_tells(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, list[list[str]]]]
) -> None:
    with open_desk(tmp_path_factory.getbasetemp() / f"window-{next(_files)}.db") as desk:
        desk.source("Herald")
        watch = Watch(desk)
        for step in steps:
            watch.take(*step)
            watch.agrees()


ITEM = st.tuples(st.integers(1, 3), st.integers(0, 30), WORDS)


@settings(deadline=None)
@given(items=st.lists(ITEM, max_size=40), swept=st.booleans())
def test_the_window_needs_no_more_than_it_keeps(items: list[tuple[int, int, list[str]]], swept: bool) -> None:
    kept, now_ms, model = Window(), 0, list[tuple[int, int, int, frozenset[str]]]()
    for item_id, (story_id, hours, held) in enumerate(items, 1):
        now_ms += hours * HOUR_MS
        kept.move_to(now_ms)
        if swept:
            kept.sweep()
        kept.add(item_id, story_id, now_ms, digests(held))
        model.append((item_id, story_id, now_ms, frozenset(held)))
        for asked in (VOCABULARY, held):
            assert kept.candidates(digests(asked)) == naive(model, now_ms, asked)


def test_another_connection_s_items_are_read_on(desk: Desk) -> None:
    source = desk.source("Herald")
    desk.item(source, "Bridge closed tonight")
    other = Desk(desk.path)
    other.now_ms = desk.now_ms
    stored = other.commit(lambda run: other.store(run, source, entry("Bridge closed tonight", guid="2")))
    other.close()
    desk.item(source, "Bridge closed tonight again")
    assert desk.one("SELECT story_id FROM item WHERE id = ?", stored.new[0]) == desk.one(
        "SELECT max(story_id) FROM item"
    )
    assert desk.one("SELECT count(*) FROM story") == 1


@given(st.lists(st.text(max_size=8)))
def test_words_come_back_from_the_file_as_they_went_in(tokens: list[str]) -> None:
    assert unpacked(packed(digests(tokens))) == digests(tokens)


def test_a_word_is_the_same_number_in_every_process_and_on_every_machine() -> None:
    assert packed(digests(["bridge", "гарнизон", "bridge"])) == bytes.fromhex("9f0f78695382c9c6")
