"""A notice of the terminal's own desktop, where the terminal is known to give one: OSC 9, 99 or 777; through tmux if it lets it.

What the terminals take: kitty OSC 99 (its desktop-notifications page; a payload of 2,048 bytes), iTerm2, WezTerm and Ghostty
OSC 9, urxvt, foot and Windows Terminal (microsoft/terminal#20012) OSC 777. ConEmu reads `9;4` as progress and `9;7` as a program
to run, so a body begins with a letter of ours.
"""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Callable, Coroutine, Mapping
from typing import NamedTuple

from tui.text import SafeText, cut

LONGEST_CELLS = 200
_LONGEST = 2 * LONGEST_CELLS
"""Characters, for marks have no cell of their own."""
_TMUX_S = 1.0
_BY_TERM = (("xterm-kitty", "99"), ("xterm-ghostty", "9"), ("wezterm", "9"), ("foot", "777"), ("rxvt-unicode", "777"))
_BY_PROGRAM = {"iterm.app": "9", "iterm2": "9", "wezterm": "9", "ghostty": "9", "kitty": "99", "foot": "777"}
_BY_VARIABLE = (("KITTY_WINDOW_ID", "99"), ("WT_SESSION", "777"))
_OF_TMUX = "#{allow-passthrough}\t#{client_termname}\t#{client_termtype}"
_PASSES = frozenset(("1", "2", "on", "all"))
"""tmux 3.3 answers with a number, later ones with a word."""
_UNKNOWN = 'this terminal is not known to give one; osc = "9", "99" or "777" of the desk\'s [[channel]] tries'


class Way(NamedTuple):
    """How a notice gets to the desktop."""

    osc: str
    """`9`, `99` or `777`; empty: it does not."""
    through_tmux: bool = False
    why_not: str = ""


class Notifier:
    """Sends notices; `write` goes to the terminal, `beside` runs what may take long beside the keys."""

    def __init__(
        self,
        wanted: str,
        write: Callable[[str], None],
        beside: Callable[[Coroutine[None, None, None]], None],
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._wanted = wanted
        self._write = write
        self._beside = beside
        self._environ = environ

    def show(self, words: SafeText) -> None:
        """Show `words`, if there is a way; tmux is asked anew each time, for another terminal may be attached by now."""
        if self._wanted == "off":
            return
        if self._environ.get("TMUX"):
            self._beside(self._through_tmux(words))
        else:
            self._send(way(self._wanted, self._environ), words)

    async def _through_tmux(self, words: SafeText) -> None:
        self._send(await asyncio.to_thread(way, self._wanted, self._environ), words)

    def _send(self, by: Way, words: SafeText) -> None:
        if by.osc:
            sent = sequence(by.osc, words)
            self._write(wrapped(sent) if by.through_tmux else sent)


def way(wanted: str, environ: Mapping[str, str]) -> Way:
    """What the config wants, as far as it goes here; inside tmux that takes a child of tmux's, a second at the most."""
    term = environ.get("TERM", "")
    if wanted == "off":
        return Way("", why_not="the config wants none")
    if environ.get("TMUX"):
        return _way_through_tmux(wanted, environ)
    if environ.get("STY") or term.startswith(("screen", "tmux")):
        return Way("", why_not="screen, or a tmux on another host, lets none through")
    return _known(by_environment(environ) if wanted == "auto" else wanted)


def by_environment(environ: Mapping[str, str]) -> str:
    """What the terminal takes, by what it says of itself; sshd hands on TERM, and LC_TERMINAL where it is let."""
    programs = (environ.get(name, "").lower() for name in ("TERM_PROGRAM", "LC_TERMINAL"))
    by_program = next((_BY_PROGRAM[program] for program in programs if program in _BY_PROGRAM), "")
    by_variable = next((osc for name, osc in _BY_VARIABLE if environ.get(name)), "")
    return _by_term(environ.get("TERM", "")) or by_program or by_variable


def sequence(osc: str, words: SafeText) -> str:
    """The whole of it, ended by ST."""
    match osc:
        case "9":
            return f"\x1b]9;{words}\x1b\\"
        case "99":
            return f"\x1b]99;;{words}\x1b\\"
    return f"\x1b]777;notify;feint;{words.replace(';', ',')}\x1b\\"


def bounded(words: SafeText, ellipsis: SafeText) -> SafeText:
    """No longer than a notice is."""
    return cut(SafeText(words[:_LONGEST]), LONGEST_CELLS, ellipsis)


def wrapped(sent: str) -> str:
    """Handed on by tmux to the terminal around it: each ESC in it doubled."""
    return "\x1bPtmux;" + sent.replace("\x1b", "\x1b\x1b") + "\x1b\\"


def _way_through_tmux(wanted: str, environ: Mapping[str, str]) -> Way:
    passes, _, client = _ask_tmux(environ).partition("\t")
    if passes not in _PASSES:
        return Way("", why_not="tmux lets none through: set -g allow-passthrough on")
    name, _, program = client.partition("\t")
    osc = _by_term(name) or _by_answer(program) if wanted == "auto" else wanted
    return _known(osc)._replace(through_tmux=bool(osc))


def _ask_tmux(environ: Mapping[str, str]) -> str:
    """Whether it lets sequences through, and what is attached: its TERM, and what it answered to XTVERSION."""
    program, pane = shutil.which("tmux"), environ.get("TMUX_PANE", "")
    if program is None:
        return ""
    words = [program, "display-message", *(["-t", pane] if pane else []), "-p", _OF_TMUX]
    try:
        done = subprocess.run(
            words, stdin=subprocess.DEVNULL, capture_output=True, timeout=_TMUX_S, check=False, env=dict(environ)
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace").rstrip("\n")


def _by_term(term: str) -> str:
    return next((osc for start, osc in _BY_TERM if term.startswith(start)), "")


def _by_answer(program: str) -> str:
    """`WezTerm 20240203`, `foot(1.13.1)`, `iTerm2 3.5.0`: the name is what comes before version or bracket."""
    name = program.replace("(", " ").partition(" ")[0].lower()
    return _BY_PROGRAM.get(name, "")


def _known(osc: str) -> Way:
    return Way(osc, why_not="" if osc else _UNKNOWN)
