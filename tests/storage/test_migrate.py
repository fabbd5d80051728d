"""Making the file, bringing it up to date, and refusing politely where that cannot be."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.acting.acts import Acts
from storage.file import backup, lease, migrate, sqlite
from storage.file.errors import DiskFull, StoreError
from storage.file.lease import Lease
from storage.file.readonly import reading
from storage.file.schema import STEPS
from storage.query import parse
from storage.reads.reader import Reader
from tests.storage.desk import NOW_MS, Desk, entry, quote
from tests.storage.older_days import A_DAY_OF_SINGLE_VOICES, A_DISPUTED_DAY, AN_OLDER_DAY


def pragma(path: Path, name: str) -> object:
    connection = sqlite.connect(path, "collector")
    try:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]
    finally:
        connection.close()


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def ordinary_user(tmp_path: Path) -> Iterator[None]:
    """Root may write everywhere: the test goes on as somebody else."""
    if os.geteuid() != 0:
        yield
        return
    for folder in (tmp_path, *tmp_path.parents):
        if not mode_of(folder) & stat.S_IXOTH:
            folder.chmod(mode_of(folder) | stat.S_IXOTH)
    os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_fresh_file_is_its_owners_alone_in_wal_mode_and_marked_as_ours(tmp_path: Path) -> None:
    path = tmp_path / "feint.db"
    migrate.ready(path)
    assert mode_of(path) == 0o600
    assert pragma(path, "journal_mode") == "wal"
    assert pragma(path, "auto_vacuum") == 2
    assert pragma(path, "application_id") == sqlite.APPLICATION_ID
    assert pragma(path, "user_version") == len(STEPS)


def test_the_files_beside_it_are_its_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    path = tmp_path / "feint.db"
    before = os.umask(0)
    try:
        migrate.ready(path)
        connection = sqlite.connect(path, "collector")
        connection.execute("INSERT INTO host VALUES ('a', 1)")
        assert [mode_of(each) for each in tmp_path.iterdir()] == [0o600] * 4
        assert sorted(each.name for each in tmp_path.iterdir()) == [
            "feint.db",
            "feint.db-shm",
            "feint.db-wal",
            "feint.db.migration",
        ]
        connection.close()
    finally:
        os.umask(before)


def test_a_missing_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "some" / "where"
    migrate.ready(folder / "feint.db")
    assert mode_of(folder) == 0o700


def test_every_table_is_strict(tmp_path: Path) -> None:
    path = tmp_path / "feint.db"
    migrate.ready(path)
    connection = sqlite.connect(path, "reader")
    loose = connection.execute(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'"
        " AND name NOT LIKE 'item_fts%' AND name NOT LIKE '%migrations'"
    ).fetchall()
    connection.close()
    assert [row[0] for row in loose] == []


def test_making_it_ready_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "feint.db"
    migrate.ready(path)
    before = path.read_bytes()
    migrate.ready(path)
    assert path.read_bytes() == before


def test_a_name_with_uri_characters_is_only_a_name(tmp_path: Path) -> None:
    path = tmp_path / "50%3f #1?mode=memory.db"
    migrate.ready(path)
    Reader(path).close()
    assert path.stat().st_size > 0


def test_a_file_left_empty_or_half_made_by_a_killed_process_is_finished(tmp_path: Path) -> None:
    empty, half = tmp_path / "empty.db", tmp_path / "half.db"
    empty.touch(0o600)
    connection = sqlite3.connect(half)
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute(f"PRAGMA application_id = {sqlite.APPLICATION_ID}")
    connection.close()
    for path in (empty, half):
        migrate.ready(path)
        assert pragma(path, "journal_mode") == "wal"
        assert pragma(path, "user_version") == len(STEPS)


RACE = """
import sys
from pathlib import Path
from storage.file import migrate
from storage.reads.reader import Reader
sys.stdin.read(1)
for n in range(8):
    path = Path(sys.argv[1]) / f"{n}.db"
    migrate.ready(path)
    Reader(path).close()
