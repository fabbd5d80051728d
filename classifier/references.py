"""Class references in phrases: `{FORCE}` stands for any phrase of that class, in whichever layer it was added."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache, reduce
from typing import NamedTuple

from classifier.lexicon import WordClass
from classifier.phrases import MAX_EXPANSIONS, Choice, Element, Gap, PhraseError, Sequence, expand

_REFERENCE = re.compile(r"\{([^{}\s]+)\}")


class _Options(NamedTuple):
    """What a class stands for: single words, which make one choice (or none, where it is empty), and longer phrases."""

    single: Choice
    longer: list[Sequence]


class References:
    """The classes of a lexicon, ready to be written into the phrases that refer to them."""

    def __init__(self, classes: Mapping[str, WordClass]) -> None:
        self._classes = classes
        self._choices: dict[Choice, list[Sequence]] = {}

    def expand(self, phrase: str) -> Iterable[Sequence]:
        """Every sequence that the phrase stands for, its classes written out. Raises PhraseError."""
        sequences = expand(phrase)
        return [whole for one in sequences for whole in self._written_out(one)] if "{" in phrase else sequences

    def _written_out(self, sequence: Sequence) -> list[Sequence]:
        return reduce(self._followed, sequence, [()])

    def _followed(self, before: list[Sequence], element: Element) -> list[Sequence]:
        """Each of the sequences with each of the things behind it that the element stands for."""
        if isinstance(element, Gap) or "{" not in element:
            return [(*one, element) for one in before]
        if element not in self._choices:
            self._choices[element] = self._of_choice(element)
        options = self._choices[element]
        if len(before) * len(options) > MAX_EXPANSIONS:
            raise PhraseError(f"stands for more than {MAX_EXPANSIONS:,} phrases with its classes: split it in two")
        return [(*one, *option) for one in before for option in options]

    def _of_choice(self, choice: Choice) -> list[Sequence]:
        """All single words as one choice, and behind it each longer phrase."""
        classes = [_of_class(self._classes[name].phrases) for name in named_in(choice)]
        words = [word for word in choice.split("|") if not word.startswith("{")]
        words += [options.single for options in classes if options.single]
        return [("|".join(words),)] * bool(words) + [longer for options in classes for longer in options.longer]


@lru_cache(maxsize=256)
def _of_class(phrases: tuple[str, ...]) -> _Options:
    sequences = [sequence for phrase in phrases for sequence in expand(phrase)]
    single = [element for one in sequences for element in one if len(one) == 1 and isinstance(element, Choice)]
    return _Options("|".join(single), [one for one in sequences if len(one) > 1])


def named_in(phrase: str) -> list[str]:
    """The names of the classes that a phrase refers to."""
    return _REFERENCE.findall(phrase) if "{" in phrase else []
