"""Reading held items again with another lexicon: what is read, in which order, what it changes and what it must not."""

import random
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from classifier.records import Tag
from storage.file import migrate
from storage.items.retagging import Stale
from storage.rows import LexiconRow
from tests.storage.desk import HOUR_MS, NOW_MS, Desk, entry, tag
from tests.storage.ruling import match, rule, rules

ROOT = Path(__file__).parents[2]
NEXT = "b" * 12


def nothing(_: Stale) -> Sequence[Tag]:
    return []


def escalates(_: Stale) -> Sequence[Tag]:
    return [tag("escalation")]


def progress(desk: Desk) -> LexiconRow:
    row = desk.reader().status(desk.now_ms).lexicon
    assert row is not None
    return row


@pytest.fixture
def items(desk: Desk) -> list[int]:
    """Ten items, the even ones tagged."""
    desk.use()
    source = desk.source("Herald")
    return [
        desk.item(source, f"one{n} two{n} three{n}", tags=[tag("withdrawal")] if n % 2 == 0 else []) for n in range(10)
    ]


def test_items_are_read_again_newest_first_and_the_header_can_say_how_far(desk: Desk, items: list[int]) -> None:
    assert desk.use(NEXT) == 10
    assert desk.retag(NEXT, nothing, desk.stale(NEXT, 4)) == 2
    row = progress(desk)
    assert (row.digest, row.retag_total, row.retag_done, row.retag_changed, row.retag_ended_ms) == (
        NEXT,
        10,
        4,
        2,
        None,
    )
    assert desk.retag_all(NEXT, nothing, 4) == items[5::-1]
    row = progress(desk)
    assert (row.retag_total, row.retag_done, row.retag_changed, row.retag_ended_ms) == (10, 10, 5, desk.now_ms)
    assert desk.all("SELECT DISTINCT lexicon, badges FROM item") == [(NEXT, "")]
    assert desk.all("SELECT * FROM tag") == []


def test_a_stale_item_is_all_that_a_worker_needs(desk: Desk) -> None:
    desk.use()
    source = desk.source("Вісті", language="uk")
    desk.poll(source, entry("Dated", summary="a summary", text="a text", published_ms=NOW_MS - HOUR_MS))
    undated = desk.poll(source, entry("Not dated", published_ms=None)).new[0]
    desk.use(NEXT)
    assert desk.stale(NEXT) == [
        Stale(undated, 1, "Not dated", "", "", "uk", desk.now_ms),
        Stale(undated - 1, 1, "Dated", "a summary", "a text", "uk", NOW_MS - HOUR_MS),
    ]


def test_a_change_is_one_line_a_batch_and_one_at_the_end(desk: Desk, items: list[int]) -> None:
    desk.use(NEXT)
    desk.retag_all(NEXT, lambda stale: [tag("withdrawal")] if stale.item_id != items[4] else [], 5)
    gained, lost = items[9:4:-2], [items[4], items[3], items[1]]
    assert desk.log("retagged") == [
        ("collector", f"{gained}".replace(" ", ""), f"read again with lexicon {NEXT}: other tags"),
        ("collector", f"{lost}".replace(" ", ""), f"read again with lexicon {NEXT}: other tags"),
        ("collector", "[]", f"items read again with lexicon {NEXT}: 10, of which 6 have other tags"),
    ]


def test_tags_that_stay_the_same_are_not_written_again(desk: Desk, items: list[int]) -> None:
    before = desk.all("SELECT * FROM tag")
    desk.use(NEXT)
    desk.retag_all(NEXT, lambda stale: [tag("withdrawal")] if stale.item_id in items[::2] else [])
    assert desk.all("SELECT * FROM tag") == before
    assert desk.all("SELECT DISTINCT lexicon FROM item") == [(NEXT,)]
    assert progress(desk).retag_changed == 0


def test_other_words_for_the_same_label_are_another_tag(desk: Desk, items: list[int]) -> None:
    desk.use(NEXT)
    desk.retag_all(NEXT, lambda stale: [tag("withdrawal", end=7)] if stale.item_id in items[::2] else [])
    assert desk.all('SELECT DISTINCT "end" FROM tag') == [(7,)]
    assert progress(desk).retag_changed == 5


def test_a_verdict_stands_whatever_the_next_lexicon_says(desk: Desk, items: list[int]) -> None:
    acts = desk.acts("ana")
    acts.tag(items[:1], "withdrawal", "denied")
    acts.tag(items[1:2], "escalation", "")
    desk.use(NEXT)
    desk.retag_all(NEXT, lambda _: [tag("withdrawal", "historical", start=3, end=9), tag("escalation", start=10)])
    view = desk.reader().story(items[0])
    assert view is not None
    assert [(each.stance, each.start, each.operator) for each in view.tags] == [
        ("denied", 3, "ana"),
        ("asserted", 10, ""),
    ]
    assert [each.overruled for each in view.verdicts] == [("historical",)]
    assert desk.badges(items[1]) == "withdrawal:historical"
    acts.undo()
    acts.undo()
    assert [desk.badges(each) for each in items[:2]] == ["withdrawal:historical escalation:asserted"] * 2


