"""Proof that nobody has changed the log: what is found, what only an anchor finds, and how a stranger follows it."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.file.errors import StoreError
from storage.file.schema import STEPS
from storage.file.sqlite import Connection
from storage.log.chain import Anchor, Verified, anchor_of, verify, verify_last
from storage.log.events import HASHED, Event, append, link_hash
from tests.storage.desk import NOW_MS, Desk

TRIGGERS = ("event_is_only_added", "event_is_never_changed", "event_is_never_deleted")


def write(desk: Desk, *details: str) -> None:
    """A line each, on an item that is not there."""
    desk.commit(lambda run: [append(run, Event(NOW_MS, "ana", "noted", "item", [1], said)) for said in details])


def tamper(desk: Desk, *statements: str) -> None:
    """Do what no program of ours would, and put the triggers back as they were."""
    kept = {name: str(desk.one("SELECT sql FROM sqlite_schema WHERE name = ?", name)) for name in TRIGGERS}
    desk.connection.execute("PRAGMA foreign_keys = OFF")
    for sql in (*(f"DROP TRIGGER {name}" for name in TRIGGERS), *statements, *kept.values()):
        desk.connection.execute(sql)


def found(desk: Desk, anchor: Anchor | None = None) -> str:
    return verify(desk.connection, anchor=anchor).wrong


@pytest.fixture
def five(desk: Desk) -> Desk:
    write(desk, *(f"act {n}" for n in range(1, 6)))
    return desk


def test_a_log_that_nobody_touched_is_right_to_its_last_line(desk: Desk) -> None:
    item_id = desk.item(desk.source("Herald"), "Bridge closed")
    acts = desk.acts()
    acked = acts.set_state([item_id], "acked").n
    acts.note(item_id, "Rang the ministry: „no comment“ 🔔 \x1b[31m\t\x7f\u2028")
    acts.log("Back at the desk", occurred_ms=NOW_MS - 60_000)
    acts.log("It was the deputy", corrects=2)
    acts.undo(acked)
    (last_hash,) = desk.connection.execute("SELECT hash FROM event WHERE n = 5").fetchone()
    assert verify(desk.connection) == Verified(5, 5, last_hash, "")


def test_an_empty_log_is_right(desk: Desk) -> None:
    assert verify(desk.connection) == verify_last(desk.connection) == Verified(0, 0, b"", "")


@pytest.mark.parametrize("column", [name for name in HASHED.split(", ") if name != "n"])
def test_a_changed_value_is_found_at_its_line(five: Desk, column: str) -> None:
    tamper(five, f"UPDATE event SET {column} = 1 WHERE n = 3")
    assert found(five) == "line 3 is not as it was written, or the one before it is not"


def test_a_changed_hash_is_found_at_its_line(five: Desk) -> None:
    tamper(five, "UPDATE event SET hash = x'00' WHERE n = 3")
    assert found(five).startswith("line 3 is not as it was written")


def test_a_line_taken_out_of_the_middle_is_found(five: Desk) -> None:
    tamper(five, "DELETE FROM event WHERE n IN (2, 3)")
    assert found(five) == "line 2 is missing: 4 follows 1"


def test_lines_renumbered_over_a_gap_are_found(five: Desk) -> None:
    tamper(five, "DELETE FROM event WHERE n = 2", *(f"UPDATE event SET n = {n} WHERE n = {n + 1}" for n in (2, 3, 4)))
    assert found(five).startswith("line 2 is not as it was written")


def test_lines_cut_off_the_end_are_found_by_the_count_of_numbers(five: Desk) -> None:
    tamper(five, "DELETE FROM event WHERE n > 3")
    assert found(five) == "line 4 is missing: the log was cut off, 5 was its last"


def test_what_is_no_text_at_all_is_found_at_its_line(five: Desk) -> None:
    tamper(five, "UPDATE event SET detail = CAST(x'ff' AS TEXT) WHERE n = 3")
    assert found(five).startswith("line 3 cannot be read")


def test_a_log_that_is_gone_is_told_and_not_raised(five: Desk) -> None:
    five.connection.execute("PRAGMA foreign_keys = OFF")
    five.connection.execute("DROP TABLE event")
    assert found(five) == "line 1 cannot be read (no such table: event)"


@pytest.mark.parametrize("name", TRIGGERS)
def test_a_dropped_trigger_is_found(five: Desk, name: str) -> None:
    five.connection.execute(f"DROP TRIGGER {name}")
    assert found(five) == f"the trigger {name} is missing: lines may have been changed"


def test_a_trigger_that_lets_everything_through_is_found(five: Desk) -> None:
    five.connection.execute("DROP TRIGGER event_is_never_changed")
    five.connection.execute("CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT 1; END")
    assert found(five) == "the trigger event_is_never_changed is not of this program"


def test_a_trigger_more_is_found(five: Desk) -> None:
    five.connection.execute("CREATE TRIGGER quiet BEFORE INSERT ON event BEGIN SELECT RAISE(IGNORE); END")
    assert found(five) == "the trigger quiet is not of this program"


def rewritten(connection: Connection, from_n: int) -> None:
    """Compute the chain anew from a line on, as somebody would who knows how."""
    (previous,) = connection.execute("SELECT hash FROM event WHERE n = ?", (from_n - 1,)).fetchone()
    for n, *fields in connection.execute(f"SELECT {HASHED} FROM event WHERE n >= ? ORDER BY n", (from_n,)).fetchall():
        previous = link_hash(previous, n, fields)
        connection.execute("UPDATE event SET hash = ? WHERE n = ?", (previous, n))


def test_a_chain_computed_anew_is_found_by_an_anchor_alone(five: Desk) -> None:
    noted = verify(five.connection).anchor
    write(five, "act 6")
    assert found(five, noted) == ""
    triggers = [str(five.one("SELECT sql FROM sqlite_schema WHERE name = ?", name)) for name in TRIGGERS]
    for name in TRIGGERS:
        five.connection.execute(f"DROP TRIGGER {name}")
    five.connection.execute("UPDATE event SET detail = 'nothing happened' WHERE n = 3")
    rewritten(five.connection, 3)
    for sql in triggers:
        five.connection.execute(sql)
    assert found(five) == ""
    assert found(five, noted) == "line 5 is not the one of the anchor: it, or one before it, was written anew"


def test_a_tail_cut_off_with_every_trace_is_found_by_an_anchor_alone(five: Desk) -> None:
    noted = verify(five.connection).anchor
    tamper(
        five,
        "DELETE FROM event WHERE n > 3",
        "DELETE FROM event_item WHERE n > 3",
        "UPDATE sqlite_sequence SET seq = 3 WHERE name = 'event'",
    )
    assert found(five) == ""
    assert found(five, noted) == "line 4 is missing: the log was cut off before the anchor's line 5"


def test_following_may_begin_late_and_then_believes_the_line_before(five: Desk) -> None:
    tamper(five, "UPDATE event SET detail = 'nothing happened' WHERE n = 2")
    assert verify(five.connection, from_n=4) == Verified(2, 5, bytes(verify(five.connection, 5).last_hash), "")
    assert verify_last(five.connection, 2).lines == 2
    assert verify_last(five.connection, 4).wrong.startswith("line 2 ")
    assert verify(five.connection, from_n=9).wrong == "line 8 is missing"


def test_an_anchor_is_written_as_it_is_read(five: Desk) -> None:
    noted = verify(five.connection).anchor
    assert str(noted) == f"5:{noted.hash.hex()}"
    assert anchor_of(f" {noted}\n") == anchor_of(str(noted).upper()) == noted


@pytest.mark.parametrize("written", ["", "5", "5:", "5:abc", "x:" + "0" * 64, "5:" + "g" * 64, "٥:" + "0" * 64])
def test_what_is_no_anchor_is_refused(written: str) -> None:
    with pytest.raises(StoreError, match="is no anchor; it is NUMBER:HASH"):
        anchor_of(written)


def test_a_line_that_an_item_does_not_list_is_found_unless_the_item_is_gone(desk: Desk) -> None:
    item_id = desk.item(desk.source("Herald"), "Bridge closed")
    desk.commit(
        lambda run: [
            append(run, Event(NOW_MS, "ana", "noted", "item", [each], "x")) for each in (item_id, 777, item_id)
        ]
    )
    desk.connection.execute("DELETE FROM event_item WHERE item_id = 777")
    assert found(desk) == ""
    desk.connection.execute("DELETE FROM event_item WHERE n = 3")
    assert found(desk) == "line 3 is not listed under one of its items"


def test_an_item_listed_under_a_line_that_does_not_name_it_is_found(five: Desk) -> None:
    five.connection.execute("INSERT INTO event_item(item_id, n) VALUES (2, 4)")
    assert found(five) == "line 4 is listed under an item that it does not name"


def test_lines_of_files_from_before_there_was_a_time_of_occurrence_keep_their_hash() -> None:
    before: list[str | int | None] = [NOW_MS, "ana", "noted", "item", "[1]", "rang", "", None]
    as_it_was = '[1,1800000000000,"ana","noted","item","[1]","rang","",null]'
    assert link_hash(b"", 1, before) == hashlib.sha256(as_it_was.encode()).digest()
    assert link_hash(b"", 1, [*before, None]) == link_hash(b"", 1, before)
    with_time = as_it_was[:-1] + ",1799999940000]"
    assert link_hash(b"\1", 1, [*before, NOW_MS - 60_000]) == hashlib.sha256(b"\1" + with_time.encode()).digest()


def escaped(text: str) -> str:
    """The canonical form's strings, by its description alone."""
    short = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + "".join(short.get(c, f"\\u{ord(c):04x}" if ord(c) < 0x20 else c) for c in text) + '"'


@given(st.text(), st.text())
def test_the_canonical_form_is_as_described(detail: str, operator: str) -> None:
    line = f'[7,1,{escaped(operator)},"noted","item","[1,2]",{escaped(detail)},"",3]'
    fields: list[str | int | None] = [
        1,
        operator,
        "noted",
        "item",
        json.dumps([1, 2], separators=(",", ":")),
        detail,
        "",
        3,
    ]
    assert link_hash(b"", 7, fields) == hashlib.sha256(line.encode()).digest()


def test_the_triggers_looked_for_are_those_of_the_schema() -> None:
    assert all(f"CREATE TRIGGER {name} " in "".join(sql for _, sql in STEPS) for name in TRIGGERS)
