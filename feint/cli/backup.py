"""`feint backup`: a consistent copy of the database."""

from pathlib import Path

import click

from feint.cli.files import Files, database_alone


@click.command("backup", short_help="Write a consistent copy of the database, also while it is in use.")
@database_alone
@click.argument("target", type=click.Path(path_type=Path), metavar="FILE")
def backup_command(files: Files, target: Path) -> None:
    """Write a consistent copy of the database to FILE, which must not exist, while desks and collector go on.

    The copy holds what was committed when it began. Archived months are files of their own beside the database; a month
    that is over changes no more, so copy each of them once.

    \b
      feint backup /var/backups/desk-$(date +%F).db
    """
    from storage.file.backup import backup
    from storage.keeping import archives

    size = backup(files.database, target)
    click.echo(f"{target}: {size / 1e6:,.1f} MB", err=True)
    if months := archives.files(files.database):
        click.echo(f"not in it: {len(months)} archived months, {months[-1].path} to {months[0].month}", err=True)
