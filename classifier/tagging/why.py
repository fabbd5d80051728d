"""Why an item is tagged as it is: every rule whose words stand in it, what spoke for and against, and which cue won."""

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from classifier.lexicon.entries import Condition, Cue, Rule
from classifier.lexicon.matcher import Span
from classifier.quoting.quotes import Said
from classifier.records import Quote, Tag
from classifier.tagging.stance import Heard, between, heard_in, reaches, stop_before, stop_behind
from classifier.tagging.tags import tags_of, told_in
from classifier.tagging.triggers import Trigger, judged
from classifier.tagging.windows import Anchor, Scene, near, window
from classifier.words.passage import Passage

_NEAR = 200
"""Tokens on either side: what stands farther is no near miss."""
_MOST_CUES = 24
"""No sentence of prose has more; of a hostile one the nearest are enough."""

Side = Literal["left", "right", "inside", "item"]
RuleVerdict = Literal["fired", "idiom", "longer", "needs", "unless"]
CueVerdict = Literal[
    "won", "weaker", "direction", "far", "stopped", "label", "friend", "longer", "needs", "recent", "unless"
]


class Words(NamedTuple):
    """Words of a field, and where they stand in it."""

    text: str
    start: int
    end: int


class Near(NamedTuple):
    """A word of a class, and how many words it is from a rule's own; `item` where the distance does not matter."""

    name: str
    field: str
    words: Words
    side: Side
    distance: int


@dataclass(frozen=True, slots=True)
class Tested:
    """A condition held against the text."""

    condition: Condition
    found: Near | None
    """The nearest word that makes it true."""
    beyond: Near | None
    """The nearest word of its classes that stands outside its reach."""


@dataclass(frozen=True, slots=True)
class CueWhy:
    """A cue in the sentence of a rule's words, and why it sets their stance or does not."""

    cue: Cue
    words: Words
    verdict: CueVerdict
    by: str = ""
    """The class of the word that stops or silences it, or the cue that covers it; empty for a false friend itself."""
    at: Words | None = None
    """What stops, silences or covers it."""
    beyond: int = 0
    """Words that its reach is too short by."""


@dataclass(frozen=True, slots=True)
class RuleWhy:
    """A rule whose words stand in the text; the cues, `told` and the tag are those of one that fired."""

    rule: Rule
    field: str
    words: Words
    verdict: RuleVerdict
    by: str
    """The idiom, or the rule of longer words, that has the words already."""
    at: Words | None
    """What that is."""
    needs: tuple[Tested, ...]
    unless: tuple[Tested, ...]
    cues: tuple[CueWhy, ...] = ()
    told: Quote | None = None
    """The quote or clause that the words stand in."""
    tag: Tag | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """All that was considered of an item, in reading order."""

    rules: tuple[RuleWhy, ...]
    quotes: tuple[Quote, ...]
    lexicon: str


def why_of(scenes: list[Scene], said: Said, lexicon: str) -> Why:
    """Retrace how an item gets its tags."""
    tags = iter(tags_of(scenes, said))
    rules: list[RuleWhy] = []
    for scene, spoken in zip(scenes, said.spoken, strict=True):
        triggers = judged(scene)
        told = iter(told_in(scene, spoken, [trigger for trigger in triggers if trigger.refusal is None]))
        heard = heard_in(scene) if triggers else []
        for trigger in triggers:
            judgement = _judgement(trigger, scene, scenes)
            if trigger.refusal is None:
                tag, utterance = next(tags), next(told)
                cues = tuple(_cue(one, trigger, tag, scene) for one in _around(trigger, heard))
                quote = utterance.quote if utterance else None
                judgement = replace(judgement, cues=cues, told=quote, tag=tag)
            rules.append(judgement)
    return Why(tuple(rules), tuple(utterance.quote for spoken in said.spoken for utterance in spoken), lexicon)


def _judgement(trigger: Trigger, scene: Scene, scenes: list[Scene]) -> RuleWhy:
    """Whether a rule fired, and all its conditions."""
    rule, refusal = trigger.rule, trigger.refusal
    return RuleWhy(
        rule=rule,
        field=scene.passage.field,
        words=_words(scene.passage, trigger.span),
        verdict=refusal.reason if refusal else "fired",
        by=refusal.by if refusal else "",
        at=_words(scene.passage, refusal.span) if refusal and refusal.by else None,
        needs=tuple(_tested(need, trigger, scene, scenes) for need in rule.needs),
        unless=tuple(_tested(bar, trigger, scene, scenes) for bar in rule.unless),
    )


