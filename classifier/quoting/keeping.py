"""Whether quotation marks hold somebody's words, or a title, a name, a credit or a word that the writer doubts."""

from bisect import bisect_left
from typing import NamedTuple

from classifier.quoting import german
from classifier.quoting.grammar import DETERMINERS, FORMS_OF_BE
from classifier.quoting.headlines import JOINTS
from classifier.quoting.marks import Marked
from classifier.quoting.outer import Frame
from classifier.quoting.subjects import Verb
from classifier.words.fold import fold, listed, words_of
from classifier.words.passage import Passage

_KEPT_WORDS = 5
"""A quotation this long is somebody's words even where nobody is named."""
_WORKS = listed(
    "film movie documentary book novel memoir autobiography play musical song album single track series sitcom show"
    " programme program podcast magazine newspaper painting sculpture exhibition opera ballet episode chapter essay poem"
    " comedy drama thriller game videogame website blog column newsletter copy ship yacht trawler ferry vessel boat"
    " operation exercise project missile rocket satellite nickname codename restaurant hotel pub bar cafe store shop"
    " motto theme spot commercial host anchor starring launchers"
)
_NAMED = listed("titled entitled headlined headed named nicknamed codenamed themed aka starring")
_SPEECH_NOUNS = listed(
    "remark remarks comment comments speech slogan claim claims label statement statements tweet tweets message messages"
    " chant chants warning warnings threat threats pledge pledges promise promises vow mantra moniker quip jab insult insults"
    " accusation accusations allegation allegations description characterization prediction predictions rhetoric boast quote"
    " quotes quotation jibe taunt rant cry cries refrain declaration declarations answer"
)
_PREDICATIVE = frozenset(("as", "a", "an"))
_SMALL_IN_NAMES = frozenset(("from", "with", "into", "over", "upon", "that", "than"))
_ABOUT = frozenset(("on", "of", "in", "from", "to", "with", "at", "by", "for", "aboard", "and", "or", "'s"))
"""Words before a name in marks that is nobody's word: `on “Capital Sunday”`, `a network's “Capital Sunday”`."""
_BETWEEN = listed("as a an the him her it them himself herself being of not to for , :")
"""Words between a verb and the fragment that it puts into somebody's mouth: `called it a “ruse”`."""
_SPOKEN = listed(
    "i we you he she they me us him them my our your not never no very is are was were am will would can could must"
    " should shall be been have has had do does did don't isn't aren't won't can't didn't doesn't wasn't i'm we're it's"
    " we'll i'll let's there's that's too so just this that really because to if as than like"
)
"""Words of clauses: terms of art and scare words are noun phrases without them."""
_NO_ADVERBS = listed(
    "likely family only early daily weekly monthly july assembly supply ally bully rally reply apply italy holy"
)
_OWNERS = frozenset(("'s", "his", "her", "their"))
_OBJECTS = frozenset(("as", "him", "her", "it", "them"))
_WHO = frozenset(("he", "she", "they", "who"))
_AUXILIARIES = listed("has have had is was are were being often once also repeatedly")
_WEAKEST = "plain"
"""The rule by which the subject of any verb may speak: nothing to keep a short fragment for."""
_SIGHT = 3
_NEAR = 8
"""Words between a verb and a fragment in its clause."""
_CLAUSE_ENDS = frozenset((",", ";", ":", ".", "", "–", "—"))


class Place(NamedTuple):
    """A quotation where it stands: the word `at` of a sentence whose reporting verbs are known."""

    passage: Passage
    sentence: Frame
    at: int
    mark: Marked
    verbs: list[Verb]
    headline: bool

    @property
    def text(self) -> str:
        """What stands in the marks."""
        return self.passage.text[self.mark.start : self.mark.end]

    @property
    def before(self) -> list[str]:
        """The few words before it, the nearest last."""
        return self.sentence.words[max(0, self.at - _SIGHT) : self.at]

    @property
    def behind(self) -> str:
        """The word behind it."""
        return next(iter(self.sentence.words[self.at + 1 : self.at + 2]), "")


def somebodys(place: Place, rule: str, is_german: bool) -> bool:
    """Whether the marks hold somebody's words; `rule` is how the speaker was found, empty where nobody is named."""
    if is_german:
        return german.somebodys(place.text, place.sentence.words, place.at)
    text, before = place.text, place.before
    rule = "" if rule == _WEAKEST else rule
    if _credit(text, rule) or before[-2:] in (["so", "called"], ["subject", "line"]):
        return False
    name = _is_name(text)
    if name and (_names_a_work(place) or _nickname(place) or (rule != "headline" and _spoken_about(place))):
        return place.behind in _SPEECH_NOUNS
    if rule == "beside":
        return True
    if before and before[-1] in _NAMED:
        return False
    if name:
        return _name_spoken(place, rule)
    words = len(text.split())
    return bool(rule) or words >= _KEPT_WORDS or _said_by_nobody_named(place, words)


