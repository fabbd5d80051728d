"""Whether a text takes something back, as wires write it, and what an edit takes away. Pure.

A marker stands in capitals, in brackets or before a colon at the head of a headline: `WITHDRAWN: …`, `KILL`, `CORRECTED-…`. In
a text it is a sentence about the report itself: troops that are withdrawn are no withdrawn story.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

Taken: TypeAlias = Literal["", "corrected", "withdrawn"]

_KILLS = (
    "kill|mandatory kill|bulletin kill|kill advisory|story kill|withdrawn|withdrawal of story|story withdrawn|story removed"
    "|story retracted|retracted|retraction|elimination|annulé|annulation|annule et remplace|dépêche annulée|storno|zurückgezogen"
    "|rückruf|anulado|anulada|retirado|retractación|аннулировано|аннулирована|аннулируется|отзыв сообщения|сообщение отозвано"
    "|анульовано|відкликано|новину відкликано"
)
_CORRECTIONS = (
    "correction|corrected|corrects|clarification|clarified|rectificatif|corrigé|korrektur|berichtigung|corrección|corregido"
    "|исправление|исправлено|уточнение|виправлення|виправлено|уточнення"
)
_SIGNED = r"[\W_]*(?:[(\[]\s*(?:{0})\b[^)\]]{{0,40}}[)\]]|(?:{0})(?:\s+\d{{1,2}})?\s*(?:[:/|]|[-–—]{{1,2}}|$))"
_KILL_SIGN, _CORRECTION_SIGN = (re.compile(_SIGNED.format(words), re.IGNORECASE) for words in (_KILLS, _CORRECTIONS))
_TAIL = re.compile(rf"[(\[]\s*(?:{_KILLS})\s*[)\]]\s*$", re.IGNORECASE)
_REPORT = (
    r"(?:this|the|our|an? earlier|its|above|previous)\s(?:\S+\s){0,4}?(?:story|stories|report|article|item|dispatch|alert|headline"
    r"|snap|brief|post)"
)
_CALLED = (
    r"(?:,?\s(?:headlined|titled|entitled|slugged|datelined|published|issued|sent|filed|moved|dated|which|that was)\b"
    r"[^.!?\n]{0,200}?)?"
)
_KILL_SENTENCE = re.compile(
    rf"\b{_REPORT}\b{_CALLED},?\s(?:is|are|was|were|has been|have been|stands?)\s(?:hereby\s|now\s)?"
    r"(?:withdrawn|retracted|killed|removed|deleted|taken down)\b"
    rf"|\b(?:withdraws|withdrew|retracts|has retracted|has withdrawn|kills)\s{_REPORT}\b"
    rf"|\bplease\s(?:kill|disregard|ignore|delete|do not use)\s{_REPORT}\b",
    re.IGNORECASE,
)
_HINT = re.compile("withdr|retract|kill|remov|delet|taken down|disregard|ignore|not use", re.IGNORECASE)
"""What every such sentence holds."""
_OPENING, _READ = 600, 20_000
"""A notice of that kind stands at the beginning, or as a note beneath; so much of a text is read."""
_UPDATES = re.compile(
    r"^(?:\W*\b(?:updated?|live|breaking|exclusive|refile|writethru|write-thru|urgent|flash|recap|wrapup)\b(?:\s?\d{1,2})?\W+)+"
    r"|\W+(?:updated?|live)\W*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")


def taken(title: str, *texts: str) -> Taken:
    """What a report says of itself: that it is withdrawn, that it is corrected, or nothing."""
    if _TAIL.search(title) or any(map(_kills, filter(None, (title, *texts)))):
        return "withdrawn"
    heads = (text.lstrip()[:_OPENING].partition("\n")[0] for text in (title, *texts) if text)
    return "corrected" if any(map(_CORRECTION_SIGN.match, heads)) else ""


def named(texts: Iterable[str], titles: Iterable[tuple[int, str]]) -> list[int]:
    """The items, of (item, headline), whose headlines these texts name; one of two words names nothing."""
    said = f" {' '.join(word for text in texts for word in words(text[:_READ]))} "
    headlines = ((item_id, words(title)) for item_id, title in titles)
    return [item_id for item_id, wanted in headlines if len(wanted) > 2 and f" {' '.join(wanted)} " in said]


def same_words(one: str, other: str) -> bool:
    """Do two headlines say the same? Blanks, signs, cases and a word that it is news do not count."""
    return words(_UPDATES.sub(" ", one)) == words(_UPDATES.sub(" ", other))


def words(text: str) -> list[str]:
    """The words of a text, whatever its typography."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def missing(quotes: Iterable[str], texts: Sequence[str]) -> bool:
    """Is one of these quotes in none of these texts any more?"""
    said = f" {' '.join(word for text in texts for word in words(text))} "
    return any(f" {' '.join(words(quote))} " not in said for quote in quotes)


def _kills(text: str) -> bool:
    opening = text.lstrip()[:_OPENING]
    if _KILL_SIGN.match(opening.partition("\n")[0]):
        return True
    return any(_HINT.search(part) and _KILL_SENTENCE.search(part) for part in (opening, text[_OPENING:][-_OPENING:]))
