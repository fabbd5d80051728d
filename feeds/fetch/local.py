"""Sources on this machine: a file, or what a command prints. Answers look like HTTP's, so all behind is the same."""

import asyncio
import os
import shlex
import signal
import stat
from asyncio.subprocess import DEVNULL, PIPE, Process, SubprocessStreamProtocol
from collections.abc import Mapping
from contextlib import suppress
from email.utils import formatdate
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from feeds.fetch.aside import aside
from feeds.fetch.exchange import FetchError, Request, Response, too_big
from feeds.fetch.stream import phase

SCHEMES = ("file", "exec")
PASSED_ON = ("PATH", "HOME", "LANG", "TZ")
"""All that a command gets of the environment: nothing in it is secret."""

STEP = 65_536
SAID_BYTES = 4_096
REAP_S = 1.0


async def fetch_local(request: Request, cap: int) -> Response:
    """Read a `file:` or run an `exec:` source; the caller sets the deadline. `cap` is in bytes. Raises FetchError."""
    if request.url.lower().startswith("file:"):
        phase.set("file")
        return await aside(partial(_read, request, cap))
    phase.set("command")
    output = await _run(_words(request.url), cap)
    return Response(200, {}, output, request.url, ())


def _read(request: Request, cap: int) -> Response:
    """Read a regular file whole, unless it is as the validators say (RFC 9110, 13.2.2)."""
    try:
        # Not blocking, or opening a pipe that nobody writes to would wait for ever.
        descriptor = os.open(_path(request.url), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise FetchError("refused", "not a regular file")
            headers = _validators(status)
            if _is_known(request.headers, headers):
                return Response(304, headers, b"", request.url, ())
            body = file.read(cap + 1)
    except OSError as problem:
        raise FetchError("unreachable", f"file: {problem.strerror}") from None
    if len(body) > cap:
        raise too_big(cap)
    return Response(200, headers, body, request.url, ())


def _path(url: str) -> Path:
    parts = urlsplit(url)
    path = Path(unquote(parts.path))
    if parts.netloc not in ("", "localhost") or not path.is_absolute() or "\0" in str(path):
        raise FetchError("refused", "file: takes an absolute path")
    return path


def _validators(status: os.stat_result) -> dict[str, str]:
    """A file can change twice within the second that Last-Modified tells apart; the ETag sees it."""
    return {
        "etag": f'"{status.st_ino:x}-{status.st_mtime_ns:x}-{status.st_size:x}"',
        "last-modified": formatdate(status.st_mtime, usegmt=True),
    }


def _is_known(asked: Mapping[str, str], headers: Mapping[str, str]) -> bool:
    if etag := asked.get("If-None-Match"):
        return etag == headers["etag"]
    return asked.get("If-Modified-Since") == headers["last-modified"]


def _words(url: str) -> list[str]:
    try:
        words = [os.path.expanduser(word) for word in shlex.split(url.partition(":")[2])]
    except ValueError as problem:
        raise FetchError("refused", f"exec: {problem}") from None
    if not words:
        raise FetchError("refused", "exec: names no command")
    return words


async def _run(words: list[str], cap: int) -> bytes:
    """Return what a command prints; one that is too slow or says too much is killed with all that it started."""
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    loop = asyncio.get_running_loop()
    protocol = partial(SubprocessStreamProtocol, limit=STEP, loop=loop)
    try:
        transport, streams = await loop.subprocess_exec(
            protocol, *words, stdin=DEVNULL, stdout=PIPE, stderr=PIPE, env=environment, start_new_session=True
        )
    except (OSError, ValueError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "no such thing"
        raise FetchError("unreachable", f"command: {reason}") from None
    process = Process(transport, streams, loop)
    complaint = asyncio.create_task(_last_words(process.stderr))
    try:
        output = await _capped(process.stdout, cap)
        status = await process.wait()
        said = await complaint
    except BaseException:
        complaint.cancel()
        await _kill(process)
        raise
    finally:
        transport.close()  # a pipe that is not read to its end, or that somebody else still holds, would stay open
    if status:
        raise FetchError("bad-response", f"{_ending(status)}: {said}".rstrip(": "))
    return output


async def _capped(stream: asyncio.StreamReader | None, cap: int) -> bytes:
    output = bytearray()
    while stream is not None and (chunk := await stream.read(STEP)):
        output += chunk
        if len(output) > cap:
            raise too_big(cap)
    return bytes(output)


async def _last_words(stream: asyncio.StreamReader | None) -> str:
    """Return the last line of a stream, however much came before it."""
    tail = b""
    while stream is not None and (chunk := await stream.read(STEP)):
        tail = (tail + chunk)[-SAID_BYTES:]
    return (tail.decode("utf-8", "replace").strip().splitlines() or [""])[-1]


async def _kill(process: Process) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    with suppress(TimeoutError):  # what is stuck in the kernel cannot be waited for
        async with asyncio.timeout(REAP_S):
            await process.wait()


def _ending(status: int) -> str:
    return f"exit status {status}" if status > 0 else f"killed by {signal.Signals(-status).name}"
