"""Class references in phrases: `{FORCE}` stands for any phrase of that class, in whichever layer it was added."""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate, chain, product
from operator import mul
from typing import NamedTuple

from classifier.lexicon.entries import WordClass
from classifier.lexicon.phrases import MAX_EXPANSIONS, Element, PhraseError, Plain, expand

Sequence = tuple[Element, ...]
"""The elements of a plain phrase, none of which refers to a class."""

_REFERENCE = re.compile(r"\{([^{}\s]+)\}")


class _Options(NamedTuple):
    """What a class stands for: single words, which make one choice (or none, where it is empty), and longer phrases."""

    single: Element
    longer: list[Sequence]


class References:
    """The classes of a lexicon, ready to be written into the phrases that refer to them."""

    def __init__(self, classes: Mapping[str, WordClass]) -> None:
        self._classes = classes
        self._choices: dict[Element, list[Sequence]] = {}

    def check(self, phrase: str) -> None:
        """Raise the PhraseError that `expand` would."""
        for plain in expand(phrase):
            if "{" in plain:
                self._options(plain)

    def expand(self, phrase: str) -> list[Sequence]:
        """Every sequence that the phrase stands for, its classes written out. Raises PhraseError."""
        if "{" not in phrase:
            return [tuple(plain.split(" ")) for plain in expand(phrase)]
        return [
            tuple(chain.from_iterable(chosen)) for plain in expand(phrase) for chosen in product(*self._options(plain))
        ]

    def _options(self, plain: Plain) -> list[list[Sequence]]:
        """What each element of a plain phrase stands for."""
        options = [self._of_element(element) for element in plain.split(" ")]
        if any(count > MAX_EXPANSIONS for count in accumulate(map(len, options), mul)):
            raise PhraseError(f"stands for more than {MAX_EXPANSIONS:,} phrases with its classes: split it in two")
        return options

    def _of_element(self, element: Element) -> list[Sequence]:
        """Itself, or where it refers to classes: all single words as one choice, and behind it each longer phrase."""
        if "{" not in element:
            return [(element,)]
        if element not in self._choices:
            classes = [_of_class(self._classes[name].phrases) for name in named_in(element)]
            words = [word for word in element.split("|") if not word.startswith("{")]
            words += [options.single for options in classes if options.single]
            longer = [sequence for options in classes for sequence in options.longer]
            self._choices[element] = [("|".join(words),)] * bool(words) + longer
        return self._choices[element]


@lru_cache(maxsize=256)
def _of_class(phrases: tuple[str, ...]) -> _Options:
    sequences = [tuple(plain.split(" ")) for phrase in phrases for plain in expand(phrase)]
    single = [one[0] for one in sequences if len(one) == 1]
    return _Options("|".join(single), [one for one in sequences if len(one) > 1])


def named_in(phrase: str) -> list[str]:
    """The names of the classes that a phrase refers to."""
    return _REFERENCE.findall(phrase) if "{" in phrase else []
