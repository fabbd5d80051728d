"""Running a program for one delivery: no shell, a small environment, JSON on its standard input, and an end in time."""

import asyncio
import os
import signal
from asyncio.subprocess import PIPE, Process, SubprocessStreamProtocol
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial

from alerts.delivery.outcomes import Ended, Fault
from alerts.delivery.payload import clean

_STEP = 65_536
_LINE_BYTES = 4_096
_MOST_SAID = 1 << 20
"""A program that prints more is one that does not end."""
_LINE = 200
_REAP_S = 1.0


class _SaysTooMuch(Exception):
    """It prints and prints."""


async def run(argv: Sequence[str], content: bytes, environment: Mapping[str, str], timeout_s: float) -> Ended | Fault:
    """Run a program and wait for its end. At its time limit, or when cancelled, it is killed with all that it has started."""
    loop = asyncio.get_running_loop()
    protocol = partial(SubprocessStreamProtocol, limit=_STEP, loop=loop)
    try:
        transport, streams = await loop.subprocess_exec(
            protocol, *argv, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=dict(environment), start_new_session=True
        )
    except (OSError, ValueError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "cannot be run"
        return Fault(clean(f"{argv[0]}: {reason}", _LINE))
    process = Process(transport, streams, loop)
    try:
        return await _talk(process, content, timeout_s)
    except _SaysTooMuch:
        return Fault(f"printed more than {_MOST_SAID >> 20} MiB")
    except TimeoutError:
        # What it has left behind may hold its pipes open when the program itself has long come to its end.
        status = process.returncode
        return Fault(f"killed at its time limit of {timeout_s:g} s") if status is None else Ended(status)
    finally:
        await _end(process)
        transport.close()


async def _talk(process: Process, content: bytes, timeout_s: float) -> Ended:
    giving = asyncio.create_task(_give(process.stdin, content))
    hearing = [asyncio.create_task(_ends(stream)) for stream in (process.stdout, process.stderr)]
    try:
        async with asyncio.timeout(timeout_s):
            (printed, _), (_, complained) = await asyncio.gather(*hearing)
            status = await process.wait()
    finally:
        for task in (giving, *hearing):
            task.cancel()
        await asyncio.gather(giving, *hearing, return_exceptions=True)
    return Ended(status, _line(printed, 0), _line(complained, -1))


async def _give(stdin: asyncio.StreamWriter | None, content: bytes) -> None:
    assert stdin is not None
    with suppress(ConnectionError):  # it need not read what it is given
        stdin.write(content)
        await stdin.drain()
        stdin.close()


async def _ends(stream: asyncio.StreamReader | None) -> tuple[bytes, bytes]:
    """The first and the last bytes of a stream, read to its end."""
    assert stream is not None
    head, tail, read = b"", b"", 0
    while chunk := await stream.read(_STEP):
        read += len(chunk)
        if read > _MOST_SAID:
            raise _SaysTooMuch
        head = (head + chunk)[:_LINE_BYTES] if len(head) < _LINE_BYTES else head
        tail = (tail + chunk)[-_LINE_BYTES:]
    return head, tail


def _line(said: bytes, which: int) -> str:
    return clean((said.decode("utf-8", "replace").strip().splitlines() or [""])[which], _LINE)


async def _end(process: Process) -> None:
    """Kill the whole group, if there is still somebody in it who is ours: the program, or who holds its pipes."""
    if process.returncode is not None and _has_closed(process):
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    with suppress(TimeoutError):  # what is stuck in the kernel cannot be waited for
        async with asyncio.timeout(_REAP_S):
            await process.wait()


def _has_closed(process: Process) -> bool:
    return all(stream is not None and stream.at_eof() for stream in (process.stdout, process.stderr))