def _tested(condition: Condition, trigger: Trigger, scene: Scene, scenes: list[Scene]) -> Tested:
    """The nearest word that makes a condition true, and the nearest that is out of its reach."""
    if condition.scope == "item":
        places = [scene, *[other for other in scenes if other is not scene]]
        found = (_anywhere(name, place) for name in condition.classes for place in places)
        return Tested(condition, next(filter(None, found), None), None)
    low, high = window(condition, trigger.span, trigger.sentence, scene.spots)
    inside: list[tuple[int, str, Span]] = []
    outside: list[tuple[int, str, Span]] = []
    for name in condition.classes:
        for span in near(name, trigger.span, _NEAR, trigger.sentence, scene):
            reached = span.end > low and span.first < high
            (inside if reached else outside).append((_distance(span, trigger.span), name, span))
    return Tested(condition, *[_nearest(found, trigger, scene.passage) for found in (inside, outside)])


def _nearest(found: list[tuple[int, str, Span]], trigger: Trigger, passage: Passage) -> Near | None:
    if not found:
        return None
    distance, name, span = min(found)
    side: Side = "inside" if not distance else "left" if span.first < trigger.span.first else "right"
    return Near(name, passage.field, _words(passage, span), side, distance)


def _anywhere(name: str, scene: Scene) -> Near | None:
    spans = scene.spots.classes.get(name)
    return Near(name, scene.passage.field, _words(scene.passage, spans[0]), "item", 0) if spans else None


def _around(trigger: Trigger, heard: list[Heard]) -> list[Heard]:
    """The cues in the sentence of a trigger; of very many the nearest."""
    sentence, at = trigger.sentence, trigger.span.first
    return between(heard, sentence.first, at)[-_MOST_CUES:] + between(heard, at, sentence.end)[:_MOST_CUES]


def _cue(heard: Heard, trigger: Trigger, tag: Tag, scene: Scene) -> CueWhy:
    """Whether a cue sets the stance of a trigger, and if not, why."""
    cue, words, idle = heard.cue, _words(scene.passage, heard.span), heard.idle
    if not cue.stance:
        return CueWhy(cue, words, "friend")
    if idle is not None and idle.anchor is not None:
        return CueWhy(cue, words, "unless", idle.anchor.name, _silencer(idle.anchor, scene))
    if idle is not None:
        return CueWhy(cue, words, idle.reason, idle.by, _words(scene.passage, idle.span) if idle.by else None)
    if reaches(heard, trigger):
        won = (tag.cue, tag.cue_start, tag.cue_end) == (cue.id, words.start, words.end)
        return CueWhy(cue, words, "won" if won else "weaker")
    if cue.labels and trigger.rule.label not in cue.labels:
        return CueWhy(cue, words, "label")
    ahead = heard.span.end <= trigger.span.first
    if cue.direction == ("backward" if ahead else "forward"):
        return CueWhy(cue, words, "direction")
    stop = stop_behind(cue, heard.span, scene.spots) if ahead else stop_before(cue, heard.span, scene.spots)
    beyond = _distance(heard.span, trigger.span) - 1 - cue.scope
    if stop is not None and _distance(stop.span, heard.span) - 1 < cue.scope:
        return CueWhy(cue, words, "stopped", stop.name, _words(scene.passage, stop.span))
    return CueWhy(cue, words, "far", beyond=beyond)


def _silencer(anchor: Anchor, scene: Scene) -> Words | None:
    """The word that silences a cue, where it stands at a known place."""
    return _words(scene.passage, anchor.span) if anchor.span.end else None


def _distance(one: Span, other: Span) -> int:
    """How many words lead from one span to the other; 0 where they overlap."""
    return max(0, other.first - one.end + 1, one.first - other.end + 1)


def _words(passage: Passage, span: Span) -> Words:
    return Words(passage.surface(span.first, span.end), passage.starts[span.first], passage.ends[span.end - 1])
