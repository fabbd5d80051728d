"""The command line for a desk: its words in a process of its own, on the desk's files, within bounds."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from threading import Timer
from typing import TYPE_CHECKING

from feint.cli import on_desk
from feint.cli.files import Files

if TYPE_CHECKING:
    from tui.options import Answer, CommandLine

_LONGEST_S = 20.0
_MOST_LINES = 2_000
_MOST_BYTES = 500_000


def command_line(files: Files, operator: str) -> "CommandLine":
    """What a desk's operator may say after `:`."""
    from feint.cli.app import HELPS
    from tui.options import CommandLine

    return CommandLine(HELPS, lambda words, columns: Process(files, operator, words, columns))


def on_files(files: Files, *words: str) -> list[str]:
    """The command line of another feint on the same files."""
    named = ["--config", str(files.config.path)] if files.config.path else []
    return [sys.executable, "-m", "feint", "--database", str(files.database), *named, *words]


class Process:
    """One command at work, and what it has written."""

    def __init__(self, files: Files, operator: str, words: Sequence[str], columns: int) -> None:
        setting = {
            "PYTHONIOENCODING": "utf-8",
            "COLUMNS": str(columns),
            "FEINT_OPERATOR": operator,
            on_desk.VARIABLE: "1",
        }
        self._child = subprocess.Popen(
            on_files(files, *words),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, **setting},
            start_new_session=True,  # so that what it has started ends with it
        )

    def answer(self) -> "Answer":
        """Its lines, when it has ended or a bound is reached; the last line says which."""
        from tui.options import Answer

        late = Timer(_LONGEST_S, self.stop)
        late.start()
        assert self._child.stdout is not None
        with self._child.stdout as pipe:
            written = pipe.read(_MOST_BYTES + 1)
        if len(written) > _MOST_BYTES:
            self.stop()
        code = self._child.wait()
        is_late = not late.is_alive()
        late.cancel()
        lines, is_cut = _bounded(written)
        if is_late:
            lines.append(f"… ended after {_LONGEST_S:g} s")
        elif is_cut:
            lines.append(f"… and more: only the first {len(lines):,} lines are shown")
        return Answer(tuple(lines), code)

    def stop(self) -> None:
        """End it and what it has started."""
        if self._child.returncode is None:
            with suppress(ProcessLookupError):  # it ended by itself just now
                os.killpg(self._child.pid, signal.SIGKILL)


def _bounded(written: bytes) -> tuple[list[str], bool]:
    """As many lines as a page takes, and whether there were more."""
    lines = written[:_MOST_BYTES].decode("utf-8", "replace").splitlines()
    return lines[:_MOST_LINES], len(written) > _MOST_BYTES or len(lines) > _MOST_LINES
