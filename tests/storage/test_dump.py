"""Everything out as JSONL and in again: the very same rows, or a line that says why not."""

import io
import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.alerting import channels, outbox, revisions
from storage.alerting.outbox import Waiting
from storage.file import migrate, sqlite
from storage.file.backup import backup
from storage.file.dump import Dumped, dump, dump_to
from storage.file.errors import StoreError
from storage.file.restore import Restored, load_new
from storage.file.schema import STEPS
from storage.log import chain
from storage.reads.reader import Reader
from tests.storage.alerted import raised, told
from tests.storage.desk import HOUR_MS, Desk, entry, open_desk, quote, tag


def proof(connection: sqlite.Connection) -> str:
    return chain.verify(connection).wrong


def exported(path: Path) -> bytes:
    out = io.BytesIO()
    assert dump(path, out).unread == {}
    return out.getvalue()


def loaded(path: Path, lines: bytes) -> Restored:
    export = path.with_suffix(".jsonl")
    export.write_bytes(lines)
    return load_new(path, export, proof)


def rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of ours, past every door."""
    connection = sqlite.connect(path, "reader")
    connection.row_factory = None
    try:
        names = connection.execute(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'"
        )
        return {
            name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
            for (name,) in names.fetchall()
            if name != "sqlite_schema"
        }
    finally:
        connection.close()


def _sends(connection: sqlite.Connection, notice_id: int) -> None:
    """What is on its way out, a digest among it, by a rule of the config."""
    revisions.configure(connection, {"r": "match"}, 5)
    channels.configure(connection, {"hook": "abc", "mail": "def"})
    channels.turn_off(connection, "mail", "410 Gone", 6)
    for n, name in enumerate(("hook", "mail")):
        outbox.put(connection, Waiting(f"1:1:{name}", name, notice_id, 3, '{"title": "Мост"}', 5, 5 + n))
    outbox.digest(connection, [1], Waiting("digest:1:hook", "hook", None, 3, "{}", 7, 7), 7)


@pytest.fixture
def day(desk: Desk) -> Desk:
    """A desk with a bit of everything."""
    desk.use()
    herald, courier = desk.source("Herald"), desk.source("Courier")
    desk.speaker("Petrov", "the minister", role="minister", org="Ministry", side="east")
    said = quote("we have begun to leave today", "Petrov", who="person")
    desk.poll(herald, entry("Bridge closed \x00 at noon", tags=[tag("withdrawal", "claimed")], quotes=[said]))
    desk.poll(courier, entry("Мост закрыт", summary="«Мост» закрыт\u2028\U0001f309", guid="1"))
    desk.poll(courier, entry("Мост открыт", guid="1"))
    acts = desk.acts()
    acts.set_state([1], "acked")
    acts.pause([herald], True)
    acts.grade([courier], "F")
    acts.mute("source:courier", time.time_ns() // 1_000_000 + HOUR_MS, "the drill")
    acts.save_view("1", "Мост", "мост*")
    alert = raised(desk, story=1, items=(1,))
    told_by = told(desk, alert)
    desk.commit(lambda run: run.execute("INSERT INTO alert_fact VALUES (?, 'primary', 'Мост', 0, 1, NULL)", (alert,)))
    told(desk, alert, held="mute 1 by ana: drill")
    desk.commit(lambda run: _sends(run, told_by))
    acts.set_alert_state([alert], "dismissed", reason="false positive")
    acts.tag([2], "withdrawal", "denied")
    acts.undo()
    return desk


def test_an_import_has_every_row_of_the_database_and_its_export_is_the_same_to_the_byte(
    day: Desk, tmp_path: Path
) -> None:
    lines = exported(day.path)
    other = tmp_path / "other.db"
    restored = loaded(other, lines)
    assert (restored.items, restored.told, restored.aside) == (2, (), None)
    assert exported(other) == lines
    theirs, ours = rows_of(other), rows_of(day.path)
    assert theirs == ours
    assert sum(map(len, ours.values())) > 20


def test_a_desk_goes_on_with_an_import_as_with_the_file(day: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    loaded(other, exported(day.path))
    with open_desk(other) as desk:
        assert list(desk.reader().item_ids()) == list(day.reader().item_ids())
        schema = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE '%migrations' ORDER BY name"
        assert desk.all(schema) == day.all(schema)
        found = desk.all("SELECT rowid FROM item_fts WHERE item_fts MATCH 'bridge'")
        assert found == [(1,)]
        desk.connection.execute("INSERT INTO item_fts(item_fts, rank) VALUES ('integrity-check', 1)")
        assert desk.acts().redo() is not None
        assert desk.item(desk.source("Herald"), "Port reopened") == 3
        assert proof(desk.connection) == ""


def test_the_first_line_says_what_it_is_and_each_row_is_a_line_of_its_table(day: Desk) -> None:
    head, *rows, end = [json.loads(line) for line in exported(day.path).splitlines()]
    assert (head["feint"], head["schema"]) == ("1", len(STEPS))
    assert [row["t"] for row in rows] == sorted(row["t"] for row in rows)
    columns = head["tables"]["item"]
    (first, _) = (dict(zip(columns, row["r"], strict=True)) for row in rows if row["t"] == "item")
    assert first["title"] == "Bridge closed \x00 at noon"
    assert end["rows"]["item"] == 2
    assert not [table for table in head["tables"] if "fts" in table or "migrations" in table]


def test_what_a_replicator_put_into_the_file_stays_there(day: Desk, tmp_path: Path) -> None:
    before = exported(day.path)
    day.connection.execute("CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)")
    day.connection.execute("INSERT INTO _litestream_seq VALUES (1, 5)")
    assert exported(day.path) == before


def test_an_export_into_a_file_is_whole_or_not_there_and_never_overwrites(day: Desk, tmp_path: Path) -> None:
    target = tmp_path / "night.jsonl"
    done = dump_to(day.path, target)
    assert target.read_bytes() == exported(day.path)
    assert done.rows == len(target.read_bytes().splitlines()) - 2
    with pytest.raises(StoreError, match="exports never overwrite"):
        dump_to(day.path, target)
    with pytest.raises(StoreError, match="could not be written"):
        dump_to(day.path, tmp_path / "none" / "night.jsonl")
    with pytest.raises(StoreError, match="no such database"):
        dump_to(tmp_path / "none.db", tmp_path / "none.jsonl")
    assert not [each for each in tmp_path.iterdir() if "none" in each.name]


INTEGER = st.integers(-(1 << 63), (1 << 63) - 1)
WORDS = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    ["", "\x00", "a\x00b", "\r\n", '"\\', "\u2028", "\x7f\x9b", '{"b64":"AA=="}', "\U0010ffff", "\ufeff", "١٢"]
)
REAL = st.floats(allow_nan=False)
BYTES = st.binary(max_size=40)
HOSTS = st.dictionaries(WORDS, INTEGER, max_size=5)
OUTBOX = st.dictionaries(INTEGER, st.tuples(INTEGER, WORDS, WORDS, st.none() | INTEGER), max_size=5)
LEASES = st.dictionaries(WORDS, st.tuples(WORDS, INTEGER, INTEGER, REAL, INTEGER, WORDS), max_size=3)
SOURCES = st.dictionaries(
    WORDS, st.tuples(WORDS, BYTES, BYTES, REAL, st.none() | WORDS, st.none() | INTEGER), max_size=4
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database without a row, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "feint.db"
    migrate.ready(path)
    return path


@settings(max_examples=40, deadline=None)
@given(hosts=HOSTS, outbox=OUTBOX, leases=LEASES, sources=SOURCES)
def test_whatever_stands_in_a_cell_comes_back_exactly(
    empty: Path,
    hosts: dict[str, int],
    outbox: dict[int, tuple[object, ...]],
    leases: dict[str, tuple[object, ...]],
    sources: dict[str, tuple[object, ...]],
) -> None:
    with TemporaryDirectory() as folder:
        path, other = Path(folder) / "feint.db", Path(folder) / "other.db"
        shutil.copy(empty, path)
        connection = sqlite.connect(path, "desk")
        with sqlite.transaction(connection):
            connection.executemany("INSERT INTO host VALUES (?, ?)", list(hosts.items()))
            connection.executemany(
                "INSERT INTO outbox(id, delivery, due_ms, channel, payload, done_ms, severity, made_ms)"
                " VALUES (?1, 'n' || ?1, ?2, ?3, ?4, ?5, 0, 0)",
                [(k, *v) for k, v in outbox.items()],
            )
            connection.executemany(
                "INSERT INTO lease VALUES (?, ?, ?, ?, ?, ?, ?)", [(k, *v) for k, v in leases.items()]
            )
            connection.executemany(
                "INSERT INTO source(url, name, body_hash, keys, interval_s, etag, gap_to_ms, family, kind, grade, language, side)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, '', '', '', '', '')",
                [(k, *v) for k, v in sources.items()],
            )
        connection.close()
        lines = exported(path)
        connection = sqlite.connect(path, "desk")
        connection.execute("DELETE FROM lease")  # what an import leaves out: the processes that were at work
        connection.close()
        loaded(other, lines)
        assert rows_of(other) == rows_of(path)
        assert exported(other) == exported(path)


def test_an_export_is_read_only_into_a_new_database(day: Desk, tmp_path: Path) -> None:
    before = rows_of(day.path)
    export = tmp_path / "night.jsonl"
    dump_to(day.path, export)
    with pytest.raises(StoreError, match="is there already, an export is only read into a new database"):
        load_new(day.path, export, proof)
    assert rows_of(day.path) == before
    (tmp_path / "touched.db").touch()
    assert load_new(tmp_path / "touched.db", export, proof).items == 2


def an_export(lines: list[bytes], table: str) -> int:
    """Where the first row of a table stands."""
    return next(n for n, line in enumerate(lines) if line.startswith(b'{"t":"%s"' % table.encode()))


def cut_off(lines: list[bytes]) -> list[bytes]:
    return lines[:-1]


def cut_off_in_a_line(lines: list[bytes]) -> list[bytes]:
    return [*lines[:-3], lines[-3][:20]]


def a_changed_letter(lines: list[bytes]) -> list[bytes]:
    return [line.replace(b"noon", b"dawn") for line in lines]


def a_row_left_out(lines: list[bytes]) -> list[bytes]:
    place = an_export(lines, "tag")
    return [*lines[:place], *lines[place + 1 :]]


def a_row_twice(lines: list[bytes]) -> list[bytes]:
    place = an_export(lines, "tag")
    return [*lines[:place], lines[place], *lines[place:]]


def a_cell_too_few(lines: list[bytes]) -> list[bytes]:
    return [b'{"t":"host","r":["a"]}\n' if line.startswith(b'{"t":"item"') else line for line in lines]


def of_no_table(lines: list[bytes]) -> list[bytes]:
    return [lines[0], b'{"t":"song","r":[1]}\n', *lines[1:]]


def no_json(lines: list[bytes]) -> list[bytes]:
    return [lines[0], b"Dear diary\n", *lines[1:]]


def nested_without_end(lines: list[bytes]) -> list[bytes]:
    return [lines[0], b"[" * 100_000 + b"\n", *lines[1:]]


def something_behind_the_end(lines: list[bytes]) -> list[bytes]:
    return [*lines, b"\n"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (cut_off, "the export ends too soon, it was cut off"),
        (cut_off_in_a_line, "line "),
        (a_changed_letter, "what was read is not what was written"),
        (a_row_left_out, "what was read is not what was written"),
        (a_row_twice, "what was read is not what was written"),
        (a_cell_too_few, "is no row of a table"),
        (of_no_table, "line 2: is no row of a table"),
        (no_json, "line 2: "),
        (nested_without_end, "line 2: "),
        (something_behind_the_end, "more follows after the end"),
    ],
)
def test_a_spoilt_export_is_refused_with_the_line_and_leaves_nothing(
    day: Desk, tmp_path: Path, spoil: Callable[[list[bytes]], list[bytes]], said: str
) -> None:
    lines = exported(day.path).splitlines(keepends=True)
    other = tmp_path / "new" / "other.db"
    other.parent.mkdir()
    with pytest.raises(StoreError) as failure:
        loaded(other, b"".join(spoil(lines)))
    assert said in str(failure.value)
    assert "\n" not in str(failure.value)
    assert [each.name for each in other.parent.iterdir() if each.stat().st_size] == ["other.jsonl"]


def sealed(path: Path, work: Callable[[sqlite.Connection], object]) -> bytes:
    """An export that is whole in itself, of a file that somebody has been at."""
    connection = sqlite.connect(path, "collector")
    connection.execute("PRAGMA foreign_keys = OFF")
    work(connection)
    connection.close()
    return exported(path)


def test_an_export_of_a_log_that_was_rewritten_is_refused(day: Desk, tmp_path: Path) -> None:
    def rewrite(connection: sqlite.Connection) -> None:
        connection.execute("DROP TRIGGER event_is_never_changed")
        connection.execute("UPDATE event SET operator = 'ben' WHERE operator = 'ana'")

    lines = sealed(day.path, rewrite)
    with pytest.raises(StoreError, match=r"the log: line \d+ is not as it was written.*nothing was changed"):
        loaded(tmp_path / "other.db", lines)
    assert not (tmp_path / "other.db").exists()


def test_an_export_of_a_log_that_was_cut_off_is_refused(day: Desk, tmp_path: Path) -> None:
    def cut(connection: sqlite.Connection) -> None:
        connection.execute("DROP TRIGGER event_is_never_deleted")
        connection.execute("DELETE FROM event_item WHERE n = (SELECT max(n) FROM event)")
        connection.execute("DELETE FROM event WHERE n = (SELECT max(n) FROM event)")

    with pytest.raises(StoreError, match=r"the log: line \d+ is missing: the log was cut off"):
        loaded(tmp_path / "other.db", sealed(day.path, cut))


def test_an_export_whose_rows_refer_to_nothing_is_refused(day: Desk, tmp_path: Path) -> None:
    lines = sealed(day.path, lambda connection: connection.execute("UPDATE tag SET item_id = 99"))
    with pytest.raises(StoreError, match="a row of tag refers to one of item that is not there; nothing was changed"):
        loaded(tmp_path / "other.db", lines)


def test_an_export_of_a_newer_feint_and_what_is_none_are_refused(day: Desk, tmp_path: Path) -> None:
    head, *rest = exported(day.path).splitlines(keepends=True)
    newer = json.loads(head) | {"schema": len(STEPS) + 1}
    other_format = json.loads(head) | {"feint": "2"}
    for said, first in (("newer feint", newer), ("newer feint", other_format), ("is not an export", {"feint": "1"})):
        with pytest.raises(StoreError, match=said):
            loaded(tmp_path / "other.db", b"".join([json.dumps(first).encode() + b"\n", *rest]))
    with pytest.raises(StoreError, match="its tables are not those of schema"):
        loaded(tmp_path / "other.db", json.dumps(json.loads(head) | {"tables": {}}).encode() + b"\n")


def test_an_export_of_a_former_version_becomes_a_file_of_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = tmp_path / "feint.db", tmp_path / "other.db"
    with monkeypatch.context() as then:
        then.setattr(migrate, "STEPS", STEPS[:2])
        migrate.ready(path)
        connection = sqlite.connect(path, "collector")
        connection.execute("INSERT INTO host VALUES ('feeds.example', 5)")
        connection.close()
        lines = exported(path)
    assert json.loads(lines.splitlines()[0])["schema"] == 2
    loaded(other, lines)
    Reader(other).close()
    migrate.ready(path)
    assert rows_of(other) == rows_of(path)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of some hundred pages."""
    path = tmp_path_factory.mktemp("large") / "feint.db"
    with open_desk(path) as desk:
        source = desk.source("Herald")
        for n in range(60):
            desk.poll(source, entry(f"one{n} two{n}", text=f"{n} words of a long text " * 60, tags=[tag("withdrawal")]))
        desk.acts().set_state(range(1, 61), "acked")
    backup(path, path.with_name("vacuumed.db"))
    return path.with_name("vacuumed.db")


