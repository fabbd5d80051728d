"""`feint import`: sources from other readers, or a whole database from its export."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from feint.cli.files import Files, file_options

if TYPE_CHECKING:
    from feeds.lists.subscriptions import SubscriptionList


@click.command("import", short_help="Take sources over from another reader's list, or everything from an export.")
@file_options
@click.option("--ours", is_flag=True, help="You wrote the list with `feint export`: take these over too.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE")
def import_command(files: Files, file: Path, ours: bool) -> int:
    """Take over one of two things; which it is FILE itself says.

    A list of feeds, OPML or newsboat's urls file: each becomes a [[source]] table of the config. Sources that are there stay as
    they are; what is not taken over is told in a line.

    \b
      feint import subscriptions.opml
      feint import ~/.newsboat/urls --config night.toml

    A database that `feint export --jsonl` has written: it becomes a new one. Where one is already nothing is changed.

    \b
      feint import desk.jsonl --database copy.db

    A list can also name headers, proxies, certificates, and switch the check of certificates off. From a stranger's list that
    could send a password of this machine to the stranger, so they are only taken over with --ours.
    """
    from storage.file.dump import is_dump

    if is_dump(file):
        return _database(files.database, file)
    from feint.config import Config, find_config, load
    from feint.config_writing import add_sources
    from feint.importing import importable

    target = files.given_config or find_config(None) or Path("config.toml")
    listed = _listed(file)
    config = load(target) if target.exists() else Config()
    found = importable(listed.feeds, config, ours=ours)
    left_out = (*listed.skipped, *found.left_out)
    if found.additions:
        add_sources(target, config, found.additions, str(file))
    for line in (*(f"left out: {line}" for line in left_out), *found.notes):
        click.echo(f"{file}: {line}", err=True)
    said = f"{target}: {len(found.additions)} sources added, {found.already} were there already"
    click.echo(said + (f", {len(left_out)} left out" if left_out else ""))
    return 0


def _database(database: Path, export: Path) -> int:
    from feint.cli.restore import proof, tell
    from storage.file.restore import load_new

    tell(database, export, load_new(database, export, proof))
    return 0


def _listed(file: Path) -> "SubscriptionList":
    """Read a list, whichever it is. Raises ConfigError."""
    from feeds.lists.opml import is_opml, read_opml
    from feeds.lists.subscriptions import ListError
    from feeds.lists.urls_file import is_urls_file, read_urls
    from feint.config import ConfigError

    data = file.read_bytes()
    try:
        if is_opml(data):
            return read_opml(data)
        if is_urls_file(data):
            return read_urls(data)
    except ListError as error:
        raise ConfigError(f"{file}: {error}") from error
    raise ConfigError(f"{file}: neither OPML nor newsboat's urls file")
