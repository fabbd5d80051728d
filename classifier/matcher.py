"""Find every lexicon phrase in a list of tokens, in one pass over a trie of words."""

from dataclasses import dataclass, field
from typing import NamedTuple

from classifier.phrases import Choice, Gap, Sequence

_CACHE_WORDS = 50_000
_BREAKS = frozenset(';:()[]"—–…/\n')
_BARRIERS = _BREAKS | frozenset(".,!?-")


class Hit(NamedTuple):
    """Entry `entry` (an index into what was added) stands at the tokens from `first` to before `end`."""

    entry: int
    first: int
    end: int


@dataclass(slots=True)
class _Node:
    children: dict[int, "_Node"] = field(default_factory=dict)
    gaps: dict[Gap, "_Node"] = field(default_factory=dict)
    entries: list[int] = field(default_factory=list)


class Matcher:
    """A trie over word symbols; a token may carry several (itself, its stems, its shape)."""

    def __init__(self) -> None:
        self._root = _Node()
        self._choices: dict[Choice, int] = {}
        self._exact: dict[str, list[int]] = {}
        self._stems: dict[str, list[int]] = {}
        self._stem_lengths: set[int] = set()
        self._symbols_of: dict[str, tuple[int, ...]] = {}

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

    def _lookup(self, word: str) -> tuple[int, ...]:
        """The symbols of a word, remembered: a news vocabulary is small."""
        symbols = list(self._exact.get(word, ()))
        for length in sorted(self._stem_lengths):
            if length <= len(word):
                symbols += self._stems.get(word[:length], ())
        for shape in _shapes(word):
            symbols += self._exact.get(shape, ())
        if len(self._symbols_of) >= _CACHE_WORDS:
            self._symbols_of.clear()
        found = self._symbols_of[word] = tuple(dict.fromkeys(symbols))
        return found

    def scan(self, words: list[str]) -> list[Hit]:
        """Every hit, ordered by where it starts; of one entry at one start only the longest."""
        known = self._symbols_of
        symbols = [known[word] if word in known else self._lookup(word) for word in words]
        starts = self._root.children
        hits: list[Hit] = []
        for first, here in enumerate(symbols):
            for symbol in here:
                node = starts.get(symbol)
                if node is not None:
                    self._walk(node, first, words, symbols, hits)
        hits.sort(key=lambda hit: (hit.first, hit.entry, -hit.end))
        return [hit for at, hit in enumerate(hits) if not at or hits[at - 1][:2] != hit[:2]]

    @staticmethod
    def _walk(node: _Node, first: int, words: list[str], symbols: list[tuple[int, ...]], hits: list[Hit]) -> None:
        """Follow the trie from `node`, whose word stands at `first`; gaps do not cross punctuation."""
        states = [(node, first + 1)]
        count = len(words)
        while states:
            node, at = states.pop()
            if node.entries:
                hits += [Hit(entry, first, at) for entry in node.entries]
            if node.children and at < count:
                for symbol in symbols[at]:
                    follower = node.children.get(symbol)
                    if follower is not None:
                        states.append((follower, at + 1))
            for (least, most), follower in node.gaps.items():
                for skipped in range(most + 1):
                    if skipped and (at + skipped > count or words[at + skipped - 1][0] in _BARRIERS):
                        break
                    if skipped >= least:
                        states.append((follower, at + skipped))


def _shapes(word: str) -> tuple[str, ...]:
    if word[0].isdigit():
        year = len(word) == 4 and word.isdigit() and word[:2] in ("18", "19", "20")
        return ("#year", "#number") if year else ("#number",)
    return ("#break",) if word[0] in _BREAKS or word in ("..", "...", "--", "-") else ()
