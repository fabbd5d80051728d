"""What goes from the file lies in the archive of its month, row by row, and can be read there as it was."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.file import sqlite
from storage.file.errors import DiskFull, StoreError, Superseded
from storage.keeping import archives, removal
from storage.keeping.archive import Volume
from storage.keeping.archives import Archive
from storage.query import parse
from storage.reads.reader import Reader
from tests.storage.desk import Desk, entry, quote, tag
from tests.storage.retaining import DAY_MS, held, let_go, pass_days, slices
from tests.storage.wholeness import faults_of

ROOT = Path(__file__).parents[2]
STATEMENT = "the bridge stays closed until further notice"
TABLES = {
    "item": "id, source_id, identity, link_key, link, title, summary, text, author, credit, credit_basis, published_ms,"
    " published_raw, published_basis, first_seen_ms, first_poll, revision, revised_ms, lexicon, story_id, relation, copy_of,"
    " copies, origin, origin_basis, badges, severity, state, starred, operator, joined_because, joined_by",
    "revision": "*",
    "voice": "*",
    "verdict": "*",
    "tag": 'item_id, revision, current, label, stance, field, start, "end", rule, cue, cue_start, cue_end, score, by, speaker_id',
    "quote": 'item_id, revision, current, utterance_id, field, start, "end", kind, text, speaker_id, speaker, surface, cue,'
    " basis, confidence, who, role, known_by",
    "utterance": "*",
    "speaker": "*",
    "speaker_alias": "*",
    "story": "*",
    "story_relation": "*",
    "source": "id, url, name, family, kind, grade, language, side, agency, items, unread, newest_item_ms",
}
"""What an archive has of every table, all of it where all items go."""

Rows = dict[str, list[tuple[object, ...]]]


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """A desk with a bit of everything, all of one month, and nothing that has to stay."""
    desk.now_ms = round(datetime(2027, 3, 3, tzinfo=UTC).timestamp() * 1_000)
    desk.speaker("A. Mason", "Mason", role="harbour master", org="Harbour", side="port")
    herald, tribune = desk.source("Herald"), desk.source("Tribune", side="town")
    said = [quote(STATEMENT, "A. Mason")]
    desk.poll(herald, entry("bridge closed today", guid="1", tags=[tag("withdrawal", "claimed")], quotes=said))
    desk.poll(
        herald, entry("bridge closed tonight for works", guid="1", tags=[tag("withdrawal", "denied")], quotes=said)
    )
    desk.poll(tribune, entry("bridge closed tonight for works", quotes=[quote(STATEMENT)]))
    desk.poll(tribune, entry("bridge closed in rain and wind and much else besides", summary="Fähre fährt"))
    desk.poll(herald, entry("market opens late", quotes=[quote("nobody will buy anything before noon", "B. Baker")]))
    return desk


def rows_of(path: Path) -> Rows:
    with closing(sqlite.connect(path, "reader")) as connection:
        return {
            table: sorted(map(tuple, connection.execute(f"SELECT {columns} FROM {table}").fetchall()), key=repr)
            for table, columns in TABLES.items()
        }


def only(desk: Desk) -> Archive:
    (archive,) = archives.files(desk.path)
    return archive


def test_an_archive_has_every_row_as_the_file_had_it(filled: Desk) -> None:
    before = rows_of(filled.path)
    pass_days(filled, 32)
    run = let_go(filled, archives=True)
    assert (run.gone, run.months) == (4, ["2027-03"])
    assert rows_of(only(filled).path) == before
    assert not faults_of(only(filled).path)
    assert not faults_of(filled.path)


def test_it_is_a_file_of_its_own_that_only_its_owner_may_read(filled: Desk) -> None:
    pass_days(filled, 32)
    let_go(filled, archives=True)
    archive = only(filled)
    assert archive == archives.of_month(filled.path, "2027-03")
    assert archive.path.name == "feint.2027-03.archive.db"
    assert archive.path.stat().st_mode & 0o777 == 0o600
    assert not archive.path.with_name(archive.path.name + "-wal").exists()


def test_it_is_read_and_searched_as_every_file(filled: Desk) -> None:
    pass_days(filled, 32)
    let_go(filled, archives=True)
    with closing(Reader(only(filled).path)) as reader:
        found = reader.item_ids(parse('tag:withdrawal stance:denied source:Herald "closed tonight"'))
        assert list(found) == [1]
        assert list(reader.item_ids(parse("fahre"))) == [3]
        assert list(reader.item_ids(parse('speaker:"A. Mason"'))) == [1]
        view = reader.story(1)
        assert view is not None
        assert view.item.title == "bridge closed tonight for works"
        assert [each.title for each in view.revisions] == ["bridge closed today", view.item.title]
        assert [source.items for source in reader.sources()] == [2, 2]


def test_each_month_has_its_own_the_newest_first(desk: Desk) -> None:
    herald = desk.source("Herald")
    for month in (1, 2, 3):
        desk.now_ms = round(datetime(2027, month, 28, 12, tzinfo=UTC).timestamp() * 1_000)
        desk.item(herald, f"event{month} place{month}")
    pass_days(desk)
    run = let_go(desk, archives=True)
    assert run.months == ["2027-01", "2027-02", "2027-03"]
    assert [archive.month for archive in archives.files(desk.path)] == ["2027-03", "2027-02", "2027-01"]


def test_copies_go_where_their_original_goes(desk: Desk) -> None:
    herald, tribune = desk.source("Herald"), desk.source("Tribune")
    desk.now_ms = round(datetime(2027, 2, 28, 23, 59, 50, tzinfo=UTC).timestamp() * 1_000)
    desk.item(herald, "bridge closed for works")
    desk.now_ms += DAY_MS
    desk.item(tribune, "bridge closed for works")
    pass_days(desk)
    assert let_go(desk, archives=True).gone == 2
    assert only(desk).month == "2027-02"
    assert not faults_of(only(desk).path)


def test_a_story_is_kept_there_as_it_was_when_it_was_whole(desk: Desk) -> None:
    for name, when in (("Herald", "today"), ("Tribune", "tonight"), ("Gazette", "tomorrow")):
        desk.item(desk.source(name), f"bridge closed for works {when}")
    pass_days(desk)
    let_go(desk, archives=True, most=1)
    with closing(sqlite.connect(only(desk).path, "reader")) as archive:
        assert tuple(archive.execute("SELECT first_item_id, origins FROM story").fetchone()) == (1, 3)


def test_names_of_other_files_are_no_archives(tmp_path: Path) -> None:
    for name in (
        "a.2027-03.archive.db",
        "a.2027-13.archive.db",
        "a.2027-03.archive.db-wal",
        "ab.2027-03.archive.db",
        "a.db",
    ):
        (tmp_path / name).touch()
    assert [archive.path.name for archive in archives.files(tmp_path / "a.db")] == ["a.2027-03.archive.db"]
    assert archives.files(tmp_path / "nowhere" / "a.db") == []


def test_a_later_change_of_a_source_leaves_the_archive_as_it_is(filled: Desk) -> None:
    pass_days(filled, 32)
    let_go(filled, archives=True)
    before = rows_of(only(filled).path)["source"]
    filled.commit(lambda run: run.execute("UPDATE source SET name = 'Renamed'"))
    filled.now_ms = round(datetime(2027, 3, 30, tzinfo=UTC).timestamp() * 1_000)
    filled.item(1, "ferry runs again")
    pass_days(filled)
    let_go(filled, archives=True)
    names = [row[2] for row in rows_of(archives.of_month(filled.path, "2027-03").path)["source"]]
    assert names[:2] == [row[2] for row in before[:2]]


def test_a_kill_between_archive_and_file_leaves_items_in_both_and_the_next_run_in_one(
    filled: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows_of(filled.path)
    pass_days(filled, 32)
    items = held(filled)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(removal, "remove", die)
        with pytest.raises(KeyboardInterrupt):
            let_go(filled, archives=True)
    assert held(filled) == items
    assert rows_of(only(filled).path) == before
    filled.acts().set_state([4], "acked")
    let_go(filled, archives=True)
    assert filled.one("SELECT count(*) FROM item WHERE id < 5") == 0
    after = rows_of(only(filled).path)
    assert [row[:1] for row in after["item"]] == [row[:1] for row in before["item"]]
    assert [row for row in after["item"] if "acked" in row] == [row for row in after["item"] if row[0] == 4]
    assert {table: len(rows) for table, rows in after.items()} == {table: len(rows) for table, rows in before.items()}
    assert not faults_of(only(filled).path)


def _damaged(path: Path) -> None:
    path.write_bytes(b"not a database at all" * 500)


def _newer(path: Path) -> None:
    with closing(sqlite.connect(path, "collector")) as connection:
        connection.execute("PRAGMA user_version = 999")


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE mine (id)")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("harm", [_damaged, _newer, _foreign, _folder])
def test_an_archive_that_cannot_be_used_lets_nothing_go(filled: Desk, harm: Callable[[Path], None]) -> None:
    Volume(filled.path, "2027-03").close()
    harm(only(filled).path)
    pass_days(filled, 32)
    items = held(filled)
    with pytest.raises(StoreError, match=r"2027-03\.archive\.db") as caught:
        let_go(filled, archives=True)
    assert not isinstance(caught.value, DiskFull | Superseded)  # the file itself is well
    assert held(filled) == items


@pytest.mark.parametrize("replaced", [False, True])
def test_an_archive_that_is_taken_away_while_it_is_written_lets_nothing_go(filled: Desk, replaced: bool) -> None:
    pass_days(filled, 32)
    run = slices(filled, archives=True, most=1)
    next(run)
    items, path = held(filled), only(filled).path
    moved = path.with_suffix(".moved")
    path.rename(moved)
    if replaced:
        shutil.copy(moved, path)
    with pytest.raises(StoreError, match=r"2027-03\.archive\.db"):
        next(run)
    assert held(filled) == items
    run.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_an_archive_that_may_not_be_written_lets_nothing_go(filled: Desk) -> None:
    Volume(filled.path, "2027-03").close()
    only(filled).path.chmod(0o400)
    pass_days(filled, 32)
    items = held(filled)
    with pytest.raises(StoreError, match=r"2027-03\.archive\.db"):
        let_go(filled, archives=True)
    assert held(filled) == items


RETAIN = """
import sys
from pathlib import Path
from tests.storage.desk import Desk
from tests.storage.retaining import slices

