"""Where there is no wheel with a newer SQLite, Python's own must do."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
EDIT = """
import sys
sys.modules["pysqlite3"] = None
import sqlite3
from dataclasses import replace
from pathlib import Path
from storage.file import sqlite
from tests.storage.desk import Desk, entry

assert sqlite.SQLITE_VERSION == sqlite3.sqlite_version
desk = Desk(Path(sys.argv[1]))
source = desk.source("Herald")
first = entry("bridge open")
desk.poll(source, first)
desk.poll(source, replace(first, entry=replace(first.entry, title="bridge shut")))
from storage.query import parse
from storage.reads.reader import Reader
print(len(Reader(Path(sys.argv[1])).item_ids(parse("shut"))))
"""


def test_an_item_is_stored_edited_and_found(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", EDIT, str(tmp_path / "feint.db")], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert ran.stdout == "1\n", ran.stderr
