"""Find every lexicon phrase in a list of tokens, in one pass over a trie of words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from classifier.phrases import Choice, Gap, Sequence
from classifier.remembered import Remembered

_BREAKS = frozenset(';:()[]"—–…/\n')
_BARRIERS = _BREAKS | frozenset(".,!?-")


class Span(NamedTuple):
    """Tokens from `first` to before `end`."""

    first: int
    end: int


Hit = tuple[int, Span]
"""Which entry (an index into what was added) stands where."""


@dataclass(slots=True)
class _Node:
    children: dict[int, "_Node"] = field(default_factory=dict)
    gaps: dict[Gap, "_Node"] = field(default_factory=dict)
    entries: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Word:
    """What a word can do: continue phrases by its symbols, be an entry alone, open longer phrases."""

    symbols: tuple[int, ...]
    alone: tuple[int, ...]
    opens: Mapping[int, tuple[_Node, ...]]
    """The nodes behind the second word of a phrase, by that word's symbol."""
    gapped: tuple[_Node, ...]
    """The nodes behind this word that a gap follows."""
    begins: bool
    """Whether any phrase begins with the word."""


_IDLE = _Word((), (), {}, (), False)


class Matcher:
    """A trie over word symbols; a token may carry several (itself, its stems, its shape)."""

    def __init__(self) -> None:
        self._root = _Node()
        self._choices: dict[Choice, int] = {}
        self._exact: dict[str, list[int]] = {}
        self._stems: dict[str, list[int]] = {}
        self._stem_lengths: set[int] = set()
        self._vocabulary = Remembered(self._look_up)

    def add(self, entry: int, sequence: Sequence) -> None:
        """Let `sequence` report `entry`; entries and sequences may repeat."""
        node = self._root
        for element in sequence:
            if isinstance(element, Gap):
                node = node.gaps.setdefault(element, _Node())
            else:
                node = node.children.setdefault(self._symbol(element), _Node())
        if entry not in node.entries:
            node.entries.append(entry)

    def _symbol(self, choice: Choice) -> int:
        """The number of a choice; each of its words carries it."""
        known = self._choices.get(choice)
        if known is not None:
            return known
        symbol = self._choices[choice] = len(self._choices)
        for word in choice.words:
            if word.endswith("*"):
                self._stems.setdefault(word[:-1], []).append(symbol)
                self._stem_lengths.add(len(word) - 1)
            else:
                self._exact.setdefault(word, []).append(symbol)
        return symbol

    def _look_up(self, word: str) -> _Word:
        """What the phrases added so far make of a word."""
        symbols = list(self._exact.get(word, ()))
        for length in self._stem_lengths:
            if length <= len(word):
                symbols += self._stems.get(word[:length], ())
        for shape in _shapes(word):
            symbols += self._exact.get(shape, ())
        if not symbols:
            return _IDLE
        nodes = [node for symbol in dict.fromkeys(symbols) if (node := self._root.children.get(symbol))]
        opens: dict[int, tuple[_Node, ...]] = {}
        for node in nodes:
            for symbol, follower in node.children.items():
                opens[symbol] = (*opens.get(symbol, ()), follower)
        return _Word(
            symbols=tuple(dict.fromkeys(symbols)),
            alone=tuple(sorted({entry for node in nodes for entry in node.entries})),
            opens=opens,
            gapped=tuple(node for node in nodes if node.gaps),
            begins=bool(nodes),
        )

    def scan(self, words: list[str], offset: int = 0) -> list[Hit]:
        """Every hit, ordered by where it starts; of one entry at one start only the longest.

        Spans count from `offset`, for words that are part of a text.
        """
        known = [*map(self._vocabulary.__getitem__, words)]
        begins = [first for first, word in enumerate(known) if word.begins]
        hits: list[Hit] = []
        if not begins:
            return hits
        path = _Path(words, [*known, _IDLE])
        for first in begins:
            word = known[first]
            states: list[_State] = []
            if word.opens:
                for symbol in path.known[first + 1].symbols:
                    if symbol in word.opens:
                        states += [(node, first + 2) for node in word.opens[symbol]]
            for node in word.gapped:
                states += path.across(node, first + 1)
            if states:
                ends = dict.fromkeys(word.alone, first + 1) | path.follow(states)
                hits += [(entry, Span(offset + first, offset + end)) for entry, end in sorted(ends.items())]
            elif word.alone:
                span = Span(offset + first, offset + first + 1)
                hits += [(entry, span) for entry in word.alone]
        return hits


_State = tuple[_Node, int]
"""A node, and the token behind its word."""


class _Path:
    """The words of one text that the trie is followed along."""

    def __init__(self, words: list[str], known: list[_Word]) -> None:
        self.words = words
        self.known = known
        """What each word can do, and an idle one behind the last."""

    def follow(self, states: list[_State]) -> dict[int, int]:
        """Where each entry that is reached from the states ends last."""
        ends: dict[int, int] = {}
        while states:
            node, at = states.pop()
            for entry in node.entries:
                ends[entry] = max(at, ends.get(entry, at))
            if node.children:
                states += [
                    (node.children[symbol], at + 1) for symbol in self.known[at].symbols if symbol in node.children
                ]
            if node.gaps:
                states += self.across(node, at)
        return ends

    def across(self, node: _Node, at: int) -> list[_State]:
        """The states behind a node's gaps, which do not cross punctuation, that the next word does not end."""
        states: list[_State] = []
        for (least, most), follower in node.gaps.items():
            next_words = follower.children.keys()
            last = min(at + most, len(self.words))
            for behind in range(at, last + 1):
                symbols = self.known[behind].symbols
                if behind >= at + least and (follower.gaps or (symbols and not next_words.isdisjoint(symbols))):
                    states.append((follower, behind))
                if behind < last and self.words[behind][0] in _BARRIERS:
                    break
        return states


def _shapes(word: str) -> tuple[str, ...]:
    if word[0].isdigit():
        year = len(word) == 4 and word.isdigit() and word[:2] in ("18", "19", "20")
        return ("#year", "#number") if year else ("#number",)
    return ("#break",) if word[0] in _BREAKS or word in ("..", "...", "--", "-") else ()
