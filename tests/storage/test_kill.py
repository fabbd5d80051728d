"""kill -9 in the middle of storing: what was acknowledged is there, what was not is there whole or not at all."""

import random
import signal
import subprocess
import sys
from pathlib import Path

from storage.file import migrate, sqlite
from tests.storage.desk import Desk

ROOT = Path(__file__).parents[2]
BATCH = 7
STORE = f"""
import sys
from pathlib import Path
from storage.file.writer import Writer
from tests.storage.desk import Desk, entry, quote, tag

desk = Desk(Path(sys.argv[1]))
writer = Writer(desk.path)
first = int(sys.argv[2])
for n in range(first, first + 100_000):
    batch = [
        entry(f"one{{n}}x{{m}} two{{n}}x{{m}}", tags=[tag("a")], quotes=[quote(f"these words number {{n}} {{m}}")])
        for m in range({BATCH})
    ]
    writer.do(lambda run: desk.store(run, 1, *batch)).result()
    print(n, flush=True)
"""


def store_until_killed(path: Path, first: int, last: int) -> int:
    """Let a process store batches and kill it soon after it has said `last`; returns the last one it acknowledged."""
    process = subprocess.Popen(
        [sys.executable, "-c", STORE, str(path), str(first)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout is not None
    said = first - 1
    for line in process.stdout:
        said = int(line)
        if said >= last:
            break
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read().split("\n")  # the last line may be cut
    process.stdout.close()
    process.wait(10)
    return max([said, *(int(line) for line in rest[:-1])])


def test_every_acknowledged_item_outlives_kill_9_and_no_batch_is_half_there(tmp_path: Path) -> None:
    path = tmp_path / "feint.db"
    desk = Desk(path)
    desk.source("Herald")
    desk.close()
    chance, acknowledged, first = random.Random(7), 0, 0
    for _ in range(8):
        last = store_until_killed(path, first, first + chance.randrange(1, 25))
        acknowledged += last - first + 1
        first = last + 1_000  # an unacknowledged batch may be there too
        migrate.ready(path)
        connection = sqlite.connect(path, "collector")
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        connection.execute("INSERT INTO item_fts(item_fts, rank) VALUES ('integrity-check', 1)")
        counted = connection.execute(
            "SELECT (SELECT count(*) FROM item), (SELECT count(*) FROM tag), (SELECT count(*) FROM quote),"
            " (SELECT count(*) FROM utterance), (SELECT count(*) FROM item_words), (SELECT items FROM source)"
        ).fetchone()
        connection.close()
        assert len(set(counted)) == 1
        assert counted[0] % BATCH == 0
        assert acknowledged <= counted[0] // BATCH <= acknowledged + 1
        acknowledged = counted[0] // BATCH
