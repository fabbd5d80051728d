"""Lay TOML layers over each other into one lexicon: later layers add, override by id, extend classes, or disable."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal, get_args

from classifier.lexicon import labels
from classifier.lexicon.document import Document, Layer, nearest, read_layers
from classifier.lexicon.entries import (
    Case,
    Condition,
    Cue,
    Direction,
    Idiom,
    Lexicon,
    Rule,
    Scope,
    Side,
    WordClass,
)
from classifier.lexicon.phrases import PhraseError
from classifier.lexicon.references import References, named_in
from classifier.lexicon.tables import PACKAGED, Table
from classifier.records import STANCES, Label, Stance

SHAPES = ("NAME", "ASIDE")
"""Classes that the engine supplies: a capitalised word; a rule's words far down an item whose headline has none."""

_KEYS = {
    "label": labels.KEYS,
    "class": ("name", "add", "remove"),
    "rule": ("id", "label", "kind", "lang", "phrases", "needs", "unless", "weight"),
    "idiom": ("id", "phrases"),
    "cue": ("id", "stance", "phrases", "direction", "scope", "stops", "labels", "needs", "unless"),
    "test": ("text", "expect"),
    "disable": ("rules", "idioms", "cues", "labels"),
}
_CONDITION = ("class", "within", "side", "scope")
_SIDES: tuple[Side, ...] = get_args(Side)
_SCOPES: tuple[Scope, ...] = get_args(Scope)


def packaged() -> list[Path]:
    """The layers that ship with feint."""
    return sorted(PACKAGED.glob("*.toml"))


def packaged_tests() -> list[Path]:
    """The files of sentences that the packaged layers answer for, which only the tests need."""
    return sorted((PACKAGED / "tests").glob("*.toml"))


def merge(paths: Iterable[Path]) -> Lexicon:
    """All layers in order as one lexicon. Raises LexiconError."""
    return merged(read_layers(paths))


def merged(layers: Iterable[Layer]) -> Lexicon:
    """As `merge`, for layers already read."""
    lexicon = Lexicon()
    for layer in layers:
        lexicon = _Overlay(Document(layer)).over(lexicon)
    return replace(lexicon, labels=labels.complete(lexicon.labels, lexicon.rules.values()))


