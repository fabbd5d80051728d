"""What a terminal is asked to show on its own desktop, and how that gets there."""

import asyncio
import re
from collections.abc import Coroutine, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.rows import NoticeRow
from tests.tui.hostile import PAYLOADS
from tests.tui.scene import Item, Scene
from tests.tui.terminal import Terminal
from tui.options import wall_clock_ms
from tui.present import ringing
from tui.text import SafeText, cells
from tui.tty.notify import LONGEST_CELLS, Notifier, Way, bounded, by_environment, sequence, way, wrapped

WORDS = SafeText("FLASH ALERT: the bridge is closed")
ELLIPSIS = SafeText("\u2026")
OSCS = ("9", "99", "777")
ST = "\x1b\\"


def notice_of(title: str) -> SafeText:
    """As it leaves the desk."""
    row = NoticeRow(1, 1, 0, 4, "first", "why", ("desk",), "", "rule", title)
    return bounded(ringing.notice([row]), ELLIPSIS)


@pytest.mark.parametrize(
    ("environ", "osc"),
    [
        ({"TERM": "xterm-kitty"}, "99"),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, "99"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "9"),
        ({"TERM": "xterm-256color", "LC_TERMINAL": "iTerm2"}, "9"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "9"),
        ({"TERM": "xterm-ghostty"}, "9"),
        ({"TERM": "foot-extra"}, "777"),
        ({"TERM": "rxvt-unicode-256color"}, "777"),
        ({"TERM": "xterm-256color", "WT_SESSION": "0"}, "777"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, ""),
        ({"TERM": "xterm-256color", "ConEmuPID": "7"}, ""),
        ({"TERM": "linux"}, ""),
        ({}, ""),
    ],
)
def test_a_terminal_is_asked_only_by_what_it_is_known_to_take(environ: Mapping[str, str], osc: str) -> None:
    assert by_environment(environ) == osc
    assert way("auto", environ).osc == osc
    assert bool(way("auto", environ).why_not) is not bool(osc)


@pytest.mark.parametrize("environ", [{"STY": "1.pts"}, {"TERM": "screen-256color"}, {"TERM": "tmux-256color"}])
@pytest.mark.parametrize("wanted", ["auto", "9"])
def test_inside_screen_and_in_a_tmux_on_another_host_nothing_is_sent(environ: dict[str, str], wanted: str) -> None:
    assert way(wanted, {"LC_TERMINAL": "iTerm2"} | environ).osc == ""


def test_what_the_config_names_is_sent_to_whatever_terminal_there_is() -> None:
    assert way("777", {"TERM": "xterm-kitty"}) == Way("777")
    assert way("off", {"TERM": "xterm-kitty"}).osc == ""


def test_each_sequence_is_what_its_terminals_read() -> None:
    assert sequence("9", WORDS) == f"\x1b]9;{WORDS}{ST}"
    assert sequence("99", WORDS) == f"\x1b]99;;{WORDS}{ST}"
    assert sequence("777", SafeText("FLASH ALERT: a; b")) == f"\x1b]777;notify;feint;FLASH ALERT: a, b{ST}"
    assert wrapped(sequence("9", WORDS)) == f"\x1bPtmux;\x1b\x1b]9;{WORDS}\x1b\x1b\\{ST}"


@pytest.mark.parametrize("title", ["4;1;50", "7;rm -rf x", "9;/tmp", ""])
def test_no_title_is_taken_for_a_command_of_conemu(title: str) -> None:
    assert re.match("[A-Z]", notice_of(title))


def told_apart(sent: str) -> tuple[str, str, str]:
    """Introducer, payload, end of one sequence of ours."""
    found = re.fullmatch(r"(\x1b\](?:9;|99;;|777;notify;feint;))(.*)(\x1b\\)", sent, re.DOTALL)
    assert found, sent
    return found[1], found[2], found[3]


@given(
    parts=st.lists(st.one_of(st.sampled_from(PAYLOADS), st.text(max_size=20)), max_size=8),
    osc=st.sampled_from(OSCS),
)
def test_a_hostile_title_neither_ends_nor_begins_a_sequence(parts: list[str], osc: str) -> None:
    sent = sequence(osc, notice_of(" ".join(parts)))
    _, payload, _ = told_apart(sent)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", payload)
    assert osc != "777" or ";" not in payload
    through = wrapped(sent)
    inside = through.removeprefix("\x1bPtmux;").removesuffix(ST)
    assert inside.replace("\x1b\x1b", "\x1b") == sent
    assert "\x1b\\" not in inside.replace("\x1b\x1b", "")


@given(st.text(st.sampled_from("ab \u0301\u0e33撤👍;"), min_size=150, max_size=900))
def test_a_notice_is_bounded_in_cells_and_bytes(title: str) -> None:
    words = notice_of(title)
    assert cells(words) <= LONGEST_CELLS
    assert len(words.encode()) <= 2_048


