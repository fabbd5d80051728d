"""How the bench prints: a row a figure, a figure beside its bound, or a table of figures side by side."""

from collections.abc import Sequence


def row(name: str, figure: float, unit: str) -> None:
    """Print a row."""
    print(f"{name:<58} {_shown(figure):>10} {unit}", flush=True)


def judged(name: str, figure: float, unit: str, bound: float | None = None) -> bool:
    """Print a row with its bound and whether it holds; returns that. Without a bound it is there to be known."""
    holds = bound is None or figure <= bound
    verdict = "" if bound is None else f"<= {_shown(bound):>7}  {'holds' if holds else 'MISSES'}"
    print(f"{name:<58} {_shown(figure):>10} {unit:<8} {verdict}".rstrip(), flush=True)
    return holds


def table(title: str, headings: Sequence[str], rows: Sequence[Sequence[str | float]]) -> None:
    """Print rows in aligned columns: words to the left, figures to the right."""
    lines = [list(headings), *([cell if isinstance(cell, str) else _shown(cell) for cell in cells] for cells in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    sides = ["<" if isinstance(cell, str) else ">" for cell in rows[0]]
    print(f"\n{title}")
    for line in lines:
        cells = zip(line, sides, widths, strict=True)
        print("  ".join(f"{cell:{side}{width}}" for cell, side, width in cells).rstrip(), flush=True)


def _shown(figure: float) -> str:
    """A figure with as many digits as it is worth."""
    digits = 0 if figure >= 100 or figure == int(figure) else 1 if figure >= 10 else 2
    return f"{figure:,.{digits}f}"