class _Overlay:
    """The entries of one layer."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.classes: Mapping[str, WordClass] = {}
        self.references = References({})

    def over(self, below: Lexicon) -> Lexicon:
        """This layer laid over the ones before it."""
        document = self.document
        document.known_keys(document.tables, _KEYS)
        known, classes = dict(below.labels), dict(below.classes)
        rules, idioms, cues = dict(below.rules), dict(below.idioms), dict(below.cues)
        for table in self._entries("label", "name"):
            known[document.entry] = labels.declared(document, table, known)
        for table in self._entries("class", "name"):
            classes[document.entry] = self._class(table, classes.get(document.entry))
        self.classes, self.references = classes, References(classes)
        own: set[str] = set()
        for table in self._entries("rule", "id"):
            rules[document.entry] = self._rule(table)
            own.add(rules[document.entry].label)
        for table in self._entries("idiom", "id"):
            idioms[document.entry] = Idiom(document.entry, self._phrases(table, "phrases"))
        for table in self._entries("cue", "id"):
            cues[document.entry] = self._cue(table)
        cases = tuple([self._case(table, own) for table in self._entries("test", "text")])
        self._disable(rules, idioms, cues, known)
        return Lexicon(classes, rules, idioms, cues, (*below.cases, *cases), known)

    def _entries(self, kind: str, key: str) -> Iterable[Table]:
        return self.document.entries(kind, key, _KEYS[kind])

    def _class(self, table: Table, before: WordClass | None) -> WordClass:
        document = self.document
        phrases = before.phrases if before else ()
        removed = document.texts(table, "remove", ())
        for phrase in removed:
            if phrase not in phrases:
                document.fail(f"removes `{phrase}`, which is not in the class{nearest(phrase, phrases)}", phrase)
        for phrase in document.texts(table, "add", ()):
            if named_in(phrase):
                document.fail(f"phrase `{phrase}`: a class is made of words, not of other classes", phrase)
        kept = [phrase for phrase in phrases if phrase not in removed]
        return WordClass(document.entry, tuple(dict.fromkeys((*kept, *self._phrases(table, "add", ())))))

    def _rule(self, table: Table) -> Rule:
        document = self.document
        return Rule(
            document.entry,
            labels.checked_name(document, table, "label"),
            document.text(table, "kind", ""),
            document.text(table, "lang", ""),
            self._phrases(table, "phrases"),
            self._conditions(table, "needs"),
            self._conditions(table, "unless"),
            document.number(table, "weight", 80, 0, 100),
        )

    def _cue(self, table: Table) -> Cue:
        document = self.document
        stance: Stance | Literal[""] = document.one_of(table, "stance", None, ("", *STANCES[1:]))
        direction: Direction = document.one_of(table, "direction", "forward", get_args(Direction))
        return Cue(
            document.entry,
            stance,
            self._phrases(table, "phrases"),
            direction,
            document.number(table, "scope", 12, 0, 100),
            self._named(table, "stops", ("CLAUSE",)),
            document.texts(table, "labels", ()),
            self._conditions(table, "needs"),
            self._conditions(table, "unless"),
        )

    def _case(self, table: Table, own: set[str]) -> Case:
        """A case of a file that gives labels of its `own` answers for those, and for the ones that the case names."""
        document = self.document
        expect = document.texts(table, "expect", ())
        about = frozenset((*own, *(pair.partition(":")[0] for pair in expect))) if own else frozenset[str]()
        return Case(document.entry, expect, about, document.name, document.line("text"))

    def _conditions(self, table: Table, key: str) -> tuple[Condition, ...]:
        written = table.get(key, [])
        if not isinstance(written, list) or not all(isinstance(one, dict) for one in written):
            self.document.fail(f'{key} must be a list like [{{class = "FORCE", within = 8, side = "right"}}]', key)
        return tuple([self._condition(one) for one in written])

    def _condition(self, table: Table) -> Condition:
        document = self.document
        document.known_keys(table, _CONDITION)
        side: Side = document.one_of(table, "side", "either", _SIDES)
        scope: Scope = document.one_of(table, "scope", "sentence", _SCOPES)
        return Condition(self._named(table, "class"), document.number(table, "within", 10, 0, 100), side, scope)

    def _phrases(self, table: Table, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Texts that parse as phrases, and refer to no class but those that exist."""
        phrases = self.document.texts(table, key, default)
        for phrase in phrases:
            for name in named_in(phrase):
                if name not in self.classes:
                    near = nearest(name, self.classes)
                    self.document.fail(f"phrase `{phrase}`: no class is called `{name}`{near}", phrase)
            try:
                self.references.check(phrase)
            except PhraseError as error:
                self.document.fail(f"phrase `{phrase}`: {error}", phrase)
        return phrases

    def _named(self, table: Table, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Names of classes that exist."""
        names = self.document.texts(table, key, default)
        for name in names:
            if name not in self.classes and name not in SHAPES:
                near = nearest(name, (*self.classes, *SHAPES))
                self.document.fail(f"no class is called `{name}`{near}", f'"{name}"')
        return names

    def _disable(
        self, rules: dict[str, Rule], idioms: dict[str, Idiom], cues: dict[str, Cue], known: dict[str, Label]
    ) -> None:
        """Take out what the layer disables; a label goes with all its rules."""
        table = self.document.table("disable", _KEYS["disable"])
        for name in self._disabled(table, "rules", rules):
            del rules[name]
        for name in self._disabled(table, "idioms", idioms):
            del idioms[name]
        for name in self._disabled(table, "cues", cues):
            del cues[name]
        given = {rule.label for rule in rules.values()} | set(known)
        for name in self._disabled(table, "labels", given):
            known.pop(name, None)
            for rule in [rule for rule in rules.values() if rule.label == name]:
                del rules[rule.id]

    def _disabled(self, table: Table, key: str, known: Iterable[str]) -> tuple[str, ...]:
        names = self.document.texts(table, key, ())
        for name in names:
            if name not in known:
                self.document.fail(f"no {key[:-1]} is called `{name}`{nearest(name, known)}", f'"{name}"')
        return names
