"""One spelling for what two papers write in two ways: numbers, nations, verbs, British and American forms."""

import html
import re
from functools import lru_cache

from classifier.fold import fold, listed
from classifier.passage import MAX_CHARS
from classifier.remembered import Remembered

_WORD = re.compile(r"(?! )(?:[^\W\d_]++(?![\d'-])|\d+(?:[.,]\d+)*%?|[^\W_]+(?:[-'][^\W_]+)*|%)")
_LEAD = re.compile(r"(?:update \d+|live|breaking|exclusive|watch|correct(?:ed|ion)|explainer|factbox)\s*[-:–]\s*")
_DATELINE = re.compile(r"[a-z /]{3,30}(?:, [a-z]+\.? \d+)?(?: \((?:reuters|afp|ap|dpa|xinhua|tass|upi)\))? [-–—] ")

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
_TEENS = "sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"


def _counted(words: str, form: str, first: int, step: int) -> dict[str, str]:
    return {word: form.format(first + step * place) for place, word in enumerate(words.split(" "))}


NUMBERS = _counted(_UNITS, "{}", 0, 1) | _counted(_TEENS, "{}", 16, 1) | _counted(_TENS, "{}", 20, 10)
NUMBERS |= {"hundred": "100", "thousand": "1000", "million": "1000000", "billion": "1000000000"}
ORDINALS = _counted(_ORDINALS, "{}th", 1, 1)
DAYS = listed("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = listed("january february march april june july august september october november december")
STOPWORDS = listed(
    """
    a an the and or but if of to in on at by for from with as into onto over under about after before during between
    than then that this these those there here is are was were be been being am do does did has have had having it its
    he she they we you i his her their our my your him them us me who whom which what when where how why also just very
    so such more most much many some any all both each other another again still even only own same too up down out off
    will would shall should can could may might must s t says said say saying tell tells told amid near per us one
    """
) - {"us"}

# A capital speaks for its country, a house for its office: what differs in place must differ after this.
_SAME = {
    "russia": "russia russian russians moscow kremlin",
    "ukraine": "ukraine ukrainian ukrainians kyiv kiev",
    "america": "u.s pentagon washington american americans america",
    "germany": "germany german germans berlin",
    "france": "france french paris",
    "britain": "britain british uk london pm downing",
    "nato": "nato alliance",
    "china": "china chinese beijing",
    "israel": "israel israeli israelis",
    "iran": "iran iranian tehran",
    "turkey": "turkey turkish ankara",
    "poland": "poland polish warsaw",
    "withdraw": "withdraw withdraws withdrew withdrawn withdrawing withdrawal withdrawals pullback pullout pullbacks"
    " retreat retreats retreated leave leaves left leaving repositioning",
    "troop": "troop troops forces force soldiers units",
    "ambassador": "ambassador envoy",
    "summit": "summit meeting",
    "emergency": "emergency extraordinary",
    "halt": "halt halts halted freeze freezes froze stopped stop",
    "destroy": "destroy destroys destroyed blown",
    "small": "small limited",
    "sanction": "sanction sanctions penalties",
    "visit": "visit visits visiting visited",
    "talk": "talks talk negotiations",
    "say": "remark remarks comment comments",
    "site": "website websites site sites",
    "give": "give gives giving drop dropping",
}
_CANON = {word: canon for canon, words in _SAME.items() for word in words.split()}
PLACES = listed("russia ukraine america germany france britain china israel iran turkey poland")

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
    folded = fold(html.unescape(text)).strip()
    folded = folded.replace("u.s.", "u_s_").replace("per cent", "%").replace("percent", "%")
    for opening in (_LEAD, _DATELINE):
        if found := opening.match(folded):
            folded = folded[found.end() :]
    return folded


def words(folded: str) -> list[str]:
    """The words of a folded text in order; a hyphenated word is one."""
    return _words(_spoken(folded))


def _words(spoken: str) -> list[str]:
    found = _WORD.findall(spoken)
    return [word.removesuffix("'s") for word in found] if "'s" in spoken else found


def _spoken(folded: str) -> str:
    """`U.S.`, which `plain` marks, is a country."""
    return folded.replace("u_s_", " america ")


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
    word = spelled(word)
    if word in _CANON:
        return _CANON[word]
    for ending in _ENDINGS if word.endswith(_ENDINGS) else ():
        if ending == "ies" and word.endswith(ending):
            return word.removesuffix(ending) + "y"
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return _CANON.get(word[: -len(ending)], word[: -len(ending)].rstrip("e"))
    return _CANON.get(word, word.rstrip("e") if len(word) > 4 else word)


def tokens(title: str, summary: str) -> tuple[str, ...]:
    """Distinct normalised content words of a title and a bare summary, sorted: what stories are looked up by."""
    return tuple(sorted(content_stems(plain(title[:MAX_CHARS])) | content_stems(plain(summary[:MAX_CHARS]))))


def content_stems(folded: str) -> frozenset[str]:
    """The stems of the words of a folded text that say what it is about."""
    return frozenset().union(*map(_RUN_STEMS.__getitem__, _spoken(folded).split()))


def _run_stems(run: str) -> frozenset[str]:
    """The content stems of a run of characters between blanks, which no word crosses."""
    return frozenset(stem(word) for word in _words(run) if _says_something(word)) - {""}


def _says_something(word: str) -> bool:
    """Whether a word says what a text is about, unlike one that every text has."""
    return word not in STOPWORDS and (len(word) > 1 or word.isdigit())


_RUN_STEMS = Remembered(_run_stems)
