"""From what stands in an item to its tags: which rules fire, in what stance each is meant, and whose word it is."""

from typing import NamedTuple

from classifier.lexicon.matcher import Span
from classifier.quoting.quotes import Said, Utterance
from classifier.quoting.speakers import Cast
from classifier.records import Attribution, Tag
from classifier.tagging.holders import Holders
from classifier.tagging.stance import Reading, reading, standing
from classifier.tagging.triggers import Trigger, fired
from classifier.tagging.windows import Scene
from classifier.words.passage import Passage

_HEADLINE_BONUS = 10
_COMPANY_BONUS = 5


def tags_of(scenes: list[Scene], said: Said) -> list[Tag]:
    """The tags of an item, in reading order; `said` holds what is quoted in each scene."""
    triggers = [fired(scene) for scene in scenes]
    labels = [trigger.rule.label for group in triggers for trigger in group]
    in_company = {label for label in set(labels) if labels.count(label) > 1}
    return [
        _tag(scene.passage, trigger, meant, trigger.rule.label in in_company)
        for scene, spoken, group in zip(scenes, said.spoken, triggers, strict=True)
        for trigger, meant in zip(group, _meanings(scene, spoken, group, said.cast), strict=True)
    ]


class _Meaning(NamedTuple):
    """How a trigger is meant, and by whom."""

    read_as: Reading
    holder: Attribution | None


def _meanings(scene: Scene, spoken: list[Utterance], triggers: list[Trigger], cast: Cast) -> list[_Meaning]:
    """The stance of each trigger, and whose word it is."""
    if not triggers:
        return []
    cues = standing(scene)
    told = told_in(scene, spoken, triggers)
    readings = [reading(trigger, cues, _claimed(utterance)) for trigger, utterance in zip(triggers, told, strict=True)]
    quotes = [utterance.quote if utterance else None for utterance in told]
    holders = Holders(scene, cast)
    return [_Meaning(read_as, holders.holder(read_as, quote)) for read_as, quote in zip(readings, quotes, strict=True)]


def told_in(scene: Scene, spoken: list[Utterance], triggers: list[Trigger]) -> list[Utterance | None]:
    """The quote or clause that each trigger stands in, if somebody may be held to it; one pass over both, in order.

    No clause is reported by a false friend: who said goodbye, claimed a victory or vowed revenge has told nothing.
    """
    if not spoken or not triggers:
        return [None] * len(triggers)
    passage = scene.passage
    friends = {span.first for cue, span in scene.spots.cues if not cue.stance}
    claims = [
        one
        for one in spoken
        if (one.quote.by.surface or one.quote.kind != "mixed")
        and not (one.quote.kind == "indirect" and one.cue.first in friends and one.cue.end)
    ]
    found: list[Utterance | None] = []
    behind = 0
    for trigger in triggers:
        start, end = passage.starts[trigger.span.first], passage.ends[trigger.span.end - 1]
        while behind < len(claims) and claims[behind].quote.end <= start:
            behind += 1
        found.append(None)
        for one in claims[behind:]:
            if one.quote.start < end and start < one.quote.end:
                found[-1] = one
            if found[-1] or one.quote.start >= end:
                break
    return found


def _claimed(utterance: Utterance | None) -> Reading | None:
    return Reading("claimed", f"quote.{utterance.quote.by.basis}", utterance.cue) if utterance else None


def _tag(passage: Passage, trigger: Trigger, meant: _Meaning, company: bool) -> Tag:
    first, end = trigger.span
    read_as = meant.read_as
    cue_start, cue_end = _offsets(passage, read_as.span)
    score = trigger.rule.weight + _HEADLINE_BONUS * trigger.sentence.headline + _COMPANY_BONUS * company
    return Tag(
        label=trigger.rule.label,
        stance=read_as.stance,
        field=passage.field,
        start=passage.starts[first],
        end=passage.ends[end - 1],
        rule=trigger.rule.id,
        cue=read_as.cue,
        cue_start=cue_start,
        cue_end=cue_end,
        score=min(100, score),
        holder=meant.holder,
    )


def _offsets(passage: Passage, span: Span) -> tuple[int, int]:
    return (passage.starts[span.first], passage.ends[span.end - 1]) if span.first < span.end else (0, 0)
