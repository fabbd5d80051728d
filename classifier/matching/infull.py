"""A quote's contractions, abbreviations and fixed phrases written in full, one way for all the ways of the papers."""

import re

from classifier.matching.moments import spoken_times

_ABBREVIATED = re.compile(
    r"\b(?:(mrs?|ms|dr|gen|lt|col|capt|sgt|st|sen|rep|gov|prof|vs|jan|feb|apr|aug|sept?|oct|nov|dec)|([ap])\.(?=m\b))\.?"
)
_SUBJECTS = "it|that|there|here|he|she|what|who|where|how|this"
_PARTICIPLES = "been|had|got|become|gone|come|said|told|known|seen|left|taken|given|made|done"
"""After these `'s` is `has` and `'d` is `had`."""
_CONTRACTIONS = (
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\bshan't\b"), "shall not"),
    (re.compile(r"\bain't\b"), "is not"),
    (re.compile(r"\b(?:can't|cannot)\b"), "can not"),
    (re.compile(rf"'d(?= (?:better|[a-z]+ed|{_PARTICIPLES})\b)"), " had"),
    (re.compile(r"\b(do|does|did|is|was|are|were|could|would|should|have|has|had)n'?t\b"), r"\1 not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'m\b"), " am"),
    (re.compile(r"'d\b"), " would"),
    (re.compile(r"\blet's\b"), "let us"),
    (re.compile(rf"\b({_SUBJECTS})'s(?= (?:not )?(?:{_PARTICIPLES})\b)"), r"\1 has"),
    (re.compile(rf"\b({_SUBJECTS})'s\b"), r"\1 is"),
)
_PHRASES = (
    ("gonna", re.compile(r"\bgonna\b"), "going to"),
    ("wanna", re.compile(r"\bwanna\b"), "want to"),
    (" long as", re.compile(r"\b(?:as|so) long as\b"), "provided"),
    ("ing", re.compile(r"\b(?:providing|assuming|depending on)\b"), "provided"),
    ("n c", re.compile(r"\b(?:on condition|in case)\b"), "provided"),
    ("a few", re.compile(r"\ba few\b"), "several"),
    ("even if", re.compile(r"\beven if\b"), "though"),
    ("in spite of", re.compile(r"\bin spite of\b"), "despite"),
    ("s like", re.compile(r"\b(?:looks|sounds) like\b"), "seems"),
    ("s as if", re.compile(r"\b(?:looks|sounds) as if\b"), "seems"),
    ("should", re.compile(r"^should (?=[^.?!]*,)"), "if "),
    ("going to", re.compile(r"\b(?:am|is|are) going to\b"), "will"),
    (" to", re.compile(r"\b(?:have|has|need|needs) to\b"), "must"),
    ("you know", re.compile(r"\byou know,? ?"), ""),
    ("i mean", re.compile(r"\bi mean,? ?"), ""),
    ("cent", re.compile(r"\bper ?cent\b"), "%"),
)
"""Letters that stand in each spare most quotes the search."""
_UNMARKED = re.compile(r"\b(?:cannot|(?:do|does|did|is|was|are|were|could|would|should|have|has|had)nt)\b")
_SCALES = {"m": "million", "mn": "million", "bn": "billion", "tn": "trillion", "k": "thousand"}
_SUM = re.compile(r"([$€£]\d[\d.,]*) ?(m|mn|bn|tn|k)\b")


def in_full(folded: str) -> str:
    """A folded text without short forms."""
    if "'" in folded or _UNMARKED.search(folded):
        for pattern, replacement in _CONTRACTIONS:
            folded = pattern.sub(replacement, folded)
    for letters, pattern, replacement in _PHRASES:
        if letters in folded:
            folded = pattern.sub(replacement, folded)
    if "." in folded:
        folded = _ABBREVIATED.sub(r"\1\2", folded)
    folded = spoken_times(folded)
    if "$" in folded or "€" in folded or "£" in folded:
        folded = _SUM.sub(lambda found: f"{found[1]} {_SCALES[found[2]]}", folded)
    return folded
