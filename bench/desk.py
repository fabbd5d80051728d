"""The desk in a real pty at 160x45: CPU and bytes for starting, idling and moving, which noise spares."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

from bench.farm import config_of, farm
from bench.table import row

_LEAST_SCREEN_BYTES = 4_000
_TICKS = os.sysconf("SC_CLK_TCK")


def main(feeds: int = 100, items: int = 200, idle_s: float = 30) -> None:
    """Fill a desk, open it, press keys."""
    with farm(feeds, items) as urls, tempfile.TemporaryDirectory() as folder:
        config, database = Path(folder) / "bench.toml", Path(folder) / "bench.db"
        config.write_text(config_of(urls))
        files = ["--config", str(config), "--database", str(database)]
        subprocess.run([sys.executable, "-m", "feint", "collect", "--once", *files], check=True)
        held = f"{feeds * items:,} items"
        pid, terminal = _open([sys.executable, "-m", "feint", "desk", "--no-collector", *files])
        try:
            if _read(terminal, 20, quiet_s=1.5) < _LEAST_SCREEN_BYTES:
                raise SystemExit("the desk showed no screen")
            row(f"desk, {held}: CPU to a full, quiet screen", _cpu_ms(pid), "ms")
            _read(terminal, 3)
            cpu, sent = _cpu_ms(pid), _read(terminal, idle_s)
            row(f"desk, {held}: idle, CPU", (_cpu_ms(pid) - cpu) / idle_s / 10, "% of a core")
            row(f"desk, {held}: idle, bytes", sent * 60 / idle_s, "a minute")
            _press(terminal, "2jj")
            _row_of_keys(pid, terminal, f"desk, {held}: key j", "j" * 30)
            _row_of_keys(pid, terminal, f"desk, {held}: a letter of a filter", "/withdraw*")
            _press(terminal, "\rg")
            _row_of_keys(pid, terminal, f"desk, {held}: key j, words marked", "j" * 15)
            _press(terminal, "Swithdraw*\r")
            _read(terminal, 1)
            _row_of_keys(pid, terminal, f"desk, {held}: key j, in a search", "j" * 15)
            row(f"desk, {held}: memory", _resident_mb(pid), "MB")
        finally:
            os.kill(pid, signal.SIGTERM)
            _read(terminal, 5, quiet_s=1)
            os.waitpid(pid, 0)


def _open(words: list[str]) -> tuple[int, int]:
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", LANG="C.UTF-8")
        os.execv(words[0], words)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 45, 160, 0, 0))
    return pid, terminal


def _read(terminal: int, seconds: float, quiet_s: float | None = None) -> int:
    """Read for `seconds`, or until nothing more came for `quiet_s`; returns the bytes that came."""
    got, end, last = 0, time.monotonic() + seconds, time.monotonic()
    while time.monotonic() < end and (quiet_s is None or not got or time.monotonic() - last < quiet_s):
        if select.select([terminal], [], [], 0.02)[0]:
            try:
                chunk = os.read(terminal, 1 << 16)
            except OSError:
                break
            got, last = got + len(chunk), time.monotonic()
    return got


def _row_of_keys(pid: int, terminal: int, what: str, keys: str) -> None:
    """What one of these keys costs."""
    cpu, sent = _cpu_ms(pid), _press(terminal, keys)
    row(f"{what}, CPU", (_cpu_ms(pid) - cpu) / len(keys), "ms")
    row(f"{what}, bytes", sent / len(keys), "")


def _press(terminal: int, keys: str) -> int:
    got = 0
    for key in keys:
        os.write(terminal, key.encode())
        got += _read(terminal, 0.06)
    return got


def _cpu_ms(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1_000 / _TICKS


def _resident_mb(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6
