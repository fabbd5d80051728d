"""Read TOML layers into one lexicon: later layers add, override by id, extend classes, or disable."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, NoReturn, TypeVar, get_args

from classifier.lexicon import (
    Case,
    Condition,
    Cue,
    Direction,
    Idiom,
    Lexicon,
    LexiconError,
    Rule,
    Scope,
    Side,
    WordClass,
)
from classifier.phrases import PhraseError, expand
from classifier.records import STANCES, Stance

PACKAGED = Path(__file__).parent / "lexicon"
SHAPES = ("NAME",)
"""Classes that the engine supplies: NAME is a capitalised word inside a sentence."""

_TABLES = ("class", "rule", "idiom", "cue", "test", "disable")
_KEYS = {
    "class": ("name", "add", "remove"),
    "rule": ("id", "label", "kind", "lang", "phrases", "needs", "unless", "weight"),
    "idiom": ("id", "phrases"),
    "cue": ("id", "stance", "phrases", "direction", "scope", "stops", "labels", "needs"),
    "test": ("text", "expect"),
    "disable": ("rules", "idioms", "cues"),
    "condition": ("class", "within", "side", "scope"),
}
Table = Mapping[str, object]
T = TypeVar("T")


def packaged() -> list[Path]:
    """The layers that ship with feint."""
    return sorted(PACKAGED.glob("*.toml"))


def packaged_tests() -> list[Path]:
    """The files of sentences that the packaged layers answer for, which only the tests need."""
    return sorted((PACKAGED / "tests").glob("*.toml"))


def merge(paths: Iterable[Path]) -> Lexicon:
    """All layers in order as one lexicon. Raises LexiconError."""
    lexicon = Lexicon()
    for path in paths:
        lexicon = _Layer(path).over(lexicon)
    return lexicon


class _Layer:
    """One TOML file; every complaint names the file and the entry at hand."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entry = ""
        self.classes: frozenset[str] = frozenset()
        try:
            with path.open("rb") as file:
                self.tables: Table = tomllib.load(file)
        except OSError as error:
            raise LexiconError(
                f"{path}: cannot be read ({error.strerror}); mend the path or the permissions"
            ) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise LexiconError(f"{path}: not TOML: {error}") from error

    def over(self, below: Lexicon) -> Lexicon:
        """This layer laid over the ones before it."""
        self._known_keys(self.tables, _TABLES)
        classes, rules, idioms, cues = dict(below.classes), dict(below.rules), dict(below.idioms), dict(below.cues)
        for table in self._entries("class", "name"):
            word_class = self._class(table, classes)
            classes[word_class.name] = word_class
        self.classes = frozenset((*classes, *SHAPES))
        for table in self._entries("rule", "id"):
            rules[self.entry] = self._rule(table)
        for table in self._entries("idiom", "id"):
            idioms[self.entry] = Idiom(self.entry, self._phrases(table, "phrases"))
        for table in self._entries("cue", "id"):
            cues[self.entry] = self._cue(table)
        cases = tuple(self._case(table) for table in self._entries("test", "text"))
        self._disable(rules, idioms, cues)
        return Lexicon(classes, rules, idioms, cues, (*below.cases, *cases))

    def _class(self, table: Table, classes: Mapping[str, WordClass]) -> WordClass:
        name = self.entry
        before = classes[name].phrases if name in classes else ()
        removed = self._texts(table, "remove", ())
        for phrase in removed:
            if phrase not in before:
                self._fail(f"removes `{phrase}`, which is not in the class{_nearest(phrase, before)}")
        kept = tuple(phrase for phrase in before if phrase not in removed)
        return WordClass(name, tuple(dict.fromkeys((*kept, *self._phrases(table, "add", ())))))

    def _rule(self, table: Table) -> Rule:
        weight = self._number(table, "weight", 80, 0, 100)
        return Rule(
            self.entry,
            self._text(table, "label"),
            self._text(table, "kind", ""),
            self._text(table, "lang", ""),
            self._phrases(table, "phrases"),
            self._conditions(table, "needs"),
            self._conditions(table, "unless"),
            weight,
        )

    def _cue(self, table: Table) -> Cue:
        stance: Stance | Literal[""] = self._one_of(table, "stance", None, ("", *STANCES[1:]))
        direction: Direction = self._one_of(table, "direction", "forward", get_args(Direction))
        return Cue(
            self.entry,
            stance,
            self._phrases(table, "phrases"),
            direction,
            self._number(table, "scope", 12, 0, 100),
            self._named(table, "stops", ("CLAUSE",)),
            self._texts(table, "labels", ()),
            self._conditions(table, "needs"),
        )

    def _case(self, table: Table) -> Case:
        return Case(self._text(table, "text"), self._texts(table, "expect", ()), self.path.name)

    def _conditions(self, table: Table, key: str) -> tuple[Condition, ...]:
        written = table.get(key, [])
        if not isinstance(written, list) or not all(isinstance(one, dict) for one in written):
            self._fail(f'{key} must be a list like [{{class = "FORCE", within = 8, side = "right"}}]')
        return tuple(self._condition(one) for one in written)

    def _condition(self, table: Table) -> Condition:
        self._known_keys(table, _KEYS["condition"])
        side: Side = self._one_of(table, "side", "either", get_args(Side))
        scope: Scope = self._one_of(table, "scope", "sentence", get_args(Scope))
        return Condition(self._named(table, "class"), self._number(table, "within", 10, 0, 100), side, scope)

    def _disable(self, rules: dict[str, Rule], idioms: dict[str, Idiom], cues: dict[str, Cue]) -> None:
        self.entry = "disable"
        table = self.tables.get("disable", {})
        if not isinstance(table, dict):
            self._fail('write it as a table: [disable] rules = ["an.id"]')
        self._known_keys(table, _KEYS["disable"])
        kinds: tuple[tuple[str, dict[str, Rule] | dict[str, Idiom] | dict[str, Cue]], ...]
        kinds = (("rules", rules), ("idioms", idioms), ("cues", cues))
        for key, known in kinds:
            for name in self._texts(table, key, ()):
                if name not in known:
                    self._fail(f"no {key[:-1]} is called `{name}`{_nearest(name, known)}")
                del known[name]

    def _entries(self, kind: str, key: str) -> Iterable[Table]:
        """The tables of a kind, each with its id or name in `entry` and no unknown key."""
        self.entry = kind
        written = self.tables.get(kind, [])
        if not isinstance(written, list):
            self._fail(f"write it with two brackets: [[{kind}]]")
        seen: set[str] = set()
        for number, table in enumerate(written, 1):
            self.entry = f"{kind} {number}"
            self.entry = self._text(table, key)
            if self.entry in seen:
                self._fail(f"stands twice in this file: give the second {kind} another {key}")
            seen.add(self.entry)
            self._known_keys(table, _KEYS[kind])
            yield table

    def _known_keys(self, table: Table, known: Iterable[str]) -> None:
        for key in table:
            if key not in tuple(known):
                self._fail(f"unknown key `{key}`{_nearest(key, known)}")

    def _text(self, table: Table, key: str, default: str | None = None) -> str:
        value = table.get(key, default)
        if not isinstance(value, str):
            self._fail(f"{key} must be a text in quotation marks")
        return value

    def _texts(self, table: Table, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        value = table.get(key, default)
        values = (value,) if isinstance(value, str) else value
        if not isinstance(values, list | tuple) or not all(isinstance(one, str) for one in values):
            self._fail(f'{key} must be a list of texts: ["one", "another"]')
        return tuple(values)

    def _phrases(self, table: Table, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Texts that parse as phrases."""
        phrases = self._texts(table, key, default)
        for phrase in phrases:
            try:
                expand(phrase)
            except PhraseError as error:
                self._fail(f"phrase `{phrase}`: {error}")
        return phrases

    def _named(self, table: Table, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Names of classes that exist."""
        names = self._texts(table, key, default)
        for name in names:
            if name not in self.classes:
                self._fail(f"no class is called `{name}`{_nearest(name, self.classes)}")
        return names

    def _number(self, table: Table, key: str, default: int, least: int, most: int) -> int:
        value = table.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self._fail(f"{key} must be a whole number from {least} to {most}")
        return value

    def _one_of(self, table: Table, key: str, default: T | None, known: tuple[T, ...]) -> T:
        value = table.get(key, default)
        for one in known:
            if one == value:
                return one
        return self._fail(f"{key} must be one of {', '.join(repr(one) for one in known)}")

    def _fail(self, what: str) -> NoReturn:
        raise LexiconError(f"{self.path}: {self.entry}: {what}" if self.entry else f"{self.path}: {what}")


def _nearest(name: str, known: Iterable[str]) -> str:
    import difflib  # 3 ms, which only a complaint need pay

    near = difflib.get_close_matches(name, sorted(known), 1)
    return f"; did you mean `{near[0]}`?" if near else ""
