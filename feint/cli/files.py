"""Which config and which database: options that every command takes, before or after its name."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from feint.config import Config


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
    def database(self) -> Path:
        """Where the database is, or is to be."""
        from feint.config import database_path

        return database_path(self.given_database)


def file_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--config` and `--database` and hand it the `files`."""

    @click.option(
        "--config", "given_config", type=click.Path(path_type=Path), metavar="FILE", help="The config to use."
    )
    @click.option(
        "--database", "given_database", type=click.Path(path_type=Path), metavar="FILE", help="The database to use."
    )
    @click.pass_context
    @wraps(command)
    def with_files(
        context: click.Context, /, *args: Any, given_config: Path | None, given_database: Path | None, **words: Any
    ) -> Any:
        outer = context.obj if isinstance(context.obj, Files) else Files(None, None)
        files = Files(given_config or outer.given_config, given_database or outer.given_database)
        return context.invoke(command, *args, files=files, **words)

    return with_files
