"""Find every lexicon phrase in a list of tokens, in one pass over a trie of words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeVar

from classifier.lexicon.phrases import Element, Gap, gap_of
from classifier.lexicon.references import Sequence
from classifier.words.remembered import Remembered

K = TypeVar("K")

_BREAKS = frozenset(';:()[]"—–…/\n')
_BARRIERS = _BREAKS | frozenset(".,!?-")
_NO_GAP = Gap(0, 0)


class Span(NamedTuple):
    """Tokens from `first` to before `end`."""

    first: int
    end: int


Hit = tuple[tuple[int, ...], Span]
"""Which entries (indices into what was added, in order) stand where."""


class _Node:
    """What may follow a word of a phrase; made by the thousand, hence plain."""

    __slots__ = ("children", "entries", "gaps", "leaps")

    def __init__(self) -> None:
        self.children: dict[int, _Node] = {}
        self.gaps: dict[Gap, _Node] = {}
        self.entries: tuple[int, ...] = ()
        self.leaps: _Leaps | None = None
        """Over its gaps, once asked for."""


class _Leaps(NamedTuple):
    """Where gaps lead: by the symbol of the word behind a gap, the gap and the node behind that word."""

    longest: int
    able: frozenset[int]
    """The symbols of the words behind the gaps."""
    ways: dict[int, list[tuple[Gap, _Node]]]


@dataclass(frozen=True, slots=True)
class _Word:
    """What a word can do: continue phrases by its symbols, be an entry alone, open longer phrases."""

    symbols: frozenset[int]
    alone: tuple[int, ...]
    openers: frozenset[int]
    """The symbols of the words that may stand second in a phrase."""
    opens: Mapping[int, tuple[_Node, ...]]
    """The nodes behind the second word of a phrase, by that word's symbol."""
    leaps: _Leaps | None
    """As `opens`, for phrases with a gap behind the word."""
    begins: bool
    """Whether any phrase begins with the word."""
    bars: bool
    """Whether no gap goes across it."""


_NONE: frozenset[int] = frozenset()
_IDLE = _Word(_NONE, (), _NONE, {}, None, False, False)
_BAR = _Word(_NONE, (), _NONE, {}, None, False, True)


class Matcher:
    """A trie over word symbols; a token may carry several (itself, its stems, its shape).

    It grows as texts are read: the phrases that begin with a choice are laid out once a word of it is seen, so that nobody
    pays for languages that no feed speaks. Two threads that lay out the same ones come to the same.
    """

    def __init__(self) -> None:
        self._symbols: dict[Element, int] = {}
        self._carried: defaultdict[str, list[int]] = defaultdict(list)
        """The symbols of each word of the choices, of a stem under its `*`."""
        self._stem_lengths: set[int] = set()
        self._phrases: defaultdict[int, list[tuple[Sequence, int]]] = defaultdict(list)
        """What begins with a symbol, and the entry to report."""
        self._grown: dict[int, _Node] = {}
        """The nodes behind first words."""
        self._vocabulary = Remembered(self._look_up)

    def add(self, entry: int, sequences: Iterable[Sequence]) -> None:
        """Let each of the sequences report `entry`; entries and sequences may repeat."""
        symbols, phrases = self._symbols, self._phrases
        for sequence in sequences:
            for element in sequence:
                if element not in symbols:
                    self._number(element)
            phrases[symbols[sequence[0]]].append((sequence, entry))

    def _number(self, element: Element) -> None:
        """Give an element its symbol; each word of a choice carries it, and none that of a gap."""
        symbol = self._symbols[element] = len(self._symbols)
        if element[0] == "<":
            return
        carried, words = self._carried, element.split("|")
        for word in words:
            carried[word].append(symbol)
        if "*" in element:
            self._stem_lengths.update([len(word) - 1 for word in words if word[-1] == "*"])

    def _behind(self, symbol: int) -> _Node:
        """The node behind the first word of the phrases that begin with a symbol."""
        if symbol not in self._grown:
            root = _Node()
            for sequence, entry in self._phrases[symbol]:
                self._lay_out(root, sequence[1:], entry)
            self._grown[symbol] = root
        return self._grown[symbol]

    def _lay_out(self, node: _Node, sequence: Sequence, entry: int) -> None:
        """Let what follows a node report an entry."""
        gap = _NO_GAP
        for element in sequence:
            if more := gap_of(element):
                gap = Gap(gap.least + more.least, gap.most + more.most)
                continue
            if gap.most:
                node = _entered(node.gaps, gap)
                gap = _NO_GAP
            node = _entered(node.children, self._symbols[element])
        if entry not in node.entries:
            node.entries = (*node.entries, entry)

    def _look_up(self, word: str) -> _Word:
        """What the phrases added so far make of a word."""
        symbols = [*self._carried.get(word, ())]
        for length in self._stem_lengths:
            if length <= len(word):
                symbols += self._carried.get(word[:length] + "*", ())
        for shape in _shapes(word):
            symbols += self._carried.get(shape, ())
        bars = word[0] in _BARRIERS
        if not symbols:
            return _BAR if bars else _IDLE
        nodes = [self._behind(symbol) for symbol in dict.fromkeys(symbols) if symbol in self._phrases]
        opens: dict[int, tuple[_Node, ...]] = {}
        for node in nodes:
            for symbol, follower in node.children.items():
                opens[symbol] = (*opens.get(symbol, ()), follower)
        return _Word(
            symbols=frozenset(symbols),
            alone=tuple(sorted({entry for node in nodes for entry in node.entries})),
            openers=frozenset(opens),
            opens=opens,
            leaps=_leaps(nodes),
            begins=bool(nodes),
            bars=bars,
        )

    def scan(self, words: list[str], offset: int = 0) -> list[Hit]:
        """Every hit, ordered by where it starts, then by entry; of one entry at one start only the longest.

        Spans count from `offset`, for words that are part of a text.
        """
        known = [*map(self._vocabulary.__getitem__, words)]
        begins = [at for at, word in enumerate(known) if word.begins]
        hits: list[Hit] = []
        if not begins:
            return hits
        known.append(_IDLE)
        path = _Path(known)
        for first in begins:
            word = known[first]
            states = path.across(word.leaps, first + 1) if word.leaps else []
            symbols = known[first + 1].symbols
            if not word.openers.isdisjoint(symbols):
                states += [(node, first + 2) for symbol in word.openers & symbols for node in word.opens[symbol]]
            if states:
                ends = dict.fromkeys(word.alone, first + 1) | path.follow(states)
                hits += [((entry,), Span(offset + first, offset + end)) for entry, end in sorted(ends.items())]
            elif word.alone:
                hits.append((word.alone, _lone(offset + first)))
        return hits


