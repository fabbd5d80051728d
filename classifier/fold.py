"""Folding that keeps every offset: one code point in, one code point out."""

import re
import unicodedata
from itertools import accumulate

DOUBLE_MARKS = "“”„‟«»″〝〞＂"
SINGLE_MARKS = "’‘‚‛ʼʹ′`´"


def _table() -> dict[str, str]:
    """Accented Latin letters to their base, typographic marks to their plain form; й and ї stay letters of their own."""
    table = dict.fromkeys(DOUBLE_MARKS, '"') | dict.fromkeys(SINGLE_MARKS, "'")
    table |= dict.fromkeys("\u2010\u2011\u00ad", "-") | dict.fromkeys("\u00a0\u2007\u202f\u2009", " ")
    for code in range(0xC0, 0x250):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table[chr(code)] = base.lower()
    return table | {"ё": "е", "Ё": "е", "\t": " ", "\r": "\n"}


_TABLE = _table()

# Order matters: plain words, which most tokens are, come first; abbreviations keep their dot, so that the dots left over
# end sentences; `'s` and French elisions are words of their own; a hyphen inside a word is no token, so `cease-fire` reads
# like `cease fire`. The blank is refused first, for half of all places where no token starts are blanks.
_TOKEN = re.compile(
    r"((?! )(?:"
    r"[^\W\d_]++(?![\d'.])"
    r"|[,;:!?\"()\[\]…–—/]"
    r"|[a-z]\.(?:[a-z]\.)+"
    r"|\b(?:mr|mrs|ms|dr|gen|lt|col|sgt|capt|maj|cmdr|adm|brig|sen|rep|gov|prof|rev|st|no|vs"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.(?=\s)"
    r"|\d+(?:[.,:/]\d+)*"
    r"|(?:[cdjlmnst]|qu)'(?=[^\W\d_])"
    r"|[^\W_]+(?:'(?!s\b)[^\W\d_]+)*"
    r"|'s\b"
    r"|\n+|\.+|(?<!\S)-+|--+"
    r"))"
)


def fold(text: str) -> str:
    """The text in lower case without accents or typographic marks; as long as the text itself."""
    if not text.isascii():
        for character in _TABLE.keys() & set(text):
            text = text.replace(character, _TABLE[character])
    return text.lower()


def listed(words: str) -> frozenset[str]:
    """The words of a list written out with blanks between."""
    return frozenset(words.split())


def words_of(folded: str) -> list[str]:
    """The tokens of a folded text, punctuation included."""
    return _TOKEN.findall(folded)


def tokens_of(folded: str) -> tuple[list[str], list[int], list[int]]:
    """The tokens of a folded text with the offsets where each starts and ends."""
    parts = _TOKEN.split(folded)  # what stands between tokens, a token, what stands between, …
    edges = list(accumulate(map(len, parts)))
    return parts[1::2], edges[:-1:2], edges[1::2]
