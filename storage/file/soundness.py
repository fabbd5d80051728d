"""A quick look at the file before anything is written to it: 5 ms, whatever its size. What is wrong is one line.

It reads the header, the file's length against what SQLite takes it for, the -wal beside it and the newest rows, where most
damage shows. `feint doctor --deep` reads every page.
"""

import os
from collections.abc import Callable
from pathlib import Path

from storage.file import sqlite, walfile
from storage.file.errors import StoreError
from storage.file.rescue import way_out
from storage.file.schema import STEPS
from storage.file.sqlite import Connection
from storage.file.walfile import NoWal, WalFile

_NEWEST = 20
_HEADER_BYTES = 100

Look = Callable[[Connection], str]
"""Another look at an open file: what is wrong, for a person; empty: nothing."""


def check(path: Path, also: Look) -> None:
    """Raise StoreError where the file must not be written. Nothing is changed; no connection of this process may be open.

    That a file is missing or empty is nothing wrong: it is to be made.
    """
    wal = _wal_of(path)
    if not os.path.exists(path) or (os.path.isfile(path) and path.stat().st_size == 0):
        if wal and wal.pages:
            raise StoreError(f"{path}-wal: is left of a database that is gone; put that back, or move this aside")
        return
    sqlite.refuse_network(path)
    if not os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        raise StoreError(f"{path}: cannot be opened to be written; it and its folder must be yours to write")
    if wrong := look(path, also):
        raise StoreError(wrong)


def look(path: Path, also: Look) -> str:
    """What is wrong with a file that is there, as a line with the way out; empty: nothing that a quick look can see.

    A collector at work may have gone on between two readings of one look: only what a second look sees too is wrong.
    """
    return _look(path, also) and _look(path, also)


def _look(path: Path, also: Look) -> str:
    try:
        begin = _beginning(path)
        connection = sqlite.connect(path, "reader")
        try:
            frames = _frames(connection)
            connection.execute("BEGIN")
            (pages,) = connection.execute(
                "PRAGMA page_count"
            ).fetchone()  # from here on nothing that we see is taken away
            wal = _wal_of(path)
            wrong = _wal(begin, wal, frames) or _length(path, connection, pages, wal) or _rows(connection, also)
        finally:
            connection.close()
    except StoreError as error:
        return str(error)
    except sqlite.SqliteError as error:
        return sqlite.explain(path, error)
    return f"{path}: is damaged: {wrong}; {way_out(path)}" if wrong else ""


def _frames(connection: Connection) -> int:
    """How many frames of the -wal SQLite goes by: what follows was never committed, and may be anything after a power cut."""
    try:
        (_, frames, _) = connection.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
    except sqlite.SqliteError:  # before 3.51 a reader cannot ask
        return 0
    return int(frames)


def _wal_of(path: Path) -> WalFile | None:
    beside = path.with_name(path.name + "-wal")
    try:
        return walfile.read(beside)
    except NoWal as error:
        raise StoreError(f"{beside}: is not what SQLite left beside the database; move it aside") from error
    except OSError as error:
        raise StoreError(f"{beside}: cannot be read ({error.strerror}); it must be yours") from error


def _beginning(path: Path) -> bytes:
    if not os.path.isfile(path):
        return b""
    try:
        with path.open("rb") as file:
            return file.read(_HEADER_BYTES)
    except OSError:  # SQLite says so in a moment
        return b""


def _wal(begin: bytes, wal: WalFile | None, frames: int) -> str:
    """A -wal goes on where the file stands: its first pages count on from the file's, in steps of one at most."""
    counters = [count for n, count in wal.counters if n <= frames] if wal else []
    if not counters or counters[0] - 1 <= walfile.counter(begin) <= counters[-1]:
        return ""
    return "the -wal beside it belongs to another copy of it"


def _length(path: Path, connection: Connection, pages: int, wal: WalFile | None) -> str:
    """Every page lies in the file or in the -wal."""
    (page_bytes,) = connection.execute("PRAGMA page_size").fetchone()
    if wal is not None and wal.pages and wal.page_bytes != page_bytes:
        return "the -wal beside it belongs to another file"
    there = path.stat().st_size // page_bytes
    gone = sum(wal is None or page not in wal.pages for page in range(there + 1, pages + 1))
    return f"{gone:,} of its {pages:,} pages are missing" if gone else ""


def _rows(connection: Connection, also: Look) -> str:
    """The newest items can be read and searched, and stand where they should."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version != len(STEPS):  # older or newer: others say so
        return ""
    newest = connection.execute(
        "SELECT item.*, source.id AS found FROM item LEFT JOIN source ON source.id = source_id"
        " ORDER BY item.id DESC LIMIT ?",
        (_NEWEST,),
    ).fetchall()
    if any(row["found"] is None for row in newest):
        return "items are there whose source is not"
    connection.execute("SELECT rowid FROM item_fts WHERE item_fts MATCH '\"a\"' ORDER BY rowid DESC LIMIT 1").fetchall()
    return also(connection)