_State = tuple[_Node, int]
"""A node, and the token behind its word."""


class _Path:
    """The words of one text that the trie is followed along."""

    def __init__(self, known: list[_Word]) -> None:
        self.known = known
        """What each word can do, and an idle one behind the last."""

    def follow(self, states: list[_State]) -> dict[int, int]:
        """Where each entry that is reached from the states ends last."""
        ends: dict[int, int] = {}
        while states:
            following: list[_State] = []
            for node, at in states:
                for entry in node.entries:
                    ends[entry] = max(at, ends.get(entry, at))
                if node.children:
                    following += [
                        (node.children[symbol], at + 1) for symbol in self.known[at].symbols if symbol in node.children
                    ]
                if node.gaps:
                    node.leaps = node.leaps or _leaps([node])
                if node.leaps:
                    following += self.across(node.leaps, at)
            # Gaps lead to one place in many ways.
            states = list(set(following)) if len(following) > 1 else following
        return ends

    def across(self, leaps: _Leaps, at: int) -> list[_State]:
        """The states behind gaps, which begin at a token and do not cross punctuation, and the word behind each."""
        states: list[_State] = []
        able, behind = leaps.able, at
        for word in self.known[at : at + leaps.longest + 1]:
            behind += 1
            if not able.isdisjoint(word.symbols):
                skipped = behind - at - 1
                for symbol in able & word.symbols:
                    states += [(node, behind) for (least, most), node in leaps.ways[symbol] if least <= skipped <= most]
            if word.bars:
                break
        return states


def _entered(nodes: dict[K, _Node], key: K) -> _Node:
    """The node under a key, new where there is none."""
    node = nodes.get(key)
    if node is None:
        node = nodes[key] = _Node()
    return node


def _leaps(nodes: list[_Node]) -> _Leaps | None:
    """Where the gaps behind nodes lead, if there are any."""
    ways: dict[int, list[tuple[Gap, _Node]]] = {}
    gaps = [(gap, follower) for node in nodes for gap, follower in node.gaps.items()]
    for gap, follower in gaps:
        for symbol, behind in follower.children.items():
            ways.setdefault(symbol, []).append((gap, behind))
    return _Leaps(max(gap.most for gap, _ in gaps), frozenset(ways), ways) if gaps else None


@lru_cache(maxsize=1_024)
def _lone(token: int) -> Span:
    """The span of one token, which every text needs of nearly all its first thousand."""
    return Span(token, token + 1)


def is_year(word: str) -> bool:
    """Whether a word is a year from 1800 to 2099."""
    return len(word) == 4 and word[:2] in ("18", "19", "20") and word.isascii() and word.isdigit()


def _shapes(word: str) -> tuple[str, ...]:
    if word[0].isdigit():
        return ("#year", "#number") if is_year(word) else ("#number",)
    return ("#break",) if word[0] in _BREAKS or word in ("..", "...", "--", "-") else ()
