"""Dates as feeds write them: RFC 822, ISO 8601, epochs and the local habits of a dozen languages. Table-driven, pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Literal

YEARS = range(1995, 2036)
"""No feed is older; a year beyond is a typing error or a trick."""
MAX_CHARS = 80

ZONES = {
    **dict.fromkeys(("z", "ut", "utc", "gmt", "wet"), 0),
    **dict.fromkeys(("bst", "west", "cet", "mez"), 60),
    **dict.fromkeys(("cest", "mesz", "eet", "sast", "cat"), 120),
    **dict.fromkeys(("eest", "msk", "мск", "trt", "ast3", "eat", "idt"), 180),
    **dict.fromkeys(("msd", "gst", "samt"), 240),
    **dict.fromkeys(("pkt", "yekt", "uzt"), 300),
    **dict.fromkeys(("ict", "wib", "krat"), 420),
    **dict.fromkeys(("hkt", "sgt", "awst", "pht", "irkt"), 480),
    **dict.fromkeys(("kst", "jst", "yakt"), 540),
    **dict.fromkeys(("aest", "vlat"), 600),
    **dict.fromkeys(("aedt", "magt"), 660),
    **dict.fromkeys(("nzst", "pett"), 720),
    **dict.fromkeys(("brt", "art", "adt"), -180),
    **dict.fromkeys(("ast", "edt"), -240),
    **dict.fromkeys(("est", "cdt"), -300),
    **dict.fromkeys(("cst", "mdt"), -360),
    **dict.fromkeys(("mst", "pdt"), -420),
    **dict.fromkeys(("pst", "akdt"), -480),
    **dict.fromkeys(("akst", "hdt"), -540),
    "hst": -600,
    "irst": 210,
    "aft": 270,
    "ist": 330,
    "npt": 345,
    "acst": 570,
    "acdt": 630,
    "nzdt": 780,
    "nst": -210,
    "ndt": -150,
}
"""Minutes east of Greenwich. IST is India's, BST Britain's, CST America's, unless the source's own zone calls itself so."""
_UTC_NAMES = frozenset({"z", "ut", "utc", "gmt"})
_EPOCH_DAY = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in UTC epoch milliseconds, and what it rests on: an offset (UTC is one), a zone's name, or an assumption."""

    ms: int
    basis: Literal["offset", "zone", "assumed"]


# A month is known by how its name begins: en, ru, uk, de, fr, es, it, pt, pl, tr, nl, sv, ro, bg, sr, el, hu, ar.
_MONTHS = {
    1: "jan янв січ ene sty oca gen jän ian яну јан ιαν يناير",
    2: "feb фев лют fév fev lut şub феб φεβ فبراير",
    3: "mar мар бер mär mrz mrt μαρ μάρ már مارس",
    4: "apr апр кві avr abr kwi nis απρ ápr أبريل ابريل إبريل",
    5: "may mai май мая тра maj mag mei мај μαι μαϊ μάι máj مايو",
    6: "jun июн чер juin giu cze haz iun юни јун ιουν ιούν jún يونيو",
    7: "jul июл лип juil lug lip tem iul юли јул ιουλ ιούλ júl يوليو",
    8: "aug авг сер aoû aou ago sie ağu agu αυγ αύγ أغسطس اغسطس",
    9: "sep сен вер set wrz eyl сеп σεπ sze سبتمبر",
    10: "oct окт жов okt ott out paź paz eki οκτ أكتوبر اكتوبر",
    11: "nov ноя лис lis kas noi ное нов νοε νοέ نوفمبر",
    12: "dec дек гру dez déc dic gru ara des дец δεκ ديسمبر",
}
_MONTH_OF = {beginning: month for month, beginnings in _MONTHS.items() for beginning in beginnings.split()}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_AFTERNOON = frozenset({"p", "오후", "下午", "午後"})

_TIME = re.compile(
    r"(?:(오전|오후|上午|下午|午前|午後)\s?)?(?<![\d.])(\d{1,2})(?::|時|时|시\s?)(\d{1,2})(?:(?::|分|분\s?)(\d{1,2})(?:[.,]\d{1,9})?)?"
    r"[秒초分분]?(?:\s?([ap])\.?\s?m\b\.?)?(?![\d:])"
)
_OFFSET = re.compile(r"^\s*\(?(?:(?:gmt|utc)\s*)?([+\-−])(\d{1,2}):?(\d{2})?(?!\d)")
_ZONE = re.compile(r"^\s*\(?([^\W\d_]{1,5})\b")
_YMD = re.compile(r"(?<!\d)(\d{4})[-/.年년]\s?(\d{1,2})[-/.月월]\s?(\d{1,2})(?!\d)")
_DMY = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_WORD_DMY = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|\.|º)?[\s,/-]*(?:de\s+)?([^\W\d_]{3,})\.?[\s,/-]*(?:de\s+)?(\d{4}|\d{2})(?!\d)"
)
_WORD_MDY = re.compile(r"([^\W\d_]{3,})\.?\s*(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4})(?!\d)")
_WORD_YMD = re.compile(r"(?<!\d)(\d{4})[\s.-]+([^\W\d_]{3,})[\s.-]+(\d{1,2})(?!\d)")
_ASCTIME = re.compile(r"([^\W\d_]{3})\s+(\d{1,2})\s.*?\s(\d{4})$")
_EPOCH = re.compile(r"(\d{9,10}|\d{12,13})(?:\.\d+)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:t?(\d{2}):?(\d{2}):?(\d{2})?)?")
_ISO = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[t\s]\s?(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?\s*(z|[+\-−]\d{2}:?\d{0,2})?)?"
)
_RFC_822 = re.compile(
    r"(?:[a-z]{3}, ?)?(\d{1,2}) ([a-z]{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (gmt|utc|z|[+-]\d{2}:?\d{2})", re.ASCII
)


