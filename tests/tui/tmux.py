"""A desk in a real terminal, tmux: keys in, cells out. Where there is no tmux the tests that need it say so and rest."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


class Tmux:
    """One tmux server of its own, with one window that runs the desk; ends with its test."""

    def __init__(self, size: tuple[int, int] = (160, 45), **environment: str) -> None:
        if not shutil.which("tmux"):
            pytest.skip("tmux is not installed")
        self._folder = tempfile.TemporaryDirectory(prefix="feint-tmux-")
        self._socket = str(Path(self._folder.name) / "s")
        self.size = size
        self._environment = {
            "PATH": os.environ["PATH"],
            "HOME": self._folder.name,
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            **{name: value for name, value in os.environ.items() if name.startswith("PYTHONDONT")},
            **environment,
        }

    def run(self, *words: str, size: tuple[int, int] | None = None) -> None:
        """Start feint in the window; what was there ends."""
        self.size = size or self.size
        line = shlex.join([sys.executable, "-m", "feint", *words])
        width, height = map(str, self.size)
        self("new-session", "-d", "-s", "watch", "-x", width, "-y", height, f"exec {line}")
        self("set", "-g", "status", "off")
        self("resize-window", "-t", "watch", "-x", width, "-y", height)

    def __call__(self, *words: str, check: bool = True) -> str:
        """A word to the server; returns what it answers."""
        done = subprocess.run(
            ["tmux", "-S", self._socket, "-f", "/dev/null", *words],
            env=self._environment,
            capture_output=True,
            encoding="utf-8",
            timeout=10,
            check=False,
        )
        if check and done.returncode:
            raise AssertionError(f"tmux {words[0]}: {done.stderr}")
        return done.stdout

    @property
    def lines(self) -> list[str]:
        """The screen, a line each."""
        return self("capture-pane", "-p", "-t", "watch").split("\n")[: self.size[1]]

    @property
    def text(self) -> str:
        """The screen as one."""
        return "\n".join(self.lines)

    def keys(self, keys: str) -> None:
        """Type characters, as they are."""
        self("send-keys", "-t", "watch", "-l", keys)

    def key(self, *names: str) -> None:
        """Press keys by their names: Enter, Escape, Tab, C-d."""
        self("send-keys", "-t", "watch", *names)

    def until(self, wanted: str | Callable[[str], object], seconds: float = 8) -> str:
        """The screen, once it shows a pattern or satisfies a condition."""
        shows = wanted if callable(wanted) else lambda text: re.search(wanted, text)
        end = time.monotonic() + seconds
        while not shows(text := self.text):
            assert time.monotonic() < end, f"{wanted!r} did not come; the screen is\n{text}"
            time.sleep(0.02)
        return text

    def resize(self, width: int, height: int) -> None:
        """As somebody does who attaches from another terminal."""
        self.size = (width, height)
        self("resize-window", "-t", "watch", "-x", str(width), "-y", str(height))

    def pid(self) -> int:
        """The desk's process."""
        return int(self("display-message", "-p", "-t", "watch", "#{pane_pid}"))

    def is_alive(self) -> bool:
        """Does the desk run?"""
        return self("has-session", "-t", "watch", check=False) == "" and bool(self("list-panes", "-a", check=False))

    def end(self) -> None:
        """The server and all that runs in it."""
        self("kill-server", check=False)
        self._folder.cleanup()


def desk_words(database: Path, config: Path, *more: str) -> Sequence[str]:
    """How a desk on these files is called."""
    return ("desk", "--no-collector", "--config", str(config), "--database", str(database), *more)
