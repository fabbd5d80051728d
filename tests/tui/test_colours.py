"""Every theme at every depth of colour: what is read can be read, what differs in meaning differs for the colour-blind too."""

from collections.abc import Iterator
from itertools import combinations
from typing import get_args

import pytest
from rich.color import Color, ColorSystem
from rich.style import Style

from tui.look import Look, look_of
from tui.options import Theme
from tui.tty.depth import Depth, depth_of_terminal

THEMES: tuple[Theme, ...] = ("dark", "light", "contrast")
SYSTEMS = {"truecolor": ColorSystem.TRUECOLOR, "256": ColorSystem.EIGHT_BIT, "16": ColorSystem.STANDARD}
MEASURED: tuple[Depth, ...] = ("truecolor", "256")
"""Depths whose colours are the same in every terminal."""
READ = ("base", "strong", "dim", "accent", "title", "title_active", "good", "warn", "bad", "state_media", "struck", "added",
        "removed", "looking")  # fmt: skip
"""Roles of words and numbers."""
GROUNDED = ("flash", "prompt")
"""Roles with a ground of their own."""

Rgb = tuple[float, float, float]
# Machado, Oliveira, Fernandes (2009), severity 1.0, for linear RGB.
BLIND = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}  # fmt: skip
TOLD_APART = 15
"""The least CIE76 distance; two colours some 2.3 apart are the same to most eyes."""


def linear(colour: Color) -> Rgb:
    red, green, blue = (channel / 255 for channel in colour.get_truecolor())
    straight = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    return straight[0], straight[1], straight[2]


def luminance(colour: Color) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: Color | None, ground: Color | None) -> float:
    """WCAG 2.2."""
    assert ink is not None
    assert ground is not None
    bright, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def lab(rgb: Rgb) -> Rgb:
    x = 0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]
    y = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
    z = 0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]
    fx, fy, fz = ((v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116) for v in (x / 0.9505, y, z / 1.089))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def seen(colour: Color, by: str) -> Rgb:
    """As the colour-blind see it, in Lab."""
    rgb = linear(colour)
    mixed = [min(1.0, max(0.0, sum(m * c for m, c in zip(row, rgb, strict=True)))) for row in BLIND[by]]
    return lab((mixed[0], mixed[1], mixed[2]))


def distance(a: Color, b: Color, by: str) -> float:
    pairs = zip(seen(a, by), seen(b, by), strict=True)
    return float(sum((x - y) ** 2 for x, y in pairs) ** 0.5)


def read_styles(look: Look) -> Iterator[tuple[str, Style]]:
    """Every style in which words stand on the plain ground, by its role."""
    yield from ((role, getattr(look, role)) for role in READ)
    yield from zip(look.severity._fields[:-1], look.severity[:-1], strict=True)
    stance = look.stance
    yield from (("said", stance.said), ("doubted", stance.doubted), ("denied", stance.denied), ("past", stance.past))
    yield from look.inks.items()


@pytest.mark.parametrize("depth", MEASURED)
@pytest.mark.parametrize("theme", THEMES)
def test_what_is_read_stands_off_its_ground_and_the_cursors(theme: Theme, depth: Depth) -> None:
    look, least = look_of(theme, depth=depth), 7.0 if theme == "contrast" else 4.5
    grounds = (look.base.bgcolor, look.cursor.bgcolor, look.cursor_resting.bgcolor)
    weak = [(role, round(contrast(style.color, ground), 2))
            for role, style in read_styles(look) for ground in grounds if contrast(style.color, ground) < least]  # fmt: skip
    assert weak == []
    assert min(contrast(look.faint.color, ground) for ground in grounds) >= 3
    assert (
        min(contrast(style.color, style.bgcolor) for style in (look.flash, look.prompt, look.severity.flash)) >= least
    )


