"""`feint doctor`: what an operator would look at first when something is odd, in plain lines."""

import os
import shutil
import sys
import textwrap
import time
from collections.abc import Iterator

import click

from feint.cli.files import Files, file_options
from feint.cli.on_desk import on_desk

_WORDS_AT = 20
Finding = tuple[str, str, str]
"""(`ok`, `note` or `WRONG`; what was looked at; what was found)."""


@click.command("doctor", short_help="Look at terminal, file, clock, lease and every feed.")
@file_options
@click.option("--deep", is_flag=True, help="Check every page and the whole log too (half a minute a gigabyte).")
@click.option("--fetch", is_flag=True, help="Fetch every feed once, now, and tell what came; nothing is written.")
def doctor_command(files: Files, deep: bool, fetch: bool) -> int:
    """Look at terminal, tmux, file system, SQLite, clock and lease (who collects), then at every feed, one line each, the
    worst first.

    Exit code 1 when something is WRONG; a feed that does not answer is a note, for it is retried by itself. With --fetch,
    which asks for whole documents and needs no database, a feed that gives none is WRONG.

    \b
      feint doctor
      feint doctor --fetch --config new.toml
    """
    from feint.cli.doctor_database import findings

    wrong = False
    for state, what, found in (*_terminal(), *_ringing(files), *findings(files.database, deep), *_feeds(files, fetch)):
        wrong |= state == "WRONG"
        click.echo(_folded(f"{state:<5}  {what:<12} {found}"))
    return int(wrong)


def _folded(line: str) -> str:
    """A line whose words go on below its own, where a desk shows it; elsewhere as it is, for `grep`."""
    if not on_desk():
        return line
    below = " " * _WORDS_AT
    return textwrap.fill(line, shutil.get_terminal_size().columns, subsequent_indent=below)


def _terminal() -> Iterator[Finding]:
    term = os.environ.get("TERM", "")
    if not sys.stdout.isatty() and not on_desk():
        yield "note", "terminal", "none here: the desk needs one, `feint collect` and the lists do not"
    elif term in ("", "dumb"):
        yield "WRONG", "terminal", f"TERM={term or 'unset'}: the desk needs a terminal that can place its cursor"
    else:
        colours = "truecolor" if os.environ.get("COLORTERM") in ("truecolor", "24bit") else "256 colours or fewer"
        width, height = shutil.get_terminal_size()
        size = "this desk's own" if on_desk() else f"{width}x{height}"
        yield "ok", "terminal", f"{term}, {colours}, {size}"
    if os.environ.get("TMUX"):
        yield "note", "tmux", "the bell passes; copying loads tmux's buffer too"
    encoding = (sys.stdout.encoding or "").lower()
    if "utf" not in encoding:
        yield "note", "locale", f"{encoding or 'unknown'} is no UTF-8: start the desk with --ascii"


def _ringing(files: Files) -> Iterator[Finding]:
    """How an alert would make itself heard here, to whoever asks."""
    from feint.config import ConfigError
    from feint.operator import operator_name
    from feint.wiring_alerts import hearing_of
    from tui.tty.notify import way

    try:
        hearing = hearing_of(files.config, operator_name(None))
    except ConfigError:  # the feeds' line says what is wrong
        return
    if not sys.stdout.isatty() and not on_desk():
        return
    by = way(hearing.osc, os.environ)
    through = ", through tmux" if by.through_tmux else ""
    notice = f"and a desktop notice (OSC {by.osc}{through})" if by.osc else f"but no desktop notice: {by.why_not}"
    bell = "BEL" if hearing.bell else "no BEL (the config has it off)"
    yield "ok" if hearing.bell else "note", "alerts", f"ring by {bell} and the title, {notice}"


def _feeds(files: Files, fetch: bool) -> Iterator[Finding]:
    from feint.config import ConfigError

    try:
        config = files.config
    except ConfigError as error:
        yield "WRONG", "config", str(error)
        return
    yield "ok" if config.sources else "note", "config", f"{config.path or 'none found'}: {len(config.sources)} sources"
    now_ms = time.time_ns() // 1_000_000
    if fetch:
        from feint.cli.doctor_fetch import fetched

        yield from fetched(config, files.database, now_ms)
    else:
        from feint.cli.doctor_feeds import remembered

        yield from remembered(config, files.database, now_ms)
