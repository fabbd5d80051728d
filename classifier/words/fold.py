"""Folding that keeps every offset: one code point in, one code point out."""

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate, chain

from classifier.words.remembered import Remembered

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
_IN_TABLE = re.compile(f"[{re.escape(''.join(_TABLE))}]")

# Order matters: plain words, which most tokens are, come first; abbreviations keep their dot, so that the dots left over
# end sentences; `'s` and French elisions are words of their own; a hyphen inside a word is no token, so `cease-fire` reads
# like `cease fire`. The blank is refused first, for half of all places where no token starts are blanks.
_TOKEN = re.compile(
    r"((?! )(?:"
    r"[^\W\d_]++(?![\d'.])"
    r"|[,;:!?\"()\[\]…–—/]"
    r"|[a-z]\.(?:[a-z]\.)+"
    r"|\b(?:[a-hj-z]\.(?=\s)|[js]r\.(?=[\s,;]))"
    r"|\b(?:mr|mrs|ms|dr|gen|lt|col|sgt|capt|maj|cmdr|adm|brig|sen|rep|gov|prof|rev|st|no|vs"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.(?=\s)"
    r"|\d+(?:[.,:/]\d+)*"
    r"|(?:[cdjlmnst]|qu)'(?=[^\W\d_])"
    r"|[^\W_]+(?:'(?!s\b)[^\W\d_]+)*"
    r"|'s\b"
    r"|\n+|\.+|(?<!\S)-+|--+"
    r"))"
)


@lru_cache(maxsize=8)
def fold(text: str) -> str:
    """The text in lower case without accents or typographic marks; as long as the text itself."""
    # The fields of an item are folded by each of its readers, hence the cache.
    if not text.isascii():
        for character in set(_IN_TABLE.findall(text)):
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
    *runs, last = folded.split(" ")
    parts = [*chain.from_iterable(map(_PARTS.__getitem__, runs)), *_TOKEN.split(f" {last}")]
    edges = list(accumulate(map(len, parts), initial=-1))
    words, starts, ends = parts[1::2], edges[1:-1:2], edges[2::2]
    if "" not in words:
        return words, starts, ends
    kept = [at for at, word in enumerate(words) if word]
    return [words[at] for at in kept], [starts[at] for at in kept], [ends[at] for at in kept]


def _parts(run: str) -> tuple[str, ...]:
    """What the token pattern makes of a run of characters between blanks, which no token crosses.

    The blank before it, or what else stands between tokens, and a token, in turns; the last token may be empty.
    """
    if run.isalpha():
        return " ", run
    parts = _TOKEN.split(f" {run} ")
    parts[-1] = parts[-1][:-1]
    return tuple(parts[:-1]) if len(parts) > 1 and not parts[-1] else (*parts, "")


_PARTS = Remembered(_parts)
