"""Setting text in lines: words carry their styles, lines break between words."""

from collections.abc import Iterable, Sequence

from rich.segment import Segment
from rich.style import Style

from tui.text import SPACE, SafeText, cells, span

Run = tuple[SafeText, Style]
"""A stretch of text in one style; blanks at its ends count."""
_Word = list[Run]


def wrap(runs: Iterable[Run], width: int, plain: Style) -> list[list[Segment]]:
    """Lines of at most `width` columns; a word longer than a line is broken. The blanks between words are `plain`
    unless both neighbours share a style."""
    lines: list[list[Segment]] = []
    line: list[Segment] = []
    taken = 0
    last: Style = plain
    for word in _words(runs, width):
        needed = sum(cells(text) for text, _ in word)
        if line and taken + 1 + needed > width:
            lines.append(line)
            line, taken = [], 0
        if line:
            line.append(span(SPACE, last if last == word[0][1] else plain))
            taken += 1
        line += [span(text, style) for text, style in word]
        taken += needed
        last = word[-1][1]
    return [*lines, line] if line else lines


def _words(runs: Iterable[Run], width: int) -> Iterable[_Word]:
    word: _Word = []
    for text, style in runs:
        for index, piece in enumerate(text.split(" ")):
            if index and word:
                yield word
                word = []
            for part in _pieces(SafeText(piece), width):
                if word and sum(cells(text) for text, _ in word) + cells(part) > width:
                    yield word
                    word = []
                word.append((part, style))
    if word:
        yield word


def _pieces(word: SafeText, width: int) -> Sequence[SafeText]:
    """A word in parts that fit a line; a character is at most two columns."""
    if not word:
        return ()
    if cells(word) <= width:
        return (word,)
    step = max(1, width // 2)
    return [SafeText(word[at : at + step]) for at in range(0, len(word), step)]