"""


def test_processes_that_start_at_once_all_find_a_ready_file(tmp_path: Path) -> None:
    racers = [
        subprocess.Popen([sys.executable, "-c", RACE, str(tmp_path)], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write(b".")
        racer.stdin.flush()
    assert [racer.communicate(timeout=60)[1].decode() for racer in racers] == [""] * 3
    assert {pragma(path, "user_version") for path in tmp_path.glob("*.db")} == {len(STEPS)}


def test_who_meets_another_that_makes_the_file_waits_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "feint.db"
    sqlite.create(path)
    connection, other = sqlite.connect(path, "collector"), sqlite.connect(path, "collector")
    connection.execute("PRAGMA busy_timeout = 0")
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(time, "sleep", lambda _: other.execute("ROLLBACK"))
    sqlite.use_wal(path, connection)
    assert not other.in_transaction
    connection.close()
    other.close()
    assert pragma(path, "journal_mode") == "wal"


def test_stories_go_on_over_the_change_from_a_table_of_words_to_the_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "feint.db"
    with monkeypatch.context() as older:
        older.setattr(migrate, "STEPS", STEPS[: [name for name, _ in STEPS].index("window")])
        migrate.ready(path)
    connection = sqlite.connect(path, "collector")
    connection.executescript(AN_OLDER_DAY)
    connection.close()
    desk = Desk(path)
    source = desk.source("Courier")
    copy = desk.item(source, "Bridge closed at noon")
    assert desk.all("SELECT story_id, relation, copy_of FROM item WHERE id = ?", copy) == [(1, "copy", 1)]
    assert desk.one("SELECT count(*) FROM item_words") == 2
    desk.close()


def test_a_file_of_before_the_labels_shows_its_tags_and_the_disputes_that_it_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "feint.db"
    with monkeypatch.context() as older:
        older.setattr(migrate, "STEPS", STEPS[: [name for name, _ in STEPS].index("language")])
        migrate.ready(path)
    connection = sqlite.connect(path, "collector")
    connection.executescript(A_DISPUTED_DAY)
    connection.close()
    desk = Desk(path)
    rows = desk.reader().item_rows(range(1, 6))
    assert [row.tags for row in rows.values()] == [
        (("withdrawal", "claimed"), ("escalation", "asserted")),
        (("withdrawal", "doubted"),),
        (("withdrawal", "conditional"),),
        (("withdrawal", "denied"),),
        (),
    ]
    both = (("withdrawal", "claimed"), ("withdrawal", "conditional"), ("withdrawal", "doubted"))
    assert [row.disputed for row in rows.values()] == [both, both, both, (), ()]
    assert list(desk.reader().item_ids(parse("is:disputed"))) == [3, 2, 1]
    status = desk.reader().status(NOW_MS)
    assert (status.lexicon, desk.reader().labels(NOW_MS)) == (None, [])
    assert desk.use() == 5
    counts = {row.name: row.unread for row in desk.reader().labels(NOW_MS)}
    assert counts == {"withdrawal": 4, "escalation": 1, "deescalation": 0}
    desk.acts().tag([2], "withdrawal", "claimed")
    assert desk.disputed(1) == ""
    desk.close()


def test_a_large_file_is_searched_for_disputes_story_by_story(desk: Desk) -> None:
    (sql,) = (each for each in migrate._statements(dict(STEPS)["language"]) if "UPDATE story" in each)
    plan = [str(row[3]) for row in desk.connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]
    steps = [step for step in plan if " tag " in step]
    assert steps
    assert all("item_id=?" in step for step in steps)


def test_a_file_of_the_last_version_keeps_its_voices_quotes_and_counts_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "feint.db"
    with monkeypatch.context() as older:
        older.setattr(migrate, "STEPS", STEPS[: [name for name, _ in STEPS].index("voices")])
        migrate.ready(path)
    connection = sqlite.connect(path, "collector")
    connection.executescript(A_DAY_OF_SINGLE_VOICES)
    connection.close()
    desk = Desk(path)
    view = desk.reader().story(2)
    assert view is not None
    assert (view.origin, view.origin_basis, view.voices) == ("AFP", "source", ("Ministry",))
    assert [(member.id, member.voices, member.because) for member in view.members] == [
        (1, ("Ministry",), ""),
        (3, ("herald",), ""),
    ]
    assert [(row.name, row.basis, row.outlets) for row in view.origins] == [
        ("herald", "own", ("Herald",)),
        ("AFP", "source", ("Courier", "Herald")),
    ]
    assert (view.item.origins, view.item.primaries, view.item.origins_unknown) == (2, 2, 0)
    assert [(row.primary, row.outlets) for row in view.claims] == [("", ("Herald",))]
    (said,) = view.quotes
    assert (said.speaker, said.side, said.inferred, said.carriers) == ("Petrov", "east", False, 2)
    (pile,) = desk.reader().item_rows([4]).values()
    assert (pile.origins, pile.origins_unknown, pile.primaries) == (0, 1, 0)
    (statement,) = desk.reader().ledger(1)
    assert (statement.text, statement.carriers) == ("we have begun to leave today", 2)
    desk.speaker("Petrov", "the minister", role="minister", org="Ministry", side="east")
    told = entry("Units leave the rail yard", quotes=[quote("nobody will be left there", "the minister", who="office")])
    desk.poll(desk.source("Post"), told)
    assert desk.all("SELECT story_id, origin FROM item WHERE id = 5") == [(1, "post")]
    assert desk.all("SELECT name, side, own FROM voice WHERE item_id = 5") == [("Ministry", "east", 0)]
    (row,) = desk.reader().item_rows([1]).values()
    assert (row.origins, row.primaries) == (3, 1)
    assert [each.text for each in desk.reader().ledger(1)] == [
        "nobody will be left there",
        "we have begun to leave today",
    ]
    desk.close()


def older(path: Path, monkeypatch: pytest.MonkeyPatch, *, steps: int = len(STEPS) - 1) -> dict[str, list[object]]:
    """Make a file of a former version with something in it; returns what it holds."""
    with monkeypatch.context() as then:
        then.setattr(migrate, "STEPS", STEPS[:steps])
        migrate.ready(path)
    connection = sqlite.connect(path, "collector")
    connection.execute("INSERT INTO host VALUES ('feeds.example', 5)")
    connection.close()
    return held(path)


def held(path: Path) -> dict[str, list[object]]:
    """The version and the tables of a file."""
    connection = sqlite.connect(path, "reader")
    connection.row_factory = None
    try:
        tables = connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
        rows = connection.execute("SELECT * FROM host").fetchall()
        return {"version": connection.execute("PRAGMA user_version").fetchall(), "tables": tables, "rows": rows}
    finally:
        connection.close()


def beside(path: Path) -> set[str]:
    """The files beside a database, but for locks and SQLite's index of an empty -wal."""
    found = {each.name for each in path.parent.iterdir() if each.stat().st_size}
    return found - {path.name, f"{path.name}-shm"}


