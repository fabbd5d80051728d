"""One layer's TOML, entry by entry; every complaint names the file, the line, the entry, what is wrong and the fix."""

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeVar

from classifier.lexicon.entries import LexiconError
from classifier.lexicon.tables import Table, tables_of

T = TypeVar("T")

_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)$")


@dataclass(frozen=True, slots=True)
class Layer:
    """The text of a lexicon file, under the name that complaints give it: its path."""

    name: str
    text: str


def read_layers(paths: Iterable[Path]) -> tuple[Layer, ...]:
    """The texts of lexicon files, in order. Raises LexiconError."""
    return tuple(_read(path) for path in paths)


def _read(path: Path) -> Layer:
    try:
        return Layer(str(path), path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read ({error.strerror}); mend the path or the permissions") from error
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path}: not UTF-8 at byte {error.start:,}: save it as UTF-8") from error


class Document:
    """A layer's tables; `entry` names the one at hand."""

    def __init__(self, layer: Layer) -> None:
        self.name = layer.name
        self.entry = ""
        self._text = layer.text
        self._start = 0
        """Where in the text the entry at hand begins."""
        try:
            self.tables = tables_of(Path(layer.name), layer.text)
        except tomllib.TOMLDecodeError as error:
            raise LexiconError(_not_toml(layer.name, str(error))) from error

    def entries(self, kind: str, key: str, keys: Collection[str]) -> Iterator[Table]:
        """The tables of a kind, each with what its `key` says in `entry`, and with none but these keys."""
        self.entry, self._start = kind, 0
        written = self.tables.get(kind, [])
        if not isinstance(written, list) or not all(isinstance(table, dict) for table in written):
            self.fail(f"write it with two brackets: [[{kind}]]", kind)
        header = re.compile(rf"^\s*\[\[\s*{kind}\s*\]\]", re.MULTILINE)
        seen: set[str] = set()
        for number, table in enumerate(written, 1):
            self.entry = f"{kind} {number}"
            found = header.search(self._text, self._start)
            self._start = found.end() if found else self._start
            self.entry = self.text(table, key)
            if self.entry in seen:
                self.fail(f"stands twice in this file: give the second {kind} another {key}", key)
            seen.add(self.entry)
            self.known_keys(table, keys)
            yield table

    def table(self, kind: str, keys: Collection[str]) -> Table:
        """The one table of a kind, empty where the layer has none."""
        self.entry, self._start = kind, 0
        table = self.tables.get(kind, {})
        if not isinstance(table, dict):
            self.fail(f"write it as a table: [{kind}]", kind)
        self._start = max(0, self._text.find(f"[{kind}]"))
        self.known_keys(table, keys)
        return table

    def known_keys(self, table: Table, known: Collection[str]) -> None:
        """Complain of any other key."""
        for key in table:
            if key not in known:
                self.fail(f"unknown key `{key}`{nearest(key, known)}", key)

    def text(self, table: Table, key: str, default: str | None = None) -> str:
        """A text."""
        value = table.get(key, default)
        if not isinstance(value, str):
            self.fail(f"{key} must be a text in quotation marks", key)
        return value

    def texts(self, table: Table, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts, or a single one."""
        value = table.get(key, default)
        values = (value,) if isinstance(value, str) else value
        if not isinstance(values, list | tuple) or not {*map(type, values)} <= {str}:
            self.fail(f'{key} must be a list of texts: ["one", "another"]', key)
        return tuple(values)

    def number(self, table: Table, key: str, default: int, least: int, most: int) -> int:
        """A whole number within bounds."""
        value = table.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.fail(f"{key} must be a whole number from {least} to {most}", key)
        return value

    def one_of(self, table: Table, key: str, default: T | None, known: tuple[T, ...]) -> T:
        """One of these values."""
        value = table.get(key, default)
        for one in known:
            if one == value:
                return one
        return self.fail(f"{key} must be one of {', '.join(repr(one) for one in known)}", key)

    def line(self, words: str = "") -> int:
        """The line of the entry at hand, or of these words in it as they are written."""
        at = self._text.find(words, self._start, self._text.find("\n[", self._start) if self.entry else None)
        return self._text.count("\n", 0, at if at >= 0 else self._start) + 1

    def fail(self, what: str, words: str = "") -> NoReturn:
        """Complain of the entry at hand, on the line where these words stand in it."""
        entry = f"{self.entry}: " if self.entry else ""
        raise LexiconError(f"{self.name}:{self.line(words)}: {entry}{what}")


def nearest(name: str, known: Iterable[str]) -> str:
    """A guess at what a wrong name was meant to be, as the end of a complaint."""
    import difflib  # 3 ms, which only a complaint need pay

    near = difflib.get_close_matches(name, sorted(known), 1)
    return f"; did you mean `{near[0]}`?" if near else ""


def _not_toml(name: str, error: str) -> str:
    place = _PLACE.search(error)
    if place is None:
        return f"{name}: not TOML: {error}"
    return f"{name}:{place[1]}: not TOML: {error[: place.start()]} in column {place[2]}"
