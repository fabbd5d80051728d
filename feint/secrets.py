"""What may not stand in the config's text: a value there only refers to an environment variable or a file."""

import os
from pathlib import Path

from feint.config_reading import ConfigError

ENVIRONMENT, FILE = "env:", "file:"
_MOST_BYTES = 65_536


def is_reference(value: str) -> bool:
    """Tell whether a value refers to a variable, `env:NAME`, or to a file, `file:/path`."""
    if value.startswith(ENVIRONMENT):
        name = value.removeprefix(ENVIRONMENT)
        return name.isascii() and name.isidentifier()
    return file_of(value) is not None


def file_of(value: str) -> Path | None:
    """Return the file that a value refers to, if it does to one."""
    path = value.removeprefix(FILE)
    return Path(path) if value != path and path.startswith("/") and not path.startswith("//") else None


def reveal(value: str) -> str:
    """Return what a reference refers to, without a newline at its end; a value that is no reference is returned as it is.

    Raises ConfigError, in words that name the variable or the file and never what is in it.
    """
    if not is_reference(value):
        return value
    path = file_of(value)
    name = str(path) if path else f"${value.removeprefix(ENVIRONMENT)}"
    secret = _in_file(path) if path else os.environ.get(value.removeprefix(ENVIRONMENT))
    if secret is None:
        raise ConfigError(f"{name}: the environment has no such variable")
    secret = secret.removesuffix("\n").removesuffix("\r")
    if not secret:
        raise ConfigError(f"{name}: is empty")
    if not (secret.isascii() and secret.isprintable()):
        raise ConfigError(f"{name}: holds more than one line of ASCII")
    return secret


def _in_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES).decode()
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: is no text") from None
