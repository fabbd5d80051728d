"""One row a figure: what was measured, how much it is, in what unit."""


def row(name: str, figure: float, unit: str) -> None:
    """Print a row."""
    shown = f"{figure:,.0f}" if figure >= 100 else f"{figure:,.1f}" if figure >= 10 else f"{figure:,.2f}"
    print(f"{name:<58} {shown:>10} {unit}", flush=True)
