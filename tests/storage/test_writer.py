"""The one writing thread: commits together what waits, drops alone what fails, and outlives every failure."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path

import pytest

from storage.file import migrate, sqlite
from storage.file.errors import DiskFull, StoreError, Superseded
from storage.file.lease import Lease
from storage.file.reserve import Reserve
from storage.file.sqlite import Connection
from storage.file.writer import Writer
from tests.storage.desk import Desk, entry

PATIENCE_S = 10


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    path = tmp_path / "feint.db"
    migrate.ready(path)
    writer = Writer(path)
    yield writer
    writer.close()


class Gate:
    """Work that holds the writing thread until it is let go, so that what is asked meanwhile waits together."""

    def __init__(self, writer: Writer) -> None:
        self._let_go = threading.Event()
        started = threading.Event()

        def hold(run: Connection) -> None:
            started.set()
            self._let_go.wait(PATIENCE_S)

        self.future = writer.do(hold)
        assert started.wait(PATIENCE_S)

    def open(self) -> None:
        self._let_go.set()
        self.future.exception(PATIENCE_S)


def put(writer: Writer, name: str) -> "Future[int]":
    return writer.do(lambda run: run.execute("INSERT INTO host VALUES (?, 1)", (name,)).rowcount)


def hosts(writer: Writer) -> list[str]:
    found = writer.do(lambda run: run.execute("SELECT name FROM host ORDER BY 1").fetchall())
    return [row[0] for row in found.result(PATIENCE_S)]


def test_a_result_comes_only_once_it_is_committed(writer: Writer, tmp_path: Path) -> None:
    put(writer, "a").result(PATIENCE_S)
    reader = sqlite.connect(tmp_path / "feint.db", "reader")
    assert reader.execute("SELECT count(*) FROM host").fetchone()[0] == 1
    reader.close()


def test_what_waits_is_committed_together_and_in_order(
    writer: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.file.writer._LONGEST_S", PATIENCE_S)
    reader = sqlite.connect(tmp_path / "feint.db", "reader")

    def version() -> int:
        return int(reader.execute("PRAGMA data_version").fetchone()[0])

    before = version()
    gate = Gate(writer)
    seen: list[int] = []

    def numbered(n: int) -> Callable[[Connection], None]:
        def work(run: Connection) -> None:
            seen.append(n)
            run.execute("INSERT INTO host VALUES (?, 1)", (str(n),))

        return work

    work = [writer.do(numbered(n)) for n in range(50)]
    gate.open()
    for each in work:
        each.result(PATIENCE_S)
    assert seen == list(range(50))
    assert version() == before + 1
    reader.close()


def test_work_that_fails_is_rolled_back_alone(writer: Writer) -> None:
    gate = Gate(writer)

    def half(run: Connection) -> None:
        run.execute("INSERT INTO host VALUES ('half', 1)")
        raise ValueError("a bug")

    first, failing, twice, last = put(writer, "a"), writer.do(half), put(writer, "a"), put(writer, "b")
    gate.open()
    assert (first.result(PATIENCE_S), last.result(PATIENCE_S)) == (1, 1)
    with pytest.raises(ValueError, match="a bug"):
        failing.result(PATIENCE_S)
    with pytest.raises(StoreError, match="UNIQUE"):
        twice.result(PATIENCE_S)
    assert hosts(writer) == ["a", "b"]


def test_work_taken_back_while_it_waits_is_not_done_and_the_writer_goes_on(writer: Writer) -> None:
    gate = Gate(writer)
    dropped, kept = put(writer, "dropped"), put(writer, "kept")
    assert dropped.cancel()
    gate.open()
    assert kept.result(PATIENCE_S) == 1
    assert hosts(writer) == ["kept"]


def test_a_full_disk_fails_what_shares_the_transaction_writes_half_of_nothing_and_passes(writer: Writer) -> None:
    put(writer, "before").result(PATIENCE_S)

    def fill(run: Connection) -> None:
        run.execute("INSERT INTO host VALUES (?, 1)", ("x" * 1_000_000,))

    (pages,) = writer.do(lambda run: run.execute("PRAGMA page_count").fetchone()).result(PATIENCE_S)
    writer.do(lambda run: run.execute(f"PRAGMA max_page_count = {pages + 2}").fetchone()).result(PATIENCE_S)
    gate = Gate(writer)
    first, full, later = put(writer, "first"), writer.do(fill), put(writer, "later")
    gate.open()
    for each in (first, full):
        with pytest.raises(StoreError, match="disk is full"):
            each.result(PATIENCE_S)
    assert later.result(PATIENCE_S) == 1
    assert hosts(writer) == ["before", "later"]
    writer.do(lambda run: run.execute("PRAGMA max_page_count = 1000000").fetchone()).result(PATIENCE_S)
    assert put(writer, "after").result(PATIENCE_S) == 1
    assert writer.do(lambda run: run.execute("PRAGMA integrity_check").fetchone()[0]).result(PATIENCE_S) == "ok"


def test_a_transaction_takes_in_no_more_work_once_it_has_lasted_its_time(
    writer: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.file.writer._LONGEST_S", 0.0)
    reader = sqlite.connect(tmp_path / "feint.db", "reader")
    gate = Gate(writer)
    first = put(writer, "a")
    seen = writer.do(lambda run: reader.execute("SELECT count(*) FROM host").fetchone()[0])
    gate.open()
    assert first.result(PATIENCE_S) == 1
    assert seen.result(PATIENCE_S) == 1
    reader.close()


def test_work_that_hides_sqlites_error_behind_its_own_does_not_end_the_writer(writer: Writer) -> None:
    (pages,) = writer.do(lambda run: run.execute("PRAGMA page_count").fetchone()).result(PATIENCE_S)

    def fill(run: Connection) -> None:
        run.execute(f"PRAGMA max_page_count = {pages + 2}").fetchone()
        try:
            run.execute("INSERT INTO host VALUES (?, 1)", ("x" * 1_000_000,))
        except sqlite.SqliteError as error:
            raise RuntimeError("hidden") from error
        finally:
            run.execute("PRAGMA max_page_count = 1000000").fetchone()

    with pytest.raises(RuntimeError, match="hidden"):
        writer.do(fill).result(PATIENCE_S)
    assert put(writer, "after").result(PATIENCE_S) == 1


def test_a_commit_that_is_refused_fails_its_work_and_the_writer_goes_on(writer: Writer) -> None:
    def break_at_commit(run: Connection) -> None:
        run.execute("PRAGMA defer_foreign_keys = ON")
        run.execute("INSERT INTO alert_evidence(alert_id, item_id, at_ms) VALUES (1, 1, 0)")

    with pytest.raises(StoreError, match="FOREIGN KEY"):
        writer.do(break_at_commit).result(PATIENCE_S)
    assert put(writer, "after").result(PATIENCE_S) == 1


def test_a_file_held_by_another_process_fails_the_work_and_the_writer_goes_on(writer: Writer, tmp_path: Path) -> None:
    writer.do(lambda run: None).result(PATIENCE_S)
    writer._connection.execute("PRAGMA busy_timeout = 50")
    other = sqlite.connect(tmp_path / "feint.db", "desk")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="another process holds it"):
        put(writer, "a").result(PATIENCE_S)
    other.execute("ROLLBACK")
    assert put(writer, "a").result(PATIENCE_S) == 1
    other.close()


def migrate_further(path: Path) -> None:
    with closing(sqlite.connect(path, "desk")) as newer:
        newer.execute("PRAGMA user_version = 999")


def put_another_in_its_place(path: Path) -> None:
    migrate.ready(other := path.with_name("other.db"))
    other.replace(path)


def take_it_away(path: Path) -> None:
    path.rename(path.with_name("elsewhere.db"))


@pytest.mark.parametrize("change", [migrate_further, put_another_in_its_place, take_it_away])
def test_nothing_is_written_any_more_into_a_file_that_is_no_longer_the_one_to_write(
    writer: Writer, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    path = tmp_path / "feint.db"
    put(writer, "before").result(PATIENCE_S)
    change(path)
    seen: list[int] = []
    for _ in range(2):
        with pytest.raises(Superseded, match=r"feint\.db"):
            writer.do(lambda run: seen.append(1)).result(PATIENCE_S)
    assert seen == []


def test_two_writers_never_both_write_even_when_the_lock_was_taken_away_under_the_first(tmp_path: Path) -> None:
    path = tmp_path / "feint.db"
    migrate.ready(path)
    leases = [Lease(path), Lease(path)]
    assert leases[0].take()
    first = Writer(path, lease=leases[0])
    put(first, "first").result(PATIENCE_S)
    path.with_name("feint.db.collector").unlink()
    assert leases[1].take()
    second = Writer(path, lease=leases[1])
    with pytest.raises(Superseded, match="another may collect"):
        put(first, "again").result(PATIENCE_S)
    put(second, "second").result(PATIENCE_S)
    assert hosts(second) == ["first", "second"]
    first.close()
    second.close()


def test_what_is_kept_for_a_full_disk_is_given_up_by_the_first_write_that_finds_no_room(
    writer: Writer, tmp_path: Path
) -> None:
    reserve = Reserve(tmp_path / "feint.db")
    assert reserve.make()

    def fill(run: Connection) -> None:
        (pages,) = run.execute("PRAGMA page_count").fetchone()
        run.execute(f"PRAGMA max_page_count = {pages + 2}").fetchone()
        run.execute("INSERT INTO host VALUES (?, 1)", ("x" * 1_000_000,))

    with pytest.raises(DiskFull):
        writer.do(fill).result(PATIENCE_S)
    assert not reserve.is_there()


def test_closing_does_first_what_waits(tmp_path: Path) -> None:
    path = tmp_path / "closing.db"
    migrate.ready(path)
    writer = Writer(path)
    waiting = [put(writer, str(n)) for n in range(200)]
    writer.close()
    assert all(each.done() and each.result() == 1 for each in waiting)


def test_a_poll_stored_through_the_writer_is_there(desk: Desk) -> None:
    source = desk.source("Herald")
    writer = Writer(desk.path)
    stored = writer.do(lambda run: desk.store(run, source, entry("Bridge closed"))).result(PATIENCE_S)
    writer.close()
    assert list(desk.reader().item_ids()) == list(stored.new)