def with_a_broken_page(path: Path, page: int) -> Path:
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    broken = path.with_name("broken.db")
    broken.write_bytes(data)
    return broken


def salvaged(path: Path) -> tuple[Dumped, bytes]:
    out = io.BytesIO()
    return dump(path, out), out.getvalue()


def test_of_a_damaged_database_what_can_be_read_goes_out_and_comes_in_again(large: Path, tmp_path: Path) -> None:
    """A quarter of the pages in turn: whatever is lost, what is left is a file that a desk can use."""
    lost: list[int] = []
    for page in range(2, large.stat().st_size // 4096 + 1, 4):
        try:
            done, lines = salvaged(with_a_broken_page(large, page))
        except StoreError:  # the schema itself
            continue
        other = tmp_path / f"{page}.db"
        restored = loaded(other, lines)
        assert bool(restored.told) == bool(done.unread)
        connection = sqlite.connect(other, "reader")
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.close()
        with open_desk(other) as desk:
            assert len(desk.reader().item_ids()) == restored.items
            desk.item(desk.source("Courier"), "Port reopened")
        if done.unread:
            lost.append(60 - restored.items)
    assert sum(1 for items in lost if 0 < items < 10) > 5
    assert sum(1 for items in lost if items == 60) <= 1  # the page from which all others are found


def test_items_outlive_their_source_and_their_story(large: Path, tmp_path: Path) -> None:
    connection = sqlite.connect(large, "reader")
    roots = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name IN ('source', 'story')").fetchall()
    connection.close()
    for (page,) in roots:
        done, lines = salvaged(with_a_broken_page(large, page))
        restored = loaded(tmp_path / f"{page}.db", lines)
        assert set(done.unread) <= {"source", "story"}
        assert restored.items == 60
        assert any("their items are kept under a stand-in" in line for line in restored.told)


def test_an_export_holds_little_in_memory(large: Path, tmp_path: Path) -> None:
    class Longest(io.BytesIO):
        longest = 0

        def write(self, data: object) -> int:
            assert isinstance(data, bytes)
            self.longest = max(self.longest, len(data))
            return 0

    out = Longest()
    dump(large, out)
    assert 1_000 < out.longest < 10_000