# Through tmux


def with_tmux(folder: Path, answer: str) -> dict[str, str]:
    """Where `tmux` is a program that answers so."""
    program = folder / "tmux"
    program.write_text(f'#!/bin/sh\necho "$@" > {folder}/asked\n{answer}\n')
    program.chmod(0o755)
    return {"PATH": f"{folder}:/usr/bin:/bin", "TMUX": "/tmp/s,1,0", "TMUX_PANE": "%3", "TERM": "tmux-256color"}


@pytest.mark.parametrize(
    ("passes", "term", "answered", "wanted", "expected"),
    [
        ("1", "xterm-kitty", "", "auto", Way("99", True)),
        ("on", "xterm-256color", "WezTerm 20240203-110809", "auto", Way("9", True)),
        ("all", "xterm-256color", "foot(1.13.1)", "auto", Way("777", True)),
        ("2", "xterm-256color", "iTerm2 3.5.0", "auto", Way("9", True)),
        ("1", "xterm-256color", "", "777", Way("777", True)),
    ],
)
def test_tmux_tells_whether_it_passes_and_what_is_attached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passes: str, term: str, answered: str, wanted: str, expected: Way
) -> None:
    environ = with_tmux(tmp_path, f"printf '%s\\t%s\\t%s\\n' '{passes}' '{term}' '{answered}'")
    monkeypatch.setenv("PATH", environ["PATH"])
    assert way(wanted, environ) == expected
    assert (tmp_path / "asked").read_text().startswith("display-message -t %3 -p")


@pytest.mark.parametrize(
    "answer",
    [
        "printf '0\\txterm-kitty\\t\\n'",
        "printf 'off\\txterm-kitty\\t\\n'",
        "printf '\\txterm-kitty\\t\\n'",
        "printf '1\\txterm-256color\\t\\n'",
        "exit 1",
        "printf '\\377\\377'",
    ],
)
def test_where_tmux_lets_nothing_through_or_nobody_knows_the_terminal_nothing_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    environ = with_tmux(tmp_path, answer)
    monkeypatch.setenv("PATH", environ["PATH"])
    found = way("auto", environ)
    assert (found.osc, bool(found.why_not)) == ("", True)


def test_a_tmux_that_does_not_answer_is_waited_for_in_nobodys_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environ = with_tmux(tmp_path, "exec sleep 5")
    monkeypatch.setenv("PATH", environ["PATH"])
    monkeypatch.setattr("tui.tty.notify._TMUX_S", 0.05)
    written: list[str] = []
    waiting: list[Coroutine[None, None, None]] = []
    Notifier("auto", written.append, waiting.append, environ).show(WORDS)
    assert written == []
    asyncio.run(waiting.pop())
    assert written == []


def test_what_passes_is_wrapped_and_each_notice_asks_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environ = with_tmux(tmp_path, "printf '1\\txterm-kitty\\t\\n'")
    monkeypatch.setenv("PATH", environ["PATH"])
    written: list[str] = []
    notifier = Notifier("auto", written.append, asyncio.run, environ)
    notifier.show(WORDS)
    with_tmux(tmp_path, "printf '0\\txterm-kitty\\t\\n'")
    notifier.show(WORDS)
    assert written == [wrapped(sequence("99", WORDS))]


def test_without_tmux_it_is_sent_at_once_and_where_none_is_wanted_never() -> None:
    written: list[str] = []
    for wanted in ("auto", "off"):
        Notifier(wanted, written.append, asyncio.run, {"TERM": "foot"}).show(WORDS)
    assert written == [sequence("777", WORDS)]


# In a terminal


NOTICE = re.compile(rb"\x1b\]99;;FLASH ALERT: ([^\x00-\x1f\x7f]*)\x1b\\")


def test_what_reaches_a_terminal_that_gives_notices_is_whole_whatever_the_titles_are(tmp_path: Path) -> None:
    scene = Scene(tmp_path / "desk.db", wall_clock_ms())
    item = scene.poll(Item("Bridge is closed", minutes_ago=1))
    terminal = Terminal(scene.path, TERM="xterm-kitty")
    terminal.until(b"5 Story")
    titles = [" ".join(PAYLOADS[n : n + 6]) for n in range(0, len(PAYLOADS), 30)]
    for n, title in enumerate(titles):
        scene.ring(f"{n} {title}", 4, item)
        terminal.until(f"\x1b]99;;FLASH ALERT: {n}".encode())
    terminal.quiet(0.3)
    terminal.end()
    told = NOTICE.findall(terminal.bytes)
    assert [each.split()[0] for each in told] == [str(n).encode() for n in range(len(titles))]
    rest = NOTICE.sub(b"", terminal.bytes)
    assert b"\x1b]99" not in rest
    assert b"FLASH" not in rest
    scene.close()
