"""Indirect speech: the clauses that a sentence's reporting verbs report, without marks."""

from collections.abc import Iterator
from typing import NamedTuple

from classifier.quoting.attribution import Speech
from classifier.quoting.nounphrase import Range
from classifier.quoting.outer import Frame
from classifier.quoting.subjects import Verb
from classifier.words.fold import listed
from classifier.words.passage import ENDS, Passage

_MOST = 200
"""Reporting verbs of a sentence that are looked at."""
_CLAUSE_WORDS = 3
_LONGEST = 120
"""Words: nobody reports more in a sentence."""
_FAR_THAT = 12
"""Words between a verb and its `that` where times, places or addressees stand between: `said in a letter on Monday that`."""
_NEAR_THAT = 2
_ADDRESSEE = 5
"""Words of whom somebody told."""
_JOINTS = frozenset((",", "but", "and"))
_TURNS = frozenset(("but", "while", "yet", "though", "although", "whereas"))
"""Words after a comma with which the writer takes over again; also without one, before a new subject."""
_TURNING = _TURNS | {",", ";"}
_LINKS = listed("after before when since while until")
"""Words that tie a reporting clause to what it stands behind as its time: `an hour after X announced a truce`."""
_NEW_SUBJECT = listed("the a an his her its their another both several some many two three no all there")
_PREPOSITIONS = listed("on in at of to for from with by against into over during after before amid via through")
_QUESTIONS = listed("whether if how why what who where when which")
_NO_CLAUSE = _PREPOSITIONS | _QUESTIONS | {",", "and", "or", "but", "as", ""}
"""Words after `said` that begin no clause: `said on Tuesday`."""
_COUNTING = listed("one two three four five six seven eight nine ten twelve twenty thirty forty fifty half")
_TIMES = listed(
    "on monday tuesday wednesday thursday friday saturday sunday today yesterday morning afternoon evening night late early"
    " last this week month earlier later"
)
_TELLING = listed("told tells telling")
_ORDERING = _TELLING | listed("warned warns warning warn cautioned cautions cautioning")
_ADDRESSING = _ORDERING | listed(
    "reminded reminds reminding assured assures assuring informed informs promised promises"
)
_WHOSE = frozenset(("who", "whose", "which"))
_APPOSED = 5
"""Words of `a retired harbour pilot who`."""
_OPENERS = _NEW_SUBJECT | listed("he she it they we i you these those most more about")
_PASSIVES = listed("was were is are been being be am")
_BEFORE_VERBS = listed(
    "said says say saying added adds adding told tells telling noted explained wrote stated admitted believes"
)
"""Verbs behind which a noun alone is no claim: `added a second goal`; `announced a truce` is one."""
_SUBORDINATING = listed("when after as while although though if before since once because")
_PRONOUNS = listed("he she it they we i there")
_INTRODUCING = listed("asked speaking when while as after before during hours days weeks minutes shortly but")
"""Words that open what comes before a reporting clause without being reported by it: `Asked about the pier, X said`."""
_ASIDES = [["however"], ["though"], ["too"], ["moreover"], ["instead"], ["meanwhile"]]
_STOPS = _QUESTIONS | ENDS | {",", ";", ":", ""}
_FINITE = listed(
    "is are was were am be been has have had do does did will would can could may might must shall should won't can't don't"
    " didn't doesn't isn't aren't wasn't weren't wouldn't couldn't hadn't hasn't haven't cannot left went took came fell rose"
    " got made gave held kept met lost won broke began became saw found knew thought felt stood brought sent spent built"
    " struck hit shot fled led put cut set let ran sat sank grew drew threw wrote said told meant paid sold bought"
)
"""Words that only a clause has; besides the regular past."""


class Clause(NamedTuple):
    """The words of a reported clause, the verb that reports it, and the words that name the speaker, if any do."""

    words: Range
    verb: Verb
    named: Range | None


def clauses(sentence: Frame, verbs: list[Verb], speech: Speech, quoted: bool) -> Iterator[Clause]:
    """The reported clauses of a sentence, in order and apart; one within another is part of it.

    Where somebody is `quoted` in the sentence too, only what has a verb and stands apart from the quotation.
    """
    behind = 0
    for number, verb in enumerate(verbs[:_MOST]):
        if verb.kind == "CALL" or verb.first < behind or _passive(sentence, verb):
            continue
        named = speech.named(sentence, verb)
        found = _clause(sentence, verb, named, verbs[number + 1 : _MOST], speech, quoted)
        if found is not None and found[0] >= behind and _stands(sentence, found, verb, quoted):
            behind = max(verb.end, found[1])
            yield Clause(found, verb, named)


