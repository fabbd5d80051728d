"""A desk in a real pty: bytes in, bytes out."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path

OPEN = (
    "import sys; from pathlib import Path; from tui.app import run; from tui.options import DeskOptions;"
    "sys.exit(run(Path(sys.argv[1]), DeskOptions('ana', mouse=sys.argv[2] == 'mouse')))"
)


class Terminal:
    """The desk as a child, its bytes gathered in `bytes`."""

    def __init__(
        self,
        database: Path,
        columns: int = 160,
        rows: int = 45,
        mouse: bool = False,
        words: Sequence[str] = (),
        **environment: str,
    ) -> None:
        """`words`: how feint is called, else the desk without the command line around it."""
        called = ["-m", "feint", *words] if words else ["-c", OPEN, str(database), "mouse" if mouse else "keys"]
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor", **environment})
            for name in {"NO_COLOR", "TMUX"} - environment.keys():
                os.environ.pop(name, None)
            os.execv(sys.executable, [sys.executable, *called])
        self.bytes = b""
        self._gone = False
        self.resize(columns, rows)

    def resize(self, columns: int, rows: int) -> None:
        """Tell the child, as a terminal emulator does."""
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, seconds: float) -> bytes:
        """What comes within so long."""
        got, end = b"", time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and select.select([self.fd], [], [], left)[0]:
            try:
                chunk = os.read(self.fd, 1 << 16)
            except OSError:
                break
            if not chunk:
                break
            got += chunk
        self.bytes += got
        return got

    def until(self, wanted: bytes, seconds: float = 10) -> bytes:
        """What comes until `wanted` has come."""
        got, end = b"", time.monotonic() + seconds
        while wanted not in got:
            assert time.monotonic() < end, f"{wanted!r} did not come; the last was {got[-300:]!r}"
            got += self.read(0.05)
        return got

    def quiet(self, seconds: float = 0.5) -> bytes:
        """What comes until nothing but the clock's cell has come for so long."""
        got = b""
        while len(part := self.read(seconds)) > 200:
            got += part
        return got

    def press(self, keys: str | bytes, answer_s: float = 0.08) -> bytes:
        """Type, one key at a time; returns what was written in answer."""
        got = b""
        for key in keys if isinstance(keys, str) else [keys]:
            os.write(self.fd, key.encode() if isinstance(key, str) else key)
            got += self.read(answer_s)
        return got

    def cpu_ms(self) -> float:
        """Of all its threads."""
        tasks = Path(f"/proc/{self.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6

    def alive(self) -> bool:
        return not self._gone and os.waitpid(self.pid, os.WNOHANG) == (0, 0)

    def end(self, number: int = signal.SIGTERM) -> tuple[float, int]:
        """Seconds until it has gone, and its exit code."""
        os.kill(self.pid, number)
        return self.gone()

    def gone(self, within_s: float = 5) -> tuple[float, int]:
        """Wait for the child to end by itself; kills it when it does not."""
        start = time.monotonic()
        while time.monotonic() - start < within_s:
            self.read(0.02)
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self._gone = True
                os.close(self.fd)
                return time.monotonic() - start, os.waitstatus_to_exitcode(status)
        self._gone = True
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)
        return within_s, -signal.SIGKILL
