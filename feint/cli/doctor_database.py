"""What `feint doctor` says of the database: whether it is sound, who is at it, and what lies beside it."""

import os
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from feint.cli.plain import plain
from feint.sound import end_of_log, whole_log
from storage.alerting import channels
from storage.file import health, sqlite
from storage.file.errors import StoreError
from storage.file.health import Health
from storage.file.lease import Lease
from storage.file.locks import named, readers
from storage.file.readonly import reading
from storage.file.rescue import backups
from storage.file.reserve import Reserve

Finding = tuple[str, str, str]
_FIRST_SOUND_SQLITE = (3, 51, 3)
_LARGE_WAL = 64 << 20
_BESIDE = ("", "-wal", "-shm", ".collector", ".standby", ".turnstile", ".reserve")


def findings(path: Path, deep: bool) -> Iterator[Finding]:
    """All that is told of a database, in the order in which one looks."""
    version = tuple(int(part) for part in sqlite.SQLITE_VERSION.split("."))
    if version >= _FIRST_SOUND_SQLITE:
        yield "ok", "SQLite", sqlite.SQLITE_VERSION
    else:
        said = f"{sqlite.SQLITE_VERSION} has the WAL-reset bug (fixed in 3.51.3): install the pysqlite3 package"
        yield "note", "SQLite", said
    if sqlite.is_missing(path):
        yield "note", "database", f"{path}: not there yet; `feint` makes it"
        return
    found = health.look(path, deep=deep, also=whole_log if deep else end_of_log)
    yield _database(path, found)
    if found.wrong:
        return
    yield _clock(found.newest_ms)
    yield from _collectors(path, found)
    yield from _modes(path)
    yield _wal(path)
    yield _reserve(path)
    yield from _channels(path)
    for each in backups(path):
        yield "note", "backup", f"{each}, {each.stat().st_size / 1e6:,.1f} MB: remove it when all is well"


def _database(path: Path, found: Health) -> Finding:
    if found.wrong:
        return "WRONG", "database", found.wrong
    place = found.file_system or "a local disk"
    return "ok", "database", f"{path}: {found.items:,} items, {found.bytes / 1e6:,.1f} MB on {place}"


def _clock(newest_ms: int) -> Finding:
    ahead_s = (newest_ms - time.time_ns() // 1_000_000) / 1_000
    if ahead_s < 5:
        return "ok", "clock", time.strftime("%Y-%m-%d %H:%M:%SZ", time.gmtime())
    return "WRONG", "clock", f"stands {ahead_s:,.0f} s before the newest item was seen: it was set back"


def _collectors(path: Path, found: Health) -> Iterator[Finding]:
    lease = Lease(path)
    is_free = lease.free()
    yield ("note", "lease", "nobody collects") if is_free else ("ok", "lease", f"held by {found.collector}")
    if waiting := lease.waiting():
        yield "ok", "standby", named(waiting)
    if found.trouble and not is_free:
        yield "WRONG", "collector", found.trouble


def _channels(path: Path) -> Iterator[Finding]:
    """Who is to be told of alerts, and is not."""
    with suppress(StoreError), reading(path) as connection:  # what else is wrong with the file has been told
        off = dict(channels.off(connection))
        for name, why in channels.troubled(connection):
            if name in off:
                yield "WRONG", "channel", f"{name} is off: {plain(why)}; `feint channels on {name}` sends to it again"
            else:
                yield "note", "channel", f"{name} takes nothing at present: {plain(why)}"


def _modes(path: Path) -> Iterator[Finding]:
    files = [each for ending in _BESIDE if (each := path.with_name(path.name + ending)).exists()]
    if loose := [each for each in files if stat.S_IMODE(each.stat().st_mode) & 0o077]:
        yield "WRONG", "modes", f"others than you may open it: chmod 600 {' '.join(str(each) for each in loose)}"
    else:
        yield "ok", "modes", f"{', '.join(each.name for each in files)}: yours alone"


def _wal(path: Path) -> Finding:
    wal = path.with_name(path.name + "-wal")
    size = wal.stat().st_size if wal.exists() else 0
    if size <= _LARGE_WAL:
        return "ok", "-wal", f"{size / 1e6:,.1f} MB"
    reading = f"; reading now: {named(pids)}" if (pids := readers(path)) else ""
    return "note", "-wal", f"{size / 1e6:,.1f} MB: a collector cuts it when no reader holds it{reading}"


def _reserve(path: Path) -> Finding:
    disk = os.statvfs(path.parent)
    free = f"{disk.f_bavail * disk.f_frsize / 1e6:,.0f} MB free"
    if Reserve(path).is_there():
        return "ok", "room", f"{free}, and some kept for a full disk"
    return "note", "room", f"{free}; nothing is kept for a full disk until a collector finds plenty"
