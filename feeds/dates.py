"""Dates as feeds write them: RFC 822, ISO 8601, epochs and the local habits of a dozen languages. Table-driven, pure."""

import re
from datetime import UTC, datetime, timedelta

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
"""Minutes east of Greenwich. IST is India's, BST Britain's, CST America's: the larger presses."""

# A month is known by how its name begins: en, ru, uk, de, fr, es, it, pt, pl, tr.
_MONTHS = {
    1: "jan янв січ ene sty oca gen jän",
    2: "feb фев лют fév fev lut şub",
    3: "mar мар бер mär mrz",
    4: "apr апр кві avr abr kwi nis",
    5: "may mai май мая тра maj mag",
    6: "jun июн чер juin giu cze haz",
    7: "jul июл лип juil lug lip tem",
    8: "aug авг сер aoû aou ago sie ağu agu",
    9: "sep сен вер set wrz eyl",
    10: "oct окт жов okt ott out paź paz eki",
    11: "nov ноя лис lis kas",
    12: "dec дек гру dez déc dic gru ara",
}
_MONTH_OF = {beginning: month for month, beginnings in _MONTHS.items() for beginning in beginnings.split()}

_TIME = re.compile(
    r"(?<![\d.])(\d{1,2})(?::|時|时|시\s?)(\d{1,2})(?:(?::|分|분\s?)(\d{1,2})(?:[.,]\d{1,9})?)?[秒초分분]?"
    r"(?:\s?([ap])\.?\s?m\b\.?)?(?![\d:])"
)
_OFFSET = re.compile(r"^\s*(?:(?:gmt|utc)\s*)?([+\-−])(\d{2}):?(\d{2})?(?!\d)")
_ZONE = re.compile(r"^\s*\(?([^\W\d_]{1,5})\b")
_YMD = re.compile(r"(?<!\d)(\d{4})[-/.年년]\s?(\d{1,2})[-/.月월]\s?(\d{1,2})(?!\d)")
_DMY = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_WORD_DMY = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|\.|º)?[\s,/-]*(?:de\s+)?([^\W\d_]{3,})\.?[\s,/-]*(?:de\s+)?(\d{4}|\d{2})(?!\d)"
)
_WORD_MDY = re.compile(r"([^\W\d_]{3,})\.?\s*(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4})(?!\d)")
_ASCTIME = re.compile(r"([^\W\d_]{3})\s+(\d{1,2})\s.*?\s(\d{4})$")
_EPOCH = re.compile(r"(\d{9,10}|\d{12,13})(?:\.\d+)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:t?(\d{2}):?(\d{2}):?(\d{2})?)?")
_ISO = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[t\s]\s?(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?\s*(z|[+\-−]\d{2}:?\d{0,2})?)?"
)


def parse_date(raw: str, assume_offset_min: int = 0) -> int | None:
    """Return a date as UTC epoch milliseconds, or None; a date without a zone is `assume_offset_min` east of UTC."""
    text = " ".join(raw[:MAX_CHARS].lower().split())
    if found := _EPOCH.fullmatch(text):
        return _epoch(found[1])
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
        zone = found[7] if found.re is _ISO else None
        offset = _offset(zone, assume_offset_min) if zone else assume_offset_min
        return _instant((year, month, day), (hour, minute, second), offset)
    return _loose(text, assume_offset_min)


def _loose(text: str, assume_offset_min: int) -> int | None:
    """Find a time anywhere, its zone after it, and a date in what is left."""
    clock, offset, is_american = (0, 0, 0), assume_offset_min, False
    if found := _TIME.search(text):
        hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
        if found[4] and 1 <= hour <= 12:
            hour, is_american = hour % 12 + (12 if found[4] == "p" else 0), True
        clock = (hour, minute, second)
        offset, rest = _zone(text[found.end() :], assume_offset_min)
        text = f"{text[: found.start()]} {rest}"
    day = _day(text, is_american)
    return _instant(day, clock, offset) if day else None


def _zone(after: str, assume_offset_min: int) -> tuple[int, str]:
    """Return the offset in minutes that follows a time, and the text after it."""
    if found := _OFFSET.match(after):
        return _offset("".join(part or "" for part in found.groups()), assume_offset_min), after[found.end() :]
    if (found := _ZONE.match(after)) and found[1] in ZONES:
        return ZONES[found[1]], after[found.end() :]
    return assume_offset_min, after


def _offset(zone: str, assume_offset_min: int) -> int:
    if zone == "z":
        return 0
    digits = zone[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    if minutes > 14 * 60:
        return assume_offset_min
    return minutes if zone[0] == "+" else -minutes


def _day(text: str, is_american: bool) -> tuple[int, int, int] | None:
    """Return (year, month, day) in whichever order the text has them."""
    if found := _YMD.search(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DMY.search(text):
        first, second, year = int(found[1]), int(found[3]), _year(found[4])
        is_month_first = second > 12 or (is_american and found[2] == "/" and first <= 12)
        return (year, first, second) if is_month_first else (year, second, first)
    for found in _WORD_DMY.finditer(text):
        if month := _month(found[2]):
            return _year(found[3]), month, int(found[1])
    for pattern in (_WORD_MDY, _ASCTIME):
        for found in pattern.finditer(text):
            if month := _month(found[1]):
                return int(found[3]), month, int(found[2])
    return None


def _month(word: str) -> int | None:
    for length in (4, 3):
        if month := _MONTH_OF.get(word[:length]):
            return month
    return None


def _year(digits: str) -> int:
    """Read a two-digit year as RFC 2822 does (4.3): 00 to 49 are of this century."""
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 50 else 1900)


def _epoch(digits: str) -> int | None:
    milliseconds = int(digits) * (1 if len(digits) > 10 else 1000)
    return milliseconds if datetime.fromtimestamp(milliseconds / 1000, UTC).year in YEARS else None


def _instant(day: tuple[int, int, int], clock: tuple[int, int, int], offset_min: int) -> int | None:
    """Return epoch milliseconds; 24:00 is the next midnight and a leap second the one before."""
    year, month, date = day
    hour, minute, second = clock
    if year not in YEARS or hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        return None
    try:
        start = datetime(year, month, date, tzinfo=UTC)
    except ValueError:
        return None
    moment = start + timedelta(hours=hour, minutes=minute - offset_min, seconds=min(second, 59))
    return round(moment.timestamp() * 1000)