def test_a_verdict_outlives_an_edit_that_says_what_the_newer_lexicon_says(desk: Desk, items: list[int]) -> None:
    desk.acts("ana").tag(items[:1], "withdrawal", "denied")
    desk.use(NEXT)
    desk.retag_all(NEXT, escalates)
    desk.poll(1, entry("one0 two0 three0 four0", guid="one0 two0 three0", tags=[tag("escalation")], lexicon=NEXT))
    assert desk.badges(items[0]) == "withdrawal:denied escalation:asserted"


def test_former_revisions_keep_the_tags_that_they_had(desk: Desk) -> None:
    desk.use()
    source = desk.source("Herald")
    desk.poll(source, entry("Bridge closed", guid="1", tags=[tag("withdrawal")]))
    desk.poll(source, entry("Bridge open", guid="1", tags=[tag("withdrawal", "denied")]))
    desk.use(NEXT)
    desk.retag_all(NEXT, escalates)
    assert desk.all("SELECT revision, label, current FROM tag ORDER BY revision") == [
        (1, "withdrawal", 0),
        (2, "escalation", 1),
    ]


def test_what_a_poll_has_stored_with_the_new_lexicon_is_not_read_again(desk: Desk, items: list[int]) -> None:
    desk.use(NEXT)
    fresh = desk.poll(1, entry("Fresh", lexicon=NEXT)).new[0]
    desk.poll(1, entry("one3 two3 again", guid="one3 two3 three3", lexicon=NEXT))
    read = desk.retag_all(NEXT, nothing, 3)
    assert set(read) == set(items) - {items[3]}
    assert fresh not in read
    assert (progress(desk).retag_total, progress(desk).retag_done) == (10, 10)


def test_what_a_poll_in_flight_brings_with_the_old_lexicon_is_read_again_at_any_time(
    desk: Desk, items: list[int]
) -> None:
    desk.use(NEXT)
    late = desk.poll(1, entry("Late")).new[0]
    assert desk.retag_all(NEXT, nothing, 3) == [late, *items[::-1]]
    later = desk.poll(1, entry("Later still", tags=[tag("withdrawal")])).new[0]
    desk.poll(1, entry("one3 two3 again", guid="one3 two3 three3"))
    assert desk.retag_all(NEXT, nothing) == [later, items[3]]
    assert desk.retag_all(NEXT, nothing) == []
    assert desk.all("SELECT DISTINCT lexicon FROM item") == [(NEXT,)]


def test_an_item_revised_while_it_was_read_is_left_to_its_newer_text(desk: Desk, items: list[int]) -> None:
    desk.use(NEXT)
    read = desk.stale(NEXT, 3)
    desk.poll(1, entry("one8 two8 again", guid="one8 two8 three8", tags=[tag("withdrawal", "doubted")], lexicon=NEXT))
    desk.poll(1, entry("one9 two9 again", guid="one9 two9 three9"))
    assert desk.retag(NEXT, escalates, read) == 1
    assert [desk.badges(each) for each in items[7:]] == ["escalation:asserted", "withdrawal:doubted", ""]
    assert desk.retag_all(NEXT, escalates) == [items[9], *items[6::-1]]


def test_a_newer_lexicon_takes_the_place_of_a_run_that_is_half_done(desk: Desk, items: list[int]) -> None:
    desk.use(NEXT)
    read = desk.stale(NEXT, 4)
    desk.retag(NEXT, escalates, read)
    half = desk.stale(NEXT, 4)
    assert desk.use("newest") == 10
    assert (desk.stale(NEXT), desk.retag(NEXT, nothing, half)) == ([], 0)
    assert desk.retag_all("newest", escalates) == items[::-1]
    assert desk.all("SELECT DISTINCT lexicon, badges FROM item") == [("newest", "escalation:asserted")]


def test_what_was_read_before_a_lexicon_came_and_went_again_leaves_nothing_out(desk: Desk, items: list[int]) -> None:
    desk.use(NEXT)
    desk.retag(NEXT, escalates, desk.stale(NEXT, 4))
    half = desk.stale(NEXT, 4)
    desk.use("another")
    desk.retag("another", nothing, desk.stale("another", 3))
    desk.use(NEXT)
    desk.retag(NEXT, escalates, half)
    desk.retag_all(NEXT, escalates)
    assert desk.all("SELECT DISTINCT lexicon, badges FROM item") == [(NEXT, "escalation:asserted")]


def test_back_to_the_lexicon_before_only_what_was_read_since_is_read_again(desk: Desk, items: list[int]) -> None:
    desk.use(NEXT)
    desk.retag(NEXT, escalates, desk.stale(NEXT, 4))
    desk.use()
    assert desk.retag_all("0123456789ab", nothing) == items[:5:-1]


