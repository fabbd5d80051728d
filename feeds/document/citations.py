"""Agencies that somebody else's text names: for all that it says (it relays), or for a part (it cites)."""

import re
from typing import Literal

from feeds.document.agencies import NAMES

_CHARS = 1_500
"""How far into a text it is looked for."""
_AMBIGUOUS = frozenset({"AA", "APP", "CP", "MENA", "NAN", "PA", "TT", "UNI"})
"""Within a text these are other things."""
_IN_FULL = frozenset(
    {"Associated Press", "Agence France-Presse", "Europa Press", "RIA Novosti", "РИА Новости", "РІА Новости"}
)
"""Names of several words are otherwise of ordinary ones, which many texts hold."""
_CALLED = sorted(
    (name for name in NAMES if name[0].isupper() and name not in _AMBIGUOUS and (" " not in name or name in _IN_FULL)),
    key=len,
    reverse=True,
)
_FIRST_WORDS = frozenset(re.split(r"\W", name)[0] for name in _CALLED)
_CAPITALISED = re.compile(r"\b[A-ZÀ-ÞĀ-ſЀ-ЯҐІЇЄ]\w*")

_AGENCY = rf"[«„“\"']?\b({'|'.join(map(re.escape, _CALLED))})(?:[аеоуіи]|ом|ою)?\b"
"""Russian and Ukrainian decline the name."""
_CALLS = (
    r"(?i:(?:\W{1,2}(?:the|state|state-run|news|agency|wire|press|agence|de|la|el|l|der|die|das|von|bei|nachrichtenagentur"
    r"|agencia|агентств\w*|информагентств\w*|інформагентств\w*|агенці\w*|в|у)){0,4}[\W_]{1,3})"
)
_RELAYED = re.compile(
    rf"(?i:\b(?:об этом|про це)\b)[^.\n]{{0,60}}?\s{_AGENCY}"
    rf"|(?i:\b(?:переда[её]т|передают|передає|передають)\b){_CALLS}{_AGENCY}"
    rf"|(?i:\b(?:source|quelle|fuente|fonte|источник|джерело)) ?:\s*{_AGENCY}"
    rf"|(?i:\bthis was (?:first )?reported by\b){_CALLS}{_AGENCY}"
)
_TOLD = (
    r"(?i:\b(?:told|tells|telling|according to|citing|cited by|quoted by|reported by|carried by|interview (?:with|to)"
    r"|berichtete[tn]?|berichtet|meldete|meldet|laut|gegenüber|zitiert|sagte|angaben"
    r"|selon|d['’]après|rapporte|rapporté|indiqué à|déclaré à|dit à|auprès de|citée? par"
    r"|según|dijo a|declaró a|citad[oa] por|informó"
    r"|сообща[её]т|сообщил\w*|передал\w*|пишет|заявил\w*|рассказал\w*|ссылкой на|по данным|по сообщению|цитирует"
    r"|повідомля[єю]\w*|повідоми\w+|передал\w*|пише|розпов\w+|заяви\w+|посиланням на|за даними|за повідомленням|цитує)\b)"
)
_TELLS = (
    r"(?i:(?: news agency)?,? (?:has |had )?(?:reported|reports|reporting|said|says|quoted|cited|wrote|berichtete?t?|meldete?t?"
    r"|rapporte|a rapporté|informó|informa|сообщ\w+|переда\w+|пишет|повідом\w+|пише)\b)"
)
_CITED = re.compile(rf"{_TOLD}{_CALLS}{_AGENCY}|{_AGENCY}{_TELLS}")


def named_agency(text: str) -> tuple[str, Literal["relayed", "cited", ""]]:
    """Return the agency that a text says it relays, else the first that it cites, and which of the two; else nothing."""
    head = text[:_CHARS]
    if not any(map(_may_begin_a_name, _CAPITALISED.findall(head))):
        return "", ""
    if found := _RELAYED.search(head):
        return _canonical(found), "relayed"
    if found := _CITED.search(head):
        return _canonical(found), "cited"
    return "", ""


def _may_begin_a_name(word: str) -> bool:
    """Most texts have no such word, and need no further look."""
    return word in _FIRST_WORDS or word[:-1] in _FIRST_WORDS or word[:-2] in _FIRST_WORDS


def _canonical(found: re.Match[str]) -> str:
    return NAMES[next(name for name in found.groups() if name)]
