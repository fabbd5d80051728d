"""Are two given names one, written from another alphabet or shortened? `Sergey` and `Serhii`, `William` and `Bill`."""

import re

_SHORTENED = {
    "bill": "william", "billy": "william", "will": "william", "bob": "robert", "bobby": "robert", "rob": "robert",
    "jim": "james", "jimmy": "james", "jack": "john", "johnny": "john", "dick": "richard", "rick": "richard",
    "mike": "michael", "joe": "joseph", "tom": "thomas", "tony": "anthony", "ted": "edward", "ed": "edward",
    "chuck": "charles", "charlie": "charles", "harry": "henry", "hank": "henry", "larry": "lawrence", "ron": "ronald",
    "don": "donald", "ken": "kenneth", "dave": "david", "steve": "steven", "stephen": "steven", "greg": "gregory",
    "jeff": "jeffrey", "andy": "andrew", "drew": "andrew", "sasha": "aleksandr", "volodia": "vladimir",
    "liz": "elizabeth", "beth": "elizabeth", "betty": "elizabeth", "peggy": "margaret", "maggie": "margaret",
    "kate": "katherine", "kathy": "katherine", "sue": "susan", "debbie": "deborah",
}  # fmt: skip
_LETTERS = (("kh", "h"), ("w", "v"), ("y", "i"), ("j", "i"))
_SOUNDS = (("g", "h"), ("x", "ks"), ("ck", "k"), ("c", "k"), ("ph", "f"))
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiou]")
_SHORTEST = 3
_CONSONANTS = 3
"""Names of fewer consonants have too many namesakes to be told by them."""


def one_given_name(one: str, other: str) -> bool:
    """Whether two given names may be of one person; an initial may be any name's."""
    one, other = _SHORTENED.get(one, one), _SHORTENED.get(other, other)
    if 1 in (len(one), len(other)):
        return one[0] == other[0]
    here, there = sounded(one), sounded(other)
    if here == there:
        return True
    if (here[-1] == "a") != (there[-1] == "a"):  # Martin is not Martina
        return False
    if min(len(one), len(other)) >= _SHORTEST and (one.startswith(other) or other.startswith(one)):
        return True
    frame = _frame(here)
    return len(frame) >= _CONSONANTS and frame == _frame(there)


def sounded(name: str) -> str:
    """A name in one of its transliterations: `Zelenskyy`, `Zelenskiy` and `Zelensky` alike."""
    for written, letter in _LETTERS:
        name = name.replace(written, letter)
    return _DOUBLED.sub(r"\1", name).removesuffix("i") or name


def _frame(sounds: str) -> str:
    """The consonants, in which transliterations agree."""
    for written, sound in _SOUNDS:
        sounds = sounds.replace(written, sound)
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", sounds))
