"""What a config needs of the machine it is used on: variables, files; and what its operator should know of."""

import stat
from collections.abc import Iterator
from pathlib import Path

from feint.config_addresses import is_proxy
from feint.config_here_channels import cautions_of_channels, missing_of_channels, secrets
from feint.config_reading import ConfigError, where
from feint.config_tables import Config
from feint.durations import written
from feint.secrets import file_of, reveal

_OFTEN_S = 300.0
"""The shortest `ttl` that any of 459 captured feeds asks for."""


def missing(config: Config) -> list[str]:
    """Everything that the config refers to and this machine has not, one line each."""
    return [f"{where(key, config.path, config.lines)}: {words}" for key, words in _missing(config)]


def cautions(config: Config) -> list[str]:
    """What works and may still be unwanted, one line each."""
    return [f"{where(key, config.path, config.lines)}: {words}" for key, words in _cautions(config)]


def _missing(config: Config) -> Iterator[tuple[str, str]]:
    for key, value in _references(config):
        yield from _unrevealed(value, key)
    for n, source in enumerate(config.sources):
        if source.ca_file and (words := _no_certificates(source.ca_file)):
            yield f"source[{n}].ca_file", words
    yield from missing_of_channels(config)


def _references(config: Config) -> Iterator[tuple[str, str]]:
    """Give every key whose value may be a reference."""
    yield "collector.proxy", config.collector.proxy
    for n, source in enumerate(config.sources):
        yield from ((f"source[{n}].headers.{name}", value) for name, value in source.headers.items())
        yield f"source[{n}].proxy", source.proxy


def _unrevealed(value: str, key: str) -> Iterator[tuple[str, str]]:
    try:
        secret = reveal(value)
    except ConfigError as error:
        yield key, str(error)
        return
    if key.endswith(".proxy") and secret not in ("", "none") and not is_proxy(secret):
        yield key, f"{value}: holds no proxy's address"


def _no_certificates(path: str) -> str:
    """Say why nothing can be trusted by this file, or nothing."""
    # Imported here: 10 ms that only a source with certificates of its own should cost.
    import ssl

    try:
        ssl.create_default_context(cafile=path)
    except ssl.SSLError:
        return f"{path}: holds no PEM certificate"
    except OSError as error:
        return f"{path}: {error.strerror}"
    return ""


def _cautions(config: Config) -> Iterator[tuple[str, str]]:
    for key, value in (*_references(config), *secrets(config)):
        path = file_of(value)
        if path is not None and _is_open_to_all(path):
            yield key, f"{path}: everybody on this machine can read it; `chmod o-r` helps"
    for n, source in enumerate(config.sources):
        if source.insecure:
            yield f"source[{n}].insecure", "anybody on the way can change what is read; ca_file would keep them out"
        if source.interval_s is not None and source.interval_s < _OFTEN_S:
            told = f"{written(source.interval_s)} holds even where the server asks for more patience; without it feint learns"
            yield f"source[{n}].interval", told
    yield from cautions_of_channels(config)


def _is_open_to_all(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & stat.S_IROTH)
    except OSError:
        return False
