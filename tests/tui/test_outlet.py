"""Bytes to a terminal that reads slowly, or not at all."""

import os
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tui.tty.outlet import BEHIND, Outlet

FRAME = "\x1b[1;1H" + "x" * 20_000


class Link:
    """A pipe in a terminal's place."""

    def __init__(self) -> None:
        self.out, self.into = os.pipe()
        self.caught_up = threading.Event()
        self.outlet = Outlet(self.into, "utf-8", self.caught_up.set)
        self.outlet.start()

    def stall(self) -> None:
        """Fill it, so that the next byte must wait."""
        os.set_blocking(self.into, False)
        with suppress(BlockingIOError):
            while True:
                os.write(self.into, b"." * 1_024)
        os.set_blocking(self.into, True)

    def read(self, ending: str) -> str:
        """All that comes until the ending has, without what the link was filled with."""
        got = b""
        while not got.endswith(ending.encode()):
            got += os.read(self.out, 1 << 16)
        return got.decode().lstrip(".")

    def close(self) -> None:
        os.close(self.out)
        self.outlet.end()
        os.close(self.into)


@pytest.fixture
def link() -> Iterator[Link]:
    link = Link()
    yield link
    link.close()


def test_what_is_read_in_time_comes_whole_and_in_order(link: Link) -> None:
    sent = [f"\x1b[{n + 1};1H{'x' * n}é" for n in range(200)] + ["end"]
    for text in sent:
        link.outlet.write(text)
    assert link.read("end") == "".join(sent)
    assert not link.caught_up.is_set()


def test_a_stalled_link_keeps_nobody_waiting_and_loses_no_more_than_paint(link: Link) -> None:
    link.stall()
    link.outlet.write("\x1b]0;title\x1b\\")
    for _ in range(1_000):
        link.outlet.write(FRAME)
        link.outlet.write("\x07")
    link.outlet.write("end")
    got = link.read("end")
    assert len(got) < 2 * BEHIND + 10 * len(FRAME)
    assert (got.startswith("\x1b]0;title\x1b\\"), got.count("\x07")) == (True, 1_000)
    assert link.caught_up.wait(5)


def test_after_a_stall_paint_goes_through_again(link: Link) -> None:
    link.stall()
    for _ in range(20):
        link.outlet.write(FRAME)
    link.outlet.write("end")
    link.read("end")
    assert link.caught_up.wait(5)
    link.outlet.write(FRAME + "whole")
    assert link.read("whole") == FRAME + "whole"


def test_a_frame_larger_than_all_that_may_wait_is_sent(link: Link) -> None:
    large = "\x1b[1;1H" + "x" * (3 * BEHIND) + "end"
    link.outlet.write(large)
    assert link.read("end") == large


def test_leaving_a_stalled_link_waits_for_it_no_longer_than_told(link: Link) -> None:
    link.stall()
    link.outlet.write(FRAME)
    link.outlet.end()
    assert link.outlet.is_alive()


def test_a_terminal_that_has_gone_ends_it_quietly(link: Link) -> None:
    os.close(link.out)
    link.outlet.write("nobody reads this")
    link.outlet.join(5)
    assert not link.outlet.is_alive()
    link.out = os.open(os.devnull, os.O_RDONLY)
