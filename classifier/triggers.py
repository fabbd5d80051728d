"""Which rules truly fire: anchors present, suppressors absent, no idiom around them, the longest words first."""

from typing import NamedTuple

from classifier.lexicon import Rule
from classifier.matcher import Span
from classifier.passage import Passage, Sentence
from classifier.spots import Spots, holds, sentence_of


class Trigger(NamedTuple):
    """A rule that fired at the tokens of `span`."""

    rule: Rule
    span: Span
    sentence: Sentence


def fired(passage: Passage, spots: Spots, item: frozenset[str]) -> list[Trigger]:
    """The triggers of a passage, ordered and not overlapping; `item` names the word classes of the whole item."""
    if not spots.rules:
        return []
    taken = bytearray(len(passage.words))
    for first, end in spots.idioms:
        taken[first:end] = b"\x01" * (end - first)
    found: list[Trigger] = []
    for rule, span in sorted(spots.rules, key=_precedence):
        sentence = sentence_of(passage, span.first)
        if _covered(taken, span) or not _allowed(rule, span, sentence, passage, spots, item):
            continue
        taken[span.first : span.end] = b"\x01" * (span.end - span.first)
        found.append(Trigger(rule, span, sentence))
    return sorted(found, key=lambda trigger: trigger.span)


def _precedence(hit: tuple[Rule, Span]) -> tuple[int, int, int, str]:
    """The longest first, then the surest, then by place and id: nothing is left to chance."""
    rule, span = hit
    return span.first - span.end, -rule.weight, span.first, rule.id


def _covered(taken: bytearray, span: Span) -> bool:
    return any(taken[span.first : span.end])


def _allowed(rule: Rule, span: Span, sentence: Sentence, passage: Passage, spots: Spots, item: frozenset[str]) -> bool:
    return all(holds(need, span, sentence, passage, spots, item) for need in rule.needs) and not any(
        holds(bar, span, sentence, passage, spots, item) for bar in rule.unless
    )
