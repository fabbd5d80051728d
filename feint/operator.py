"""Who an operator is: by the command line, else the environment, which a forced command over SSH may set, else the login."""

import getpass
import os
import unicodedata

from feint.config_reading import ConfigError

VARIABLE = "FEINT_OPERATOR"
_LONGEST = 24
"""In characters: a name stands in lines and in the header."""
_TAKEN = ("collector", "config", "offices")
"""What the log and the list of names call those who are no operators."""


def operator_name(given: str | None = None) -> str:
    """The name under which acts are written; `given` as by --operator. Raises ConfigError for one that cannot be used."""
    if given is not None:
        return _checked(given, "--operator")
    if named := os.environ.get(VARIABLE):
        return _checked(named, f"${VARIABLE}")
    return _checked(_login(), "your login")


def _checked(name: str, where: str) -> str:
    """The name, each character in its one spelling."""
    whole = unicodedata.normalize("NFC", name).strip()
    if not whole:
        raise ConfigError(f"{where}: an operator has a name")
    if not whole.isprintable():
        raise ConfigError(f"{where}: an operator's name holds no control or invisible characters")
    if len(whole) > _LONGEST:
        raise ConfigError(
            f"{where}: an operator's name has at most {_LONGEST} characters; give another with --operator"
        )
    if whole.casefold() in _TAKEN:
        raise ConfigError(f"{where}: {whole} is no name for an operator, for the log calls a part of feint so")
    return whole


def _login() -> str:
    """The login name; a container's user may have none, and is then known by number."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
