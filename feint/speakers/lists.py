"""The list of public offices as the files have it: what ships with feint, and over it the operator's own."""

import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Generic, TypeVar

from feint import own_files
from feint.config_reading import Problems, nearest, one, read, unprintable
from feint.config_tables import Config
from feint.own_files import beside_or_at_home, place
from feint.speakers.offices import Nations, Office, Offices, Organisation

FILE_NAME = "offices.toml"
PACKAGED = Path(__file__).parent.with_name(FILE_NAME)
"""What ships with feint."""
_TABLES = ["nations", "office", "organisation"]

Raw = dict[str, object]
Named = TypeVar("Named", Office, Organisation)


def own_file(config: Config) -> Path | None:
    """Find the operator's list, if there is one. Raises ConfigError for one that is named and is not there."""
    usual = beside_or_at_home(config, FILE_NAME)
    return own_files.found(place(config, "speakers.offices", config.speaker_lists.offices, usual), config)


def offices_of(config: Config) -> Offices:
    """Read the packaged list and the operator's own over it. Raises ConfigError, which names every mistake found."""
    lists = _Lists()
    lists.lay(tomllib.loads(PACKAGED.read_text("utf-8")), Problems(PACKAGED, {}))
    if path := own_file(config):
        raw, lines = read(path)
        problems = Problems(path, lines)
        for key in unprintable(raw):
            problems.add(key, "holds a control or invisible character")
        lists.lay(raw, problems)
    return lists.enabled()


class _Lists:
    """The files laid over each other so far."""

    def __init__(self) -> None:
        self._nations: Nations = {}
        self._offices = _Tables("office", "id", Office)
        self._organisations = _Tables("organisation", "name", Organisation)

    def lay(self, raw: Raw, problems: Problems) -> None:
        """Lay a file over those of before. Raises ConfigError."""
        for name in raw:
            if name not in _TABLES:
                problems.add(name, f"unknown table{nearest(name, _TABLES)}")
        nations = one(raw.get("nations", {}), dict[str, tuple[str, ...]], "nations", problems)
        self._nations = {**self._nations, **(nations or {})}
        self._offices.lay(raw.get("office", []), self._nations, problems)
        self._organisations.lay(raw.get("organisation", []), self._nations, problems)
        problems.stop()

    def enabled(self) -> Offices:
        """What stands at last."""
        return Offices(self._nations, tuple(self._offices.enabled()), tuple(self._organisations.enabled()))


class _Tables(Generic[Named]):
    """The tables of one kind: a table of a later file changes the keys that it has, and leaves the others."""

    def __init__(self, key: str, named_by: str, kind: type[Named]) -> None:
        self._key = key
        self._named_by = named_by
        self._kind: type[Named] = kind
        self._raw: dict[str, Raw] = {}
        self._read: dict[str, Named] = {}

    def lay(self, tables: object, nations: Collection[str], problems: Problems) -> None:
        """Lay a file's tables over those of before."""
        if not isinstance(tables, list):
            problems.add(self._key, f"expected a list of tables, each under [[{self._key}]] with two brackets")
            return
        first: dict[str, int] = {}
        for n, table in enumerate(tables):
            key = f"{self._key}[{n}]"
            name = str(table.get(self._named_by, n)) if isinstance(table, dict) else str(n)
            if first.setdefault(name, n) != n:
                problems.add(f"{key}.{self._named_by}", f'"{name}" is {self._key}[{first[name]}] already')
            if isinstance(table, dict):
                table = self._raw[name] = {**self._raw.get(name, {}), **table}
            if found := one(table, self._kind, key, problems):
                self._read[name] = found
                for below, words in () if found.disabled else found.mistakes(nations):
                    problems.add(key + below, words)

    def enabled(self) -> Iterator[Named]:
        """What was read and is not disabled."""
        return (each for each in self._read.values() if not each.disabled)