def test_an_older_file_is_kept_beside_it_before_it_is_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, copy = tmp_path / "feint.db", tmp_path / f"feint.db.schema-{len(STEPS) - 1}.backup"
    before = older(path, monkeypatch)
    said = migrate.ready(path)
    assert said == f"{path}: brought from schema {len(STEPS) - 1} to {len(STEPS)}; the file as it was: {copy}"
    assert pragma(path, "user_version") == len(STEPS)
    assert held(copy) == before
    assert mode_of(copy) == 0o600
    assert beside(path) == {copy.name}
    assert migrate.ready(path) == ""


def test_a_copy_of_the_same_schema_is_replaced_and_one_of_another_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "feint.db"
    before = older(path, monkeypatch)
    last, former = (tmp_path / f"feint.db.schema-{n}.backup" for n in (len(STEPS) - 1, len(STEPS) - 2))
    last.write_text("of last year")
    former.write_text("of the year before")
    migrate.ready(path)
    assert held(last) == before
    assert former.read_text() == "of the year before"


def test_without_room_for_the_copy_nothing_is_migrated_and_the_line_says_how_much_it_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "feint.db"
    before = older(path, monkeypatch)
    with monkeypatch.context() as full:
        full.setattr(backup, "_free", lambda folder: 4_096)
        with pytest.raises(
            DiskFull, match=r"takes 0\.\d MB where 0\.0 MB are free; free some space, nothing was changed"
        ):
            migrate.ready(path)
    assert held(path) == before
    assert beside(path) == set()
    migrate.ready(path)
    assert pragma(path, "user_version") == len(STEPS)


def test_a_step_that_breaks_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "feint.db"
    before = older(path, monkeypatch)
    broken = (*STEPS, ("broken", "CREATE TABLE one (n INTEGER) STRICT; INSERT INTO two VALUES (1);"))
    with monkeypatch.context() as later:
        later.setattr(migrate, "STEPS", broken)
        with pytest.raises(StoreError, match="no such table: two"):
            migrate.ready(path)
    assert held(path) == before
    migrate.ready(path)
    assert pragma(path, "user_version") == len(STEPS)


