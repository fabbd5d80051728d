"""How the desk looks: one style a role, one glyph a meaning. Colour repeats what a letter or a shape already says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from rich.style import Style

from storage.rows import LabelRow
from tui.colours.ansi import PALETTES_16, PALETTES_256
from tui.colours.inks import INKS, INKS_16
from tui.colours.palettes import PALETTES, Palette
from tui.options import Theme
from tui.text import SafeText, safe_text
from tui.tty.depth import Depth


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The few signs that are not words."""

    rule: SafeText
    rule_active: SafeText
    """Of the pane that takes the keys: heavier, so that it is told without colours."""
    wall: SafeText
    cursor: SafeText
    mark: SafeText
    star: SafeText
    edited: SafeText
    copies: SafeText
    done: SafeText
    gone: SafeText
    muted: SafeText
    """Before what rings for nobody."""
    snoozed: SafeText
    dismissed: SafeText
    """Before an alert that should not have been one; an item has `gone`, as a resolved alert has."""
    expired: SafeText
    ellipsis: SafeText
    opening: SafeText
    closing: SafeText
    unnamed: SafeText
    """Before a speaker who is several people, or whom nobody names."""
    reversal: SafeText
    """Before what a statement goes back on."""
    bars: tuple[SafeText, ...]
    """Empty to full."""


UNICODE = Glyphs(
    rule=SafeText("─"),
    rule_active=SafeText("━"),
    wall=SafeText("│"),
    cursor=SafeText("▌"),
    mark=SafeText("●"),
    star=SafeText("★"),
    edited=SafeText("Δ"),
    copies=SafeText("×"),
    done=SafeText("✓"),
    gone=SafeText("·"),
    muted=SafeText("∅"),
    snoozed=SafeText("z"),
    dismissed=SafeText("✗"),
    expired=SafeText("○"),
    ellipsis=SafeText("…"),
    opening=SafeText("“"),
    closing=SafeText("”"),
    unnamed=SafeText("~"),
    reversal=SafeText("⇄"),
    bars=tuple(SafeText(bar) for bar in " ▁▂▃▄▅▆▇█"),
)
ASCII = Glyphs(
    rule=SafeText("-"),
    rule_active=SafeText("="),
    wall=SafeText("|"),
    cursor=SafeText(">"),
    mark=SafeText("#"),
    star=SafeText("*"),
    edited=SafeText("e"),
    copies=SafeText("x"),
    done=SafeText("+"),
    gone=SafeText("."),
    muted=SafeText("_"),
    snoozed=SafeText("z"),
    dismissed=SafeText("x"),
    expired=SafeText("o"),
    ellipsis=SafeText("~"),
    opening=SafeText('"'),
    closing=SafeText('"'),
    unnamed=SafeText("~"),
    reversal=SafeText("<>"),
    bars=tuple(SafeText(bar) for bar in " .:-=+*#@"),
)


class Severities(NamedTuple):
    """A style for each rank of storage.rows.SEVERITIES."""

    none: Style
    info: Style
    notice: Style
    urgent: Style
    flash: Style


@dataclass(frozen=True, slots=True)
class Stances:
    """Four ways to mean a thing; safe for the colour-blind, and each has its sign besides."""

    said: Style
    doubted: Style
    denied: Style
    past: Style


class LabelLook(NamedTuple):
    """A label's letters, and its own colour if the lexicon gives it one."""

    short: SafeText
    ink: Style | None


@dataclass(frozen=True, slots=True)
class Look:
    """Every role a cell can play."""

    base: Style
    strong: Style
    dim: Style
    faint: Style
    """What hardly anybody needs to read."""
    line: Style
    """Rules and walls."""
    accent: Style
    title: Style
    title_active: Style
    cursor: Style
    cursor_resting: Style
    good: Style
    warn: Style
    bad: Style
    state_media: Style
    struck: Style
    added: Style
    removed: Style
    flash: Style
    prompt: Style
    looking: Style
    """Who looks at a thing now."""
    hit: Style
    """Laid over words that were looked for: they keep their ink."""
    severity: Severities
    stance: Stances
    glyphs: Glyphs
    inks: Mapping[str, Style] = field(default_factory=dict)
    """The colours that a label may ask for, by their plain names."""
    labels: Mapping[str, LabelLook] = field(default_factory=dict)

    def with_labels(self, labels: Sequence[LabelRow]) -> "Look":
        """The same look, and the labels of the lexicon in use."""
        known = {row.name: LabelLook(safe_text(row.short), self.inks.get(row.colour)) for row in labels}
        return self if known == self.labels else replace(self, labels=known)


