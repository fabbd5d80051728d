"""Which charset a text is in when its labels are wrong: by the letters that the world's presses use most."""

from collections import Counter
from itertools import pairwise

SAMPLE_BYTES = 40_000
_CYRILLIC = "оеаитнсрвлкмдпуя"
_LETTERS = {
    "cp1251": _CYRILLIC,
    "koi8-u": _CYRILLIC,
    "iso8859-5": _CYRILLIC,
    "cp866": _CYRILLIC,
    "iso8859-7": "αοιετνσρηυςάίό",
    "cp1255": "יוהלאמרבתשנחםכקד",
    "cp1256": "اليمنرتوبةعدسفه",
    "cp874": "านรอกเงมยวลดทสต่้ัี",
    "cp932": "のにはをたがでてとしれさいるなかすっもらりこー、。",
    "euc_jp": "のにはをたがでてとしれさいるなかすっもらりこー、。",
    "cp949": "이다는의에을가고하지로한기사은도를서인자정리나대",
    "gb18030": "的一是在不了有人国中这大为上个和年会公军地日时出，。",
    "big5hkscs": "的一是在不了有人國中這大為上個和年會公軍地日時出，。",
}
"""The commonest letters of the languages that a codec is for."""
_CYRILLIC_CODECS = tuple(codec for codec, letters in _LETTERS.items() if letters == _CYRILLIC)
_TWO_BYTE_CODECS = frozenset({"cp932", "euc_jp", "cp949", "gb18030", "big5hkscs"})


def likely_codec(body: bytes, labelled: str) -> str:
    """Return the codec whose text looks most like a language, or the labelled one when that looks hardly worse.

    Only for bytes that are no UTF-8. Western texts have their accented letters one by one between ASCII letters; where bytes
    beyond ASCII stand in rows, it is another script.
    """
    sample = body[:SAMPLE_BYTES]
    if labelled in _CYRILLIC_CODECS:
        rivals = _CYRILLIC_CODECS
    elif _stands_in_rows(sample):
        rivals = tuple(_LETTERS)
    else:
        return labelled
    best = max(rivals, key=lambda codec: _likeness(sample, codec))
    return best if _likeness(sample, best) > max(0.3, 1.5 * _likeness(sample, labelled)) else labelled


def _stands_in_rows(sample: bytes) -> bool:
    """Tell whether most bytes beyond ASCII have such a neighbour, and are more than a few broken ones."""
    high = [byte > 0x7F for byte in sample]
    rows = sum(first and second for first, second in pairwise(high))
    return 2 * rows > sum(high) > len(sample) // 25


def _likeness(sample: bytes, codec: str) -> float:
    """Return the share of common letters among all that are not ASCII; half as many are as telling among thousands."""
    letters = _LETTERS.get(codec, "")
    counts = Counter(character for character in sample.decode(codec, "replace") if not character.isascii())
    share = sum(counts[letter] for letter in letters) / max(1, counts.total())
    return 2 * share if codec in _TWO_BYTE_CODECS else share
