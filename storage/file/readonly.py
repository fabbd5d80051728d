"""A read-only connection for as long as rows are drawn from it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.file import migrate, sqlite
from storage.file.sqlite import Connection


@contextmanager
def reading(path: Path) -> Iterator[Connection]:
    """Open the file to be read only. Raises StoreError, also for what goes wrong inside."""
    connection = sqlite.connect(path, "reader")
    try:
        migrate.check(path, connection)
        yield connection
    except sqlite.SqliteError as error:
        raise sqlite.failed(path, error) from error
    finally:
        connection.close()
