"""The one way by which foreign text reaches the screen: cleaned, typed, measured in cells.

Textual and rich hand ESC, C1 and bidi controls on to the terminal, and take `[/x]` in a string for markup (textual 8.2.8, all 24
sinks). So every line is made of segments from `span`, and `span` takes only `SafeText`.
"""

import re
from typing import NewType

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style

from tui.widths import go_by_terminals

go_by_terminals()
SafeText = NewType("SafeText", str)
"""Text without controls, line breaks, direction overrides or characters whose width terminals disagree about."""

EMPTY = SafeText("")
SPACE = SafeText(" ")

_JOINED_SCRIPTS = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\u0900-\u0dff\ufb50-\ufdff\ufe70-\ufefc"
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_DROPPED = re.compile(
    "[\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u20e3\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U0001f3fb-\U0001f3ff"
    "\U000e0000-\U000e0fff]"
)
_UNSURE = re.compile(
    "[\u2630-\u2637\u268a-\u268f\u302e\u302f\u3248-\u324f\u4dc0-\u4dff\U00016ff0\U00016ff1\U0001d300-\U0001d356\U0001d360-\U0001d376]"
)
"""Trigrams, counting rods and the like: one cell to one terminal, two to another."""
_FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]")
_JOINERS = re.compile(f"\u200d|(?<![{_JOINED_SCRIPTS}])\u200c+|\u200c+(?![{_JOINED_SCRIPTS}\u200c])")
"""What joins letters only helps to draw them, and half of the tables then count two letters as one; what parts them is spelling."""
_MARK = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20f0\ufe20-\ufe2f]"
)
_MARK_RUN = re.compile(f"({_MARK}{{2}}){_MARK}+")
_BLANKS = re.compile(r"\s+")
_CLEAN = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*")
"""Latin, Greek, Cyrillic and their punctuation, where there is nothing to clean: one scan instead of seven."""


def safe_run(text: str) -> SafeText:
    """A stretch within a line: as `safe_text`, but a blank at either end stays."""
    if _CLEAN.fullmatch(text):
        return SafeText(_BLANKS.sub(" ", text)) if "  " in text else SafeText(text)
    text = _BLANKS.sub(" ", text)
    text = _DROPPED.sub("", _UNSURE.sub("\ufffd", _CONTROLS.sub("\ufffd", text)))
    text = _JOINERS.sub("", _FLAGS.sub(_flag_letter, text))
    return SafeText(_BLANKS.sub(" ", _MARK_RUN.sub(r"\1", text)))


def safe_text(text: str) -> SafeText:
    """One line of clean text; what was a control shows as U+FFFD, so that an operator sees that something was there."""
    return SafeText(safe_run(text).strip())


def _flag_letter(match: re.Match[str]) -> str:
    """Half a flag as its plain letter: terminals draw a flag two or four cells wide."""
    return chr(ord(match[0]) - 0x1F1E6 + ord("A"))


def say(template: str, *values: SafeText | int) -> SafeText:
    """Our own words with safe values in their places; the template is a literal (a test reads every call)."""
    return SafeText(template.format(*values))


def cells(text: SafeText) -> int:
    """How many columns the text takes."""
    return cell_len(text)


def cut(text: SafeText, width: int, ellipsis: SafeText) -> SafeText:
    """At most `width` columns, the loss marked."""
    if len(text) * 2 <= width or cell_len(text) <= width:
        return text
    room = width - cell_len(ellipsis)
    return (
        SafeText(set_cell_size(text, room).rstrip() + ellipsis)
        if room > 0
        else SafeText(set_cell_size(text, max(0, width)))
    )


def left(text: SafeText, width: int) -> SafeText:
    """Exactly `width` columns, the text at the left."""
    return SafeText(set_cell_size(text, max(0, width)))


def right(text: SafeText, width: int) -> SafeText:
    """Exactly `width` columns, the text at the right."""
    return SafeText(" " * max(0, width - cell_len(text)) + set_cell_size(text, min(cell_len(text), max(0, width))))


def span(text: SafeText, style: Style) -> Segment:
    """A piece of a line; the only place of this room where a segment is made."""
    return Segment(text, style)


def spaces(n: int) -> SafeText:
    """`n` blanks, none when negative."""
    return SafeText(" " * n)
