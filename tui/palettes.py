"""The colours of the themes."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme, as rich names them."""

    ground: str
    bar: str
    cursor: str
    resting: str
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
    hit_ground: str
    blue: str
    purple: str


# Stances are the sky blue, amber and purple of Okabe and Ito, lightened or darkened to suit the ground.
DARK = Palette(
    ground="#10141a",
    bar="#191f28",
    cursor="#26374d",
    resting="#1a212b",
    text="#c5ccd6",
    strong="#f0f3f7",
    dim="#7f8a99",
    faint="#3d4653",
    accent="#7cc4ff",
    good="#6fc28b",
    amber="#e9b44c",
    orange="#ff9457",
    red="#ff6f70",
    red_ground="#b3262b",
    on_red="#ffffff",
    hit_ground="#5a4a12",
    blue="#63b8f2",
    purple="#d68fc4",
)
LIGHT = Palette(
    ground="#fbfaf7",
    bar="#efede6",
    cursor="#cfe0f3",
    resting="#e9e7df",
    text="#2b3138",
    strong="#000000",
    dim="#6b7280",
    faint="#c4c2ba",
    accent="#0b5cad",
    good="#1d7a40",
    amber="#8a5a00",
    orange="#b44a00",
    red="#b3181e",
    red_ground="#b3181e",
    on_red="#ffffff",
    hit_ground="#f6dc8c",
    blue="#0067a8",
    purple="#93347e",
)
CONTRAST = Palette(
    ground="#000000",
    bar="#000000",
    cursor="#0044aa",
    resting="#333333",
    text="#ffffff",
    strong="#ffffff",
    dim="#d0d0d0",
    faint="#9a9a9a",
    accent="#ffff00",
    good="#00ff66",
    amber="#ffd000",
    orange="#ffa040",
    red="#ff8080",
    red_ground="#ff0000",
    on_red="#ffffff",
    hit_ground="#6b5a00",
    blue="#70d0ff",
    purple="#ff9cf0",
)
PALETTES: Mapping[str, Palette] = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST}
