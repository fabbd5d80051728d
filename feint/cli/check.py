"""`feint check`: config and lexicon, before a desk depends on them."""

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import click

from feint.cli.files import Files, file_options
from feint.cli.plain import plain

if TYPE_CHECKING:
    from classifier.engine import Classifier
    from feint.config import Config
    from feint.speakers.offices import Offices

_NAMED = 5
"""Of stale offices so many by id."""


@click.command("check", short_help="Check config and lexicon; each error says where and how to mend it.")
@file_options
@click.option(
    "--keys", "list_keys", is_flag=True, help="List the desk's commands with their keys; a * marks keys of your own."
)
def check_command(files: Files, list_keys: bool) -> int:
    """Check the config, its queries, keys and speakers, the list of offices, and the lexicon's layers with their tests.

    A layer is a lexicon file of the site or of yours over the packaged one. Exit code 2 when something is wrong; 1 when the
    config is right, but this machine has not the variables and files that it refers to. Notes tell what works and may still be
    unwanted.

    \b
      feint check --config night.toml
      feint check --keys
    """
    config = files.config
    from feint.config_here import cautions, missing
    from feint.config_keys import key_table, wrong_keys
    from feint.queries import check_queries
    from feint.wiring import unknown_labels, unknown_sides

    place = config.path or "the defaults"
    wrong = [*check_queries(config), *wrong_keys(config)]
    offices, unusable = _offices(config)
    classifier, broken = _lexicon(config)
    wrong += [*unusable, *broken]
    for line in wrong:
        click.echo(plain(line), err=True)
    if classifier is None or offices is None or wrong:
        return 2
    labels = [label.name for label in classifier.labels]
    for line in [*cautions(config), *unknown_sides(config), *unknown_labels(config, labels), *_unchecked(offices)]:
        click.echo(f"note: {line}", err=True)
    for line in key_table(config) if list_keys else ():
        click.echo(line)
    absent = missing(config)
    for line in absent:
        click.echo(line, err=True)
    layers = _named(config, classifier)
    click.echo(
        f"{place}: {len(config.sources)} sources, {len(config.views)} views, {len(config.rules)} rules,"
        f" {len(config.channels)} channels, {len(config.speakers)} speakers, {len(offices.offices)} offices;"
        f"{_rebound(config)} {_kept(files)};"
        f" lexicon {classifier.digest}: packaged{layers}; labels {', '.join(labels)}."
        + (" All good." if not absent else f" {len(absent)} references lead nowhere on this machine.")
    )
    return 1 if absent else 0


def _rebound(config: "Config") -> str:
    """How many commands have keys of the operator's own."""
    n = len(config.keys)
    return f" {n} {'commands' if n != 1 else 'command'} on keys of your own;" if n else ""


def _kept(files: Files) -> str:
    """How long items stay in the database, and where they go then."""
    from feint.durations import written
    from storage.keeping import archives

    storage = files.config.storage
    if storage.keep_items_s is None:
        return "items kept forever"
    kept = f"items kept {written(storage.keep_items_s)}, then"
    if storage.archive == "none":
        return f"{kept} deleted"
    there = len(archives.files(files.database))
    return f"{kept} archived by month" + (f" ({there} archive{'s' * (there != 1)} so far)" if there else "")


def _offices(config: "Config") -> "tuple[Offices | None, list[str]]":
    """The public offices in use, or everything that is wrong with them and with the config's speakers."""
    from feint.config import ConfigError
    from feint.speakers.listed import known
    from feint.speakers.lists import offices_of

    try:
        known(config)
        return offices_of(config), []
    except ConfigError as error:
        return None, list(error.problems)


def _unchecked(offices: "Offices") -> list[str]:
    """That the holders of offices may have changed since they were looked up."""
    stale = offices.stale(date.today())
    if not stale:
        return []
    first = ", ".join(stale[:_NAMED]) + (f" and {len(stale) - _NAMED} more" if len(stale) > _NAMED else "")
    return [f"not looked up for 18 months, who holds {first}; an offices.toml of yours can say (docs/voices.md)"]


def _lexicon(config: "Config") -> "tuple[Classifier | None, list[str]]":
    """The lexicon of the files, or everything that is wrong with it."""
    from classifier.cases import proven
    from classifier.lexicon.entries import LexiconError
    from feint.config import ConfigError
    from feint.lexicon.files import layers

    try:
        return proven(layers(config)), []
    except (LexiconError, ConfigError) as error:
        return None, str(error).splitlines()


def _named(config: "Config", classifier: "Classifier") -> str:
    """The layers over the packaged one, each with how many tests it passed."""
    from feint.lexicon.files import found

    tests = Counter(case.source for case in classifier.lexicon.cases)
    return "".join(f", {path} ({layer}, {tests[str(path)]} tests hold)" for layer, path in found(config).items())
