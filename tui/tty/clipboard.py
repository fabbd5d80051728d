"""Copying over SSH and tmux: OSC 52 for the terminal, tmux's own buffer beside it, and never a promise that it arrived."""

import base64
import os
import shutil
import subprocess
from collections.abc import Callable
from threading import Thread

from tui.text import EMPTY, SafeText

LONGEST_BASE64 = 74_994
"""What xterm takes in one OSC 52 sequence."""
_TMUX_S = 2.0


def copy(text: SafeText, write: Callable[[str], None]) -> SafeText:
    """Send to the terminal's clipboard and, inside tmux, to its buffer (tmux drops OSC 52 by default); returns where it went.

    Empty: nowhere, for the text is longer than terminals take. No process is waited for.
    """
    encoded = base64.b64encode(text.encode("utf-8")).decode("ascii")
    fits, tmux = len(encoded) <= LONGEST_BASE64, _tmux()
    if fits:
        write(f"\x1b]52;c;{encoded}\x1b\\")
    if tmux:
        Thread(target=_load_buffer, args=(tmux, text.encode("utf-8")), name="tmux buffer", daemon=True).start()
        return SafeText("the terminal and tmux") if fits else SafeText("tmux alone, too long for the terminal")
    return SafeText("the terminal") if fits else EMPTY


def _tmux() -> str:
    """The program, where we run inside it."""
    return shutil.which("tmux") or "" if os.environ.get("TMUX") else ""


def _load_buffer(tmux: str, text: bytes) -> None:
    """With `-w` tmux hands it on to the terminal that it runs in; before 3.2 it does not know that."""
    for words in (["load-buffer", "-w", "-"], ["load-buffer", "-"]):
        try:
            done = subprocess.run([tmux, *words], input=text, capture_output=True, timeout=_TMUX_S, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return
        if not done.returncode:
            return
