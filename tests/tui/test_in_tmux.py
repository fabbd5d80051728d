"""The desk where operators have it: inside tmux, cell by cell, and through a whole shift with real keys."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.reads.reader import Reader
from tests.tui.hostile import WIDE
from tests.tui.scene import Item, Scene, evening
from tests.tui.tmux import Tmux, desk_words
from tui.arrange import arrange
from tui.options import wall_clock_ms

WALL, CURSOR = "│", "▌"


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Scene]:
    """An evening by the wall clock."""
    (tmp_path / "config.toml").write_text("")
    scene = evening(tmp_path / "desk.db", wall_clock_ms())
    yield scene
    scene.close()


@pytest.fixture
def tmux() -> Iterator[Tmux]:
    server = Tmux(FEINT_OPERATOR="ana", COLORTERM="truecolor")
    yield server
    server.end()


def watch(tmux: Tmux, live: Scene, *more: str) -> None:
    """Open a desk and wait for its first screen."""
    tmux.run(*desk_words(live.path, live.path.with_name("config.toml"), *more))
    tmux.until("2 Queue")
    tmux.until("a ack")


@contextmanager
def attached(tmux: Tmux, width: int, height: int) -> Iterator[int]:
    """Somebody's terminal on the session, which takes its size; leaving closes it, as a lost link does."""
    client, terminal = pty.fork()
    if client == 0:
        os.environ.update(TERM="xterm-256color")
        os.environ.pop("TMUX", None)
        os.execvp("tmux", ["tmux", "-S", tmux._socket, "attach", "-t", "watch"])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
    tmux("set", "-w", "-t", "watch", "window-size", "latest")
    tmux.size = (width, height)
    try:
        end = time.monotonic() + 5
        while (
            tmux("display-message", "-p", "-t", "watch", "#{window_width}x#{window_height}").strip()
            != f"{width}x{height}"
        ):
            assert time.monotonic() < end, "the window never took the terminal's size"
            _drain(terminal)
        yield terminal
    finally:
        os.kill(client, signal.SIGHUP)
        _drain(terminal)
        os.close(terminal)
        os.waitpid(client, 0)


def _drain(terminal: int) -> bytes:
    """What has come."""
    came = b""
    while select.select([terminal], [], [], 0.02)[0]:
        try:
            portion = os.read(terminal, 1 << 16)
        except OSError:
            return came
        if not portion:
            return came
        came += portion
    return came


# Cells


def edges(tmux: Tmux, line: str) -> list[int]:
    """The columns at which tmux has walls: its own count of cells, not ours."""
    found = []
    for at, character in enumerate(line):
        if character == WALL:
            tmux("set", "-g", "@before", line[:at] or " ")
            found.append(int(tmux("display-message", "-p", "#{w:@before}")) if at else 0)
    return found


def test_columns_end_where_they_should_whatever_the_words_are_made_of(tmux: Tmux, live: Scene) -> None:
    live.poll(*(Item(f"{words} troops {words} leave {words}", f"{words} said {words}", identity=f"wide {n}", minutes_ago=1)
                for n, words in enumerate(WIDE)))  # fmt: skip
    watch(tmux, live)
    tmux.keys("2gjjj")
    tmux.until("4/")
    walls = arrange(160, 45, "queue", "queue", False).walls
    for y, line in enumerate(tmux.lines):
        expected = sorted(wall.x for wall in walls if wall.y <= y < wall.y + wall.height)
        assert [x for x in edges(tmux, line) if x in expected] == expected, line


# A shift in small


def on_cursor(tmux: Tmux, live: Scene) -> str:
    """The headline under the queue's cursor, whole."""
    box = arrange(*tmux.size, "queue", "queue", False).boxes["queue"]
    lines = [line[box.x : box.x + box.width] for line in tmux.lines]
    line = next((line for line in lines if line.startswith(CURSOR)), "")
    return next((title for title in states(live) if title[:18] in line), "")


def states(live: Scene) -> dict[str, str]:
    """Headline -> state, as the file has them."""
    reader = Reader(live.path)
    found = {row.title: row.state for row in reader.item_rows(reader.item_ids()).values()}
    reader.close()
    return found


def log_of(live: Scene, operator: str = "ana") -> list[str]:
    """What the operator did, in order."""
    found = live.connection.execute("SELECT act FROM event WHERE operator = ? ORDER BY n", (operator,)).fetchall()
    return [row["act"] for row in found]


