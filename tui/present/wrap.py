"""Setting text in lines: first where lines break, a matter of the words alone; then the styles are laid over them."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from rich.cells import get_character_cell_size
from rich.segment import Segment
from rich.style import Style

from tui.text import SafeText, cells, span

Run = tuple[SafeText, Style]
"""A stretch of text in one style; blanks at its ends count."""
Break = tuple[int, int]
"""Where a line begins and ends in its text, in code points."""

_EVEN = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*")
"""Text in which every character takes one column."""
_JOINTS = "/?&=-_.,;:"
"""After these a word that is longer than a line is best broken."""
_NEVER_FIRST = frozenset("、。，．・：；？！」』）】〉》〕ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ’”…!),.:;?]}")
_NEVER_LAST = frozenset("「『（【〈《〔‘“([{")


def wrap(runs: Sequence[Run], width: int) -> list[list[Segment]]:
    """Lines of at most `width` columns, which must be two or more; a word longer than a line is broken."""
    return laid(runs, breaks(text_of(runs), width))


def text_of(runs: Iterable[Run]) -> SafeText:
    """The words of runs, without their styles."""
    return SafeText("".join(words for words, _ in runs))


def breaks(text: SafeText, width: int, indent: int = 0) -> list[Break]:
    """Where the lines of a text begin and end, the first one shorter by `indent`; only blanks at breaks are in no line."""
    columns = None if _EVEN.fullmatch(text) else [0, *accumulate(map(get_character_cell_size, text))]
    lines: list[Break] = []
    start = _after_blanks(text, 0)
    while start < len(text):
        reach = _reach(text, start, width if lines else width - indent, columns)
        end = reach if reach == len(text) else _end(text, start, reach, columns)
        after = _after_blanks(text, end)
        lines.append((start, _before_blanks(text, start, end)))
        start = after
    return _no_orphan(text, lines, width)


def balanced(text: SafeText, width: int, indent: int = 0) -> list[Break]:
    """The same in as many lines, which are as long as each other as far as words allow: for headlines."""
    lines = breaks(text, width, indent)
    narrow, wide = width // 2, width
    if not 1 < len(lines) <= 4:
        return lines
    while narrow < wide:
        middle = (narrow + wide) // 2
        narrow, wide = (narrow, middle) if len(breaks(text, middle, indent)) <= len(lines) else (middle + 1, wide)
    return breaks(text, wide, indent)


def laid(runs: Sequence[Run], lines: Iterable[Break]) -> list[list[Segment]]:
    """The runs cut where the lines break."""
    edges = [0, *accumulate(len(words) for words, _ in runs)]
    made: list[list[Segment]] = []
    for start, end in lines:
        line: list[Segment] = []
        at = bisect_right(edges, start) - 1
        while start < end:
            words, style = runs[at]
            first, at = edges[at], at + 1
            stop = min(end, edges[at])
            line.append(span(SafeText(words[start - first : stop - first]), style))
            start = stop
        made.append(line)
    return made


def _reach(text: SafeText, start: int, width: int, columns: Sequence[int] | None) -> int:
    """The end of what fits a line, marks on its last letter included; one character at least."""
    if columns is None:
        return min(len(text), start + max(1, width))
    return max(start + 1, bisect_right(columns, columns[start] + width) - 1)


def _end(text: SafeText, start: int, reach: int, columns: Sequence[int] | None) -> int:
    """Where a line ends that cannot hold the rest: at a blank, else beside a wide character, else within a word."""
    if text[reach] == " ":
        return reach
    blank = text.rfind(" ", start, reach)
    if columns is not None:
        wide = next((at for at in range(reach, max(blank, start), -1) if _parts(text, at, columns)), None)
        if wide is not None:
            return wide
    if blank > start:
        return blank
    joint = max(text.rfind(sign, (start + reach) // 2, reach - 1) for sign in _JOINTS) + 1
    return joint if joint and (columns is None or columns[joint] < columns[joint + 1]) else reach


def _parts(text: SafeText, at: int, columns: Sequence[int]) -> bool:
    """May a line break here, where no blank is? Beside a character of two columns, unless a mark belongs to its neighbour."""
    before, after = columns[at] - columns[at - 1], columns[at + 1] - columns[at]
    is_wide = before == 2 or after == 2
    return is_wide and after > 0 and text[at] not in _NEVER_FIRST and text[at - 1] not in _NEVER_LAST


def _after_blanks(text: SafeText, at: int) -> int:
    while at < len(text) and text[at] == " ":
        at += 1
    return at


def _before_blanks(text: SafeText, start: int, end: int) -> int:
    while end > start and text[end - 1] == " ":
        end -= 1
    return end


def _no_orphan(text: SafeText, lines: list[Break], width: int) -> list[Break]:
    """A short word that is left alone on the last line gets the word before it for company."""
    if len(lines) < 2:
        return lines
    (start, end), (last, stop) = lines[-2:]
    if end == last or text.find(" ", last, stop) >= 0 or cells(SafeText(text[last:stop])) > width // 3:
        return lines
    company = text.rfind(" ", start, end)
    is_one_of_many = company > start and text.find(" ", start, company) >= 0
    if not is_one_of_many or cells(SafeText(text[company + 1 : stop])) > width:
        return lines
    return [*lines[:-2], (start, _before_blanks(text, start, company)), (company + 1, stop)]
