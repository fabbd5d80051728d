"""One entry of the lexicon, as all layers together have it."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from classifier.cases import packaged_cases
from classifier.engine import Classifier
from classifier.lexicon.document import Layer, nearest, read_layers
from classifier.lexicon.entries import Case, Condition, Cue, Idiom, Rule, WordClass
from classifier.lexicon.layers import packaged

Entry = Rule | Idiom | Cue | WordClass
_MOST_CASES = 12


@dataclass(frozen=True, slots=True)
class Found:
    """Lines for a person: the entry, or that there is none."""

    lines: tuple[str, ...]
    is_there: bool = True


def looked_up(name: str, layers: Sequence[Layer]) -> Found:
    """Look an entry up by its id, or a class by its name."""
    classifier = Classifier.of(layers)
    lexicon = classifier.lexicon
    kinds: dict[str, Mapping[str, Entry]] = {
        "rule": lexicon.rules,
        "idiom": lexicon.idioms,
        "cue": lexicon.cues,
        "class": lexicon.classes,
    }
    for kind, entries in kinds.items():
        if name in entries:
            places = (f"# {place}" for place in _places(kind, name, [*read_layers(packaged()), *layers]))
            cases = [] if kind in ("idiom", "class") else _cases(name, classifier)
            return Found((*places, *_entry(kind, entries[name]), *cases))
    known = [each for entries in kinds.values() for each in entries]
    return Found((f"no rule, idiom, cue or class is called `{name}`{nearest(name, known)}",), is_there=False)


def _places(kind: str, name: str, layers: Sequence[Layer]) -> Iterator[str]:
    """Where the entry is written: the last of several layers overrides the others, but classes grow."""
    key = "name" if kind == "class" else "id"
    line = re.compile(rf"^\s*{key}\s*=\s*[\"']{re.escape(name)}[\"']", re.MULTILINE)
    for layer in layers:
        if any(table[key] == name for table in tomllib.loads(layer.text).get(kind, [])):
            found = line.search(layer.text)
            number = layer.text.count("\n", 0, found.end()) + 1 if found else 0
            yield f"{layer.name}:{number}" if found else layer.name


def _entry(kind: str, entry: Entry) -> Iterator[str]:
    """The entry as TOML would have it."""
    yield f"[[{kind}]]"
    for name in entry.__slots__:
        value: object = getattr(entry, name)
        if isinstance(value, tuple) and value and isinstance(value[0], Condition):
            yield f"{name} = ["
            yield from (f"  {_condition(each)}," for each in value)
            yield "]"
        elif isinstance(value, tuple) and len(value) > 1:
            yield f"{name} = ["
            yield from (f"  {_written(each)}," for each in value)
            yield "]"
        elif value not in ("", ()):
            yield f"{name} = {_written(list(value) if isinstance(value, tuple) else value)}"


def _condition(condition: Condition) -> str:
    said = {
        "class": list(condition.classes), "within": condition.within, "side": condition.side, "scope": condition.scope
    }  # fmt: skip
    return "{ " + ", ".join(f"{key} = {_written(value)}" for key, value in said.items()) + " }"


def _written(value: object) -> str:
    """A value in TOML, which reads JSON's strings, numbers and lists alike."""
    return json.dumps(value, ensure_ascii=False)


def _cases(name: str, classifier: Classifier) -> Iterator[str]:
    """The tests in which a rule or a cue speaks."""
    cases = (case for case in (*classifier.lexicon.cases, *packaged_cases()) if _speaks(name, case, classifier))
    for case in islice(cases, _MOST_CASES):
        yield f"# {case.source}:{case.line}: “{case.text}” {', '.join(case.expect) or 'no tag'}"


def _speaks(name: str, case: Case, classifier: Classifier) -> bool:
    return any(name in (tag.rule, tag.cue) for tag in classifier.analyze(case.text).tags)
