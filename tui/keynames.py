"""What keys are called: as an operator writes them, as Textual names them, and which of them terminals send."""

import string

_MOVED = ("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "delete")
_CONTROLLED = (*string.ascii_lowercase, "backslash", "right_square_bracket", "circumflex_accent", "underscore")
TWINS = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+h": "backspace",
    "ctrl+left_square_bracket": "escape",
    "ctrl+space": "ctrl+@",
}
"""A terminal sends the same byte for both."""
RESERVED = {"ctrl+c": "it leaves what is being typed, and does nothing else by habit"}
"""Keys that no command may have, and why."""
SENT: frozenset[str] = frozenset(
    (
        *("enter", "tab", "shift+tab", "space", "escape", "backspace", "insert"),
        *_MOVED,
        *(f"f{n}" for n in range(1, 25)),
        *(f"ctrl+{key}" for key in _CONTROLLED),
        *(f"{held}+{key}" for key in _MOVED for held in ("ctrl", "shift", "ctrl+shift")),
        *(f"alt+{key}" for key in (*string.ascii_lowercase, *string.digits)),
        "ctrl+@",
    )
)
"""What a terminal without a keyboard protocol of its own sends, besides characters."""
_SPOKEN = {"esc": "escape", "return": "enter", "del": "delete", "pgup": "pageup", "pgdn": "pagedown", "ins": "insert"}
_SIGNS = {
    "\\": "backslash",
    "]": "right_square_bracket",
    "[": "left_square_bracket",
    "^": "circumflex_accent",
    "_": "underscore",
}
"""Of the signs that Ctrl goes with, Textual's names."""


def normal_key(key: str) -> str:
    """`^d` and `Ctrl+D` as `ctrl+d`, `Esc` as `escape`; a single character stays as it is."""
    if len(key) == 1:
        return key
    *held, last = (f"ctrl+{key[1:]}" if key.startswith("^") else key).lower().rsplit("+", 1)
    last = _SIGNS.get(last, last) if held else last
    return "+".join((*held, _SPOKEN.get(last, last)))


def shown_key(key: str) -> str:
    """`ctrl+d` as `^d`, `enter` as `Enter`."""
    if key.startswith("ctrl+"):
        sign = next((sign for sign, name in _SIGNS.items() if name == key[5:]), key[5:])
        return f"^{sign}"
    return key if len(key) == 1 else "-".join(part.capitalize() for part in key.split("+"))


def wrong_key(key: str) -> str:
    """Why no command can have a key, by its normal name, and what helps; empty where one can."""
    if key in RESERVED:
        return f"{shown_key(key)} cannot be given away: {RESERVED[key]}"
    if key in TWINS:
        return f"{shown_key(key)} is the same byte as {shown_key(TWINS[key])}; write {TWINS[key]}"
    if key == " ":
        return "write space"
    if (len(key) == 1 and key.isprintable()) or key in SENT:
        return ""
    if key.startswith("shift+") and len(key) == len("shift+x"):
        return f"no terminal sends {key}; write {key[-1].upper()}"
    return f"no terminal sends {key}{_meant(key)}"


def _meant(key: str) -> str:
    from difflib import get_close_matches

    nearest = get_close_matches(key, sorted(SENT), 1)
    return (
        f"; did you mean {nearest[0]}?" if nearest else "; a key is one character, ^a to ^z, f1 to f24 or such as enter"
    )
