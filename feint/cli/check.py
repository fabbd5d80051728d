"""`feint check`: config and lexicon, before a desk depends on them."""

import click

from feint.cli.files import Files, file_options


@click.command("check", short_help="Check config and lexicon; each error says where and how to mend it.")
@file_options
def check_command(files: Files) -> int:
    """Check the config, its queries and keys, and the lexicon with its tests. Exit code 2 when something is wrong.

    \b
      feint check --config night.toml
    """
    config = files.config
    from classifier.cases import packaged_cases, run_tests
    from classifier.engine import Classifier
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
    click.echo(
        f"{place}: {len(config.sources)} sources, {len(config.views)} views, {len(config.rules)} rules;"
        f" lexicon {classifier.digest}: {len(classifier.labels)} labels. All good."
    )
    return 0
