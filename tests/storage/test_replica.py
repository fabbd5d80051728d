"""`[storage] checkpoints = "replica"`: a replicator beside us sees every frame that we write, whatever happens to us."""

import random
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from storage.acting.acts import Acts
from storage.file import migrate, sqlite
from storage.file.closing import let_go
from storage.file.dump import dump_to
from storage.file.readonly import reading
from storage.file.writer import Writer
from storage.reads.reader import Reader
from tests.storage.desk import open_desk
from tests.storage.follower import Follower, LostThread

ROOT = Path(__file__).parents[2]
STORE = """
import sys
from pathlib import Path
from storage.file import migrate
from storage.file.writer import Writer
from tests.storage.desk import Desk, entry, quote, tag

path, first = Path(sys.argv[1]), int(sys.argv[2])
migrate.ready(path)
writer = Writer(path, checkpoints=False)
desk = Desk(path)
for n in range(first, first + 100_000):
    batch = [entry(f"one{n}x{m} two{n}x{m}", text="words " * 500, tags=[tag("a")]) for m in range(7)]
    writer.do(lambda run: desk.store(run, 1, *batch)).result()
    print(n, flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with a source and something in its -wal."""
    path = tmp_path / "feint.db"
    with open_desk(path) as desk:
        desk.source("Herald")
    return path


def wal_of(path: Path) -> bytes:
    return path.with_name(f"{path.name}-wal").read_bytes()


def collect(path: Path, first: int, batches: int, seen: Callable[[], object]) -> int:
    """Let a collector store batches, `seen` after each, and kill it in the middle of the next; returns its first number."""
    collector = subprocess.Popen(
        [sys.executable, "-c", STORE, str(path), str(first)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert collector.stdout is not None
    assert collector.stdin is not None
    for _ in range(batches):
        collector.stdout.readline()
        seen()
        collector.stdin.write("\n")
        collector.stdin.flush()
    collector.send_signal(signal.SIGKILL)
    collector.wait(10)
    collector.stdout.close()
    collector.stdin.close()
    return first + batches + 1


def test_the_copy_is_equal_row_by_row_and_whole_over_kills_of_the_collector(path: Path, tmp_path: Path) -> None:
    copy, chance, first = tmp_path / "copy.db", random.Random(7), 0
    follower = Follower(path, copy)
    for round_ in range(5):
        first = collect(path, first, chance.randrange(2, 8), follower.follow)
        acts, reader = Acts(path, "ana"), Reader(path)
        acts.star([round_ + 1], True)
        acts.close()
        reader.close()
        if round_ % 2:
            follower.checkpoint()
    follower.follow()
    follower.close()
    assert follower.checkpoints == 2
    assert follower.snapshots == 1
    for each, name in ((path, "ours.jsonl"), (copy, "theirs.jsonl")):
        dump_to(each, tmp_path / name)
        connection = sqlite.connect(each, "desk")
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        connection.close()
    assert (tmp_path / "ours.jsonl").read_bytes() == (tmp_path / "theirs.jsonl").read_bytes()
    assert (tmp_path / "ours.jsonl").stat().st_size > 200_000


def test_a_checkpoint_of_somebody_else_is_what_loses_the_thread(path: Path, tmp_path: Path) -> None:
    follower = Follower(path, tmp_path / "copy.db")
    follower._reading.execute("ROLLBACK")
    connection = sqlite.connect(path, "collector")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("INSERT INTO host VALUES ('a', 1)")
    connection.close()
    with pytest.raises(LostThread):
        follower.follow()
    follower.close()


@pytest.fixture
def alone(path: Path) -> Path:
    """The same while no replicator is at work: whoever closes it is the last."""
    connection = sqlite.connect(path, "desk")
    connection.execute("INSERT INTO host VALUES ('a', 1)")
    let_go(path, connection)
    assert wal_of(path)
    return path


def insert(host: str, connection: sqlite.Connection) -> None:
    connection.execute("INSERT INTO host VALUES (?, 1)", (host,))


def written_by_the_collector(path: Path) -> None:
    writer = Writer(path, checkpoints=False)
    for n in range(1_500):  # more pages than SQLite lets a -wal have before it checkpoints by itself
        writer.do(partial(insert, f"{n}")).result()
    writer.close()
    assert len(wal_of(path)) > 1_500 * 4_096


def acted_by_a_desk(path: Path) -> None:
    acts, reader = Acts(path, "ana"), Reader(path)
    acts.log("the harbour is quiet")
    reader.close()
    acts.close()


def read_by_a_command(path: Path) -> None:
    with reading(path) as connection:
        connection.execute("SELECT * FROM item").fetchall()


def made_ready(path: Path) -> None:
    migrate.ready(path)


@pytest.mark.parametrize("use", [written_by_the_collector, acted_by_a_desk, read_by_a_command, made_ready])
def test_whoever_of_us_closes_last_leaves_the_wal_to_the_replicator(alone: Path, use: Callable[[Path], None]) -> None:
    before, file = wal_of(alone), alone.read_bytes()
    use(alone)
    assert wal_of(alone)[: len(before)] == before
    assert alone.read_bytes() == file


def test_where_no_replicator_is_wanted_the_collector_checkpoints_at_its_end(alone: Path) -> None:
    Writer(alone).close()
    assert not alone.with_name("feint.db-wal").exists()
