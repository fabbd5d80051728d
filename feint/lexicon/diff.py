"""What another lexicon would make of stored items, counted by label: the reload's effect before the reload."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from classifier.engine import Classifier
from storage.items.readings import Reading
from storage.items.verdicts import Said, heard

Kind = Literal["new", "lost", "changed"]
SIGNS: dict[Kind, str] = {"new": "+", "lost": "-", "changed": "~"}
"""A label that an item gains, loses, or carries in another stance; and the sign for each."""
Stances = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One item whose label would change."""

    item_id: int
    title: str
    words: str
    before: Stances
    after: Stances
    rule: str
    """The rule that gives the label now, or no more."""


@dataclass(slots=True)
class Change:
    """What becomes of one label."""

    before: int = 0
    """Items that carry it."""
    after: int = 0
    counts: Counter[Kind] = field(default_factory=Counter)
    examples: dict[Kind, list[Example]] = field(default_factory=lambda: defaultdict(list))


@dataclass(slots=True)
class Diff:
    """All of it."""

    most_examples: int
    """At most so many of a kind and label."""
    items: int = 0
    touched: int = 0
    """Items with at least one label that changes."""
    labels: dict[str, Change] = field(default_factory=dict)

    def add(self, item: Reading, classifier: Classifier) -> None:
        """Hold one item against the other lexicon."""
        tags = heard(classifier.analyze_item(item.title, item.summary, item.text, item.language, item.dated_ms).tags)
        before, after = _stances(item.said), _stances(tags)
        self.items += 1
        self.touched += before != after
        for label in {**before, **after}:
            self._weigh(item, label, before.get(label, ()), after.get(label, ()), tags)

    def _weigh(self, item: Reading, label: str, before: Stances, after: Stances, tags: Sequence[Said]) -> None:
        change = self.labels.setdefault(label, Change())
        change.before += bool(before)
        change.after += bool(after)
        if before == after:
            return
        kind: Kind = "new" if not before else "lost" if not after else "changed"
        change.counts[kind] += 1
        if len(change.examples[kind]) < self.most_examples:
            tag = next(tag for tag in (*tags, *item.said) if tag.label == label)
            change.examples[kind].append(Example(item.item_id, item.title, item.words(tag), before, after, tag.rule))


def _stances(said: Iterable[Said]) -> dict[str, Stances]:
    """The stances of each label, sorted."""
    found: dict[str, set[str]] = {}
    for tag in said:
        found.setdefault(tag.label, set()).add(tag.stance)
    return {label: tuple(sorted(stances)) for label, stances in found.items()}
