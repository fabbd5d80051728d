"""The window of rare words: whatever is stored, rolled back or forgotten, it is what the file says."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import suppress
from itertools import count
from math import fsum, log, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.file import sqlite
from storage.file.errors import StoreError
from storage.file.sqlite import Connection
from storage.grouping import stories, window
from storage.grouping.window import LIKELY, WINDOW_MS, Window
from storage.words import digests, packed, unpacked
from tests.storage.desk import HOUR_MS, Desk, entry, open_desk, words

COMMON, HOLDERS, CANDIDATES, WEIGHED, SHARED = 4, 2, 3, 4, 2
NARROW = {"COMMON": COMMON, "HOLDERS": HOLDERS, "CANDIDATES": CANDIDATES, "WEIGHED": WEIGHED}
"""Small enough that a few items reach them."""
VOCABULARY = ["bridge", "closed", "harvest", "minister", "garrison", "railway", "tonight"]


@pytest.fixture(autouse=True, scope="module")
def narrow() -> object:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in NARROW.items():
            patch.setattr(window, name, value)
        yield


Known = tuple[int, int, int, frozenset[str]]
"""An item: its number, its story, when it was seen, its words."""


def holders(items: Sequence[Known], now_ms: int, word: str) -> list[int]:
    """The items that hold a word, of each story the newest few, told the long way; none where that is common."""
    held = [
        (item_id, story) for item_id, story, seen_ms, words in items if seen_ms >= now_ms - WINDOW_MS and word in words
    ]
    newest = [
        item_id
        for at, (item_id, story) in enumerate(held)
        if sum(later == story for _, later in held[at + 1 :]) < HOLDERS
    ]
    return newest if len(newest) <= COMMON else []


def telling(items: Sequence[Known], now_ms: int, word: str) -> float:
    """What a word tells, told the long way."""
    inside = [held for *_, seen_ms, held in items if seen_ms >= now_ms - WINDOW_MS]
    if not any(word in held for held in inside):
        return log(2_000)
    return log(2_000 / (len(holders(items, now_ms, word)) or 300))


def naive(items: Sequence[Known], now_ms: int, asked: Sequence[str]) -> list[int]:
    """The candidates among items, told the long way: the more alike in rare words, the sooner; else the newer."""
    shared: Counter[int] = Counter()
    weight: defaultdict[int, float] = defaultdict(float)
    for word in asked:
        for item_id in holders(items, now_ms, word):
            shared[item_id] += 1
            weight[item_id] += telling(items, now_ms, word)
    least = min(SHARED, len(asked))
    weightiest = sorted((-weight[item_id], -item_id) for item_id, n in shared.items() if n >= least)[:WEIGHED]
    words = {item_id: sorted(held) for item_id, _, _, held in items}

    def told(held: Sequence[str]) -> float:
        return fsum(telling(items, now_ms, word) for word in held)

    ranked = sorted((heavy / sqrt(told(asked) * told(words[-item_id])), item_id) for heavy, item_id in weightiest)
    return [-item_id for likeness, item_id in ranked[:CANDIDATES] if -likeness >= LIKELY]


def naive_holding(items: Sequence[Known], now_ms: int, word: str) -> tuple[int, int]:
    """How many items of how many hold a word, told the long way."""
    inside = [held for *_, seen_ms, held in items if seen_ms >= now_ms - WINDOW_MS]
    return len(holders(items, now_ms, word)) or sum(word in held for held in inside), len(inside)


WORDS = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=5, unique=True)
STEP = st.tuples(
    st.sampled_from(["store", "store", "fail", "roll back", "forget", "reopen", "merge", "split", "undo"]),
    st.one_of(st.just(0), st.integers(1, 50)),
    st.lists(WORDS, min_size=1, max_size=3),
)
_files = count()


class Watch:
    """A desk whose window is held against the file after each step."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._hand = desk.acts()
        self._numbers = count()

    def take(self, how: str, hours: int, titles: list[list[str]]) -> None:
        """Let time pass, then do one thing."""
        self._desk.now_ms += hours * HOUR_MS
        if how == "forget":
            self._desk.commit(lambda run: stories.forget_words(run, self._desk.now_ms))
        elif how == "reopen":
            self._desk.connection.close()
            self._desk.connection = sqlite.connect(self._desk.path, "collector")
        elif how in ("merge", "split", "undo"):
            self._move(how)
        else:
            self._poll(how, titles)

    def agrees(self) -> None:
        """Hold the window against the file."""
        rows = self._desk.connection.execute(
            "SELECT id, story_id, first_seen_ms, title FROM item ORDER BY id"
        ).fetchall()
        items = [(row[0], row[1], row[2], frozenset(words(row[3])) & frozenset(VOCABULARY)) for row in rows]
        for asked in (VOCABULARY, VOCABULARY[:3], VOCABULARY[2:4], VOCABULARY[5:6], []):
            known = window.of(self._desk.connection, self._desk.now_ms)
            assert known.candidates(digests(asked)) == naive(items, self._desk.now_ms, asked)
        for word in VOCABULARY:
            assert known.holding(word) == naive_holding(items, self._desk.now_ms, word)

    def _move(self, how: str) -> None:
        """Let an operator, whose connection is another, move what there is."""
        if how == "undo":
            self._hand.undo()
            return
        chosen = [int(str(row[0])) for row in self._desk.all("SELECT id FROM item ORDER BY id DESC LIMIT 2")]
        with suppress(StoreError):
            (self._hand.merge if how == "merge" else self._hand.split)(chosen[: 2 if how == "merge" else 1])

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
    kept, now_ms, model = Window(), 0, list[Known]()
    for item_id, (story_id, hours, held) in enumerate(items, 1):
        now_ms += hours * HOUR_MS
        kept.move_to(now_ms)
        if swept:
            kept.sweep()
        kept.add(item_id, story_id, now_ms, packed(digests(held)))
        model.append((item_id, story_id, now_ms, frozenset(held)))
        for asked in (VOCABULARY, held):
            assert kept.candidates(digests(asked)) == naive(model, now_ms, asked)
            assert [kept.holding(word) for word in asked] == [naive_holding(model, now_ms, word) for word in asked]


