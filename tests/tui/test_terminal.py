"""The desk and a real terminal: bad bytes, signals, a link that stands still, the bell."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyte import ByteStream, Screen

from tests.tui.scene import Item, Scene, evening
from tests.tui.terminal import OPEN, Terminal
from tui.options import wall_clock_ms


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Scene]:
    """An evening by the wall clock, for desks in another process."""
    scene = evening(tmp_path / "desk.db", wall_clock_ms())
    yield scene
    scene.close()


@pytest.fixture
def terminal(live: Scene) -> Iterator[Terminal]:
    terminal = Terminal(live.path)
    terminal.until(b"5 Story")
    terminal.quiet(0.2)
    yield terminal
    if terminal.alive():
        terminal.end()


def test_bytes_that_are_no_text_leave_the_desk_answering(terminal: Terminal) -> None:
    noise = random.Random(7).randbytes(4_096)
    for ending in (b"Q", b"\x1a", b"\x1b"):
        noise = noise.replace(ending, b"")
    terminal.press(b"\xe9\xff\xfe\x1b[M\xa0\xf0\xa0", 0.2)
    terminal.press(noise, 0.2)
    terminal.press(b"\x1b[200~" + b"pasted " * 20_000 + b"\x1b[201~", 0.2)
    terminal.quiet(0.2)
    os.write(terminal.fd, b"\x0c")
    terminal.until(b"feint")
    assert terminal.alive()


def test_escape_alone_is_told_from_a_sequence_before_the_next_key(terminal: Terminal) -> None:
    """The input thread wakes early while a sequence is half read (textual's parser keeps when it gives up)."""
    terminal.press("?")
    terminal.quiet(0.2)
    os.write(terminal.fd, b"\x1b")
    assert b"2 Queue" in terminal.until(b"2 Queue", seconds=0.6)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_desk_within_a_second_and_gives_the_terminal_back(terminal: Terminal, number: int) -> None:
    seconds, code = terminal.end(number)
    assert seconds < 1.0
    assert code == 128 + number
    for mode in (b"\x1b[?1049l", b"\x1b[?1003l", b"\x1b[?2004l", b"\x1b[<u", b"\x1b[?25h", b"\x1b[23;0t"):
        assert mode in terminal.bytes[-400:]
    assert re.search(rb"\x1b\[\d+;\d+H", terminal.bytes.rpartition(b"\x1b[?1049l")[2]) is None


def test_a_link_that_stands_still_stops_neither_the_desk_nor_its_end(terminal: Terminal, live: Scene) -> None:
    stall(terminal)
    live.poll(Item("Something new that nobody could read", minutes_ago=0))
    terminal.until(b"nobody could read")
    terminal.quiet(0.2)
    shown = lines(terminal)
    terminal.press("\x0c", 0.4)
    assert [n for n, (one, other) in enumerate(zip(shown, lines(terminal), strict=True)) if one != other and n] == []
    stall(terminal)
    start = time.monotonic()
    os.kill(terminal.pid, signal.SIGTERM)
    while os.waitid(os.P_PID, terminal.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        assert time.monotonic() - start < 1.0
        time.sleep(0.01)


def stall(terminal: Terminal) -> None:
    """Whole frames until no more go through, and some steps."""
    for key in "\x0c" * 10 + "jjj":
        os.write(terminal.fd, key.encode())
        time.sleep(0.03)


def lines(terminal: Terminal) -> list[str]:
    """What stands on a screen that has read all bytes."""
    screen = Screen(160, 45)
    ByteStream(screen).feed(terminal.bytes)
    return list(screen.display)


def test_a_terminal_that_hangs_up_ends_the_desk(terminal: Terminal) -> None:
    os.close(terminal.fd)
    terminal.fd = os.open("/dev/null", os.O_RDONLY)
    seconds, _ = terminal.gone()
    assert seconds < 2


def test_quitting_asks_nothing(terminal: Terminal) -> None:
    os.write(terminal.fd, b"Q")
    seconds, code = terminal.gone()
    assert (seconds < 1.0, code) == (True, 0)


def test_an_alert_is_one_bel_and_a_title(terminal: Terminal, live: Scene) -> None:
    live.ring("contradiction", 4, [1])
    live.ring("one more at once", 4, [2])
    got = terminal.until(b"feint: 5 alerts") + terminal.read(0.5)
    assert got.count(b"\x07") == 1
    assert b"ALERT" in got


def test_the_mouse_is_asked_for_only_where_it_is_wanted(live: Scene) -> None:
    without, with_mouse = Terminal(live.path), Terminal(live.path, mouse=True)
    for terminal, wanted in ((without, False), (with_mouse, True)):
        terminal.until(b"5 Story")
        assert (b"\x1b[?1000h" in terminal.bytes) is wanted
        terminal.end()


def test_no_color_leaves_every_colour_to_the_terminal_and_every_tag_its_sign(live: Scene) -> None:
    terminal = Terminal(live.path, NO_COLOR="1")
    terminal.until(b"5 Story")
    terminal.quiet()
    assert re.findall(rb"\x1b\[[0-9;]*[34]8;[25];", terminal.bytes) == []
    for sign in (b"WD+", b"WD?", b"WD-", b"WD~", b"ESC+"):
        assert sign in terminal.bytes
    terminal.end()


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_cannot_be_painted_gets_a_hint(live: Scene, term: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OPEN, str(live.path), "keys"],
        env={**os.environ, "TERM": term},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n"), "feint items" in done.stderr) == (2, 1, True)


def test_the_desk_imports_only_what_it_needs() -> None:
    """Start-up is import time: httpx costs 171 ms of CPU, sqlite_utils 106, feedparser 79."""
    code = (
        "import sys, tui.terminal\n"
        "heavy = {'httpx', 'feedparser', 'sqlite_utils', 'selectolax', 'click', 'apprise', 'rapidfuzz', 'feint'}\n"
        "rooms = ('classifier.', 'feeds.')\n"
        "print([n for n in sys.modules if n in heavy or n.startswith(rooms) and not n.endswith('.records')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
