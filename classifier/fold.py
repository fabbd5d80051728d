"""Folding that keeps every offset: one code point in, one code point out."""

import re
import unicodedata

DOUBLE_MARKS = "“”„‟«»″〝〞＂"
SINGLE_MARKS = "’‘‚‛ʼʹ′`´"


def _table() -> dict[int, str]:
    """Accented Latin letters to their base, typographic marks to their plain form; й and ї stay letters of their own."""
    table = {ord(mark): '"' for mark in DOUBLE_MARKS} | {ord(mark): "'" for mark in SINGLE_MARKS}
    table |= dict.fromkeys((8208, 8209, 173), "-") | dict.fromkeys((160, 8199, 8239, 8201), " ")
    for code in range(0xC0, 0x250):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table[code] = base.lower()
    return table | {ord("ё"): "е", ord("Ё"): "е", ord("\t"): " ", ord("\r"): "\n"}


_TABLE = _table()

# Order matters: abbreviations keep their dot, so that the dots left over end sentences; `'s` and French elisions are
# words of their own; a hyphen inside a word
# is no token, so `cease-fire` reads like `cease fire`.
_TOKEN = re.compile(
    r"(?:[a-z]\.){2,}"
    r"|\b(?:mr|mrs|ms|dr|gen|lt|col|sgt|capt|maj|cmdr|adm|brig|sen|rep|gov|prof|rev|st|no|vs"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.(?=\s)"
    r"|\d+(?:[.,:/]\d+)*"
    r"|(?:[cdjlmnst]|qu)'(?=[^\W\d_])"
    r"|[^\W_]+(?:'(?!s\b)[^\W\d_]+)*"
    r"|'s\b"
    r"|\n+|\.\.+|(?<!\S)-+|--+|[.,;:!?\"()\[\]…–—/]"
)


def fold(text: str) -> str:
    """The text in lower case without accents or typographic marks; as long as the text itself."""
    if text.isascii():
        return text.lower()
    return text.translate(_TABLE).lower()


def listed(words: str) -> frozenset[str]:
    """The words of a list written out with blanks between."""
    return frozenset(words.split())


def words_of(folded: str) -> list[str]:
    """The tokens of a folded text, punctuation included."""
    return _TOKEN.findall(folded)


def tokens_of(folded: str) -> tuple[list[str], list[int], list[int]]:
    """The tokens of a folded text with the offsets where each starts and ends."""
    matches = list(_TOKEN.finditer(folded))
    return (
        [match.group() for match in matches],
        [match.start() for match in matches],
        [match.end() for match in matches],
    )