def _passive(sentence: Frame, verb: Verb) -> bool:
    """`were told that …`, `Reminded that …, X said`: its subject listens."""
    words = sentence.words
    if not verb.first:
        return words[verb.end : verb.end + 1] == ["that"] and (words[0] == "told" or words[0].endswith("ed"))
    return words[verb.first - 1] in _PASSIVES


def _stands(sentence: Frame, clause: Range, verb: Verb, quoted: bool) -> bool:
    """Whether it neither begins nor ends with marks, nor holds quoted words, and, behind `said`, has a verb."""
    words = sentence.words[clause[0] : clause[1]]
    if not words[0] or not words[-1] or (quoted and ("" in words or not _has_verb(words))):
        return False
    bare = verb.first < clause[0] and sentence.words[clause[0] - 1] != "that"
    return not bare or sentence.words[verb.first] not in _BEFORE_VERBS or _has_verb(words)


def _has_verb(words: list[str]) -> bool:
    regular = any(word.endswith("ed") for word in words[1:])
    return regular or words[0] in _PRONOUNS or not _FINITE.isdisjoint(words)


def _clause(
    sentence: Frame, verb: Verb, named: Range | None, later: list[Verb], speech: Speech, quoted: bool
) -> Range | None:
    if verb.kind == "ACCORDING":
        return _according(sentence, verb, named)
    inverted = quoted and _behind_quotation(sentence.words, verb, named)
    apart = inverted and sentence.words[verb.end - 1] != "that"
    first = None if apart else _begin(sentence, verb, verb.span.first in speech.clausal)
    if first is not None and (named is None or named[0] < verb.first):
        end = _end(sentence, first, later, speech)
        if end - first >= _CLAUSE_WORDS:
            return first, end
    return _before(sentence, verb, named) if named and not quoted else None


def _behind_quotation(words: list[str], verb: Verb, named: Range | None) -> bool:
    """Whether a verb and its speaker stand straight behind what is quoted: `"…," she told a crowd that had waited`."""
    beside = named is not None and named[0] < verb.first <= named[1] + 1
    begin = named[0] if named and beside else verb.first
    return begin > 0 and (not words[begin - 1] or words[max(0, begin - 2) : begin] == ["", ","])


def _according(sentence: Frame, verb: Verb, named: Range | None) -> Range | None:
    """`According to X, clause` and `clause, according to X`."""
    words = sentence.words
    if named is None:
        return None
    if not verb.first and words[named[1] : named[1] + 1] == [","]:
        first = _behind_relative(words, named[1] + 1)
        end = _without_joints(words, first, len(words))
        return (first, end) if end - first >= _CLAUSE_WORDS else None
    return _before(sentence, verb, named)


def _behind_relative(words: list[str], at: int) -> int:
    """The word behind the comma that closes `who …` or `an aide who …` at a word, else that word."""
    apposed = at + _APPOSED if words[at : at + 1] in (["a"], ["an"], ["the"]) else at + 1
    if _WHOSE.isdisjoint(words[at:apposed]):
        return at
    return next((place + 1 for place in range(at, len(words)) if words[place] == ","), at)


def _begin(sentence: Frame, verb: Verb, clausal: bool) -> int | None:
    """Where the clause behind a verb begins: behind `that`, or, where the verb needs none, behind times and addressees."""
    words, first = sentence.words, verb.end
    if (
        words[first : first + 1] == [","]
        and words[first + 1 : first + 2] in _ASIDES
        and words[first + 2 :][:1] == [","]
    ):
        first += 3
    if words[first - 1] == "that":
        return first
    telling = words[verb.first] in _TELLING
    spread = (
        words[verb.first] in _ADDRESSING
        or words[first : first + 1] == []
        or words[first] in _PREPOSITIONS
        or words[first] in _TIMES
    )
    for at in range(first, min(first + (_FAR_THAT if spread else _NEAR_THAT), len(words))):
        if words[at] == "that":
            return at + 1
        if words[at] in _STOPS:
            break
    return _bare(words, first, telling) if clausal and not _orders(words, verb) else None