def waited(condition: Callable[[], object], seconds: float = 5) -> None:
    """Wait for what the file tells."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came to be so in the file"
        time.sleep(0.02)


def test_a_shift_in_small(tmux: Tmux, live: Scene) -> None:
    live.poll(
        *(
            Item(f"Convoy number {n} seen on the northern road", identity=f"convoy {n}", minutes_ago=1)
            for n in range(12)
        )
    )
    watch(tmux, live)

    tmux.keys("2gaaaaaadddd")  # ten items, typed as fast as a hand that knows them
    waited(lambda: log_of(live).count("dismissed") == 4)
    tmux.keys("z")
    waited(lambda: "undone" in log_of(live))
    decided = states(live)
    assert sorted(decided.values()).count("acked") == 6
    assert sorted(decided.values()).count("dismissed") == 3

    tmux.keys("/tag:withdrawal stance:den")
    tmux.until(r"/ tag:withdrawal stance:den|column")
    tmux.keys("ied")
    tmux.key("Enter")
    tmux.until(r"2 Queue .*1/1")
    tmux.key("Escape")
    tmux.until(lambda text: "/ tag" not in text)

    tmux.keys("Sgarrison")
    tmux.key("Enter")
    tmux.until("2 Search")
    tmux.keys("q")
    tmux.until("2 Queue")

    tmux.keys("3mr1")
    tmux.keys("exercise season")
    tmux.key("Enter")
    waited(lambda: "muted" in log_of(live))
    tmux.until("muted 1")
    tmux.keys("3a")
    waited(
        lambda: live.connection.execute(
            "SELECT count(*) FROM alert WHERE state = 'acked' AND owner = 'ana'"
        ).fetchone()[0]
    )

    tmux.keys("2gj")
    tmux.until(" 2/21")
    here = on_cursor(tmux, live)
    with attached(tmux, 100, 30):
        tmux.until(lambda text: on_cursor(tmux, live) == here and "1 Sources   2 Queue" in text)
    live.poll(
        Item("Nobody was looking when the bridge fell", minutes_ago=0),
        Item("Nor when the second one did", minutes_ago=0),
    )
    with attached(tmux, 80, 24):
        tmux.until(lambda text: on_cursor(tmux, live) == here and "Nor when the second" in text and WALL not in text)
        tmux.keys("g")
        tmux.until(f"{CURSOR}.*Nor when the second")
        tmux.keys("Q")
        waited(lambda: "left" in log_of(live))
    assert states(live) == decided | {
        "Nobody was looking when the bridge fell": "new",
        "Nor when the second one did": "new",
    }
    acts = [act for act in log_of(live) if act != "welcomed"]
    assert acts == ["arrived", *["acknowledged"] * 6, *["dismissed"] * 4, "undone", "muted", "acknowledged", "left"]


def test_what_is_copied_is_in_tmux_s_buffer(tmux: Tmux, live: Scene) -> None:
    watch(tmux, live)
    tmux.keys("2gy")
    tmux.until("copied")
    waited(lambda: "https://news.example/" in tmux("show-buffer", check=False))


FOOT = b"\x1bP>|foot(1.13.1)\x1b\\"
"""What one terminal answers when it is asked who it is (XTVERSION)."""


@pytest.mark.parametrize("passes", ["on", "off"])
def test_bel_reaches_the_terminal_around_tmux_and_a_notice_where_tmux_lets_it(
    tmux: Tmux, live: Scene, passes: str
) -> None:
    watch(tmux, live)
    tmux("set", "-g", "allow-passthrough", passes)
    with attached(tmux, 160, 45) as terminal:
        os.write(terminal, FOOT)
        waited(lambda: "foot" in tmux("display-message", "-p", "-t", "watch", "#{client_termtype}"))
        live.ring("bridge is closed", 4, [1])
        seen = b""
        wanted = (b"\x07", b"\x1b]777;notify;feint;FLASH ALERT: bridge is closed\x1b\\")[: 1 + (passes == "on")]
        end = time.monotonic() + 5
        while not all(each in seen for each in wanted):
            assert time.monotonic() < end, seen[-300:]
            seen += _drain(terminal)
        seen += _drain(terminal)
        assert (b"]777" in seen) is (passes == "on")
