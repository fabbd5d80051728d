"""What speaks against a likeness: words of opposite meaning, and words spelt too differently to be one."""

import difflib

from classifier.fold import listed

NEGATIONS = listed("no not never without nor neither none cannot won't don't isn't aren't wasn't denies deny denied")
_ANTONYMS = tuple(
    (listed(one), listed(other))
    for one, other in (
        ("return returning returns", "arrive arriving arrives deploy deploying"),
        ("withdraw withdraws withdrawal", "reinforce reinforces arriving deploys"),
        ("reopen reopens reopened open opens", "close closes closed shut shuts"),
        ("release released releases freed", "detain detained detains arrested held abducted"),
        ("reach reaches reached", "turned failed"),
        ("rise rises rose up higher", "fall falls fell down lower"),
        ("accept accepts accepted agree agrees agreed", "reject rejects rejected refuse refuses refused"),
        (
            "start starts started begin begins began resume resumes resumed",
            "end ends ended halt halts halted stop stops",
        ),
        ("inside", "outside"),
        ("north northern", "south southern"),
        ("east eastern", "west western"),
        ("advance advances advanced", "retreat retreats retreated"),
        ("capture captures captured seize seizes seized", "lose loses lost"),
        ("full", "empty"),
        ("confirm confirms confirmed", "deny denies denied"),
        ("increase increases increased", "decrease reduce reduces reduced cut cuts"),
    )
)
_WITH_ANTONYM = frozenset(word for sides in _ANTONYMS for side in sides for word in side)


def opposed(one: frozenset[str], other: frozenset[str]) -> str:
    """The words of opposite meaning that only one and only the other has, or an empty text."""
    if _WITH_ANTONYM.isdisjoint(one) or _WITH_ANTONYM.isdisjoint(other):
        return ""
    for left, right in _ANTONYMS:
        for here, there in ((left, right), (right, left)):
            if one & here and other & there and not one & there and not other & here:
                return f"opposites: {shown(one & here)} / {shown(other & there)}"
    return ""


def likeness(one: str, other: str, least: float) -> bool:
    """Whether two words are spelt alike by more than `least`, of 1; lengths too different settle it at once."""
    both = len(one) + len(other)
    return 2 * min(len(one), len(other)) > least * both and difflib.SequenceMatcher(None, one, other).ratio() > least


def shown(words: frozenset[str]) -> str:
    """The first three of some words, for a person."""
    return ", ".join(sorted(words)[:3])