def _orders(words: list[str], verb: Verb) -> bool:
    """`warned the crew not to dive`, `cautioned the board against haste`: what somebody is to do is no claim."""
    near = words[verb.end : verb.end + _ADDRESSEE]
    return words[verb.first] in _ORDERING and ("to" in near or "against" in near)


def _bare(words: list[str], first: int, telling: bool) -> int | None:
    """Where a clause without `that` begins: `told the board on Monday the pier had sunk`."""
    if telling and words[first : first + 1] and words[first] not in _NO_CLAUSE:
        reach = range(first + 1, min(first + _ADDRESSEE, len(words)))
        first = next((at for at in reach if words[at] in _OPENERS), first)
    while first < len(words) and words[first] in _TIMES:
        first += 1
    if first + 1 >= len(words) or words[first] in _NO_CLAUSE:
        return None
    if words[first] == "about" and not (words[first + 1] in _COUNTING or words[first + 1][:1].isdigit()):
        return None
    return first


def _end(sentence: Frame, first: int, later: list[Verb], speech: Speech) -> int:
    """Where it ends: with the sentence, where the writer takes over, or where the same speaker says more."""
    words, end = sentence.words, min(len(sentence.words), first + _LONGEST)
    if words[0] in _SUBORDINATING and "," not in words[:first]:
        end = next((at for at in range(first, end) if words[at] == ","), end)
    for verb in later:
        if first < verb.first < end and words[verb.first - 1] in _JOINTS and _goes_on(words, verb, speech):
            end = verb.first
            break
    turning = [at for at in range(first, end) if words[at] in _TURNING]
    end = next((at for at in turning if _turns(sentence, at, speech.passage)), end)
    return _without_joints(words, first, end)


def _goes_on(words: list[str], verb: Verb, speech: Speech) -> bool:
    """Whether a second verb reports words of its own: `said X and warned that Y`, not `said X called and asked for tea`."""
    if verb.kind == "ACCORDING":
        return True
    return (
        verb.span.first in speech.clausal
        or "that" in words[verb.end : verb.end + _NEAR_THAT]
        or "" in words[verb.end : verb.end + _FAR_THAT]
    )


def _without_joints(words: list[str], first: int, end: int) -> int:
    while end > first and (words[end - 1] in ENDS or words[end - 1] in _JOINTS):
        end -= 1
    return end


def _before(sentence: Frame, verb: Verb, named: Range) -> Range | None:
    """The clause before `, X said`, where little follows."""
    words = sentence.words
    begin = min(named[0], verb.first)
    if not begin or words[begin - 1] != "," or not _LINKS.isdisjoint(words[begin : verb.first]):
        return None
    if not _trails(words, max(named[1], verb.end)):
        return None
    if begin > _LONGEST:
        return None
    opened = next((at + 1 for at in range(begin - 1, 0, -1) if words[at] == ";"), 0)
    if begin - opened <= _CLAUSE_WORDS or words[opened] in _INTRODUCING:
        return None
    return (opened, begin - 1) if words[opened] not in _PREPOSITIONS or _has_verb(words[opened : begin - 1]) else None


def _trails(words: list[str], at: int) -> bool:
    """Whether nothing is reported from a word on: the sentence ends, tells when and where, or goes on with `, adding`."""
    while at < len(words) and words[at] in _TIMES:
        at += 1
    if at >= len(words) or words[at] in ENDS or words[at] in _PREPOSITIONS:
        return True
    return words[at] == "," and (
        words[at + 1 : at + 2] == ["who"] or words[min(at + 1, len(words) - 1)].endswith("ing")
    )


def _turns(sentence: Frame, at: int, passage: Passage) -> bool:
    """Whether a reported clause ends before a word: `; `, `, but`, or `but the army` without a comma."""
    words = sentence.words
    if words[at] == ";":
        return True
    if words[at] == ",":
        return at + 1 < len(words) and words[at + 1] in _TURNS
    if words[at] not in _TURNS or at + 1 >= len(words) or not words[at + 1]:
        return False
    return words[at + 1] in _NEW_SUBJECT or passage.capitals[sentence.tokens[at + 1]]
