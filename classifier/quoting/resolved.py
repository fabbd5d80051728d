"""Who a speaker turned out to be, and which pronouns may stand for such a one."""

from typing import NamedTuple

from classifier.records import SpeakerKind
from classifier.words.names import several

FITTING: dict[str, tuple[SpeakerKind, ...]] = {
    "they": ("group", "organisation", "anonymous"),
    "their": ("group", "organisation", "anonymous"),
    "one": ("group",),
    "it": ("organisation", ""),
    "its": ("organisation", ""),
}
"""What the pronouns that mean no single person may stand for."""
SEXES = {"he": "he", "his": "he", "him": "he", "she": "she", "her": "she"}
"""The pronouns that mean one person, by the sex that they tell."""


class Resolved(NamedTuple):
    """A speaker's name (None where unsure) and what the answer rests on."""

    name: str | None
    basis: str
    kind: SpeakerKind = ""
    role: str = ""
    org: str = ""


def one_of(group: Resolved) -> Resolved:
    """`one` of the `Western officials` is a Western official."""
    words = (group.name or "").split()
    at = next((at for at, word in enumerate(words) if several(word.lower()) and word.endswith("s")), None)
    if at is None:
        return Resolved(None, "pronoun")
    single = words[at][:-1].lower()
    named = " ".join([*words[:at], single, *words[at + 1 :]])
    return Resolved(f"{'an' if named[0] in 'aeiouAEIOU' else 'a'} {named}", "pronoun", "anonymous", single, group.org)
