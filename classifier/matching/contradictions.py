"""What speaks against a likeness: words of opposite meaning, and words spelt too differently to be one."""

import difflib

from classifier.words.fold import listed

NEGATIONS = listed("no not never without nor neither none cannot won't don't isn't aren't wasn't denies deny denied")
_ANTONYMS = tuple(
    (listed(one), listed(other))
    for one, other in (
        ("return returning returns", "arrive arriving arrives deploy deploying"),
        (
            "arrive arrives arrived arriving enter enters entered",
            "leave leaves left leaving depart departs departed exit exits",
        ),
        ("withdraw withdraws withdrawal", "reinforce reinforces arriving deploys"),
        ("reopen reopens reopened open opens opened", "close closes closed shut shuts"),
        (
            "release released releases freed frees",
            "detain detained detains arrested arrests arrest held abducted jailed",
        ),
        ("reach reaches reached", "turned failed"),
        ("dead", "alive"),
        ("rise rises rose up higher", "fall falls fell down lower"),
        (
            "raise raises raised hike hikes hiked cut cuts lower lowers lowered",
            "unchanged steady hold holds",
        ),
        ("raise raises raised hike hikes hiked", "cut cuts lower lowers lowered slash slashes slashed"),
        (
            "accept accepts accepted agree agrees agreed back backs backed",
            "reject rejects rejected refuse refuses refused",
        ),
        (
            "allow allows allowed grant grants granted approve approves approved order orders ordered clear clears cleared",
            "refuse refuses refused reject rejects rejected block blocks blocked bar bars barred deny denies denied"
            " halt halts halted",
        ),
        (
            "start starts started begin begins began resume resumes resumed launch launches launched",
            "end ends ended halt halts halted stop stops stopped cancel cancels cancelled suspend suspends suspended",
        ),
        (
            "vote votes voted announce announces announced call calls called plan plans planned",
            "cancel cancels cancelled",
        ),
        ("impose imposes imposed tighten tightens tightened", "lift lifts lifted ease eases eased drop drops dropped"),
        ("inside", "outside"),
        ("north northern", "south southern"),
        ("east eastern", "west western"),
        ("advance advances advanced", "retreat retreats retreated"),
        ("capture captures captured seize seizes seized", "lose loses lost recapture recaptures recaptured"),
        ("win wins won beat beats", "lose loses lost"),
        ("full", "empty"),
        ("survive survives survived", "die dies died"),
        ("guilty convicted convicts", "acquitted acquits cleared innocent"),
        ("confirm confirms confirmed", "deny denies denied"),
        ("join joins joined", "leave leaves left quit quits"),
        ("appoint appoints appointed", "dismiss dismisses dismissed sack sacks sacked"),
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
