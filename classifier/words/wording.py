"""One spelling for what two papers write in two ways: numbers, nations, verbs, British and American forms."""

import html
import re
from functools import lru_cache
from itertools import chain

from classifier.words.fold import fold, listed
from classifier.words.nations import NATIONS
from classifier.words.newswords import ALIKE
from classifier.words.passage import MAX_CHARS
from classifier.words.remembered import Remembered

_WORD = re.compile(r"(?! )(?:[^\W\d_]++(?![\d'-])|\d+(?:[.,]\d+)*%?|[^\W_]+(?:[-'][^\W_]+)*|%)")
_LEAD = re.compile(
    r"(?:update \d+|live|breaking|exclusive|watch|video|analysis|opinion|correct(?:ed|ion)|explainer|factbox)\s*[-:–|]\s*"
)
_DATELINE = re.compile(
    r"\s*(?:[A-Z][A-Z /]{2,29}(?:, [A-Za-z]+\.? \d+)?|[A-Z][A-Za-z /]{2,29}(?:, [A-Za-z]+\.? \d+)? \([A-Za-z]{2,8}\)) ?[-–—] "
)
"""`LISOVA, May 3 - ` and `Lisova (AFP) – `; `Asia brief – ` is none."""
_CAPITALS = {"US": "America", "WHO": "World Health Organization", "IS": "Isis"}
_IN_CAPITALS = re.compile(r"\b(?:US|WHO|IS)\b")
_MEANT = (
    ("u.s.", " america "), ("u.k.", " britain "), ("u.n.", " un "), ("w.h.o.", "world health organization"),
    ("islamic state", "isis"), ("united states", "america"),
    ("united kingdom", "britain"), ("united nations", "un"), ("united arab emirates", "uae"), ("european union", "eu"),
    ("new delhi", "india"), ("per cent", "%"), ("percent", "%"), ("calls off", "cancels"), ("called off", "cancelled"),
    ("call off", "cancel"), ("calling off", "cancelling"),
)  # fmt: skip

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
_TEENS = "sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth"
)


def _counted(words: str, form: str, first: int, step: int) -> dict[str, str]:
    return {word: form.format(first + step * place) for place, word in enumerate(words.split(" "))}


NUMBERS = _counted(_UNITS, "{}", 0, 1) | _counted(_TEENS, "{}", 16, 1) | _counted(_TENS, "{}", 20, 10)
NUMBERS |= {"dozen": "12", "hundred": "100", "thousand": "1000", "million": "1000000", "billion": "1000000000"}
NUMBERS |= {"trillion": "1000000000000"}
ORDINALS = _counted(_ORDINALS, "{}th", 1, 1)
DAYS = listed("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = listed("january february march april may june july august september october november december")
STOPWORDS = listed(
    """
    a an the and or but if of to in on at by for from with as into onto over under about after before during between
    than then that this these those there here is are was were be been being am do does did has have had having it its
    he she they we you i his her their our my your him them us me who whom which what when where how why also just very
    so such more most much many some any all both each other another again still even only own same too up down out off
    will would shall should can could may might must s t says said say saying tell tells told amid near per one new today
    yesterday tomorrow
    """
)

_SPELLING = (
    ("is", re.compile(r"(?<=[a-z]{3})is(e|es|ed|ing|ation|ations)$"), r"iz\1"),
    ("our", re.compile(r"(?<=[a-z]{2})our(s|ed|ing|able|ite|ites)?$"), r"or\1"),
    ("ence", re.compile(r"^(defen|offen|licen)ce(s|d)?$"), r"\1se\2"),
    ("re", re.compile(r"(?<=[a-z]{2})(t|b)re(s)?$"), r"\1er\2"),
    ("ogramme", re.compile(r"ogramme(s)?$"), r"ogram\1"),
    ("ll", re.compile(r"(?<=[aeiou])ll(ed|ing|er|ers)$"), r"l\1"),
)
"""British spellings and American ones; letters that stand in each spare most words the search."""
_ENDINGS = ("ingly", "ations", "ation", "ings", "ing", "ied", "ies", "ed", "es", "s", "ly")


def plain(text: str) -> str:
    """A headline or summary folded, without `UPDATE 2-`, a dateline, or HTML entities left in it."""
    text = html.unescape(text) if "&" in text else text
    if dateline := _DATELINE.match(text):
        text = text[dateline.end() :]
    if any(short in text for short in _CAPITALS) and not text.isupper():  # `us`, `who` and `is` are other words
        text = _IN_CAPITALS.sub(lambda found: _CAPITALS[found[0]], text)
    folded = fold(text).strip()
    for written, meant in _MEANT:
        if written in folded:
            folded = folded.replace(written, meant)
    lead = _LEAD.match(folded)
    return folded[lead.end() :] if lead else folded


def words(folded: str) -> list[str]:
    """The words of a folded text in order; a hyphenated word is one."""
    found = _WORD.findall(folded)
    return [word.removesuffix("'s") for word in found] if "'s" in folded else found


@lru_cache(maxsize=16_384)
def spelled(word: str) -> str:
    """American spelling, digits for number words, no hyphen: what is left differs in meaning."""
    if word in NUMBERS:
        return NUMBERS[word]
    if word in ORDINALS:
        return ORDINALS[word]
    word = word.replace("-", "").replace("'", "")
    if word[:1].isdigit():
        return word.replace(",", "").removesuffix("%") or word
    for letters, pattern, replacement in _SPELLING:
        if letters in word:
            word = pattern.sub(replacement, word)
    return word


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """The spelled word without its ending, and one name for what news writes in several."""
    for written in (word, word := spelled(word)):
        if known := NATIONS.get(written) or ALIKE.get(written):
            return known
    for ending in _ENDINGS if word.endswith(_ENDINGS) else ():
        if ending in ("ies", "ied") and word.endswith(ending) and len(word) > 5:
            return _known(word.removesuffix(ending) + "y")
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return _known(word.removesuffix(ending))
    return _known(word)


def _known(stripped: str) -> str:
    """What is left of a word, or the class that it belongs to."""
    return ALIKE.get(stripped) or (stripped.rstrip("e") if len(stripped) > 3 else stripped)


def tokens(title: str, summary: str) -> tuple[str, ...]:
    """Distinct normalised content words of a title and a bare summary, sorted: what stories are looked up by."""
    return tuple(sorted(content_stems(plain(title[:MAX_CHARS])) | content_stems(plain(summary[:MAX_CHARS]))))


def content_stems(folded: str) -> frozenset[str]:
    """The stems of the words of a folded text that say what it is about."""
    return frozenset(chain.from_iterable(map(_RUN_STEMS.__getitem__, folded.split())))


def _run_stems(run: str) -> tuple[str, ...]:
    """The content stems of a run of characters between blanks, which no word crosses."""
    return tuple([stemmed for word in words(run) if says_something(word) and (stemmed := stem(word))])


def says_something(word: str) -> bool:
    """Whether a word says what a text is about, unlike one that every text has."""
    return word not in STOPWORDS and word != "us" and (len(word) > 1 or word.isdigit())


_RUN_STEMS = Remembered(_run_stems)
