"""The story's page before there is a story: what will stand here, and which keys bring it."""

from tui.commands import Keymap
from tui.present.setting import Line, Setting, margin_cells
from tui.present.wrap import wrap
from tui.text import EMPTY, SafeText, safe_text, say

_WHAT = SafeText(
    "The item under the cursor is read here: headline, source and text with the words that count between brackets; then who"
    " claims and who doubts, quotes, edits, notes and the log."
)
_KEYS = (
    ("down", SafeText("to an item of the queue")),
    ("open", SafeText("go to its story")),
    ("evidence", SafeText("to the words of the next tag")),
    ("why", SafeText("why it is tagged so")),
    ("zoom", SafeText("the whole screen for the story")),
)


def empty_page(setting: Setting, keys: Keymap) -> list[Line]:
    """Some words, then a key a line."""
    look = setting.look
    margin = margin_cells(EMPTY, (), setting)
    lines: list[Line] = [[], *([*margin, *line] for line in wrap([(_WHAT, look.dim)], setting.measure)), []]
    for command, words in _KEYS:
        key = safe_text(keys.shown_id(command))
        runs = [(say("{:<7}", key), look.accent), (words, look.dim)]
        lines += [[*margin, *line] for line in wrap(runs, setting.measure)]
    return lines
