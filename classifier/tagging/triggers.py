"""Which rules truly fire: anchors present, suppressors absent, no idiom around them, the longest words first."""

from typing import Literal, NamedTuple

from classifier.lexicon.entries import Condition, Rule
from classifier.lexicon.labels import RIVALS
from classifier.lexicon.matcher import Span
from classifier.lexicon.spots import NOWHERE
from classifier.tagging.windows import Anchor, Scene, anchor
from classifier.words.passage import Sentence


class Refusal(NamedTuple):
    """Why a rule whose words stand there does not fire."""

    reason: Literal["idiom", "longer", "needs", "unless"]
    by: str = ""
    """The idiom or rule that has the words already."""
    span: Span = NOWHERE
    """Where that stands."""
    condition: Condition | None = None
    """The need that nothing meets, or the suppressor that something meets."""
    anchor: Anchor | None = None
    """What meets the suppressor."""


class Trigger(NamedTuple):
    """A rule's words at the tokens of `span`; it fires where nothing is refused."""

    rule: Rule
    span: Span
    sentence: Sentence
    refusal: Refusal | None


def fired(scene: Scene) -> list[Trigger]:
    """The triggers of a passage that fire, in order; those of rival labels do not overlap."""
    return [trigger for trigger in judged(scene) if trigger.refusal is None]


def judged(scene: Scene) -> list[Trigger]:
    """Every rule whose words stand in a passage, in order, and whether it fires."""
    if not scene.spots.rules:
        return []
    takers: dict[str, list[Refusal | None]] = {}
    found: list[Trigger] = []
    for rule, span in sorted(scene.spots.rules, key=_precedence):
        rivals = "" if rule.label in RIVALS else rule.label
        if rivals not in takers:
            takers[rivals] = _inside_idioms(scene)
        taken = takers[rivals]
        sentence = scene.passage.sentence_at(span.first)
        taker = next(filter(None, taken[span.first : span.end]), None)
        refusal = taker or _refused(rule, span, sentence, scene)
        if refusal is None:
            taken[span.first : span.end] = [Refusal("longer", rule.id, span)] * (span.end - span.first)
        found.append(Trigger(rule, span, sentence, refusal))
    return sorted(found, key=lambda trigger: (trigger.span, trigger.rule.id))


def _inside_idioms(scene: Scene) -> list[Refusal | None]:
    """Of each token, what a rule's words there are refused for: the idiom that has them."""
    taken: list[Refusal | None] = [None] * len(scene.passage.words)
    for idiom, span in scene.spots.idioms:
        taken[span.first : span.end] = [Refusal("idiom", idiom.id, span)] * (span.end - span.first)
    return taken


def _precedence(hit: tuple[Rule, Span]) -> tuple[int, int, int, str]:
    """The longest first, then the surest, then by place and id: nothing is left to chance."""
    rule, span = hit
    return span.first - span.end, -rule.weight, span.first, rule.id


def _refused(rule: Rule, span: Span, sentence: Sentence, scene: Scene) -> Refusal | None:
    """The first need that nothing meets, else the first suppressor that something meets."""
    for need in rule.needs:
        if anchor(need, span, sentence, scene) is None:
            return Refusal("needs", condition=need)
    for bar in rule.unless:
        found = anchor(bar, span, sentence, scene)
        if found is not None:
            return Refusal("unless", condition=bar, anchor=found)
    return None
