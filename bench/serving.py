"""A loopback server in a process of its own, so that neither its CPU nor its lock falls on what is measured."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager


@contextmanager
def server(module: str, *words: str) -> Iterator[int]:
    """Run `module`, one that calls `serve`, for as long as the context lasts; yields the port."""
    command = [sys.executable, "-m", module, *words]
    # In a session of its own a ^C does not reach it: it ends when our end of its standard input closes, however we end.
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        if not (line := process.stdout.readline()):
            raise ChildProcessError(f"{module} did not start")
        yield int(line)


async def serve(connected: Callable[[], asyncio.Protocol], hosts: Sequence[str]) -> None:
    """Answer on one port of every host given, say which, and end with whoever started this process."""
    loop = asyncio.get_running_loop()
    port = 0
    for host in hosts:
        listening = await loop.create_server(connected, host, port, backlog=1024)
        port = listening.sockets[0].getsockname()[1]
    print(port, flush=True)
    starter = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(starter), sys.stdin)
    await starter.read()
