"""Copies inside tmux, and links handed to a browser: what other programs are given, by a stand-in that writes it down."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tui.text import SafeText, safe_text
from tui.tty.clipboard import LONGEST_BASE64, copy
from tui.tty.links import open_in_browser

Program = Callable[[str, str], Path]
LONG = SafeText("a" * LONGEST_BASE64)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Puts a shell script of a name on PATH; returns where it notes its arguments."""
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    def make(name: str, script: str) -> Path:
        noted = tmp_path / f"{name}.noted"
        (tmp_path / name).write_text(f"#!/bin/sh\nprintf '%s\\n' \"$*\" >> {noted}\n{script}\n")
        (tmp_path / name).chmod(0o700)
        return noted

    return make


@pytest.fixture
def inside_tmux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMUX", "/tmp/tmux-0/default,1,0")


def ended(name: str) -> None:
    """Wait until a program that was started has ended, as the desk never does."""
    for thread in threading.enumerate():
        if thread.name == name:
            thread.join(10)


@pytest.mark.usefixtures("inside_tmux")
def test_inside_tmux_a_copy_goes_to_its_buffer_too_and_says_so(program: Program, tmp_path: Path) -> None:
    noted, written = program("tmux", f"cat > {tmp_path}/buffer"), list[str]()
    assert copy(safe_text("“Привет”; $(id) `id`"), written.append) == "the terminal and tmux"
    ended("tmux buffer")
    assert (tmp_path / "buffer").read_text() == "“Привет”; $(id) `id`"
    assert noted.read_text() == "load-buffer -w -\n"
    assert len(written) == 1


@pytest.mark.usefixtures("inside_tmux")
def test_an_older_tmux_is_asked_again_in_its_own_words(program: Program, tmp_path: Path) -> None:
    noted = program("tmux", f'[ "$2" = -w ] && exit 1\ncat > {tmp_path}/buffer')
    copy(SafeText("said"), lambda sequence: None)
    ended("tmux buffer")
    assert noted.read_text() == "load-buffer -w -\nload-buffer -\n"
    assert (tmp_path / "buffer").read_text() == "said"


@pytest.mark.usefixtures("inside_tmux")
def test_what_is_too_long_for_the_terminal_goes_to_tmux_alone(program: Program, tmp_path: Path) -> None:
    program("tmux", f"cat > {tmp_path}/buffer")
    written = list[str]()
    assert copy(LONG, written.append) == "tmux alone, too long for the terminal"
    ended("tmux buffer")
    assert len((tmp_path / "buffer").read_text()) == LONGEST_BASE64
    assert written == []


@pytest.mark.usefixtures("inside_tmux")
def test_a_tmux_that_hangs_keeps_nobody_waiting_and_is_ended(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.tty.clipboard._TMUX_S", 0.05)
    program("tmux", "exec sleep 600")
    assert copy(SafeText("said"), lambda sequence: None) == "the terminal and tmux"
    ended("tmux buffer")
    assert "tmux buffer" not in {thread.name for thread in threading.enumerate()}


def test_outside_tmux_and_without_the_program_it_goes_to_the_terminal(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = program("tmux", "cat > /dev/null")
    monkeypatch.delenv("TMUX", raising=False)
    assert copy(SafeText("said"), lambda sequence: None) == "the terminal"
    assert copy(LONG, lambda sequence: None) == ""
    monkeypatch.setenv("TMUX", "x")
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert copy(SafeText("said"), lambda sequence: None) == "the terminal"
    assert not noted.exists()


@pytest.mark.parametrize(
    ("browser", "arguments"),
    [("browser", "https://e.example/?a=1&b=2"), ("browser --tab", "--tab https://e.example/?a=1&b=2"),
     ("browser -u '%s' -q:other", "-u https://e.example/?a=1&b=2 -q")],
)  # fmt: skip
def test_a_link_is_one_argument_of_the_browser_and_no_shell_reads_it(
    program: Program, monkeypatch: pytest.MonkeyPatch, browser: str, arguments: str
) -> None:
    noted = program("browser", "true")
    monkeypatch.setenv("BROWSER", browser)
    assert open_in_browser(SafeText("https://e.example/?a=1&b=2"))
    ended("browser")
    assert noted.read_text() == arguments + "\n"


@pytest.mark.parametrize("browser", ["nowhere-to-be-found", "'unended", ""])
def test_a_browser_that_cannot_be_started_is_told_as_none(browser: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BROWSER", browser)
    assert not open_in_browser(SafeText("https://e.example/"))


def test_nothing_but_a_web_link_is_opened(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    noted = program("browser", "true")
    monkeypatch.setenv("BROWSER", "browser")
    for link in ("file:///etc/passwd", "--version", "javascript:alert(1)"):
        assert not open_in_browser(SafeText(link))
    assert not noted.exists()
