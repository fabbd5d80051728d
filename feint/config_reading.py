"""From a file's bytes to typed tables, with every mistake named by file, line and key."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar, get_args, get_origin

import msgspec

from feint.durations import Seconds, lasting, seconds

Table = TypeVar("Table")
_MOST_SHOWN = 12
_QUERIES = (".query", ".left", ".right")
"""Keys of queries: these may go over several lines."""
_HEADER = re.compile(r"\s*(\[\[?)\s*([\w. \"'-]+?)\s*\]")
_KEY = re.compile(r"\s*([\w.\"'-]+)\s*=")
_TOML_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)$")
_TOML_WORDS = {
    "Cannot overwrite a value": "this key stands twice",
    r"Illegal character '\n'": 'a " is missing at the end of this line',
    "Expected newline or end of document after a statement": "text after the value; a duration stands in quotes too",
    "Expected '=' after a key in a key/value pair": "expected = after the key",
    "Invalid value": "no value; text stands in quotes, and yes is true",
    "Unclosed array": "a ] or a comma is missing before this",
}
"""What tomllib says of the commonest slips, and what to do about them."""
_TOML_TWICE = re.compile(r"Cannot declare \((.*?),?\) twice")
_MSGSPEC_PLACE = re.compile(r"^(.*?)(?: - at `\$(.*)`)?$", re.DOTALL)
_MSGSPEC_WORDS = {
    "`array`": "a list",
    "`object`": "a table",
    "`str`": "a string",
    "`bool`": "true or false",
    "`int`": "a whole number",
    "`float`": "a number",
}


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
        raise ConfigError(f"{path}{at}: not TOML: {_of_toml(_TOML_PLACE.sub('', words))}") from None


def _of_toml(words: str) -> str:
    """What is wrong with the text, for a person."""
    if twice := _TOML_TWICE.fullmatch(words):
        name = ".".join(part.strip(" '") for part in twice[1].split(","))
        return f"[{name}] stands twice; put its keys under the first"
    return _TOML_WORDS.get(words, words)


def _lines(text: str) -> dict[str, int]:
    """Where each table and key stands. tomllib doesn't say, and a line is what an editor jumps to."""
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = re.sub("[\"']", "", header[2])
            outer, dot, inner = table.partition(".")
            if header[1] == "[[":
                lines.setdefault(table, number)
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
    """Convert one table; None, and the mistakes noted, where it doesn't fit. What is unknown in it is noted and left out."""
    try:
        return msgspec.convert(_known(raw, kind, key, problems), kind, dec_hook=_decode)
    except msgspec.ValidationError as error:
        place, words = _plain(error, kind)
        problems.add(key + place, words)
        return None


def many(raw: object, kind: type[Table], key: str, problems: Problems) -> tuple[Table, ...]:
    """Convert a list of tables, leaving out the ones that don't fit."""
    converted = (one(each, kind, f"{key}[{n}]", problems) for n, each in enumerate(_listed(raw, key, problems)))
    return tuple(each for each in converted if each is not None)


def by_kind(raw: object, kinds: Mapping[str, type[Table]], key: str, problems: Problems) -> tuple[Table, ...]:
    """Convert a list of tables each of which says its `kind`, leaving out the ones that don't fit."""
    found = []
    for n, each in enumerate(_listed(raw, key, problems)):
        place = f"{key}[{n}]"
        if not isinstance(each, dict):
            problems.add(place, "expected a table")
        elif "kind" not in each:
            problems.add(place, f"kind is missing; it is one of {', '.join(kinds)}")
        elif each["kind"] not in list(kinds):
            told = f"expected one of {', '.join(kinds)}, got {each['kind']!r}"
            problems.add(f"{place}.kind", told)
        else:
            found.append(one(_own(each, kinds, place, problems), kinds[each["kind"]], place, problems))
    return tuple(each for each in found if each is not None)


def by_name(raw: object, kind: type[Table], key: str, problems: Problems) -> dict[str, Table]:
    """Convert tables that stand under names, leaving out the ones that don't fit."""
    if not isinstance(raw, dict):
        problems.add(key, f"expected tables with a name, each under [{key}.NAME]")
        return {}
    found = {}
    for name, each in raw.items():
        if not isinstance(each, dict):
            problems.add(f"{key}.{name}", f"expected a table of its own, under [{key}.NAME]")
        elif (table := one(each, kind, f"{key}.{name}", problems)) is not None:
            found[name] = table
    return found


def _listed(raw: object, key: str, problems: Problems) -> list[object]:
    if isinstance(raw, list):
        return raw
    problems.add(key, f"expected a list of tables, each under [[{key}]] with two brackets")
    return []


def _own(raw: dict[str, object], kinds: Mapping[str, type], key: str, problems: Problems) -> dict[str, object]:
    """Note the keys that only tables of another kind take, and leave them out."""
    takers = {name: [kind for kind in kinds if name in _takes(kinds[kind])] for name in raw}
    own = {}
    for name, value in raw.items():
        if takers[name] and raw["kind"] not in takers[name]:
            *others, last = takers[name]
            who = f"{', '.join(others)} and {last}" if others else last
            ours = ", ".join(_takes(kinds[str(raw["kind"])]))
            problems.add(f"{key}.{name}", f"is for kind {who}; {raw['kind']} takes {ours}")
        else:
            own[name] = value
    return own


def _takes(kind: type) -> list[str]:
    """The keys of a table, the ones that it must have first."""
    fields = sorted(msgspec.structs.fields(kind), key=lambda field: not field.required)
    return [field.encode_name for field in fields if field.encode_name != "kind"]


def _known(raw: object, kind: type, key: str, problems: Problems) -> object:
    """What is in a table, and in the tables within it, but for the unknown keys, which are noted."""
    if isinstance(raw, list) and get_origin(kind) is tuple:
        return [_known(each, get_args(kind)[0], f"{key}[{n}]", problems) for n, each in enumerate(raw)]
    if not isinstance(raw, dict) or not hasattr(kind, "__struct_fields__"):
        return raw
    types = {field.encode_name: field.type for field in msgspec.structs.fields(kind)}
    for name in raw.keys() - types.keys():
        problems.add(f"{key}.{name}", f"unknown key{nearest(name, list(types))}")
    return {name: _known(each, types[name], f"{key}.{name}", problems) for name, each in raw.items() if name in types}


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
    elif isinstance(raw, str) and not (raw.replace("\n", " ") if key.endswith(_QUERIES) else raw).isprintable():
        yield key


def _decode(kind: type, raw: object) -> Seconds:
    if issubclass(kind, Seconds):
        return lasting(raw, kind) if kind.ENDLESS else seconds(raw)
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
    if words.startswith("Expected `str`") and hasattr(kind, "__struct_fields__") and (choices := _choices(kind, place)):
        return place, f"expected one of {', '.join(choices)}, in quotes"
    for theirs, ours in _MSGSPEC_WORDS.items():
        words = words.replace(theirs, ours)
    return place, words[0].lower() + words[1:].replace("`", "").replace(" | null", "")


def _choices(kind: type, place: str) -> list[str]:
    """List the words that a key of a table allows."""
    for name in re.sub(r"\[\d+\]", "", place).strip(".").split("."):
        kind = next(field.type for field in msgspec.structs.fields(kind) if field.encode_name == name)
        kind = get_args(kind)[0] if get_origin(kind) is tuple else kind
    # Of `Literal["a", "b"]` the words; of an optional one what it holds of them.
    return [word for each in get_args(kind) for word in get_args(each) or (each,) if isinstance(word, str)]
