"""`feint collect`: the collector without a screen."""

import asyncio
import json
import os
import signal
import socket
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from feint.cli.files import Files, file_options

if TYPE_CHECKING:
    from feint.collector.summary import Progress
    from storage.file.lease import Lease

_LOOK_S = 1.0
"""How often a collector that stands by looks whether the other has ended."""


@click.command("collect", short_help="Poll the feeds without a screen.")
@file_options
@click.option("--once", is_flag=True, help="Poll every source once, due or not, and end.")
@click.option("--json", "as_json", is_flag=True, help="With --once: print a summary as JSON.")
@click.option("--with-desk", is_flag=True, hidden=True, help="End when standard input closes: the desk has gone.")
def collect_command(files: Files, once: bool, as_json: bool, with_desk: bool) -> int:
    """Poll the sources of the config into the database until SIGTERM or ^C.

    One collector works on a database at a time; a second one stands by and takes over when the first ends. While the disk is
    full it pauses, and goes on by itself. It ends with exit code 1 when the database was migrated, replaced or taken away.

    \b
      feint collect                     under systemd or tmux
      feint collect --once --json       from a script; exit code 1 when a source failed
    """
    from feint.config import ConfigError
    from feint.queries import check_queries
    from feint.sound import end_of_log
    from feint.speakers.listed import check_speakers
    from storage.file import migrate, soundness
    from storage.file.errors import Superseded
    from storage.file.lease import Lease

    config = files.config
    if not config.sources:
        place = config.path or "the config, which was not found"
        raise ConfigError(f"{place}: names no source; add a [[source]] with a url, or run `feint import FILE.opml`")
    if wrong := [*check_queries(config), *check_speakers(config)]:
        raise ConfigError(*wrong)
    soundness.check(files.database, end_of_log)
    if said := migrate.ready(files.database):
        click.echo(said, err=True)
    lease = Lease(files.database)
    try:
        return asyncio.run(_when_free(lease, files, once, as_json, with_desk))
    except Superseded as error:
        click.echo(f"feint: {error}", err=True)
        return 1
    finally:
        lease.release()


async def _when_free(lease: "Lease", files: Files, once: bool, as_json: bool, with_desk: bool) -> int:
    """Collect as soon as nobody else does; a signal, or the desk's end, ends the waiting too."""
    from feint.sound import end_of_log
    from storage.file import soundness

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, stop.set)
    if with_desk:
        _stop_with_the_desk(loop, stop)
    if not lease.take():
        if once:
            click.echo(f"{files.database}: another collector is at work on it", err=True)
            return 1
        with lease.standing_by():
            click.echo("another collector is at work; standing by", err=True)
            while not lease.take():
                with suppress(TimeoutError):
                    async with asyncio.timeout(_LOOK_S):
                        await stop.wait()
                        return 0
        soundness.check(files.database, end_of_log)  # the other may have ended for a reason
    return await _collect(lease, files, stop, once, as_json)


async def _collect(lease: "Lease", files: Files, stop: asyncio.Event, once: bool, as_json: bool) -> int:
    from feint.collector.setup import collecting

    _ready_archives(files)
    started = time.monotonic()
    holder = f"{socket.gethostname()}:{os.getpid()}"
    async with collecting(files.config, files.database, holder, right=lease, progress=_progress(once)) as collector:
        if not once:
            await collector.run(stop)
            return 0
        polling = asyncio.create_task(collector.once())
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait((polling, stopping), return_when=asyncio.FIRST_COMPLETED)
        for task in (polling, stopping):
            task.cancel()
        with suppress(asyncio.CancelledError):
            await polling
        summary = collector.summary
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", nl=False, err=True)
    for name, reason in summary.failures.items():
        click.echo(f"{name}: {reason}", err=True)
    if as_json:
        seconds = round(time.monotonic() - started, 3)
        click.echo(json.dumps({
            "sources": summary.sources, "polled": summary.polled, "unchanged": summary.unchanged, "failed": summary.failed,
            "new_items": summary.new_items, "revisions": summary.revisions, "retagged": summary.retagged, "seconds": seconds,
        }))  # fmt: skip
    return 1 if summary.failed or stop.is_set() else 0


def _ready_archives(files: Files) -> None:
    """Bring archived months up to this version; one that cannot be is named, and stays as it is."""
    from storage.file import migrate
    from storage.file.errors import StoreError
    from storage.keeping import archives

    for archive in archives.files(files.database):
        try:
            said = migrate.ready_archive(archive.path)
        except StoreError as error:
            said = str(error)
        if said:
            click.echo(said, err=True)


def _stop_with_the_desk(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """The desk holds the other end of our standard input: when it goes, however it goes, we go."""

    def watch() -> None:
        while sys.stdin.buffer.read(4096):
            pass
        with suppress(RuntimeError):  # the loop may have ended first
            loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=watch, name="desk watch", daemon=True).start()


def _progress(once: bool) -> "Progress":
    """A count on a terminal, for long work somebody waits for; silence otherwise."""
    if not (once and sys.stderr.isatty()):
        return lambda done, of, what: None
    return lambda done, of, what: click.echo(f"\r\x1b[K{done:,} of {of:,} {what}", nl=False, err=True)
