"""Are two items about the same event, and are two quotes the same words? Similarity proposes, contradictions veto."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from classifier import wording
from classifier.contradictions import NEGATIONS, likeness, opposed, shown
from classifier.fold import listed
from classifier.furniture import bare
from classifier.names import ROLES
from classifier.passage import MAX_CHARS
from classifier.records import Match
from classifier.wording import (
    DAYS,
    MONTHS,
    NUMBERS,
    ORDINALS,
    PLACES,
    STOPWORDS,
    content_stems,
    plain,
    spelled,
    stem,
)

SAME_STORY = 0.21
COPY = 0.50
SAME_QUOTE = 0.74
_SHORT_QUOTE = 4
_SHORT_WORD = 4
_MAX_WORDS = 160

_MODALS = listed("will would could can may might must should shall")
_PERFECT = listed("have has had")
_FILLERS = listed("well you know actually um uh look so")
_CONTRACTIONS = (
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\bcan't\b"), "can not"),
    (re.compile(r"\bcannot\b"), "can not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'m\b"), " am"),
    (re.compile(r"\b(it|that|there|he|she|what)'s\b"), r"\1 is"),
)
_NAME = re.compile(r"[A-Z](?<!\w.)(?<![.!?:] .)(?<!^.)[a-z]+\b")
_NO_NAMES = DAYS | MONTHS | STOPWORDS | ROLES
_BRACKETS = re.compile(r"\[[^\[\]]{0,80}\]")


class StoryText(NamedTuple):
    """What two items are compared by."""

    title: str
    summary: str


class QuoteText(NamedTuple):
    """A quote's words and its speaker, as far as known."""

    text: str
    speaker: str | None


@dataclass(frozen=True, slots=True)
class _Profile:
    """What is compared of an item; every set holds folded words."""

    stems: frozenset[str]
    title_stems: frozenset[str]
    words: frozenset[str]
    cardinals: frozenset[str]
    ordinals: frozenset[str]
    names: frozenset[str]
    days: frozenset[str]
    negated: bool


def match_stories(a: StoryText, b: StoryText, hours_apart: float = 0.0) -> Match:
    """Compare two items; a contradiction in number, place, day, negation or direction outweighs any likeness."""
    one, other = _profile(a), _profile(b)
    shared = len(one.stems & other.stems)
    score = shared / max(1, len(one.stems | other.stems))
    title = len(one.title_stems & other.title_stems) / max(1, len(one.title_stems | other.title_stems))
    score = max(score, (score + title) / 2)
    threshold = SAME_STORY if hours_apart <= 24 else COPY
    if shared < 3 or score < threshold:
        return Match(False, False, round(score, 3), f"words shared: {shared}")
    veto = _story_veto(one, other)
    if veto:
        return Match(False, False, round(score, 3), veto)
    return Match(True, score >= COPY, round(score, 3), f"words shared: {shared}")


@lru_cache(maxsize=4_096)
def _profile(story: StoryText) -> _Profile:
    bare_summary = bare(story.summary)
    title, summary = plain(story.title), plain(bare_summary)
    title_stems = content_stems(title)
    both = wording.words(title) + wording.words(summary)
    return _Profile(
        stems=title_stems | content_stems(summary),
        title_stems=title_stems,
        words=frozenset(both),
        cardinals=_cardinals(both),
        ordinals=frozenset(word for word in both if word in ORDINALS),
        names=_capitalised(story.title) | _capitalised(bare_summary) | (PLACES & frozenset(map(stem, both))),
        days=frozenset(both) & DAYS,
        negated=any(word in NEGATIONS for word in both),
    )


def _cardinals(words: list[str]) -> frozenset[str]:
    """The numbers among the words; `four million` is one number, and `one` is mostly none."""
    found: list[str] = []
    joined = False
    for word in words:
        number = spelled(word) if word[0].isdigit() or word in NUMBERS else ""
        if number and joined:
            found[-1] += f" {number}"
        elif number and word != "one":
            found.append(number)
        joined = bool(number) and bool(found)
    return frozenset(found)


def _capitalised(text: str) -> frozenset[str]:
    """Capitalised words inside a sentence, by their stems."""
    return frozenset(stem(word) for match in _NAME.findall(text) if (word := match.lower()) not in _NO_NAMES)


def _story_veto(one: _Profile, other: _Profile) -> str:
    """The contradiction between two items, or an empty text."""
    for name, here, there in (
        ("number", one.cardinals, other.cardinals),
        ("ordinal", one.ordinals, other.ordinals),
        ("day", one.days, other.days),
    ):
        if here and there and not here & there:
            return f"{name}: {shown(here)} / {shown(there)}"
    places, others = one.names - other.stems, other.names - one.stems
    if places and others and not _alike(places, others):
        return f"name: {shown(places)} / {shown(others)}"
    if one.negated != other.negated and len(one.title_stems & other.title_stems) >= 2:
        return "negation"
    return opposed(one.words - other.words, other.words - one.words)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether a name of one is the other's in another spelling."""
    return any(likeness(a, b, 0.8) for a in sorted(one) for b in sorted(other))