KILLED = """
import itertools, os, signal, sys
from pathlib import Path
from storage.file import backup, migrate, partial

last, statements = int(sys.argv[2]), itertools.count()
def seen(what):
    if next(statements) == last:
        os.kill(os.getpid(), signal.SIGKILL)
    return what
split, copy, replace = migrate._statements, backup.copy, partial.replace
migrate._statements = lambda sql: map(seen, split(sql))
backup.copy = lambda *words: copy(*map(seen, words))
partial.replace = lambda *words: seen(replace(*words))
migrate.ready(Path(sys.argv[1]))
seen(None)
"""


@pytest.mark.parametrize("last", [0, 2, 3, 5, 8])
def test_a_migration_that_is_killed_leaves_the_file_as_it_was_and_the_next_start_does_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    path = tmp_path / "feint.db"
    before = older(path, monkeypatch)
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path), str(last)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert held(path) == before
    assert migrate.ready(path) != ""
    assert pragma(path, "user_version") == len(STEPS)
    assert pragma(path, "quick_check") == "ok"
    assert not list(tmp_path.glob("*.partial"))


def test_a_collector_at_work_on_the_older_file_is_named_and_nothing_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "feint.db"
    older(path, monkeypatch)
    collector = Lease(path)
    assert collector.take()
    with pytest.raises(StoreError, match="the collector is at work on it; stop it first, nothing was changed"):
        migrate.ready(path)
    connection = sqlite.connect(path, "collector")
    lease.begin(connection, "box:42", NOW_MS)
    connection.close()
    before = held(path)
    with pytest.raises(StoreError, match="the collector box:42 is at work on it"):
        migrate.ready(path)
    assert held(path) == before
    assert beside(path) == set()
    collector.release()
    assert migrate.ready(path) != ""


def test_a_desk_starts_beside_a_collector_of_its_own_version(tmp_path: Path) -> None:
    path = tmp_path / "feint.db"
    migrate.ready(path)
    collector = Lease(path)
    with migrate.alone(path):
        assert collector.take()
        assert migrate.ready(path) == ""
    collector.release()


RACE_TO_MIGRATE = """
import sys
from pathlib import Path
from storage.file import migrate
sys.stdin.read(1)
print(migrate.ready(Path(sys.argv[1])))
"""


def test_of_processes_that_start_at_once_on_an_older_file_one_migrates_and_all_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "feint.db"
    older(path, monkeypatch)
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACE_TO_MIGRATE, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    said = [racer.communicate(".", timeout=60)[0].strip() for racer in racers]
    assert [racer.returncode for racer in racers] == [0] * 3
    assert len([line for line in said if "brought from schema" in line]) == 1
    assert pragma(path, "user_version") == len(STEPS)


def test_an_archive_is_migrated_too_and_without_room_for_a_copy_it_does_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    roomy, tight = tmp_path / "feint.2026-08.archive.db", tmp_path / "feint.2026-09.archive.db"
    before = older(roomy, monkeypatch)
    older(tight, monkeypatch)
    assert migrate.ready_archive(roomy) != ""
    assert held(tmp_path / f"{roomy.name}.schema-{len(STEPS) - 1}.backup") == before
    monkeypatch.setattr(backup, "_free", lambda folder: 4_096)
    assert "no copy was kept" in migrate.ready_archive(tight)
    assert [pragma(path, "user_version") for path in (roomy, tight)] == [len(STEPS)] * 2
    assert migrate.ready_archive(tight) == ""


