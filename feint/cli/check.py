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
    from classifier.engine import Classifier
    from classifier.lexicon_tests import failures
    from feint.wiring import check_queries
    from tui.commands import check_keys

    config = files.config
    place = config.path or "the defaults"
    wrong = check_queries(config) + [f"{place}: [keys] {line}" for line in check_keys(dict(config.keys))]
    classifier = Classifier.load()
    wrong += failures(classifier)
    for line in wrong:
        click.echo(line, err=True)
    if wrong:
        return 2
    click.echo(
        f"{place}: {len(config.sources)} sources, {len(config.views)} views, {len(config.rules)} rules;"
        f" lexicon {classifier.digest}: {len(classifier.labels)} labels. All good."
    )
    return 0
