"""How many colours the terminal has, by what it says of itself."""

import os
from typing import Literal

Depth = Literal["truecolor", "256", "16"]
_TRUE = ("truecolor", "24bit")


def depth_of_terminal() -> Depth:
    """As rich and Textual decide it (rich 15, Console._detect_color_system): sshd hands TERM on and COLORTERM not."""
    forced = os.environ.get("TEXTUAL_COLOR_SYSTEM", "auto").lower()
    if forced == "truecolor":
        return "truecolor"
    if forced in ("256", "standard"):
        return "256" if forced == "256" else "16"
    if os.environ.get("COLORTERM", "").strip().lower() in _TRUE:
        return "truecolor"
    return "256" if os.environ.get("TERM", "").strip().lower().endswith(("-256color", "kitty")) else "16"
