"""`feint`: the desk, with a collector beside it when nobody else collects."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click

from feint.cli.files import Files, file_options
from feint.cli.words import command_line, on_files

_EXPLAIN_S = 5.0


@click.command("desk", short_help="Open the desk (what `feint` alone does).")
@file_options
@click.option("--operator", metavar="NAME", help="Who you are, in the log; else $FEINT_OPERATOR, else your login.")
@click.option("--no-collector", is_flag=True, help="Start no collector.")
@click.option("--read-only", is_flag=True, help="Look and change nothing; starts no collector either.")
@click.option(
    "--mouse",
    is_flag=True,
    help="Take clicks and the wheel; to select text, then hold Shift (in some terminals Option).",
)
@click.option(
    "--ascii", "ascii_only", is_flag=True, help="Draw with plain ASCII, where a terminal or font lacks other signs."
)
def desk_command(
    files: Files,
    operator: str | None = None,
    no_collector: bool = False,
    read_only: bool = False,
    mouse: bool = False,
    ascii_only: bool = False,
) -> int:
    """Open the desk. It starts a collector, which polls the feeds, unless one is at work on the same database.

    On the desk ? shows its keys and Q closes it.

    \b
      feint desk --operator ana             sign your acts
      feint desk --no-collector             leave collecting to a service
      feint desk --read-only                a wall screen, a trainee: no key changes anything
    """
    config, database = files.config, files.database
    from feint.config import ConfigError
    from feint.config_keys import wrong_keys
    from feint.operator import operator_name
    from feint.queries import check_queries
    from feint.speakers.listed import check_speakers
    from feint.wiring_alerts import hearing_of, rules_of
    from storage.file import migrate
    from tui.app import run
    from tui.keynames import normal_key
    from tui.options import DeskOptions, View

    if wrong := [*check_queries(config), *wrong_keys(config), *check_speakers(config)]:
        raise ConfigError(*wrong)
    if read_only:
        _look(database)
    elif said := migrate.ready(database):
        print(f"feint: {said}", file=sys.stderr)
    name = operator_name(operator)
    options = DeskOptions(
        operator=name,
        desk_name=config.path.stem if config.path and config.path.stem != "config" else "desk",
        theme="mono" if os.environ.get("NO_COLOR") else config.desk.theme,
        ascii=ascii_only or config.desk.ascii,
        hearing=hearing_of(config, name),
        rules=rules_of(config),
        mouse=mouse,
        read_only=read_only,
        zones=tuple(config.desk.zones.items()),
        views=tuple(View(normal_key(view.key), view.name, view.query) for view in config.views),
        first_view=config.desk.first_view,
        keys=dict(config.keys),
        collector_note=lambda: "" if config.sources else "the config names no source",
        explain=partial(explained, files),
        words=command_line(files, name),
    )
    with collector(files, wanted=bool(config.sources) and not (no_collector or read_only)):
        return run(database, options)


@contextmanager
def collector(files: Files, *, wanted: bool) -> Iterator[None]:
    """A collector child for as long as the desk is open, or longer if the config says so; none if one is at work."""
    from storage.file.lease import Lease

    if not wanted or not Lease(files.database).free():
        yield
        return
    _refuse_broken_offices(files)
    _refuse_a_broken_lexicon(files)
    words = on_files(files, "collect")
    stays = files.config.collector.lifetime == "stays"
    with open(log_path(files.database), "wb") as log:
        child = subprocess.Popen(
            words if stays else [*words, "--with-desk"],
            stdin=subprocess.DEVNULL if stays else subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,  # the terminal's signals are the desk's alone
        )
    try:
        yield
    finally:
        if child.stdin is not None:
            child.stdin.close()  # the child ends when this pipe does, even if we are killed
            try:
                child.wait(timeout=5)
            except subprocess.TimeoutExpired:
                child.kill()


def _look(database: Path) -> None:
    """Open the file as a read-only desk will. Raises StoreError, plain where only a writer can open the way."""
    from storage.file import sqlite
    from storage.file.errors import StoreError
    from storage.reads.reader import Reader

    sqlite.refuse_network(database)
    try:
        Reader(database).close()
    except StoreError as error:
        if not os.access(database, os.R_OK) or os.access(database.parent, os.W_OK):
            raise
        raise StoreError(
            f"{database}: its folder is not yours to write, and then SQLite can read a file only while a collector or a"
            " desk has it open for writing; start one first"
        ) from error


def explained(files: Files, item_id: int) -> list[str]:
    """Why an item is tagged as it is, in lines for a person, from a process of its own: a desk loads no classifier."""
    try:
        ran = _run(files, "analyze", "--item", str(item_id), timeout_s=_EXPLAIN_S)
    except subprocess.TimeoutExpired:
        return [f"no explanation came within {_EXPLAIN_S:g} s"]
    if ran.returncode:
        return [_complaint(ran.stderr) or f"no explanation: `feint analyze` ended in {ran.returncode}"]
    return ran.stdout.splitlines()


def _refuse_broken_offices(files: Files) -> None:
    """Read the operator's own list of offices, if there is one, as the collector will. Raises ConfigError."""
    from feint.speakers.listed import known
    from feint.speakers.lists import own_file

    if own_file(files.config):
        known(files.config)


def _refuse_a_broken_lexicon(files: Files) -> None:
    """Say before the screen opens what the collector would say into its log. Raises LexiconError.

    Where another collector is at work none is started, and a lexicon that is being edited keeps nobody from the desk.
    """
    from classifier.lexicon.entries import LexiconError
    from feint.lexicon.files import found, one_line

    if found(files.config):
        ran = _run(files, "lexicon", "test")
        if ran.returncode:
            failures = ran.stdout.rpartition(" of ")[0].rpartition("\n")[0]  # the last line counts them
            raise LexiconError(one_line(_complaint(ran.stderr) or failures))


def _run(files: Files, *words: str, timeout_s: float | None = None) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        on_files(files, *words),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=timeout_s,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )


def _complaint(said: str) -> str:
    return said.removeprefix("feint: ").strip()


def log_path(database: Path) -> Path:
    """Where a collector that a desk started writes what it has to say."""
    return database.with_name(database.name + ".collector.log")
