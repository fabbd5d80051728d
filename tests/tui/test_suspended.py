"""A desk that the shell has stopped and lets go on: the terminal was somebody else's meanwhile."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyte import ByteStream, Screen

from tests.tui.scene import evening
from tests.tui.terminal import Terminal
from tui.options import wall_clock_ms


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    scene = evening(tmp_path / "desk.db", wall_clock_ms())
    terminal = Terminal(scene.path)
    terminal.until(b"5 Story")
    terminal.quiet(0.2)
    yield terminal
    if terminal.alive():
        terminal.end()
    scene.close()


def is_stopped(terminal: Terminal) -> bool:
    return Path(f"/proc/{terminal.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def stopped(terminal: Terminal) -> None:
    """Wait until the shell would have its prompt back."""
    end = time.monotonic() + 5
    while not is_stopped(terminal):
        assert time.monotonic() < end
        terminal.read(0.02)
    terminal.read(0.05)


def shown(frame: bytes) -> list[str]:
    """What stands on a screen that was wiped before these bytes came."""
    screen = Screen(160, 45)
    ByteStream(screen).feed(frame)
    return [line.rstrip() for line in screen.display]


def threads(terminal: Terminal) -> int:
    """Two that read the keys would take them from each other."""
    return len(list(Path(f"/proc/{terminal.pid}/task").iterdir()))


def test_who_comes_back_finds_the_whole_desk(terminal: Terminal) -> None:
    """By the desk's own key, by the shell's signal, and by one that cannot be heard: the shell has had the terminal each time."""
    before, were = shown(terminal.bytes), threads(terminal)
    for signal_number in (None, signal.SIGTSTP, signal.SIGSTOP):
        if signal_number is None:
            terminal.press("\x1a")
        else:
            os.kill(terminal.pid, signal_number)
        stopped(terminal)
        os.kill(terminal.pid, signal.SIGCONT)
        after = shown(terminal.until(b"1 Sources") + terminal.quiet(0.2))
        assert [line[:100] for line in after[1:]] == [line[:100] for line in before[1:]]
        assert threads(terminal) == were
    assert len(terminal.press("j", 0.3)) > 100