desk = Desk(Path(sys.argv[1]))
desk.now_ms = int(sys.argv[2])
for each in slices(desk, archives=True, most=3):
    print(each.gone, flush=True)
"""


def _killed_after(path: Path, now_ms: int, slices: int) -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, "-c", RETAIN, str(path), str(now_ms)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout is not None
    for n, line in enumerate(process.stdout):
        yield int(line)
        if n == slices:
            process.send_signal(signal.SIGKILL)
            break
    process.stdout.close()
    process.wait(10)


def test_whenever_it_is_killed_every_item_is_somewhere_and_none_twice_in_one_file(desk: Desk) -> None:
    herald, tribune = desk.source("Herald"), desk.source("Tribune")
    for n in range(0, 200, 5):
        desk.poll(
            herald, *(entry(f"event{n + k} place{n + k} hour{n + k}", tags=[tag("withdrawal")]) for k in range(5))
        )
    desk.poll(tribune, *(entry(f"event{n} place{n} hour{n}") for n in range(0, 200, 7)))
    pass_days(desk)
    everything = set(held(desk))
    for last in (0, 3, 1, 7):
        assert list(_killed_after(desk.path, desk.now_ms, last))
        kept = set(held(desk))
        archived = {row[0] for row in rows_of(only(desk).path)["item"]}
        assert kept | archived == everything
        assert len(kept & archived) <= 6  # a slice at most
        assert not faults_of(desk.path)
        assert not faults_of(only(desk).path)
    let_go(desk, archives=True)
    archived = {row[0] for row in rows_of(only(desk).path)["item"]}
    assert archived == everything - {max(everything)}
    assert held(desk) == [max(everything)]
