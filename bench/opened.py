"""A desk in a real pty of 160x45, as a terminal without a picture sees it: keys in, bytes out, and what they cost."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

COLUMNS, ROWS = 160, 45
_LEAVES_WITHIN_S = 5.0


class Opened:
    """The desk as a child. Nothing is read from it but by `read` and what calls that."""

    def __init__(self, words: Sequence[str]) -> None:
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.execve(sys.executable, [sys.executable, "-m", "feint", *words], environment())
        self.bytes = b""
        """All that has been read."""
        self._status: int | None = None

    @property
    def cpu_ms(self) -> float:
        """Of all its threads, also those that have ended: the process's clock, numbered as clock_getcpuclockid(3) does."""
        return time.clock_gettime(~self.pid << 3 | 2) * 1_000

    @property
    def memory_mib(self) -> float:
        """What it holds in memory now, shared pages included."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / (1 << 20)

    def read(self, seconds: float) -> int:
        """What comes within so long; returns how many bytes."""
        before, end = len(self.bytes), time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and self._take(left):
            pass
        return len(self.bytes) - before

    def until(self, wanted: bytes, seconds: float = 20) -> None:
        """Read until `wanted` has come."""
        end = time.monotonic() + seconds
        while wanted not in self.bytes:
            if time.monotonic() > end:
                raise SystemExit(f"the desk did not show {wanted!r}; the last was {self.bytes[-300:]!r}")
            self._take(0.05)

    def press(self, keys: str, answer_s: float = 0.06) -> int:
        """Type, reading so long after each key; returns how many bytes came."""
        got = 0
        for key in keys:
            self.type(key)
            got += self.read(answer_s)
        return got

    def type(self, keys: str) -> None:
        """Type, and read nothing."""
        os.write(self._terminal, keys.encode())

    def end(self) -> float:
        """Tell it to end, reading nothing more; returns the seconds that it took, or those after which it was killed."""
        start = time.monotonic()
        if self._status is not None:
            return 0.0
        os.kill(self.pid, signal.SIGTERM)
        while not self._has_ended() and time.monotonic() - start < _LEAVES_WITHIN_S:
            time.sleep(0.01)
        took_s = time.monotonic() - start
        if self._status is None:
            os.kill(self.pid, signal.SIGKILL)
            _, self._status = os.waitpid(self.pid, 0)
        os.close(self._terminal)
        return took_s

    def _has_ended(self) -> bool:
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            self._status = status
        return bool(pid)

    def _take(self, within_s: float) -> bool:
        """One portion, if one comes; False when the time is over or the desk has gone."""
        if not select.select([self._terminal], [], [], within_s)[0]:
            return False
        try:
            self.bytes += os.read(self._terminal, 1 << 16)
        except OSError:
            return False
        return True


@contextmanager
def opened(database: Path, config: Path) -> Iterator[Opened]:
    """A desk on these files, without a collector."""
    desk = Opened(words(database, config))
    try:
        yield desk
    finally:
        desk.end()


def words(database: Path, config: Path) -> list[str]:
    """How feint is called for it."""
    return ["desk", "--no-collector", "--operator", "ana", "--config", str(config), "--database", str(database)]


def environment() -> dict[str, str]:
    """A terminal with all colours; bytecode is kept, as `make install` keeps it."""
    kept = {
        name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TMUX", "PYTHONDONTWRITEBYTECODE")
    }
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
