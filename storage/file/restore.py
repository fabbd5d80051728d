"""Putting a backup, or an export, in the database's place, so that at any moment one of the two is whole in it.

1. A copy of the backup is made beside the database under another name, checked, brought up to date, synced.
2. The file that is there gets a second name, and what lies beside it goes along: SQLite would apply a -wal by its name alone.
3. One rename puts the copy in its place.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from storage.file import backup, dump, load, migrate, partial, sqlite
from storage.file.errors import DiskFull, StoreError
from storage.file.load import Proof
from storage.file.locks import holders, named

_GONE_MS = 150_000
"""A desk that has said nothing for so long was killed."""
_SHARED = (0x40000002,)
"""The byte from which everybody's lock begins who has a file open: SHARED_FIRST in SQLite's os.h."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in the database's place now, for a line to a person."""

    items: int
    newest_ms: int | None
    newest_title: str
    log_lines: int
    log_ms: int | None
    log_last: str
    told: tuple[str, ...]
    """What an export could not save."""
    aside: Path | None = None
    """The file that was there."""


def restore(database: Path, source: Path, now_ms: int, proves: Proof) -> Restored:
    """Put `source`, a backup or an export, in the place of `database`, which is kept under another name. Raises StoreError.

    Refuses where a collector or a desk is at work on the database.
    """
    if not source.is_file():
        raise StoreError(f"{source}: there is no such file; nothing was changed")
    if database.exists() and source.samefile(database):
        raise StoreError(f"{source}: is the database itself; nothing was changed")
    stamp = f"{datetime.fromtimestamp(now_ms / 1000, UTC):%Y%m%dT%H%M%S}.{now_ms % 1000:03}Z"
    with _at_work_alone(database), migrate.without_collector(database):
        _refuse_desks(database, now_ms)
        return _install(database, source, proves, f"{database.name}.before-restore-{stamp}")


def load_new(database: Path, source: Path, proves: Proof) -> Restored:
    """Make the database from an export, where there is none or an empty one. Raises StoreError."""
    with _at_work_alone(database), migrate.without_collector(database):
        if database.exists() and database.stat().st_size:
            raise StoreError(
                f"{database}: is there already, an export is only read into a new database; name one with --database, "
                f"or put it in this one's place with `feint restore {source}`"
            )
        return _install(database, source, proves, f"{database.name}.before-import")


@contextmanager
def _at_work_alone(database: Path) -> Iterator[None]:
    sqlite.refuse_network(database)
    try:
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with migrate.alone(database):
            yield
    except (sqlite.SqliteError, OSError) as error:
        kind = DiskFull if isinstance(sqlite.failed(database, error), DiskFull) else StoreError
        raise kind(f"{database}: nothing could be put in its place ({error}); what is there is unharmed") from error


def _refuse_desks(database: Path, now_ms: int) -> None:
    """Raise StoreError where a desk is open on the file, as far as it can be read."""
    try:
        connection = sqlite.connect(database, "reader")
    except StoreError:
        return
    try:
        desks = connection.execute(
            "SELECT operator, process FROM desk WHERE abs(seen_ms - ?) < ? ORDER BY id", (now_ms, _GONE_MS)
        ).fetchall()
    except sqlite.SqliteError:
        return
    finally:
        connection.close()
    if desks:
        named = ", ".join(f"{desk['operator']} ({desk['process']})" for desk in desks)
        raise StoreError(
            f"{database}: desks are open on it: {named}; close them first, nothing was changed "
            f"(a desk that was killed is forgotten after {_GONE_MS // 1000} s)"
        )


def _install(database: Path, source: Path, proves: Proof, aside_name: str) -> Restored:
    with partial.partial(database) as fresh:
        told = _prepare(source, fresh, proves)
        restored = _described(fresh, tuple(told))
        aside = _put_aside(database, database.with_name(aside_name))
        partial.replace(fresh, database)
    return replace(restored, aside=aside)


def _prepare(source: Path, fresh: Path, proves: Proof) -> list[str]:
    """Fill `fresh` from the source, as this version would have it, without the processes that were at work on the source."""
    told = load.load(source, fresh, proves) if dump.is_dump(source) else _copy(source, fresh)
    connection = sqlite.connect(fresh, "collector")
    try:
        with sqlite.transaction(connection):
            migrate.apply(connection)
            connection.execute("DELETE FROM desk")
            connection.execute("DELETE FROM lease")
        sqlite.use_wal(fresh, connection)
    finally:
        connection.close()
    partial.sync(fresh)
    return told


def _copy(source: Path, fresh: Path) -> list[str]:
    """Only what a table itself has lost is damage: the copy makes every index anew, and is read from end to end."""
    connection = sqlite.connect(source, "reader")
    try:
        if migrate.version_of(source, connection) == 0:
            raise StoreError(f"{source}: holds nothing; nothing was changed")
        backup.copy(source, fresh, read_whole=sys.maxsize)
    except sqlite.SqliteError as error:
        if migrate.is_damage(error):
            raise StoreError(f"{source}: is damaged ({error}), take another; nothing was changed") from error
        raise
    finally:
        connection.close()
    return []


def _put_aside(database: Path, aside: Path) -> Path | None:
    """Give the file a second name, and what is left beside it that name too; None where nothing was there.

    It keeps its first name as well until the copy takes it. A process killed in between leaves both: the next restore drops
    the second one, for SQLite must never come to one file by two names.
    """
    for left in database.parent.glob("*.before-restore-*"):
        if left.name.startswith(database.name) and database.exists() and left.samefile(database):
            left.unlink()
    _fold_in(database)
    for ending in ("", *partial.COMPANIONS):
        there = database.with_name(database.name + ending)
        if there.exists():
            os.link(there, aside.with_name(aside.name + ending))
            if ending:
                partial.sync(database.parent)
                there.unlink()
    partial.sync(database.parent)
    return aside if aside.exists() else None


def _fold_in(database: Path) -> None:
    """Have everything in the file itself and nothing beside it; a file that cannot be read stays as it is."""
    try:
        sqlite.connect(database, "reader").close()
        connection = sqlite.connect(database, "desk")
    except StoreError:
        return
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite.SqliteError as error:
        if sqlite.is_busy(error):
            raise StoreError(
                f"{database}: {named(holders(database, _SHARED))} has it open; end it first, nothing was changed"
            ) from error
    finally:
        connection.close()


def _described(fresh: Path, told: tuple[str, ...]) -> Restored:
    connection = sqlite.connect(fresh, "reader")
    try:
        (items,) = connection.execute("SELECT count(*) FROM item").fetchone()
        newest = connection.execute("SELECT first_seen_ms, title FROM item ORDER BY id DESC LIMIT 1").fetchone()
        last = connection.execute(
            "SELECT n, at_ms, operator, act, detail FROM event ORDER BY n DESC LIMIT 1"
        ).fetchone()
    finally:
        connection.close()
    return Restored(
        items=items,
        newest_ms=newest["first_seen_ms"] if newest else None,
        newest_title=newest["title"] if newest else "",
        log_lines=last["n"] if last else 0,
        log_ms=last["at_ms"] if last else None,
        log_last=f"{last['operator']}: {last['detail'] or last['act']}" if last else "",
        told=told,
    )
