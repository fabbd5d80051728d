"""The lexicon in use as the file knows it: its labels and their counts, its history, its trouble."""

import pytest

from classifier.records import Label
from storage.items import lexicons
from storage.items.lexicons import LexiconInUse
from storage.rows import LabelRow, LexiconRow
from tests.storage.desk import HOUR_MS, LEXICON, Desk, entry, lexicon, tag


def reject(desk: Desk, trouble: str) -> None:
    desk.commit(lambda run: lexicons.reject(run, trouble, desk.now_ms))


def in_use(desk: Desk) -> LexiconRow | None:
    return desk.reader().status(desk.now_ms).lexicon


def test_no_lexicon_is_known_until_a_collector_has_run(desk: Desk) -> None:
    assert (in_use(desk), desk.reader().labels(desk.now_ms)) == (None, [])


def test_the_labels_of_the_lexicon_in_use_in_its_order(desk: Desk) -> None:
    labels = [Label("withdrawal", "WD", "", "pulling back"), Label("blockade", "BLK", "orange", "ports and borders")]
    desk.commit(lambda run: lexicons.use(run, LexiconInUse(LEXICON, labels, "1.0", "[]"), desk.now_ms, 0))
    assert desk.reader().labels(desk.now_ms) == [
        LabelRow("withdrawal", "WD", "", "pulling back", 0),
        LabelRow("blockade", "BLK", "orange", "ports and borders", 0),
    ]
    desk.use("another", ["nuclear", "blockade"])
    assert [row.name for row in desk.reader().labels(desk.now_ms)] == ["nuclear", "blockade"]


def test_unread_items_of_the_last_day_are_counted_by_label(desk: Desk) -> None:
    desk.use()
    source = desk.source("Herald")
    desk.item(source, "too old by now", tags=[tag("withdrawal")])
    desk.now_ms += 25 * HOUR_MS
    both = [tag("withdrawal", "claimed"), tag("withdrawal", "doubted"), tag("escalation")]
    desk.item(source, "units leave rail head", tags=both)
    desk.item(desk.source("Copy"), "units leave rail head", tags=both)
    desk.item(source, "harvest late again", tags=[tag("withdrawal")])
    dealt_with = desk.item(source, "rain wind snow", tags=[tag("escalation")])
    desk.acts().set_state([dealt_with], "acked")
    counts = {row.name: row.unread for row in desk.reader().labels(desk.now_ms)}
    assert counts == {"withdrawal": 2, "escalation": 1, "deescalation": 0}


def test_the_counts_are_read_from_their_own_index(desk: Desk) -> None:
    desk.use()
    asked: list[str] = []
    reader = desk.reader()
    reader._connection.set_trace_callback(asked.append)
    reader.labels(desk.now_ms)
    reader._connection.set_trace_callback(None)
    plans = [row[3] for sql in asked for row in desk.connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]
    assert "SEARCH item USING COVERING INDEX item_unread (first_seen_ms>?)" in plans


def test_each_lexicon_is_remembered_with_what_it_was_made_of(desk: Desk) -> None:
    first_ms = desk.now_ms
    desk.use("a")
    desk.now_ms += HOUR_MS
    desk.use("b")
    desk.use("a")
    assert desk.all("SELECT * FROM lexicon_rev ORDER BY digest") == [
        ("a", first_ms, "1.0", "[]"),
        ("b", desk.now_ms, "1.0", "[]"),
    ]


def test_a_change_is_told_once_with_how_many_items_wait(desk: Desk) -> None:
    desk.use("a")
    desk.use("a")
    desk.poll(desk.source("Herald"), entry("Bridge closed", lexicon="a"))
    desk.use("b")
    assert desk.log("lexicon") == [
        ("collector", "[]", "lexicon a in use"),
        ("collector", "[]", "lexicon b in use; items to be read again: 1"),
    ]
    assert in_use(desk) == LexiconRow("b", desk.now_ms, "", 1, 0, 0, None)


def test_rejected_files_are_told_once_and_the_lexicon_in_use_stays(desk: Desk) -> None:
    desk.use("a")
    reject(desk, "lexicon.toml: test 3 fails")
    reject(desk, "lexicon.toml: test 3 fails")
    reject(desk, "lexicon.toml: test 4 fails")
    row = in_use(desk)
    assert row is not None
    assert (row.digest, row.trouble) == ("a", "lexicon.toml: test 4 fails")
    assert [line[2] for line in desk.log("rejected")] == ["lexicon.toml: test 3 fails", "lexicon.toml: test 4 fails"]


@pytest.mark.parametrize("digest", ["a", "b"])
def test_trouble_is_over_when_a_lexicon_is_taken_into_use(desk: Desk, digest: str) -> None:
    desk.use("a")
    reject(desk, "lexicon.toml: test 3 fails")
    desk.use(digest)
    row = in_use(desk)
    assert row is not None
    assert (row.digest, row.trouble) == (digest, "")
    assert desk.log("lexicon")[-1][2] == f"lexicon {digest} in use"


def test_files_may_be_rejected_before_any_lexicon_was_in_use(desk: Desk) -> None:
    reject(desk, "lexicon.toml: cannot be read")
    row = in_use(desk)
    assert row is not None
    assert (row.digest, row.trouble) == ("", "lexicon.toml: cannot be read")


def test_a_lexicon_that_is_rolled_back_was_never_in_use(desk: Desk) -> None:
    desk.connection.execute("BEGIN")
    lexicons.use(desk.connection, lexicon("a"), desk.now_ms, 0)
    desk.connection.execute("ROLLBACK")
    assert in_use(desk) is None
