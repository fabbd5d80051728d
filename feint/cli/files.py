"""Which config and which database: options that every command takes, before or after its name."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from alerts.rules import Rules
    from feint.config import Config

Command = Callable[..., Any]

_CONFIG = "Sources, rules, views; else $FEINT_CONFIG, ./config.toml, config.toml in ~/.config/feint."
_DATABASE = "Items; else $FEINT_DATABASE, ~/.local/share/feint/desk.db."
_UNREAD = "Not read by this command."


@dataclass
class Files:
    """The files that a command works on, looked up when first asked for."""

    given_config: Path | None
    given_database: Path | None

    @cached_property
    def config(self) -> "Config":
        """The config, read and checked. Raises ConfigError."""
        from feint.config import find_config, load

        return load(find_config(self.given_config))

    @cached_property
    def rules(self) -> "Rules":
        """The config's rules, their queries read. Raises ConfigError."""
        from feint.config import ConfigError
        from feint.queries import check_queries
        from feint.wiring_alerts import rules_of

        if wrong := check_queries(self.config):
            raise ConfigError(*wrong)
        return rules_of(self.config)

    @cached_property
    def database(self) -> Path:
        """Where the database is, or is to be."""
        from feint.config import database_path

        return database_path(self.given_database)


def _options(of_config: str, of_database: str) -> Callable[[Command], Command]:
    """Give a command `--config` and `--database`, with what its help says of them, and hand it the `files`."""

    def with_options(command: Command) -> Command:
        file = click.Path(path_type=Path)

        @click.option("--config", "given_config", type=file, metavar="FILE", help=of_config)
        @click.option("--database", "given_database", type=file, metavar="FILE", help=of_database)
        @click.pass_context
        @wraps(command)
        def with_files(
            context: click.Context, /, *args: Any, given_config: Path | None, given_database: Path | None, **words: Any
        ) -> Any:
            outer = context.obj if isinstance(context.obj, Files) else Files(None, None)
            files = Files(given_config or outer.given_config, given_database or outer.given_database)
            return context.invoke(command, *args, files=files, **words)

        return with_files

    return with_options


file_options = _options(_CONFIG, _DATABASE)
"""For a command that reads both; the others say in their help which one they do not read."""
config_alone = _options(_CONFIG, _UNREAD)
database_alone = _options(_UNREAD, _DATABASE)
neither_file = _options(_UNREAD, _UNREAD)
