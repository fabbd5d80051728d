"""Plain text made safe: nothing but visible characters, single spaces and, in a text, line breaks."""

import re
import unicodedata

TITLE_CHARS, SUMMARY_CHARS = 500, 20_000

# Controls but line breaks; soft hyphen; every invisible format character of Unicode 14 (general category Cf), fillers
# that show as nothing, variation selectors, surrogates and noncharacters. ZWNJ and ZWJ (200C, 200D) are judged apart.
UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4"
    "\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufffb\ufffe\uffff\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
# C1 controls in a feed are cp1252 that somebody took for Latin-1: `&#146;` is an apostrophe.
_MEANT = {chr(code): bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}

# All but letters and signs that need no look: most texts hold none, and this one pass is 30 times faster than the rules.
_ODD = re.compile(
    "[^ -~\n\t\r\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0482\u048a-\u052f"
    "\u05d0-\u05ea\u0620-\u064a\u0660-\u066d\u0671-\u06d3\u2010-\u2027\u2030-\u205e\u20a0-\u20c0\u2116\u2122\u3001-\u3020"
    "\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e]"
)
_JOINING = "\u0600-\u08ff\u0900-\u0dff\u0e80-\u109f\u1780-\u17ff\u1800-\u18af\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefe"
"""Arabic and Indic scripts, where a zero-width joiner changes the letters; elsewhere it only hides."""
_EMOJI = "\u2190-\u21ff\u2600-\u27bf\u2b05-\u2b55\U0001f000-\U0001faff"
_JOINER = re.compile(
    f"((?<=[{_JOINING}])[\u200c\u200d](?=[{_JOINING}])|(?<=[{_EMOJI}])\u200d(?=[{_EMOJI}]))|[\u200c\u200d]"
)
"""One that joins, or one that only hides."""
_MARK_RUN = re.compile(r"[^\w\s\x00-\x7f]{3,}")
"""Combining marks are no word characters, so only runs of three such need a look."""


def clean_line(raw: str, limit: int = TITLE_CHARS) -> str:
    """Return plain text on one line, at most `limit` characters, of nothing but visible characters and single spaces."""
    raw = _visible(raw[: 4 * limit])
    return _shorten(" ".join(raw.split()), limit)


def clean_text(raw: str, limit: int = SUMMARY_CHARS) -> str:
    """Return plain text as paragraphs: like a clean line, but newlines stay, at most two in a row."""
    text = _visible(raw[: 4 * limit]).replace("\r\n", "\n").replace("\r", "\n")
    text = "\n".join([_line(line.strip()) for line in text.split("\n")])
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return _shorten(text.strip("\n"), limit)


def _line(line: str) -> str:
    """Make blanks single; most lines need no look, which is a third faster."""
    return " ".join(line.split()) if "  " in line or "\t" in line or "\xa0" in line else line


def _visible(text: str) -> str:
    """Drop all that does not show or shows what is not there; of line breaks and spaces only the common ones stay."""
    odd = set(_ODD.findall(text))
    if not odd:
        return text
    if changes := {ord(character): plain for character in odd if (plain := _plain(character)) != character}:
        text = text.translate(changes)
    text = unicodedata.normalize("NFC", _JOINER.sub(r"\1", text) if odd & {"\u200c", "\u200d"} else text)
    has_marks = any(unicodedata.category(character) in ("Mn", "Me") for character in odd)
    return _MARK_RUN.sub(lambda run: _two_marks(run[0]), text) if has_marks else text


def _plain(character: str) -> str:
    """Return what stands for a character: itself, nothing, or the common one of its kind."""
    if character.isspace():
        return "\n" if character.splitlines() == [""] else " "
    return _MEANT.get(character, "") if UNWANTED.match(character) else character


def _two_marks(run: str) -> str:
    """Keep at most two combining marks in a row: stacks of them paint over the lines around."""
    kept: list[str] = []
    marks = 0
    for character in run:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= 2:
            kept.append(character)
    return "".join(kept)


def _shorten(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip(" \n\u200c\u200d") + "…"
