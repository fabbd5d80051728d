"""Where an operator's own files are: where the config names them, else in the usual folders."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from feint.config_reading import ConfigError, where
from feint.config_tables import Config


class Place(NamedTuple):
    """Where a file may be: the first of `paths` that is there; the only one, where the config names it."""

    paths: tuple[Path, ...]
    key: str
    """The key of the config that names the path, or empty."""


def place(config: Config, key: str, named: str, usual: Iterable[Path]) -> Place:
    """Say where a file is looked for that `key` may name; a path goes from the config's folder, and may begin with `~`."""
    if not named:
        return Place(tuple(dict.fromkeys(usual)), "")
    folder = config.path.parent if config.path else Path()
    return Place((folder / os.path.expanduser(named),), key)


def beside_or_at_home(config: Config, file_name: str) -> list[Path]:
    """The usual places of a user's file: beside the config, and in the user's config folder."""
    from platformdirs import user_config_path

    at_home = user_config_path("feint") / file_name
    return [config.path.parent / file_name, at_home] if config.path else [at_home]


def found(place: Place, config: Config) -> Path | None:
    """Find a file, if it is there. Raises ConfigError for one that is named and is not there."""
    path = next(filter(os.path.isfile, place.paths), None)
    if path is None and place.key:
        raise ConfigError(f"{where(place.key, config.path, config.lines)}: {place.paths[0]}: no such file")
    return path
