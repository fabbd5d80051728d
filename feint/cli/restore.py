"""`feint restore`: a backup, or an export, in the database's place."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feint.cli.files import Files, database_alone

if TYPE_CHECKING:
    from storage.file.restore import Restored
    from storage.file.sqlite import Connection


@click.command("restore", short_help="Put a backup in the database's place.")
@database_alone
@click.argument("source", type=click.Path(path_type=Path), metavar="FILE")
def restore_command(files: Files, source: Path) -> int:
    """Put FILE, which `feint backup` or `feint export --jsonl` has written, in the database's place.

    The file that is there is kept beside it as NAME.before-restore-TIME, such as desk.db.before-restore-20261121T102000.000Z.
    Close all desks and stop the collector first; archived months stay as they are. It works as well where the database is
    damaged or missing.

    \b
      feint restore /var/backups/desk-2026-11-21.db
    """
    from storage.file.restore import restore

    database = files.database
    tell(database, source, restore(database, source, time.time_ns() // 1_000_000, proof))
    followed = database.with_name(f".{database.name}-litestream")
    if followed.exists():
        click.echo(
            f"Litestream followed the file that was there: remove {followed} before it is started again", err=True
        )
    return 0


def proof(connection: "Connection") -> str:
    """What is wrong with the log; empty: nothing."""
    from storage.log import chain

    return chain.verify(connection).wrong


def tell(database: Path, source: Path, restored: "Restored") -> None:
    """Say what is in the database's place now."""
    from feint.cli.plain import plain

    click.echo(
        f"{database}: holds now what {source} held: {restored.items:,} items, {restored.log_lines:,} lines in the log"
    )
    if restored.newest_ms is not None:
        click.echo(f"newest item: {_utc(restored.newest_ms)} {plain(restored.newest_title)}")
    if restored.log_ms is not None:
        click.echo(f"last line of the log: {_utc(restored.log_ms)} {plain(restored.log_last)}")
    for line in restored.told:
        click.echo(f"missing: {plain(line)}", err=True)
    if restored.aside is not None:
        click.echo(f"the file that was there: {restored.aside}")


def _utc(at_ms: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%SZ", time.gmtime(at_ms / 1000))
