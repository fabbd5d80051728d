"""Which sentences are a page's furniture (menus, credits, links, consent) and carry no tag."""

import re

from classifier.passage import Passage, Sentence

_FURNITURE = re.compile(
    r"^\s*[•·▪►»*|]|\[(?:live|map|vote|video|photos?|analysis|insight|reveal|revealed|latest|pictures|comment)\]\s*$"
    r"|photo by\b|\bafp photo\b|getty images|mandatory credit|restricted to editorial use|advertising campaigns"
    r"|all rights reserved|^\s*©|^\s*(?:read (?:more|also|full)|see also|related|more on|source|share|follow us|sign up"
    r"|subscribe|advertisement|watch|listen)\b\s*(?::|$)"
    r"|\b(?:unsubscribe|privacy policy|cookies?|your sign-?up|newsletter)\b",
    re.IGNORECASE,
)
_LINE_TOKENS = 4
"""A line this short, without a full stop, in a text of several lines is a menu entry."""


def furniture(passage: Passage) -> frozenset[Sentence]:
    """The sentences of the passage that are furniture."""
    if passage.field == "title":
        return frozenset()
    several = len(passage.sentences) > 2
    return frozenset(sentence for sentence in passage.sentences if _is_furniture(passage, sentence, several))


def _is_furniture(passage: Passage, sentence: Sentence, several: bool) -> bool:
    words = passage.surface(sentence.first, sentence.end)
    before = passage.text[max(0, passage.starts[sentence.first] - 4) : passage.starts[sentence.first]]
    if "•" in before or _FURNITURE.search(words[:600]):
        return True
    stands_alone = before.endswith("\n") and passage.words[sentence.end - 1] not in (".", "!", "?", '"')
    return several and stands_alone and sentence.end - sentence.first <= _LINE_TOKENS