def test_an_item_that_a_wrong_clock_dated_ahead_holds_none_of_the_others_back() -> None:
    kept = Window()
    for item_id, seen_ms in ((1, 0), (2, 8_760 * HOUR_MS), (3, HOUR_MS)):
        kept.add(item_id, item_id, seen_ms, packed(digests(["bridge", "closed"])))
    kept.move_to(WINDOW_MS + 1)
    assert kept.candidates(digests(["bridge", "closed"])) == [3, 2]
    kept.move_to(WINDOW_MS + HOUR_MS + 1)
    assert kept.candidates(digests(["bridge", "closed"])) == [2]
    assert kept.holding("bridge") == (1, 1)


def test_what_a_clock_that_was_ahead_took_out_of_the_window_is_in_it_again(desk: Desk) -> None:
    source = desk.source("Herald")
    first = desk.item(source, "Bridge closed tonight")
    desk.now_ms += 73 * HOUR_MS
    desk.item(source, "Harvest is late")
    desk.commit(lambda run: stories.forget_words(run, desk.now_ms))
    desk.now_ms -= 24 * HOUR_MS
    (copy,) = desk.poll(source, entry("Bridge closed tonight", guid="2")).new
    assert desk.one("SELECT copy_of FROM item WHERE id = ?", copy) == first


SET = st.tuples(
    st.sampled_from(["store", "fail", "roll back", "reopen"]),
    st.integers(-30, 50),
    st.lists(WORDS, min_size=1, max_size=3),
)


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(SET, max_size=20))
def test_however_the_clock_is_set_the_candidates_are_of_the_last_72_hours(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, list[list[str]]]]
) -> None:
    with open_desk(tmp_path_factory.getbasetemp() / f"window-{next(_files)}.db") as desk:
        desk.source("Herald")
        watch = Watch(desk)
        for step in steps:
            watch.take(*step)
            since_ms = desk.now_ms - WINDOW_MS
            held = {row[0] for row in desk.all("SELECT id FROM item WHERE first_seen_ms >= ?", since_ms)}
            known = window.of(desk.connection, desk.now_ms)
            assert held.issuperset(known.candidates(digests(VOCABULARY)))
            assert known.holding("bridge")[1] == len(held)
        watch.take("reopen", 0, [])
        watch.agrees()


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
