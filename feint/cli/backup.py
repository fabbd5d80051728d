"""`feint backup`: a consistent copy of the database."""

from pathlib import Path

import click

from feint.cli.files import Files, file_options


@click.command("backup", short_help="Write a consistent copy of the database, also while it is in use.")
@file_options
@click.argument("target", type=click.Path(path_type=Path), metavar="FILE")
def backup_command(files: Files, target: Path) -> None:
    """Write a consistent copy of the database to FILE, which must not exist, while desks and collector go on.

    \b
      feint backup /var/backups/desk-$(date +%F).db
    """
    from storage.file.backup import backup

    size = backup(files.database, target)
    click.echo(f"{target}: {size / 1e6:,.1f} MB", err=True)
