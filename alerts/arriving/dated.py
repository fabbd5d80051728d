"""The newest full date that a text names: a page of today whose newest date is three years old is not of today. Pure.

Full is a date with day, month and year, in digits or with a month's name in English, German, French, Spanish, Russian or
Ukrainian. `03/04/2022` is left alone: nobody knows whether it is April or March.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

_NAMES = (
    "january jan januar jänner janvier janv enero ene январь января янв січень січня січ",
    "february feb februar février fevrier févr fév febrero февраль февраля фев февр лютий лютого лют",
    "march mar märz maerz mär mars marzo март марта мар березень березня бер",
    "april apr avril avr abril abr апрель апреля апр квітень квітня квіт",
    "may mai mayo май мая травень травня трав",
    "june jun juni juin junio июнь июня июн червень червня черв",
    "july jul juli juillet juil julio июль июля июл липень липня лип",
    "august aug août aout agosto ago август августа авг серпень серпня серп",
    "september sep sept septembre septiembre setiembre сентябрь сентября сен сент вересень вересня вер",
    "october oct oktober okt octobre octubre октябрь октября окт жовтень жовтня жовт",
    "november nov novembre noviembre ноябрь ноября ноя нояб листопад листопада лист",
    "december dec dezember dez décembre decembre déc diciembre dic декабрь декабря дек грудень грудня груд",
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_NAME = r"(?P<{}>[^\W\d_]{{3,9}})\.?"
_DAY = r"(?P<{}>[0-9]{{1,2}})"
_YEAR = r"(?P<{}>(?:19|20)[0-9]{{2}})(?![0-9])"
_DATE = re.compile(
    rf"(?<![0-9]){_YEAR.format('y1')}-(?P<m1>[0-9]{{2}})-(?P<d1>[0-9]{{2}})(?![0-9])"
    rf"|(?<![0-9.]){_DAY.format('d2')}\.(?P<m2>[0-9]{{1,2}})\.{_YEAR.format('y2')}"
    rf"|(?<![0-9]){_DAY.format('d3')}(?:st|nd|rd|th|er|º|°|\.)?\s{{0,2}}(?:of\s|de\s)?{_NAME.format('m3')},?\s{{1,2}}"
    rf"(?:de\s|del\s)?{_YEAR.format('y3')}"
    rf"|(?<!\w){_NAME.format('m4')}\s{{0,2}}{_DAY.format('d4')}(?:st|nd|rd|th)?,?\s{{1,2}}{_YEAR.format('y4')}",
    re.IGNORECASE,
)
_FORMS = range(1, 5)
_BESIDE = re.compile(r"[^\W\d_]{2,}")
"""A word."""
_FEW, _SHORT = 3, 40
"""So many words, and characters, beside a date make no sentence of its line: a weekday, `Updated`, a zone."""


class Named(NamedTuple):
    """A date and where the text names it, in code points."""

    at_ms: int
    """When the day begins, in UTC."""
    start: int
    end: int


def newest(*texts: str) -> Named | None:
    """The newest date that any of these texts names, and where in its text; None: they name none."""
    return max((named for text in texts for named in dates(text)), default=None)


def newest_told(*texts: str) -> Named | None:
    """The newest date that their story names, where it dates itself; None: it does not.

    It does so by naming one day twice in one text. Days that are named once may be those on which a war, and the one before,
    began; and what a summary and its text both say is said once. A page's own date, a line by itself, is not the story's.
    """
    told = [[named for named in dates(text) if not _is_alone(text, named)] for text in texts]
    if not any(count > 1 for each in told for count in Counter(named.at_ms for named in each).values()):
        return None
    return max(named for each in told for named in each)


def dates(text: str) -> Iterable[Named]:
    """All full dates of a text that there are in the calendar."""
    for found in _DATE.finditer(text):
        read = found.groupdict()
        form = next(n for n in _FORMS if read[f"y{n}"])
        month = read[f"m{form}"]
        number = int(month) if month.isdecimal() else _MONTHS.get(month.casefold(), 0)
        try:
            day = datetime.datetime(int(read[f"y{form}"]), number, int(read[f"d{form}"]), tzinfo=datetime.UTC)
        except ValueError:
            continue
        yield Named(round(day.timestamp()) * 1_000, *found.span())


def _is_alone(text: str, named: Named) -> bool:
    """Is a date all that there is in its line?"""
    start = text.rfind("\n", 0, named.start) + 1
    end = text.find("\n", named.end)
    beside = text[start : named.start] + " " + text[named.end : len(text) if end < 0 else end]
    return len(beside) < _SHORT and len(_BESIDE.findall(beside)) <= _FEW
