"""A look at the file for `feint doctor`: what it holds, where it lies, whether it is whole."""

import stat
from dataclasses import dataclass
from pathlib import Path

from storage.file import migrate, sqlite
from storage.file.errors import StoreError


@dataclass(frozen=True, slots=True)
class Health:
    """What was found; `wrong` is empty when all is well."""

    wrong: str
    items: int = 0
    bytes: int = 0
    mode: int = 0
    file_system: str = ""
    newest_ms: int = 0
    collector: str = ""


def look(path: Path, *, deep: bool) -> Health:
    """Open the file as a reader would. `deep` reads every page: 30 s for 1.5 GB (measured)."""
    try:
        connection = sqlite.connect(path, "reader")
    except StoreError as error:
        return Health(str(error))
    try:
        migrate.check(path, connection)
        if deep:
            (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if said != "ok":
                return Health(f"{path}: is damaged ({said}); stop the collector and restore a backup")
        (items,) = connection.execute("SELECT coalesce(sum(items), 0) FROM source").fetchone()
        (newest,) = connection.execute("SELECT coalesce(max(newest_item_ms), 0) FROM source").fetchone()
        lease = connection.execute("SELECT holder FROM lease").fetchone()
    except (StoreError, sqlite.SqliteError) as error:
        return Health(str(error) if isinstance(error, StoreError) else sqlite.explain(path, error))
    finally:
        connection.close()
    found = path.stat()
    return Health(
        wrong="",
        items=items,
        bytes=found.st_size,
        mode=stat.S_IMODE(found.st_mode),
        file_system=sqlite.file_system_of(path.parent),
        newest_ms=newest,
        collector=lease["holder"] if lease else "a collector that is starting",
    )
