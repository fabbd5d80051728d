"""How much evidence is: how many different ones it rests on, of whatever is counted. Pure.

A text counts once, when it was first seen, however many print it; who is not known counts as nobody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from alerts.rules import Altered, Contradict, Counts, Match, Quorum, Rate, Rule
from storage.alerting.weights import Weight, Whose
from storage.query import Query
from storage.voices.unnamed import counted

Group: TypeAlias = tuple[tuple[str, str | int], ...]
"""What an alert is of: (("story", 812), ("side", "ru"))."""

NOBODYS = "none"
"""The side of those whose side is not known, and the label of what holds none."""


def asked(rule: Rule, group: Group = ()) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The labels and the stances that a rule asks for; of each none where it asks for none, or for all.

    `group`: of its alert. Where that is of one label, it is asked for alone.
    """
    labels, stances = _asked(rule)
    label = dict(group).get("label", NOBODYS)
    return labels if label == NOBODYS else (str(label),), stances


def of_group(weights: Iterable[Weight], rule: Rule, group: Group) -> list[Weight]:
    """What counts for an alert: of one that is of a side its voices, of a rule that asks for labels what holds them still."""
    side = dict(group).get("side")
    held = [weight for weight in weights if weight.holds or not _needs_labels(rule)]
    if side is None:
        return held
    return [
        replace(each, voices=tuple(voice for voice in each.voices if (voice.side or NOBODYS) == side)) for each in held
    ]


def _needs_labels(rule: Rule) -> bool:
    """Does whatever a rule finds hold one of its labels?"""
    match rule.when:
        case Match(query) | Quorum(query):
            return bool(query.needs)
        case Contradict(left, right):
            return bool(left.needs and right.needs)
        case _:
            return False


def _asked(rule: Rule) -> tuple[tuple[str, ...], tuple[str, ...]]:
    match rule.when:
        case Match(query) | Quorum(query) | Rate(query=query):
            return query.labels, query.stances
        case Altered(query=Query() as query):
            return query.labels, query.stances
        case Contradict(left, right):
            stances = (*left.stances, *right.stances) if left.stances and right.stances else ()
            return tuple(dict.fromkeys((*left.labels, *right.labels))), tuple(dict.fromkeys(stances))
        case _:
            return (), ()


def counts(weights: Sequence[Weight], since_ms: int | None = None) -> Counts:
    """How many different ones evidence rests on. `since_ms`: only what was first seen then or later counts."""
    texts: dict[int, Weight] = {}
    for weight in weights:
        if weight.text_id not in texts or weight.at_ms < texts[weight.text_id].at_ms:
            texts[weight.text_id] = weight
    firsts = [text for text in texts.values() if since_ms is None or text.at_ms >= since_ms]
    within = [weight for weight in weights if since_ms is None or texts[weight.text_id].at_ms >= since_ms]
    return Counts(
        items=len(firsts),
        families=len({text.family for text in firsts}),
        origins=len({weight.origin for weight in within if weight.origin}),
        primaries=_named(within) + counted((origin, voice.name) for origin, voice in _voices(within) if voice.unnamed),
        sides=len(sides(within)),
    )


def primaries(weights: Iterable[Weight]) -> dict[str, int]:
    """Those whose word it is -> the item that has it first. Of those unnamed only who cannot be one already heard."""
    found: dict[str, int] = {}
    hidden: dict[tuple[str, str], None] = {}
    heard = 0
    for weight in weights:
        for voice in weight.voices:
            if voice.unnamed and (weight.origin, voice.name) not in hidden:
                hidden[weight.origin, voice.name] = None
                if (now := counted(hidden)) > heard:
                    heard = now
                    found.setdefault(voice.name, weight.item_id)
            elif not voice.unnamed:
                found.setdefault(voice.name, weight.item_id)
    return found


def sides(weights: Iterable[Weight]) -> dict[str, int]:
    """The sides of those whose word it is -> the item that has it first."""
    found: dict[str, int] = {}
    for weight in weights:
        for voice in weight.voices:
            if voice.side:
                found.setdefault(voice.side, weight.item_id)
    return found


def _named(weights: Iterable[Weight]) -> int:
    return len({voice.name for _, voice in _voices(weights) if not voice.unnamed})


def _voices(weights: Iterable[Weight]) -> Iterable[tuple[str, Whose]]:
    return ((weight.origin, voice) for weight in weights for voice in weight.voices)
