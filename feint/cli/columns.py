"""Lines of words under each other, by the cells that a terminal gives them."""

from collections.abc import Sequence

from rich.cells import cell_len

_WIDEST = 40


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows of equally many words as lines; a word too long for its column moves only its own line."""
    widths = [min(_WIDEST, max(map(cell_len, column))) for column in zip(*rows, strict=True)]
    return [
        "  ".join(word + " " * (width - cell_len(word)) for word, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
