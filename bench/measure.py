"""What a command costs with all the processes it starts: wall, CPU, memory. Linux only: the figures come from /proc and wait4."""

import ctypes
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_EVERY_S = 0.02
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took and said."""

    wall_s: float
    cpu_s: float
    """User and system time of every process it started."""
    memory_bytes: int
    """The most that all its processes held at once, as PSS: a page that several share counts once, not once each."""
    code: int
    output: str


def measure(words: Sequence[str], environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end, and whatever it leaves running to a quick one."""
    with _adopting_orphans(), tempfile.TemporaryFile("w+", errors="replace") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=environment,
            start_new_session=True,
        )  # fmt: skip
        watch = _MemoryWatch(process.pid)
        cpu_s = 0.0
        try:
            _, status, used = os.wait4(process.pid, 0)
            wall_s, process.returncode = time.perf_counter() - start, os.waitstatus_to_exitcode(status)
            cpu_s = used.ru_utime + used.ru_stime
        finally:
            watch.end()
            cpu_s += _end_session(process.pid)
        output.seek(0)
        return Cost(wall_s, cpu_s, watch.most_bytes, process.returncode, output.read())


@contextmanager
def _adopting_orphans() -> Iterator[None]:
    """Be the parent of what loses its own, so that its CPU is known and it does not outlive the bench."""
    prctl = ctypes.CDLL(None).prctl
    prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        prctl(_PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def _end_session(pid: int) -> float:
    """Kill what is left of a session and wait for it; returns its CPU seconds."""
    cpu_s = 0.0
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    while True:
        try:
            _, _, used = os.wait4(-pid, 0)
        except ChildProcessError:
            return cpu_s
        cpu_s += used.ru_utime + used.ru_stime


class _MemoryWatch(threading.Thread):
    """Looks at a process and its descendants until told to end."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._ended = threading.Event()
        self.most_bytes = 0
        self.start()

    def run(self) -> None:
        """Keep the peak."""
        while not self._ended.wait(_EVERY_S):
            self.most_bytes = max(self.most_bytes, sum(map(_pss_bytes, _tree(self._pid))))

    def end(self) -> None:
        """Look no more."""
        self._ended.set()
        self.join()


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        tasks = [Path(f"/proc/{pid}/task/{task}/children").read_text() for task in os.listdir(f"/proc/{pid}/task")]
    except OSError:  # it has just ended
        return
    for child in " ".join(tasks).split():
        yield from _tree(int(child))


def _pss_bytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
