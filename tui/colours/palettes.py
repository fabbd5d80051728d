"""The colours of the themes, for terminals with all colours; tui.colours.ansi has those for terminals with few."""

from collections.abc import Mapping
from typing import NamedTuple


class Palette(NamedTuple):
    """The colours of one theme, as rich names them.

    Whatever is read stands at least 4.5:1 from the ground, the cursor's ground and that of a hit (7:1 in `contrast`), `faint` 3:1.
    """

    ground: str
    bar: str
    cursor: str
    resting: str
    hit_ground: str
    line: str
    """Rules and walls: seen, never read."""
    text: str
    strong: str
    dim: str
    faint: str
    accent: str
    good: str
    amber: str
    orange: str
    red: str
    red_ground: str
    on_red: str
    blue: str
    purple: str
    copper: str
    cursor_ink: str | None = None
    """What all inks become on the cursor's ground, where no ground can carry them all."""


# Stances are the sky blue, amber and purple of Okabe and Ito, lightened or darkened to suit the ground.
DARK = Palette(
    ground="#10141a",
    bar="#191f28",
    cursor="#1f3048",
    resting="#1a212b",
    hit_ground="#3d340f",
    line="#333c48",
    text="#c8cfd9",
    strong="#f2f5f9",
    dim="#929dac",
    faint="#727e8e",
    accent="#7cc4ff",
    good="#6fc28b",
    amber="#f4cd66",
    orange="#ff7f3b",
    red="#ff7f80",
    red_ground="#b3262b",
    on_red="#ffffff",
    blue="#57aeff",
    purple="#f0b4e6",
    copper="#cba48c",
)
LIGHT = Palette(
    ground="#fbfaf7",
    bar="#efede6",
    cursor="#d8e6f6",
    resting="#efede6",
    hit_ground="#fae7a8",
    line="#d3d0c7",
    text="#2b3138",
    strong="#000000",
    dim="#59616d",
    faint="#7b818b",
    accent="#0b5cad",
    good="#1a6e39",
    amber="#8f5a00",
    orange="#871600",
    red="#b3181e",
    red_ground="#b3181e",
    on_red="#ffffff",
    blue="#0a5ad0",
    purple="#70127a",
    copper="#7a4e36",
)
CONTRAST = Palette(
    ground="#000000",
    bar="#000000",
    cursor="#08204a",
    resting="#262626",
    hit_ground="#2e2700",
    line="#8a8a8a",
    text="#ffffff",
    strong="#ffffff",
    dim="#d2d2d2",
    faint="#bebebe",
    accent="#ffff00",
    good="#00ff66",
    amber="#ffe000",
    orange="#ffad5c",
    red="#ffa3a3",
    red_ground="#ff7a7a",
    on_red="#000000",
    blue="#80bcff",
    purple="#ffc8fa",
    copper="#ffcaa3",
)
PALETTES: Mapping[str, Palette] = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST}