def _credit(text: str, rule: str) -> bool:
    """The line of a photographer (`AFP PHOTO / …`), a file's name, or capitals without a speaker."""
    if len(text) > 3 and text.isupper() and ("/" in text or not rule):
        return True
    return " " not in text and any(mark in text.rstrip(".,!?…") for mark in "./_@")


def _is_name(text: str) -> bool:
    """Whether every longer word has a capital and no question or cry ends it: `The Long Road Home`."""
    longer = [word for word in text.split() if len(word) > 3 and word not in _SMALL_IN_NAMES] or text.split()
    return text[-1] not in "!?" and text[0].isupper() and all(not word[0].islower() for word in longer)


def _name_spoken(place: Place, rule: str) -> bool:
    """Whether what looks like a name is put into somebody's mouth: `called it “Plan Nowhere”`, `her “Plan Nowhere” remark`."""
    if place.behind in _SPEECH_NOUNS or (place.before and place.before[-1] in _SPEECH_NOUNS):
        return True
    words = len(place.text.split())
    if rule == "headline":
        joined = place.behind in JOINTS or (place.before and place.before[-1] in JOINTS)
        return bool(joined) or place.at in (0, len(place.sentence.words) - 1) or words > _SIGHT
    verb = _verb_before(place)
    if verb is not None:
        return not _bears_a_name(place, verb)
    return bool(rule) and (not place.at or _epithet(place) or (place.headline and words < _SIGHT))


def _epithet(place: Place) -> bool:
    """`“Crooked” Jon Hale`: straight before a person's name, by whoever is named."""
    tokens, at = place.sentence.tokens, place.at
    return at + 1 < len(tokens) and tokens[at + 1] >= 0 and place.passage.capitals[tokens[at + 1]]


def _names_a_work(place: Place) -> bool:
    """`her memoir, “The Long Road”` and the like."""
    return not _WORKS.isdisjoint(place.before) and place.before[-1] not in _OBJECTS


def _spoken_about(place: Place) -> bool:
    """`on “Capital Sunday”`: behind a preposition that no reporting verb brings."""
    return bool(place.before) and place.before[-1] in _ABOUT and _verb_before(place) is None


def _nickname(place: Place) -> bool:
    """`Jon “Buck” Hale`: between a person's names."""
    tokens, at, capitals = place.sentence.tokens, place.at, place.passage.capitals
    if not 0 < at < len(tokens) - 1 or place.headline or tokens[at - 1] < 0 or tokens[at + 1] < 0:
        return False
    return capitals[tokens[at - 1]] and capitals[tokens[at + 1]]


def _verb_before(place: Place) -> Verb | None:
    """The reporting verb straight before, but for the few words of `called him a`."""
    verb = _last_verb(place)
    if verb is None or place.at - verb.end > _SIGHT:
        return None
    between = place.sentence.words[verb.end : place.at]
    names = verb.kind == "CALL" and between[-1:] and between[-1] in _PREDICATIVE
    return verb if names or _BETWEEN.issuperset(between) else None


def _last_verb(place: Place) -> Verb | None:
    """The last reporting verb before the quotation."""
    number = bisect_left(place.verbs, (place.at,))
    return place.verbs[number - 1] if number else None


def _in_clause_of_a_verb(place: Place) -> bool:
    """Whether a reporting verb stands before the fragment in its clause: `who later described the claim as ‘thin’`."""
    verb = _last_verb(place)
    if verb is None or place.at - verb.end > _NEAR:
        return False
    return _CLAUSE_ENDS.isdisjoint(place.sentence.words[verb.end : place.at])


def _bears_a_name(place: Place, verb: Verb) -> bool:
    """Whether the verb only says how a thing is called: `an advert called “Whiplash”`, not `Hale called it “Whiplash”`."""
    words, at = place.sentence.words, verb.first
    gap = words[verb.end : place.at]
    passively = gap == ["the"] and at > 0 and words[at - 1] in FORMS_OF_BE
    if words[at] != "called" or (gap and not passively):
        return False
    while at and words[at - 1] in _AUXILIARIES:
        at -= 1
    if not at or not words[at - 1]:
        return True
    return not place.passage.capitals[place.sentence.tokens[at - 1]] and words[at - 1] not in _WHO


def _said_by_nobody_named(place: Place, words: int) -> bool:
    """Whether a short fragment without a speaker is still speech: a clause, or beside `remark`, or before a headline's colon."""
    before = place.before[-1] if place.before else ""
    if before in _SPEECH_NOUNS or "self" in place.before[:-1]:
        return True
    if place.behind in _SPEECH_NOUNS and (words > 1 or before in _OWNERS):
        return True
    if _in_clause_of_a_verb(place):
        return True
    if words < 2:
        return False
    if (
        before == "to" and place.text[0].islower() and place.text.split()[0] not in DETERMINERS
    ):  # `plans to “flip a coin”`
        return True
    if place.headline and (place.behind == ":" or place.before[-1:] == [":"]):
        return True
    said = words_of(fold(place.text))
    return not _SPOKEN.isdisjoint(said) or any(word.endswith("ly") and word not in _NO_ADVERBS for word in said)
