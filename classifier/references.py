"""Class references in phrases: `{FORCE}` stands for any phrase of that class, in whichever layer it was added."""

import re
from collections.abc import Iterable, Mapping
from functools import reduce
from typing import NamedTuple

from classifier.lexicon import WordClass
from classifier.phrases import MAX_EXPANSIONS, Choice, Element, Gap, PhraseError, Sequence, expand

_REFERENCE = re.compile(r"\{([^{}\s]+)\}")


class _Options(NamedTuple):
    """What a class stands for: single words, which make one choice, and longer phrases."""

    words: tuple[str, ...]
    longer: tuple[Sequence, ...]


class References:
    """The classes of a lexicon, ready to be written into the phrases that refer to them."""

    def __init__(self, classes: Mapping[str, WordClass]) -> None:
        self._classes = classes
        self._options: dict[str, _Options] = {}

    def expand(self, phrase: str) -> Iterable[Sequence]:
        """Every sequence that the phrase stands for, its classes written out. Raises PhraseError."""
        sequences = expand(phrase)
        return [whole for one in sequences for whole in self._written_out(one)] if "{" in phrase else sequences

    def _written_out(self, sequence: Sequence) -> list[Sequence]:
        return reduce(self._followed, sequence, [()])

    def _followed(self, before: list[Sequence], element: Element) -> list[Sequence]:
        """Each of the sequences with each of the things behind it that the element stands for."""
        options = self._of_element(element)
        if len(before) * len(options) > MAX_EXPANSIONS:
            raise PhraseError(f"stands for more than {MAX_EXPANSIONS:,} phrases with its classes: split it in two")
        return [(*one, *option) for one in before for option in options]

    def _of_element(self, element: Element) -> list[Sequence]:
        names = [] if isinstance(element, Gap) else [name for word in element.words for name in named_in(word)]
        if isinstance(element, Gap) or not names:
            return [(element,)]
        classes = [self._of_class(name) for name in names]
        plain = [word for word in element.words if not word.startswith("{")]
        words = tuple(dict.fromkeys([*plain, *(word for options in classes for word in options.words)]))
        return [(Choice(words),)] * bool(words) + [longer for options in classes for longer in options.longer]

    def _of_class(self, name: str) -> _Options:
        if name not in self._options:
            sequences = [sequence for phrase in self._classes[name].phrases for sequence in expand(phrase)]
            words = [word for one in sequences if len(one) == 1 and isinstance(one[0], Choice) for word in one[0].words]
            self._options[name] = _Options(tuple(words), tuple(one for one in sequences if len(one) > 1))
        return self._options[name]


def named_in(phrase: str) -> list[str]:
    """The names of the classes that a phrase refers to."""
    return _REFERENCE.findall(phrase) if "{" in phrase else []
