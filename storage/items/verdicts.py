"""Who has the last word on an item's labels: the classifier, until an operator says otherwise.

Pure decisions. A verdict is an operator's word on one label of one item and replaces all that the classifier says of that label
there. It holds against any lexicon; an edit of the item ends it when the classifier reads the new text otherwise than the
text that was ruled on, for then it was about other words.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # a desk that tags must not load the classifier's room
    from classifier.records import Attribution, Tag

STANCES = ("asserted", "claimed", "denied", "doubted", "conditional", "historical")

_FIELDS = ("title", "summary", "text")


class Said(NamedTuple):
    """A label that a text is said to hold, as a row of `tag` has it."""

    label: str
    stance: str
    field: str
    start: int
    end: int
    rule: str
    cue: str
    cue_start: int
    cue_end: int
    score: int
    speaker_id: int | None = None
    """Whose word it is; None: the outlet's own."""


class Verdict(NamedTuple):
    """An operator's word on a label of an item."""

    label: str
    stance: str
    """Empty: the label does not hold."""
    operator: str
    at_ms: int
    overruled: tuple[str, ...]
    """The stances that the classifier gives the label on the item's newest text, sorted."""


class Voiced(NamedTuple):
    """A tag, whose it is, and whether it speaks for the item or was overruled."""

    said: Said
    operator: str
    """Empty for the classifier."""
    speaks: bool


def heard(tags: Iterable["Tag"], holder_of: Callable[["Attribution"], int | None] = lambda _: None) -> list[Said]:
    """What the classifier says, as rows; `holder_of` knows the number of a speaker."""
    return [
        Said(
            tag.label, tag.stance, tag.field, tag.start, tag.end, tag.rule, tag.cue, tag.cue_start, tag.cue_end, tag.score,
            holder_of(tag.holder) if tag.holder else None,
        )
        for tag in tags
    ]  # fmt: skip


def stances(said: Iterable[Said], label: str) -> tuple[str, ...]:
    """The stances that a label has there, sorted."""
    return tuple(sorted({each.stance for each in said if each.label == label}))


def voiced(said: Sequence[Said], verdicts: Iterable[Verdict]) -> list[Voiced]:
    """All tags of an item in the order of the words, the overruled ones among them."""
    ruled = {verdict.label: verdict for verdict in verdicts}
    tags = [Voiced(each, "", each.label not in ruled) for each in said]
    tags += [
        Voiced(_in_place_of(verdict, said), verdict.operator, True) for verdict in ruled.values() if verdict.stance
    ]
    return sorted(tags, key=lambda tag: (_FIELDS.index(tag.said.field), tag.said.start, tag.said.end))


def badges(tags: Iterable[Voiced]) -> str:
    """The distinct label:stance pairs that speak, in the order of the words, as the item's row carries them."""
    return " ".join(dict.fromkeys(f"{tag.said.label}:{tag.said.stance}" for tag in tags if tag.speaks))


def after_edit(verdicts: Iterable[Verdict], said: Sequence[Said]) -> tuple[list[Verdict], list[Verdict]]:
    """Those that hold on for a new text, of which the classifier says `said`, and those that lapse."""
    held: list[Verdict] = []
    lapsed: list[Verdict] = []
    for verdict in verdicts:
        (held if stances(said, verdict.label) == verdict.overruled else lapsed).append(verdict)
    return held, lapsed


def _in_place_of(verdict: Verdict, said: Iterable[Said]) -> Said:
    """The operator's tag: on the words of the surest tag that it overrules, on none where there is none."""
    overruled = [each for each in said if each.label == verdict.label]
    if not overruled:
        return Said(verdict.label, verdict.stance, "title", 0, 0, "", "", 0, 0, 100)
    surest = max(overruled, key=lambda each: each.score)
    return Said(
        verdict.label, verdict.stance, surest.field, surest.start, surest.end, "", "", 0, 0, 100, surest.speaker_id
    )