@lru_cache(maxsize=4_096)
def quote_norm(text: str) -> str:
    """The folded form under which the same words in two papers are equal."""
    folded = plain(_BRACKETS.sub(" ", text[:MAX_CHARS]))
    if "'" in folded or "cannot" in folded:
        for pattern, replacement in _CONTRACTIONS:
            folded = pattern.sub(replacement, folded)
    return " ".join(spelled(word) for word in wording.words(folded) if word not in _FILLERS)


def match_quotes(a: QuoteText, b: QuoteText) -> Match:
    """Compare two quotes; short ones also need the same speaker."""
    one, other = quote_norm(a.text), quote_norm(b.text)
    speakers = _speakers(a.speaker, b.speaker)
    here, there = one.split()[:_MAX_WORDS], other.split()[:_MAX_WORDS]
    short = min(len(here), len(there))
    if one == other and one:
        same = speakers != "apart" and (short >= _SHORT_QUOTE or speakers == "same")
        return Match(same, same, 1.0, "the same words" if same else f"speakers: {speakers}")
    score = _alignment(here, there)
    if score < SAME_QUOTE or short < _SHORT_QUOTE:
        return Match(False, False, round(score, 3), "words in the same order")
    veto = f"speakers: {a.speaker} / {b.speaker}" if speakers == "apart" else _quote_veto(here, there)
    return Match(not veto, False, round(score, 3), veto or "words in the same order")


def _alignment(one: list[str], other: list[str]) -> float:
    """The share of the shorter quote whose words stand in the longer; misspelt and masked words count."""
    shorter, left = (one, list(other)) if len(one) <= len(other) else (other, list(one))
    if not shorter:
        return 0.0
    found = 0
    for word in shorter:
        if len(word) <= _SHORT_WORD:
            twin = word if word in left else None
        else:
            twin = next((candidate for candidate in left if _same_word(word, candidate)), None)
        if twin is not None:
            left.remove(twin)
            found += 1
    return found / len(shorter)


def _same_word(one: str, other: str) -> bool:
    """Whether two words are one, the second perhaps misspelt; a short one never is."""
    return one == other or (one[0] == other[0] and len(other) > _SHORT_WORD and _misspelt(one, other))


@lru_cache(maxsize=2_048)
def _misspelt(one: str, other: str) -> bool:
    return likeness(one, other, 0.87)


def _quote_veto(one: list[str], other: list[str]) -> str:
    """The contradiction between two quotes, or an empty text."""
    here, there = frozenset(one), frozenset(other)
    for name, kind in (("negation", NEGATIONS), ("modal", _MODALS), ("condition", frozenset(("if", "unless")))):
        if here & kind != there & kind and _short_side(one, other, kind):
            return f"{name}: {shown(here & kind) or '-'} / {shown(there & kind) or '-'}"
    if (here & _PERFECT and there & _MODALS and not there & _PERFECT) or (
        there & _PERFECT and here & _MODALS and not here & _PERFECT
    ):
        return "tense"
    numbers, others = _numbers(here), _numbers(there)
    if numbers and others and not (numbers <= others or others <= numbers):
        return f"number: {shown(numbers)} / {shown(others)}"
    if sorted(one) != sorted(other) and _actors(one) != _actors(other) and len(one) == len(other):
        return "who does what to whom"
    return opposed(here - there, there - here)


def _short_side(one: list[str], other: list[str], kind: frozenset[str]) -> bool:
    """Whether the shorter quote lacks or adds the word; a longer quote may go on with anything."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    return bool(kind & frozenset(short) - frozenset(long)) or bool(
        kind & frozenset(long[: len(short) + 1]) - frozenset(short)
    )


def _numbers(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if word[0].isdigit())


def _actors(words: list[str]) -> list[str]:
    return [word for word in words if word in ("we", "they", "us", "them", "he", "she", "i", "you", "me")]


def _speakers(one: str | None, other: str | None) -> str:
    """`same`, `apart`, or `maybe` where one is unknown, an office or anonymous."""
    if not one or not other:
        return "maybe"
    here, there = _speaker_words(one), _speaker_words(other)
    if here & there:
        return "same"
    named, also_named = _is_named(one), _is_named(other)
    return "apart" if named and also_named else "maybe"


def _speaker_words(speaker: str) -> frozenset[str]:
    words = frozenset(wording.words(plain(speaker))) - STOPWORDS
    return words - ROLES or words


def _is_named(speaker: str) -> bool:
    """Whether a person's name is among the words: a capital that is no office."""
    last = speaker.split()[-1]
    return (
        last[0].isupper()
        and last.lower() not in ROLES
        and not speaker.lower().startswith(("the ", "a ", "an ", "one "))
    )