def test_a_run_reaches_back_so_far_and_a_longer_reach_goes_on_from_there(desk: Desk) -> None:
    desk.use()
    source = desk.source("Herald")
    ids, seen = [], []
    for n in range(6):
        desk.now_ms += HOUR_MS
        ids.append(desk.item(source, f"one{n} two{n} three{n}"))
        seen.append(desk.now_ms)
    assert desk.use(NEXT, since_ms=desk.now_ms + 1) == 0
    assert progress(desk).retag_ended_ms == desk.now_ms
    assert desk.use(NEXT, since_ms=seen[4]) == 2
    assert [each.item_id for each in desk.stale(NEXT, since_ms=seen[4])] == ids[:3:-1]
    desk.retag(NEXT, nothing, desk.stale(NEXT, since_ms=seen[4]))
    assert desk.use(NEXT, since_ms=seen[2]) == 2
    desk.retag(NEXT, nothing, desk.stale(NEXT, since_ms=seen[2]))
    assert desk.use(NEXT, since_ms=seen[2]) == 0
    assert desk.use(NEXT, since_ms=seen[3]) == 0
    row = progress(desk)
    assert (row.retag_total, row.retag_done, row.retag_ended_ms) == (4, 4, desk.now_ms)


def test_long_texts_make_short_batches(desk: Desk) -> None:
    desk.use()
    desk.poll(desk.source("Herald"), *(entry(f"one{n} two{n}", text="x" * 150_000) for n in range(7)))
    desk.use(NEXT)
    assert [each.item_id for each in desk.stale(NEXT)] == [7, 6, 5]


def test_nothing_rings_and_what_was_dealt_with_stays_so(desk: Desk) -> None:
    desk.use()
    desk.rules = rules(rule("leaving", match("tag:withdrawal"), "urgent"))
    source = desk.source("Herald")
    rung = desk.item(source, "Units leave the garrison", tags=[tag("withdrawal")])
    desk.item(source, "Harvest is late")
    desk.acts("ana").set_state([rung], "acked")
    before = desk.all("SELECT id, severity, state, operator, starred FROM item"), desk.all("SELECT * FROM alert")
    desk.use(NEXT)
    desk.retag_all(NEXT, lambda stale: [tag("withdrawal")] if stale.item_id != rung else [])
    after = desk.all("SELECT id, severity, state, operator, starred FROM item"), desk.all("SELECT * FROM alert")
    assert after == before
    assert desk.one("SELECT unread FROM source") == 1


RETAG = """
import sys
from pathlib import Path
from classifier.records import Analysis
from storage.items import rereading, retagging
from tests.storage.desk import Desk, PlainJudge, tag

def says(item):
    return Analysis((tag("escalation"),) if item.item_id % 3 == 0 else (), (), (), digest)

desk, digest, done = Desk(Path(sys.argv[1])), sys.argv[2], []
desk.use(digest)

def step(run):
    rereading.write(run, done, digest, PlainJudge(), desk.now_ms)
    return retagging.next_stale(run, digest, 7, 0)

while stale := desk.commit(step):
    done = [(each, says(each)) for each in stale]
    print(len(stale), flush=True)
desk.commit(lambda run: retagging.finish(run, digest, desk.now_ms))
"""


def test_a_run_goes_on_after_kill_9_and_changes_each_item_once(tmp_path: Path) -> None:
    path = tmp_path / "feint.db"
    desk = Desk(path)
    desk.use()
    desk.poll(desk.source("Herald"), *(entry(f"one{n} two{n}") for n in range(900)))
    desk.close()
    chance = random.Random(3)
    for last in (*(chance.randrange(1, 30) for _ in range(4)), None):
        process = subprocess.Popen(
            [sys.executable, "-c", RETAG, str(path), NEXT], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        assert process.stdout is not None
        for n, _ in enumerate(process.stdout):
            if n == last:
                process.send_signal(signal.SIGKILL)
        process.stdout.close()
        assert process.wait(10) == (0 if last is None else -signal.SIGKILL)
    migrate.ready(path)
    desk = Desk(path)
    assert desk.all("SELECT lexicon, badges, count(*) FROM item GROUP BY 1, 2") == [
        (NEXT, "", 600),
        (NEXT, "escalation:asserted", 300),
    ]
    row = progress(desk)
    assert (row.retag_total, row.retag_done, row.retag_changed) == (900, 900, 300)
    assert desk.one("SELECT count(*) FROM event JOIN event_item USING (n) WHERE act = 'retagged'") == 300
    assert desk.log("retagged")[-1][2] == f"items read again with lexicon {NEXT}: 900, of which 300 have other tags"
    assert desk.one("PRAGMA integrity_check") == "ok"
    desk.close()


def test_one_batch_reads_and_writes_by_key_however_large_the_file_is(desk: Desk, items: list[int]) -> None:
    desk.acts().tag(items[:1], "withdrawal", "denied")
    desk.use(NEXT)
    asked: list[str] = []
    desk.connection.set_trace_callback(asked.append)
    desk.retag(NEXT, escalates, desk.stale(NEXT))
    desk.connection.set_trace_callback(None)
    for sql in asked:
        if sql.startswith(("SELECT", "UPDATE", "DELETE")):
            plan = [str(row[3]) for row in desk.connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]
            for table in ("item", "tag", "verdict", "story"):
                assert f"SCAN {table}" not in plan, (sql, plan)
