"""A read-only connection for as long as rows are drawn from it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.file import migrate, sqlite
from storage.file.sqlite import Connection
from storage.file.standing import Standing


@contextmanager
def reading(path: Path) -> Iterator[Connection]:
    """Open the file to be read only. Raises StoreError, also for what goes wrong inside."""
    migrate.refuse_newer(path)
    connection = sqlite.connect(path, "reader")
    try:
        standing = Standing(path, connection)
        migrate.check(path, connection)
        try:
            yield connection
        except sqlite.SqliteError:
            standing.check()  # a table that changed under our hands says more plainly why
            raise
    except sqlite.SqliteError as error:
        raise sqlite.failed(path, error) from error
    finally:
        connection.close()
