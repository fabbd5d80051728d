"""`feint check`: config and lexicon, before a desk depends on them."""

import click

from feint.cli.files import Files, file_options


@click.command("check", short_help="Check config and lexicon; each error says where and how to mend it.")
@file_options
def check_command(files: Files) -> int:
    """Check the config, its queries and keys, and the lexicon with its tests. Exit code 2 when something is wrong.

    Exit code 1 when the config is right, but this machine has not the variables and files that it refers to. Notes tell
    what works and may still be unwanted.

    \b
      feint check --config night.toml
    """
    config = files.config
    from classifier.cases import packaged_cases, run_tests
    from classifier.engine import Classifier
    from feint.config_here import cautions, missing
    from feint.config_reading import where
    from feint.wiring import check_queries
    from tui.commands import check_keys

    place = config.path or "the defaults"
    wrong = check_queries(config)
    for trouble in check_keys(dict(config.keys)):
        key, _, words = trouble.partition(": ")
        wrong.append(f"{where(key, config.path, config.lines)}: {words}")
    classifier = Classifier.load()
    wrong += map(str, run_tests(classifier.lexicon, packaged_cases()))
    for line in wrong:
        click.echo(line, err=True)
    if wrong:
        return 2
    for line in cautions(config):
        click.echo(f"note: {line}", err=True)
    absent = missing(config)
    for line in absent:
        click.echo(line, err=True)
    click.echo(
        f"{place}: {len(config.sources)} sources, {len(config.views)} views, {len(config.rules)} rules;"
        f" lexicon {classifier.digest}: {len(classifier.labels)} labels."
        + (" All good." if not absent else f" {len(absent)} references lead nowhere on this machine.")
    )
    return 1 if absent else 0
