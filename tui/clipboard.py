"""Copying over SSH and tmux: OSC 52 for the terminal, tmux's own buffer beside it, and never a promise that it arrived."""

import base64
import os
import subprocess
from collections.abc import Callable

from tui.text import SafeText

LONGEST_BASE64 = 74_994
"""What xterm takes in one OSC 52 sequence."""


def copy(text: SafeText, write: Callable[[str], None]) -> bool:
    """Send to the terminal's clipboard and, inside tmux, to its buffer (tmux drops OSC 52 by default); False when too long."""
    encoded = base64.b64encode(text.encode("utf-8")).decode("ascii")
    if len(encoded) > LONGEST_BASE64:
        return False
    write(f"\x1b]52;c;{encoded}\x1b\\")
    if os.environ.get("TMUX"):
        _load_tmux_buffer(text)
    return True


def _load_tmux_buffer(text: SafeText) -> None:
    try:
        subprocess.run(["tmux", "load-buffer", "-"], input=text.encode(), capture_output=True, timeout=1, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return