def look_of(theme: Theme, ascii_only: bool = False, depth: Depth = "truecolor") -> Look:
    """The look of a theme; `mono` leaves every colour to the terminal."""
    glyphs = ASCII if ascii_only else UNICODE
    if theme == "mono":
        return _plain(glyphs)
    if depth == "16":
        return _coloured(PALETTES_16[theme], INKS_16[theme], glyphs)
    return _coloured((PALETTES_256 if depth == "256" else PALETTES)[theme], INKS[theme], glyphs)


def _coloured(palette: Palette, inks: Mapping[str, str], glyphs: Glyphs) -> Look:
    def ink(colour: str, ground: str = palette.ground, bold: bool = False, strike: bool = False) -> Style:
        return Style(color=colour, bgcolor=ground, bold=bold, strike=strike)

    return Look(
        base=ink(palette.text),
        strong=ink(palette.strong, bold=True),
        dim=ink(palette.dim),
        faint=ink(palette.faint),
        line=ink(palette.line),
        accent=ink(palette.accent),
        title=ink(palette.dim),
        title_active=ink(palette.accent, bold=True),
        cursor=Style(color=palette.cursor_ink, bgcolor=palette.cursor),
        cursor_resting=Style(bgcolor=palette.resting),
        good=ink(palette.good),
        warn=ink(palette.amber),
        bad=ink(palette.red, bold=True),
        state_media=ink(palette.copper),
        struck=ink(palette.dim, strike=True),
        added=Style(color=palette.good, bgcolor=palette.ground, underline=True),
        removed=ink(palette.red, strike=True),
        flash=ink(palette.on_red, palette.red_ground, bold=True),
        prompt=ink(palette.strong, palette.bar),
        looking=Style(color=palette.dim, bgcolor=palette.ground, italic=True),
        hit=Style(bgcolor=palette.hit_ground, bold=True),
        severity=Severities(
            none=ink(palette.dim),
            info=ink(palette.dim),
            notice=ink(palette.amber, bold=True),
            urgent=ink(palette.orange, bold=True),
            flash=ink(palette.on_red, palette.red_ground, bold=True),
        ),
        stance=Stances(
            said=ink(palette.blue, bold=True),
            doubted=ink(palette.amber, bold=True),
            denied=ink(palette.purple, bold=True),
            past=ink(palette.dim),
        ),
        glyphs=glyphs,
        inks={name: ink(colour, bold=True) for name, colour in inks.items()},
    )


def _plain(glyphs: Glyphs) -> Look:
    """Weight, underline and reverse only: for NO_COLOR, paper-white terminals and odd palettes."""
    base, bold, dim, reverse = Style(), Style(bold=True), Style(dim=True), Style(reverse=True)
    loud = Style(bold=True, reverse=True)
    return Look(
        base=base,
        strong=bold,
        dim=dim,
        faint=dim,
        line=dim,
        accent=bold,
        title=base,
        title_active=loud,
        cursor=reverse,
        cursor_resting=base,
        good=base,
        warn=bold,
        bad=bold,
        state_media=bold,
        struck=Style(dim=True, strike=True),
        added=Style(bold=True, underline=True),
        removed=Style(dim=True, strike=True),
        flash=loud,
        prompt=Style(underline=True),
        looking=Style(dim=True, italic=True),
        hit=Style(bold=True, reverse=True),
        severity=Severities(none=dim, info=base, notice=bold, urgent=Style(bold=True, underline=True), flash=loud),
        stance=Stances(said=bold, doubted=Style(italic=True), denied=Style(bold=True, underline=True), past=dim),
        glyphs=glyphs,
    )