def zone_of(name: str) -> tzinfo:
    """Return a zone of the IANA database; UTC for a name that it has not."""
    if not name:
        return UTC
    from zoneinfo import ZoneInfo  # 5 ms that few sources need

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; no name at all; a folder of the database
        return UTC


def parse_date(raw: str, home: tzinfo = UTC) -> Moment | None:
    """Return the moment that a date tells, or None; one without a zone is told in the zone `home`."""
    text = " ".join(raw[:MAX_CHARS].lower().split())
    if found := _RFC_822.fullmatch(text):
        day, month, year, hour, minute, second, zone = found.groups()
        if number := _MONTH_OF.get(month):
            return _at((int(year), number, int(day)), (int(hour), int(minute), int(second)), _offset(zone), home)
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        numbers = [int(part or 0) for part in found.groups()[:6]]
        zone = found[7] if found.re is _ISO else None
        return _at((numbers[0], numbers[1], numbers[2]), (numbers[3], numbers[4], numbers[5]), _offset(zone), home)
    if found := _EPOCH.fullmatch(text):
        return _epoch(found[1])
    return _loose(text, home)


def first_moment(raws: Iterable[str], home: tzinfo = UTC) -> Moment | None:
    """Return the first moment that any of these dates tells."""
    return next((moment for raw in raws if (moment := parse_date(raw, home))), None)


def _loose(text: str, home: tzinfo) -> Moment | None:
    """Find a time anywhere, its zone after it, and a date in what is left."""
    clock, offset, zone, is_american = (0, 0, 0), None, "", False
    if found := _TIME.search(text):
        hour, half = int(found[2]), found[1] or found[5]
        if half and 1 <= hour <= 12:
            hour, is_american = hour % 12 + (12 if half in _AFTERNOON else 0), bool(found[5])
        clock = (hour, int(found[3]), int(found[4] or 0))
        offset, zone, rest = _zone(text[found.end() :])
        text = f"{text[: found.start()]} {rest}"
    day = _day(text, is_american)
    return _at(day, clock, offset, home, zone) if day else None


def _zone(after: str) -> tuple[int | None, str, str]:
    """Return the offset in minutes or the zone's name that follows a time, and the text after it."""
    if found := _OFFSET.match(after):
        return _offset(found[1] + found[2].zfill(2) + (found[3] or "")), "", after[found.end() :]
    if (found := _ZONE.match(after)) and found[1] in ZONES:
        return (0, "", after[found.end() :]) if found[1] in _UTC_NAMES else (None, found[1], after[found.end() :])
    return None, "", after


def _offset(zone: str | None) -> int | None:
    """Return minutes east of Greenwich; None for none and for what no place on earth has."""
    if not zone:
        return None
    if zone in _UTC_NAMES:
        return 0
    digits = zone[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    if minutes > 14 * 60:
        return None
    return minutes if zone[0] == "+" else -minutes


def _day(text: str, is_american: bool) -> tuple[int, int, int] | None:
    """Return (year, month, day) in whichever order the text has them."""
    if found := _YMD.search(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DMY.search(text):
        first, second, year = int(found[1]), int(found[3]), _year(found[4])
        is_month_first = second > 12 or (is_american and found[2] == "/" and first <= 12)
        readings = [(year, first, second), (year, second, first)][:: 1 if is_month_first else -1]
        return next((day for day in readings if _is_on(day, text[:3])), readings[0])
    for found in _WORD_DMY.finditer(text):
        if month := _month(found[2]):
            return _year(found[3]), month, int(found[1])
    for pattern in (_WORD_MDY, _ASCTIME):
        for found in pattern.finditer(text):
            if month := _month(found[1]):
                return int(found[3]), month, int(found[2])
    if (found := _WORD_YMD.search(text)) and (month := _month(found[2])):
        return int(found[1]), month, int(found[3])
    return None


def _is_on(day: tuple[int, int, int], weekday: str) -> bool:
    """Tell whether a day falls on the weekday that the text begins with, in English."""
    try:
        return date(*day).weekday() == _WEEKDAYS.index(weekday)
    except ValueError:
        return False


def _month(word: str) -> int | None:
    for length in (len(word), 4, 3):
        if month := _MONTH_OF.get(word[:length]):
            return month
    return None


def _year(digits: str) -> int:
    """Read a two-digit year as RFC 2822 does (4.3): 00 to 49 are of this century."""
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 50 else 1900)


def _epoch(digits: str) -> Moment | None:
    milliseconds = int(digits) * (1 if len(digits) > 10 else 1000)
    is_sound = datetime.fromtimestamp(milliseconds / 1000, UTC).year in YEARS
    return Moment(milliseconds, "offset") if is_sound else None


def _at(
    day: tuple[int, int, int], clock: tuple[int, int, int], offset_min: int | None, home: tzinfo, zone: str = ""
) -> Moment | None:
    """Return the moment; 24:00 is the next midnight and a leap second the one before."""
    hour, minute, second = clock
    if day[0] not in YEARS or hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        return None
    try:
        days = date(*day).toordinal() - _EPOCH_DAY
    except ValueError:
        return None
    wall_s = days * 86_400 + hour * 3_600 + minute * 60 + min(second, 59)
    if offset_min is not None:
        return Moment((wall_s - offset_min * 60) * 1000, "offset")
    local = datetime.fromtimestamp(wall_s, UTC).replace(tzinfo=home)
    if zone and zone != (local.tzname() or "").lower():
        return Moment((wall_s - ZONES[zone] * 60) * 1000, "zone")
    offset = local.utcoffset() or timedelta()
    return Moment((wall_s - round(offset.total_seconds())) * 1000, "zone" if zone else "assumed")
