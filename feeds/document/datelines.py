"""Datelines: a text that begins with place, date and agency was written by the agency."""

import re

from feeds.document.agencies import first_agency

_LINES, _CHARS = 3, 160
"""How many lines of a text may begin with it, and how far into one it may reach."""
_MOST_WORDS = 12

_BRACKETED = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]](?=\s*[.,]?\s*[-\u2010-\u2015]|\s*:|( [^\W\d_]))")
"""`(AFP) -`; German papers leave the dash out."""
_SLASHED = re.compile(r"(?<![\w/])/([^/]{2,40})/(?=\.|\s*[-\u2010-\u2015])")
"""`/TASS/.`"""
_DASHED = re.compile(r"\s[-\u2010-\u2015]{1,2}\s+([^.]{2,40})\.(?=\s)")
"""`- RIA Novosti.`"""
_DOTTED = re.compile(r"\.\s+(?:\d{1,2}\s+\w+|\w+\s+\d{1,2})\.\s+(\S[^\n]{1,40}?)(?:\.(?=\s)|\s+[-\u2010-\u2015]\s)")
"""`Kyiv. March 29. Interfax -`"""

_PARTICLE_WORDS = """
    a al am an auf bei da das de del dem den der des di do du el et im in la las le les los na near no of off on sur the und v y zu
    в во до за и й на над по под при у та
"""
_MONTH_BEGINNINGS = """
    jan feb fév mar mär apr avr abr may mai mag maj jun juin giu jul juil lug aug août aoû ago sep set oct okt out ott nov dec dez
    déc dic янв фев мар апр май мая июн июл авг сен окт ноя дек січ лют бер кві тра чер лип сер вер жов лис гру
"""
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_MONTHS = tuple(_MONTH_BEGINNINGS.split())
_PICTURE = re.compile(
    r"\bfile\b|photo|foto|фото|світлин|bild|image|imagen|picture|caption|getty|archiv|video|відео|видео", re.IGNORECASE
)


def dateline_agency(text: str) -> str:
    """Return the canonical name of the agency in a text's dateline, or nothing."""
    for line in text[: _LINES * 2 * _CHARS].split("\n", _LINES)[:_LINES]:
        if agency := _agency(line[:_CHARS]):
            return agency
    return ""


def is_picture(words: str) -> bool:
    """Tell whether words speak of a picture: whose that is says nothing of the text."""
    return _PICTURE.search(words) is not None


def _agency(line: str) -> str:
    """Return the agency that the first words of a line name where all before it is place and date."""
    for form in (_BRACKETED, _SLASHED, _DASHED, _DOTTED):
        for found in form.finditer(line):
            place = line[: found.start()]
            if is_picture(found[1]) or not (agency := first_agency(found[1])) or not _is_place_and_date(place):
                continue
            if form is not _BRACKETED or not found[2] or _is_one_place(place, found[2]):
                return agency
    return ""


def _is_place_and_date(words: str) -> bool:
    """Tell whether all words are capitalised, particles, or of a date."""
    found = re.findall(r"[^\W_]+(?:['’][^\W_]+)?", words)
    return len(found) <= _MOST_WORDS and not is_picture(words) and all(map(_is_of_dateline, found))


def _is_of_dateline(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit() or word in _PARTICLES or word.startswith(_MONTHS)


def _is_one_place(words: str, following: str) -> bool:
    """Tell whether it is `Berlin (dpa) The…`, not a caption that begins with somebody's name."""
    return len(words.split()) == 1 and words[0].isupper() and following[1].isupper()
