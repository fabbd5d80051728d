"""Which verbs of a sentence report words: not their look-alikes (`his claims`), and some that only their place tells."""

from bisect import bisect_left, insort
from itertools import takewhile

from classifier.lexicon.matcher import Span
from classifier.quoting.grammar import finite
from classifier.quoting.marks import Marked
from classifier.quoting.nounphrase import noun_here
from classifier.quoting.outer import Frame
from classifier.quoting.subjects import Verb
from classifier.words.fold import listed
from classifier.words.names import several
from classifier.words.passage import ENDS, Passage

_DETERMINERS = listed("the a an his her its their our my your 's any some no these those such every each")
_PREPOSITIONS = listed(
    "of in on with by from for about under over despite after against without amid between across into following"
)
_LIGHT_VERBS = listed("made make makes making took take taking issued drew draw sparked raised raise faces faced")
_NOUNS = listed(
    "report claim reply comment demand promise protest chant attack question label brand blast hit remark boast hint note"
    " answer forecast rebuke critique regret welcome"
)
"""Verbs whose bare form is more often a noun; with an `s`, a noun where a preposition follows."""
_BARE = _NOUNS | {"call"}
"""Of these `call` is a noun only without an `s`: `on a conference call`, `Hale calls for`."""
_PLURALS = listed(
    "they we i you who people police men women children media officials critics many some most both others few several"
    " to will would can could may might must should did not and"
)
_STATING = listed(
    "it he she report statement letter document memo law complaint indictment filing ministry also which that"
)
_COMPOUNDS = frozenset((("so", "called"), ("self", "described"), ("united", "states"), ("member", "states")))
_SURELY = listed("said says told tells wrote writes adds")
_NO_VERBS = listed(
    "this his its was is has does as us yes its plus perhaps always towards besides less unless indeed need"
)
_IRREGULAR = listed("began went spoke thought swore threw broke shot wept spat cut put led")
_ENDS_SPEECH = frozenset(",?!…—–-")
_JOINS = frozenset((",", "–", "—", "--", "-"))
_PRONOUNS = frozenset(("he", "she", "they"))
_ARTICLES = frozenset(("the", "a", "an", "one", "his", "her"))
_REACH = 8
"""Words behind a quotation within which its verb stands, where no list knows the verb."""


def reporting(sentence: Frame, verbs: list[Verb], quotes: list[Marked], passage: Passage, quoted: bool) -> list[Verb]:
    """The verbs of the lexicon that report here, in order; where somebody is `quoted`, with those that only their place tells."""
    kept = [verb for verb in verbs if not _looks_alike(sentence, verb, quotes, passage)]
    for at, word in enumerate(sentence.words) if quoted else ():
        if not word and _speech_ends(sentence, at, quotes, passage):
            placed = _placed(sentence, at, kept, passage)
            if placed is not None:
                insort(kept, placed)
    return kept


def _looks_alike(sentence: Frame, verb: Verb, quotes: list[Marked], passage: Passage) -> bool:
    """Whether it is a noun or an adjective: `his claims`, `a warning`, `the promised reservoir`, `so-called`."""
    word, before = sentence.words[verb.first], sentence.words[verb.first - 1] if verb.first else "."
    if verb.end - verb.first > 1 or verb.kind == "ACCORDING" or word in _SURELY:
        return False
    if (before, word) in _COMPOUNDS:
        return True
    if before in _DETERMINERS:
        return before != "her" or noun_here(sentence.words, verb.first)
    if before == "one" and verb.first > 1 and finite(sentence.words[verb.first - 2]):
        return True
    if word.endswith("ed"):
        return word in ("alleged", "proposed") and before in _PREPOSITIONS
    if not before:
        return not _speech_ends(sentence, verb.first - 1, quotes, passage)
    if before in _LIGHT_VERBS or (before in _PREPOSITIONS and not word.endswith("ing")):
        return True
    if passage.capitals[sentence.tokens[verb.first - 1]] and word == "states":
        return False
    return _noun(word, before, next(iter(sentence.words[verb.end : verb.end + 1]), ""))


def _noun(word: str, before: str, behind: str) -> bool:
    """`the budget reply`, `member states to vote`: by what a verb would stand between."""
    if word == "states" and before not in _STATING:
        return True
    if word in _BARE:
        return before not in _PLURALS and not before.endswith("s")
    plural = word == "states" or word.removesuffix("s") in _NOUNS
    return plural and (behind == "to" or behind in _PREPOSITIONS) and before not in _PRONOUNS


def _speech_ends(sentence: Frame, at: int, quotes: list[Marked], passage: Passage) -> bool:
    """Whether the quotation at `at` ends as one does before `X said`."""
    if sentence.words[at + 1 : at + 2] == [","]:
        return True
    return passage.text[quotes[~sentence.tokens[at]].end - 1] in _ENDS_SPEECH


def _placed(sentence: Frame, at: int, verbs: list[Verb], passage: Passage) -> Verb | None:
    """A verb in no list, straight behind a quotation: `"…," Hale offered`, `"…!" chanted the crowd`."""
    words, first = sentence.words, at + 1
    while first < len(words) and words[first] in _JOINS:
        first += 1
    near = range(first, min(len(words), first + _REACH))
    reach = list(takewhile(lambda place: words[place] and words[place] not in ENDS, near))
    known = bisect_left(verbs, (first,))
    if len(reach) < 2 or (known < len(verbs) and verbs[known].first <= reach[-1]):
        return None
    if _verbal(sentence, first, passage):
        opens = (
            words[first + 1] in _ARTICLES or several(words[first + 1]) or passage.capitals[sentence.tokens[first + 1]]
        )
        return _verb(sentence, first) if opens else None
    if words[first] in _ARTICLES:
        past = [place for place in reach[2:] if _past(words[place])]
        return _verb(sentence, past[0]) if past else None
    if words[first] not in _PRONOUNS and not passage.capitals[sentence.tokens[first]]:
        return None
    behind = next((place for place in reach[1:] if not passage.capitals[sentence.tokens[place]]), None)
    return _verb(sentence, behind) if behind is not None and _verbal(sentence, behind, passage) else None


def _verbal(sentence: Frame, at: int, passage: Passage) -> bool:
    """Whether a word has the shape of a verb in the third person or the past."""
    word = sentence.words[at]
    shaped = _past(word) or (word.endswith("s") and not word.endswith(("ss", "us", "'s")))
    return shaped and word not in _NO_VERBS and not passage.capitals[sentence.tokens[at]]


def _past(word: str) -> bool:
    return word in _IRREGULAR or (word.endswith("ed") and len(word) > 3)


def _verb(sentence: Frame, at: int) -> Verb:
    token = sentence.tokens[at]
    return Verb(at, at + 1, Span(token, token + 1), "SAY")