LEFT_BY_A_NEWER_FEINT = f"""
import os, signal, sys
from pathlib import Path
from storage.file import sqlite
connection = sqlite.connect(Path(sys.argv[1]), "desk")
connection.execute("PRAGMA user_version = {len(STEPS) + 1}")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_newer_file_that_was_closed_is_refused_without_a_trace(tmp_path: Path) -> None:
    path = tmp_path / "feint.db"
    made_by_a_newer_feint(path)
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    for opening in (migrate.ready, migrate.ready_archive, lambda path: reading(path).__enter__()):
        with pytest.raises(StoreError, match=rf"newer feint \(schema {len(STEPS) + 1}, this one knows {len(STEPS)}\)"):
            opening(path)
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before


def test_what_a_killed_newer_feint_left_in_the_wal_is_read_and_left_there(tmp_path: Path) -> None:
    path = tmp_path / "feint.db"
    migrate.ready(path)
    subprocess.run([sys.executable, "-c", LEFT_BY_A_NEWER_FEINT, str(path)], check=False)
    before = [each.read_bytes() for each in (path, tmp_path / "feint.db-wal")]
    for opening in (migrate.ready, migrate.ready_archive, lambda path: reading(path).__enter__()):
        with pytest.raises(StoreError, match="newer feint"):
            opening(path)
    assert [each.read_bytes() for each in (path, tmp_path / "feint.db-wal")] == before


def made_by_a_newer_feint(path: Path) -> None:
    migrate.ready(path)
    connection = sqlite.connect(path, "collector")
    connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    connection.close()


def of_another_program(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE song (name TEXT)")
    connection.close()


def of_another_program_and_without_tables(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA application_id = 7")
    connection.close()


def a_text(path: Path) -> None:
    path.write_text("This is a diary, and it has been kept for a long time.\n" * 100)


def a_short_text(path: Path) -> None:
    path.write_text("diary")


def cut_short(path: Path) -> None:
    migrate.ready(path)
    path.write_bytes(path.read_bytes()[:5_000])


def with_a_zeroed_header(path: Path) -> None:
    migrate.ready(path)
    path.write_bytes(bytes(100) + path.read_bytes()[100:])


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (made_by_a_newer_feint, "newer feint"),
        (of_another_program, "another program"),
        (of_another_program_and_without_tables, "another program"),
        (a_text, "not a database"),
        (a_short_text, "not a database"),
        (cut_short, "damaged"),
        (with_a_zeroed_header, "not a database"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_in_one_line_and_left_as_it_is(
    tmp_path: Path, made: Callable[[Path], None], said: str
) -> None:
    path = tmp_path / "odd.db"
    made(path)
    before = path.read_bytes()
    for opening in (migrate.ready, Reader, lambda path: Acts(path, "ana")):
        with pytest.raises(StoreError) as failure:
            opening(path)
        assert said in str(failure.value)
        assert str(path) in str(failure.value)
        assert "\n" not in str(failure.value)
    assert path.read_bytes() == before


def test_a_desk_says_what_to_run_where_there_is_no_file_or_an_older_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such database; start `feint`"):
        Reader(tmp_path / "none.db")
    sqlite.create(tmp_path / "new.db")
    with pytest.raises(
        StoreError, match="holds nothing yet; where another feint is making it, it is ready in a moment"
    ):
        Reader(tmp_path / "new.db")
    (tmp_path / "new.db").rename(tmp_path / "old.db")
    with closing(sqlite.connect(tmp_path / "old.db", "collector")) as connection:
        connection.execute("PRAGMA user_version = 1")
    with pytest.raises(StoreError, match="older version"):
        Reader(tmp_path / "old.db")


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be"):
        migrate.ready(tmp_path)


def test_a_name_too_long_for_the_file_system_is_a_store_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        migrate.ready(tmp_path / ("x" * 300))


@pytest.mark.usefixtures("ordinary_user")
@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_a_folder_that_is_not_ours_to_write_is_a_store_error(tmp_path: Path, mode: int) -> None:
    folder = Path(f"/tmp/feint-test-{os.getpid()}-{mode}")
    folder.mkdir()
    try:
        folder.chmod(mode)
        with pytest.raises(StoreError, match="Permission denied"):
            migrate.ready(folder / "feint.db")
        with pytest.raises(StoreError):
            Reader(folder / "feint.db")
    finally:
        folder.chmod(0o700)
        folder.rmdir()


def test_a_network_file_system_is_refused_whether_the_file_is_there_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "there.db"
    migrate.ready(there)
    monkeypatch.setattr(sqlite, "file_system_of", lambda folder: "nfs4")
    for path in (there, tmp_path / "new.db"):
        with pytest.raises(StoreError, match=r"network file system \(nfs4\)"):
            migrate.ready(path)
    assert not (tmp_path / "new.db").exists()


def test_the_file_system_of_a_folder_is_that_of_its_nearest_mount(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = "root / ext4 rw 0 0\nbox:/srv /mnt/news\\040desk nfs4 rw 0 0\nbox /mnt/news\\040desk/local ext4 rw 0 0\n"
    monkeypatch.setattr(Path, "read_text", lambda self: mounts)
    assert sqlite.file_system_of(Path("/mnt/news desk/day")) == "nfs4"
    assert sqlite.file_system_of(Path("/mnt/news desk/local/day")) == "ext4"
    assert sqlite.file_system_of(Path("/mnt/news")) == "ext4"
