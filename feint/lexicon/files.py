"""Where the layers over the packaged lexicon are: the site's, then the user's; for every command and for the collector."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from classifier.lexicon.document import Layer, read_layers
from classifier.lexicon.entries import LexiconError
from feint import own_files
from feint.config_tables import Config
from feint.own_files import Place, beside_or_at_home, place

if TYPE_CHECKING:
    from classifier.engine import Classifier

FILE_NAME = "lexicon.toml"
Stamp = tuple[tuple[int, int, int] | None, ...]
"""Of every file that may be a layer: inode, time of change in ns, size; None where there is none."""


def places(config: Config) -> dict[str, Place]:
    """Say where the site's and the user's layer are looked for."""
    from platformdirs import site_config_path

    return {
        "site": place(config, "lexicon.site", config.lexicon.site, [site_config_path("feint") / FILE_NAME]),
        "user": place(config, "lexicon.user", config.lexicon.user, beside_or_at_home(config, FILE_NAME)),
    }


def found(config: Config) -> dict[str, Path]:
    """Find the layers that are there, `site` before `user`. Raises ConfigError for one that is named and is not there."""
    there: dict[str, Path] = {}
    for layer, where_it_may_be in places(config).items():
        path = own_files.found(where_it_may_be, config)
        if path is not None and path.resolve() not in (other.resolve() for other in there.values()):
            there[layer] = path
    return there


def layers(config: Config, user: Sequence[Path] = ()) -> tuple[Layer, ...]:
    """Read the layers in use; `user`, if given, in the place of the user's. Raises LexiconError, ConfigError."""
    paths = found(config)
    if user:
        paths.pop("user", None)
    return read_layers([*paths.values(), *user])


def classifier(config: Config) -> "Classifier":
    """Load what the files say, and hold it to its own tests, as a collector does.

    Raises ConfigError or, in one line, LexiconError.
    """
    from classifier.cases import proven

    try:
        return proven(layers(config))
    except LexiconError as error:
        raise LexiconError(one_line(str(error))) from error


def one_line(said: str) -> str:
    """Shorten what is wrong to a line: a lexicon that breaks its word may do so in many."""
    first, *more = said.splitlines() or ["no reason given"]
    return f"{first} (and {len(more)} more)" if more else first


def stamp(config: Config) -> Stamp:
    """Tell apart two states of the files without reading them."""
    return tuple(_stamp(path) for each in places(config).values() for path in each.paths)


def as_json(layers: Sequence[Layer]) -> str:
    """The layers as the file keeps them: [[name, text], …]."""
    return json.dumps([[layer.name, layer.text] for layer in layers], ensure_ascii=False)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
