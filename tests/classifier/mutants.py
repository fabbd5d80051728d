"""The packaged lexicon with one entry changed, without compiling it anew, and whether a case of its own notices."""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import replace

from classifier.engine import Classifier
from classifier.lexicon.entries import Case, Cue, Idiom, Lexicon, Rule, WordClass
from classifier.lexicon.matcher import Matcher
from classifier.lexicon.references import References
from classifier.records import Tag
from classifier.words.furniture import bare
from classifier.words.passage import read

Entry = Rule | Idiom | Cue
SILENT = WordClass("(nothing refers to it)", ())
"""What stands in for an entry that is switched off: its words are found and mean nothing."""


class Jury:
    """The cases of a lexicon that hold, by the entries whose words stand in them."""

    def __init__(self, lexicon: Lexicon, cases: Iterable[Case]) -> None:
        self._classifier = Classifier(lexicon)
        self.tags = {case: self._classifier.analyze(case.text).tags for case in cases}
        held = [case for case, tags in self.tags.items() if _pairs(tags) == _wanted(case)]
        self._concerned = _concerned(lexicon, held)

    def notices(self, entry: Entry, changed: Entry | WordClass) -> bool:
        """Whether a case fails once `changed` takes the place of `entry`."""
        mutant = _replaced(self._classifier, entry, changed)
        return any(_pairs(mutant.analyze(case.text).tags) != _wanted(case) for case in self._concerned[entry.id])


def cue_mutants(cue: Cue) -> Iterator[tuple[str, Cue]]:
    """Every change of a cue that must not pass unnoticed, with its name."""
    for direction in ("forward", "backward", "both"):
        if direction != cue.direction and cue.stance:
            yield f"direction {direction}", replace(cue, direction=direction)
    for stop in cue.stops if cue.stance else ():
        yield f"no stop at {stop}", replace(cue, stops=tuple(name for name in cue.stops if name != stop))
    for need in cue.needs:
        yield f"no need of {'/'.join(need.classes)}", replace(cue, needs=tuple(n for n in cue.needs if n != need))
    for bar in cue.unless:
        yield f"no bar of {'/'.join(bar.classes)}", replace(cue, unless=tuple(b for b in cue.unless if b != bar))
    if cue.labels:
        yield "any label", replace(cue, labels=())
    if cue.scope and cue.stance:
        yield f"scope {cue.scope // 3}", replace(cue, scope=cue.scope // 3)


def _concerned(lexicon: Lexicon, cases: list[Case]) -> dict[str, list[Case]]:
    """The cases in which an entry's words stand, the shortest first."""
    entries: list[Entry] = [*lexicon.rules.values(), *lexicon.idioms.values(), *lexicon.cues.values()]
    matcher, references = Matcher(), References(lexicon.classes)
    for number, entry in enumerate(entries):
        for phrase in entry.phrases:
            matcher.add(number, references.expand(phrase))
    found: dict[str, list[Case]] = {entry.id: [] for entry in entries}
    for case in sorted(cases, key=lambda case: len(case.text)):
        words = read("text", bare(case.text)).words
        for number in sorted({number for numbers, _ in matcher.scan(words) for number in numbers}):
            found[entries[number].id].append(case)
    return found


def _replaced(classifier: Classifier, entry: Entry, changed: Entry | WordClass) -> Classifier:
    """A classifier that shares the tries, in which the words of `entry` report `changed`."""
    mutant, spotter = copy(classifier), copy(classifier._spotter)
    spotter._entries = [changed if known is entry else known for known in spotter._entries]
    mutant._spotter = spotter
    return mutant


def _pairs(tags: Iterable[Tag]) -> set[str]:
    return {f"{tag.label}:{tag.stance}" for tag in tags}


def _wanted(case: Case) -> set[str]:
    return set(case.expect)
