"""How many cells a character takes: as tmux and xterm draw it, where rich's table (15.0.0) thinks otherwise.

Measured against tmux 3.3a for every code point: rich gives the spacing vowel signs of the Indic scripts (category Mc) no cell,
terminals give them one, and each such sign would shift the rest of its row. What else the two disagree about, some 130 trigrams
and counting rods, tui/text.py keeps off the screen.
"""

import unicodedata
from collections.abc import Iterator

from rich import cells
from rich._unicode_data import load
from rich.cells import CellTable

_BLOCKS = ((0x0900, 0x1D00), (0xA800, 0xAC00), (0x11000, 0x12000), (0x16F51, 0x16F88), (0x1D165, 0x1D173))
"""Where the spacing marks are: 10,000 code points to look through, 1.3 ms, when the first text that is not Latin is measured."""
_drawn: dict[str, CellTable] = {}


def go_by_terminals() -> None:
    """Have rich, and with it textual, measure so from now on."""
    vars(cells)["load_cell_table"] = _table


def _table(unicode_version: str = "auto") -> CellTable:
    if unicode_version not in _drawn:
        table = load(unicode_version)
        marks = set(_spacing_marks())
        widths = [entry for entry in table.widths if entry[2] or marks.isdisjoint(range(entry[0], entry[1] + 1))]
        for start, end, width in table.widths:
            if not width and not marks.isdisjoint(range(start, end + 1)):
                widths += [(code, code, 0) for code in range(start, end + 1) if code not in marks]
        _drawn[unicode_version] = table._replace(widths=sorted(widths))
    return _drawn[unicode_version]


def _spacing_marks() -> Iterator[int]:
    return (code for block in _BLOCKS for code in range(*block) if unicodedata.category(chr(code)) == "Mc")
