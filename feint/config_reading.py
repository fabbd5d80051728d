"""From a file's bytes to typed tables, with every mistake named by file, line and key."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar, get_args

import msgspec

from feint.durations import Lasting, Seconds, lasting, seconds

Table = TypeVar("Table")
_MOST_SHOWN = 12
_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.\"'-]+)\s*\]")
_KEY = re.compile(r"\s*([\w.\"'-]+)\s*=")
_TOML_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)$")
_MSGSPEC_PLACE = re.compile(r"^(.*?)(?: - at `\$(.*)`)?$", re.DOTALL)
_MSGSPEC_WORDS = {"`array`": "a list", "`object`": "a table", "`str`": "a string", "`bool`": "true or false"}


class ConfigError(Exception):
    """The config can't be used; `problems` holds one line a mistake, and str() is the whole story."""

    def __init__(self, *problems: str) -> None:
        self.problems = problems
        shown = list(problems[:_MOST_SHOWN])
        if len(problems) > _MOST_SHOWN:
            shown.append(f"and {len(problems) - _MOST_SHOWN} more")
        super().__init__("\n".join(shown))


class Problems:
    """The mistakes found so far in one file."""

    def __init__(self, path: Path, lines: dict[str, int]) -> None:
        self.path = path
        self.lines = lines
        self.found: list[tuple[int, str]] = []

    def add(self, key: str, words: str) -> None:
        """Note a mistake at a key such as `source[3].kind`; what the file holds is quoted without control characters."""
        told = f"{where(key, self.path, self.lines)}: {words}"
        told = "".join(character if character.isprintable() else "\ufffd" for character in told)
        self.found.append((line_of(key, self.lines), told))

    def stop(self) -> None:
        """Raise what was found, if anything was, in the file's order."""
        if self.found:
            raise ConfigError(*(words for _, words in sorted(self.found)))


def where(key: str, path: Path | None, lines: dict[str, int]) -> str:
    """Name a key for a person and for an editor: `config.toml:41: view[0].query`."""
    line = line_of(key, lines)
    return f"{path}:{line}: {key}" if line else f"{path}: {key}"


def line_of(key: str, lines: dict[str, int]) -> int:
    """Say which line a key stands in, or the table around it; 0 where neither is known, as in an inline table."""
    while key and key not in lines:
        key = key[: max(key.rfind("."), key.rfind("["), 0)]
    return lines.get(key, 0)


def read(path: Path) -> tuple[dict[str, object], dict[str, int]]:
    """Read a TOML file into its plain tables and the line of each key; ConfigError where it can't be read."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return tomllib.loads(text), _lines(text)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 at byte {error.start}") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        words = str(error)
        place = _TOML_PLACE.search(words)
        at = f":{place[1]}:{place[2]}" if place else ""
        raise ConfigError(f"{path}{at}: not TOML: {_TOML_PLACE.sub('', words)}") from None


def _lines(text: str) -> dict[str, int]:
    """Where each table and key stands. tomllib doesn't say, and a line is what an editor jumps to."""
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = header[2]
            outer, dot, inner = table.partition(".")
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = f"{table}[{counts[table]}]"
            elif outer in counts:  # [source.headers] belongs to the [[source]] above it
                table = f"{outer}[{counts[outer]}]{dot}{inner}"
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            name = key[1].strip("\"'")
            lines.setdefault(f"{table}.{name}" if table else name, number)
    return lines


def one(raw: object, kind: type[Table], key: str, problems: Problems) -> Table | None:
    """Convert one table; None, and the mistakes noted, where it doesn't fit."""
    try:
        return msgspec.convert(raw, kind, dec_hook=_decode)
    except msgspec.ValidationError as error:
        strange = _strange(raw, kind)
        for name, words in strange.items():
            problems.add(f"{key}.{name}", words)
        if not strange:
            place, words = _plain(error, kind)
            problems.add(key + place, words)
        elif isinstance(raw, dict):
            # What else is wrong shows only without them.
            one({name: value for name, value in raw.items() if name not in strange}, kind, key, problems)
        return None


def _strange(raw: object, kind: type) -> dict[str, str]:
    """Find the unknown keys of a table, each with words for a person."""
    if not isinstance(raw, dict) or not hasattr(kind, "__struct_fields__"):
        return {}
    known = [field.encode_name for field in msgspec.structs.fields(kind)]
    return {name: f"unknown key{nearest(name, known)}" for name in raw if name not in known}


def many(raw: object, kind: type[Table], key: str, problems: Problems) -> tuple[Table, ...]:
    """Convert a list of tables, leaving out the ones that don't fit."""
    if not isinstance(raw, list):
        problems.add(key, f"expected a list of tables, each under [[{key}]] with two brackets")
        return ()
    converted = (one(each, kind, f"{key}[{n}]", problems) for n, each in enumerate(raw))
    return tuple(each for each in converted if each is not None)


def nearest(name: str, known: list[str]) -> str:
    """Say which known word a wrong one is nearest to, or list them all when there are few; else nothing."""
    # Imported here: 7 ms that only a mistake should cost.
    from difflib import get_close_matches

    folded = {word.casefold(): word for word in known}
    if near := get_close_matches(name.casefold(), folded, n=1):
        return f"; did you mean {folded[near[0]]}?"
    return f"; known are {', '.join(sorted(known))}" if len(known) <= 16 else ""


def unprintable(raw: object, key: str = "") -> Iterator[str]:
    """Find the keys that are or hold control or bidi characters: an imported name is as hostile as a title."""
    if isinstance(raw, dict):
        for name, value in raw.items():
            inner = f"{key}.{name}" if key else name
            yield from unprintable(value, inner) if name.isprintable() else (inner,)
    elif isinstance(raw, list):
        for n, value in enumerate(raw):
            yield from unprintable(value, f"{key}[{n}]")
    elif isinstance(raw, str) and not (raw.replace("\n", " ") if key.endswith(".query") else raw).isprintable():
        yield key


def _decode(kind: type, raw: object) -> Seconds:
    if kind is Seconds:
        return seconds(raw)
    if kind is Lasting:
        return lasting(raw)
    raise NotImplementedError(kind)


def _plain(error: msgspec.ValidationError, kind: type) -> tuple[str, str]:
    """Split msgspec's message into the key below the table (`.kind`) and words for a person."""
    match = _MSGSPEC_PLACE.match(str(error))
    assert match
    words, place = match[1], (match[2] or "").replace("[...]", "")
    if missing := re.match(r"Object missing required field `(\w+)`", words):
        return place, f"{missing[1]} is missing"
    if wrong := re.match(r"Invalid enum value (.*)", words, re.DOTALL):
        return place, f"expected one of {', '.join(_choices(kind, place))}, got {wrong[1]}"
    for theirs, ours in _MSGSPEC_WORDS.items():
        words = words.replace(theirs, ours)
    return place, words[0].lower() + words[1:].replace("`", "").replace(" | null", "")


def _choices(kind: type, place: str) -> list[str]:
    """List the words that a key of a table allows."""
    name = place.lstrip(".").partition("[")[0]
    types = {field.encode_name: field.type for field in msgspec.structs.fields(kind)}
    # Of `Literal["a", "b"]` the words; of a tuple or an optional one what it holds of them.
    return [word for each in get_args(types[name]) for word in get_args(each) or (each,) if isinstance(word, str)]