@pytest.mark.parametrize("depth", MEASURED)
@pytest.mark.parametrize("theme", THEMES)
def test_what_was_looked_for_can_be_read_where_it_is_marked(theme: Theme, depth: Depth) -> None:
    look, least = look_of(theme, depth=depth), 7.0 if theme == "contrast" else 4.5
    stance = look.stance
    inks = (look.base, look.strong, look.dim, look.struck, stance.said, stance.doubted, stance.denied, stance.past)
    assert min(contrast(style.color, look.hit.bgcolor) for style in inks) >= least


@pytest.mark.parametrize("depth", MEASURED)
@pytest.mark.parametrize("theme", THEMES)
def test_the_cursor_and_the_grounds_are_seen(theme: Theme, depth: Depth) -> None:
    look = look_of(theme, depth=depth)
    grounds = {style.bgcolor for style in (look.base, look.cursor, look.hit, look.flash)}
    assert len(grounds) == 4
    assert contrast(look.line.color, look.base.bgcolor) >= 1.4
    assert look.cursor.bgcolor is not None
    assert look.base.bgcolor is not None
    assert sum((a - b) ** 2 for a, b in zip(lab(linear(look.cursor.bgcolor)), lab(linear(look.base.bgcolor)),
               strict=True)) ** 0.5 >= 8  # fmt: skip


@pytest.mark.parametrize("by", BLIND)
@pytest.mark.parametrize("depth", MEASURED)
@pytest.mark.parametrize("theme", THEMES)
def test_stances_and_severities_differ_for_the_colour_blind(theme: Theme, depth: Depth, by: str) -> None:
    look = look_of(theme, depth=depth)
    stance, severity = look.stance, look.severity
    for family in (
        (stance.said, stance.doubted, stance.denied, stance.past),
        (severity.info, severity.notice, severity.urgent),
    ):
        colours = [style.color for style in family if style.color is not None]
        assert min(distance(a, b, by) for a, b in combinations(colours, 2)) >= TOLD_APART


@pytest.mark.parametrize("depth", get_args(Depth))
@pytest.mark.parametrize("theme", THEMES)
def test_nothing_vanishes_in_any_terminal(theme: Theme, depth: Depth) -> None:
    look, system = look_of(theme, depth=depth), SYSTEMS[depth]
    styles = [*read_styles(look), ("faint", look.faint), *((role, getattr(look, role)) for role in GROUNDED)]
    laid = [
        (f"{role} on {over}", style + getattr(look, over))
        for role, style in styles
        for over in ("cursor", "cursor_resting", "hit")
        if style.bgcolor == look.base.bgcolor
    ]
    gone = [role for role, style in (*styles, *laid) if drawn(style.color, system) == drawn(style.bgcolor, system)]
    assert gone == []


def drawn(colour: Color | None, system: ColorSystem) -> tuple[int, ...]:
    """What the terminal shows of it."""
    assert colour is not None
    return tuple(colour.downgrade(system).get_truecolor())


def test_without_colours_every_role_still_differs_where_it_must() -> None:
    look = look_of("mono")
    stance = look.stance
    assert len({str(style) for style in (stance.said, stance.doubted, stance.denied, stance.past)}) == 4
    assert len({str(style) for style in look.severity}) == 5
    assert len({str(style) for style in (look.title, look.title_active)}) == 2
    assert all(style.color is None and style.bgcolor is None for style in (look.base, look.cursor, look.flash))


@pytest.mark.parametrize(
    ("variables", "depth"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "truecolor"),
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "tmux-256color"}, "256"),
        ({"TERM": "xterm-kitty"}, "256"),
        ({"TERM": "xterm"}, "16"),
        ({"TERM": "linux"}, "16"),
        ({}, "16"),
        ({"TERM": "xterm", "TEXTUAL_COLOR_SYSTEM": "truecolor"}, "truecolor"),
        ({"TERM": "xterm", "TEXTUAL_COLOR_SYSTEM": "256"}, "256"),
        ({"COLORTERM": "24bit", "TEXTUAL_COLOR_SYSTEM": "standard"}, "16"),
    ],
)
def test_the_depth_is_what_rich_takes_it_for(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], depth: Depth
) -> None:
    for name in ("TERM", "COLORTERM", "TEXTUAL_COLOR_SYSTEM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert depth_of_terminal() == depth
