"""`feint desk`: the collector beside it, several desks on one file, and a desk that only looks."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from classifier.lexicon.entries import LexiconError
from feint.cli.desk import collector, log_path
from feint.cli.files import Files
from storage.file import migrate
from storage.file.lease import Lease
from tests.feint.desk import MANNERLESS, Desk
from tests.feint.lexicons import BROKEN
from tests.feint.loopback import Answer, Loopback
from tests.tui.scene import Scene, evening
from tests.tui.terminal import Terminal
from tui.options import wall_clock_ms

SIZES = pytest.mark.parametrize("size", [(160, 45), (80, 24)])


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path, server: Loopback) -> Desk:
    desk = Desk(tmp_path)
    migrate.ready(desk.database)
    desk.watch(server.answer("/post.xml", Answer(hangs=True)))
    return desk


def test_it_works_for_as_long_as_the_desk_is_open(desk: Desk, server: Loopback) -> None:
    with collector(Files(desk.config, desk.database), wanted=True):
        server.until_asked("/post.xml")
        assert not Lease(desk.database).free()
    assert Lease(desk.database).free()
    assert desk.rows("SELECT * FROM lease") == []


def test_none_is_started_beside_one_that_works_or_when_none_is_wanted(desk: Desk, server: Loopback) -> None:
    lease = Lease(desk.database)
    assert lease.take()
    with collector(Files(desk.config, desk.database), wanted=True):
        pass
    lease.release()
    with collector(Files(desk.config, desk.database), wanted=False):
        pass
    assert (server.asked(), log_path(desk.database).exists()) == ([], False)


@pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning")
def test_one_that_stays_outlives_the_desk(desk: Desk, server: Loopback) -> None:
    desk.watch(server.url("/post.xml"), collector=MANNERLESS + 'lifetime = "stays"\n')
    with collector(Files(desk.config, desk.database), wanted=True):
        server.until_asked("/post.xml")
    holder = desk.one("SELECT holder FROM lease")["holder"]
    pid = int(holder.rpartition(":")[2])
    assert not Lease(desk.database).free()
    os.kill(pid, signal.SIGTERM)
    assert os.waitpid(pid, 0) == (pid, 0)
    assert Lease(desk.database).free()


def test_what_it_has_to_say_goes_into_a_file_and_not_over_the_screen(
    desk: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    files = Files(desk.config, desk.database)
    assert files.config.sources  # read before it was broken
    desk.config.write_text('[collector]\nintervall = "2m"\n')
    with collector(files, wanted=True):
        pass
    assert "did you mean interval?" in log_path(desk.database).read_text()
    assert capfd.readouterr() == ("", "")


def test_a_desk_that_would_start_a_collector_refuses_a_broken_lexicon_as_the_collector_would(
    desk: Desk, server: Loopback
) -> None:
    (desk.folder / "lexicon.toml").write_text(BROKEN)
    files = Files(desk.config, desk.database)
    with (
        pytest.raises(LexiconError, match=r"lexicon\.toml:13: .* but gives prisoner:asserted$"),
        collector(files, wanted=True),
    ):
        pass
    (desk.folder / "lexicon.toml").write_text("[[rule")
    with pytest.raises(LexiconError, match=r"lexicon\.toml.* not TOML"), collector(files, wanted=True):
        pass
    assert server.asked() == []


def test_a_lexicon_that_is_being_edited_keeps_nobody_from_a_desk_beside_a_collector_at_work(desk: Desk) -> None:
    (desk.folder / "lexicon.toml").write_text(BROKEN)
    lease = Lease(desk.database)
    assert lease.take()
    with collector(Files(desk.config, desk.database), wanted=True):
        pass
    lease.release()


# Several desks, in terminals of their own


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Scene]:
    """An evening by the wall clock, and a config without sources."""
    (tmp_path / "config.toml").write_text("")
    scene = evening(tmp_path / "desk.db", wall_clock_ms())
    yield scene
    scene.close()


def opened(live: Scene, operator: str, size: tuple[int, int] = (160, 45), *words: str) -> Terminal:
    """`feint desk` in a terminal, its screen drawn."""
    files = ["--config", str(live.path.with_name("config.toml")), "--database", str(live.path)]
    terminal = Terminal(live.path, *size, words=["desk", *files, *words], FEINT_OPERATOR=operator)
    terminal.until(b"2 Queue")
    terminal.quiet()
    return terminal


def plain(shown: bytes) -> str:
    """Without the sequences between the words."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode(errors="replace"))


@SIZES
def test_what_one_does_is_on_the_others_screen(live: Scene, size: tuple[int, int]) -> None:
    ana, ben = opened(live, "ana", size), opened(live, "bengt", size)
    ben.press("a")
    shown = ana.until("✓".encode())
    assert "ben" in plain(shown + ana.read(0.5))
    ben.press("z")
    ana.read(0.5)
    ana.press("jjj")
    assert "@ana" in plain(ben.until(b"@ana"))
    assert (ana.end()[1], ben.end()[1]) == (128 + signal.SIGTERM,) * 2


@SIZES
def test_a_file_that_is_replaced_stops_the_desk_where_it_is(live: Scene, size: tuple[int, int]) -> None:
    terminal = opened(live, "ana", size)
    other = live.path.with_name("other.db")
    shutil.copy(live.path, other)
    os.replace(other, live.path)
    terminal.until(b"another file lies in its place", seconds=15)
    terminal.quiet()
    assert terminal.press("ajzdS/") + terminal.read(1.2) == b""
    os.write(terminal.fd, b"Q")
    assert terminal.gone()[1] == 0
    assert b"Traceback" not in terminal.bytes


# A desk that only looks


def called(live: Scene, *words: str) -> "subprocess.CompletedProcess[str]":
    """`feint desk` without a terminal; where root runs the tests, without root's way around every mode."""
    as_anybody = ["setpriv", "--bounding-set=-dac_override"] if os.getuid() == 0 else []
    files = ["--config", str(live.path.with_name("config.toml")), "--database", str(live.path)]
    return subprocess.run(
        [*as_anybody, sys.executable, "-m", "feint", "desk", *files, *words],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@SIZES
def test_it_starts_no_collector_and_writes_nothing(desk: Desk, server: Loopback, size: tuple[int, int]) -> None:
    desk.watch(server.answer("/post.xml", Answer(hangs=True)))
    before = desk.database.read_bytes()
    files = ["--config", str(desk.config), "--database", str(desk.database)]
    terminal = Terminal(desk.database, *size, words=["desk", "--read-only", *files])
    terminal.until(b"RO")
    terminal.quiet()
    assert b"no collector" in terminal.bytes
    terminal.press("2az")
    assert b"read-only desk" in terminal.bytes
    assert b"acknowledge" not in terminal.press("?", 0.5)
    terminal.end()
    assert (server.asked(), log_path(desk.database).exists()) == ([], False)
    assert desk.database.read_bytes() == before
    assert Lease(desk.database).free()


def test_it_migrates_nothing(live: Scene) -> None:
    (version,) = live.connection.execute("PRAGMA user_version").fetchone()
    live.connection.execute(f"PRAGMA user_version = {version - 1}")
    done = called(live, "--read-only")
    assert (done.returncode, "older version" in done.stderr) == (2, True)
    assert live.connection.execute("PRAGMA user_version").fetchone()[0] == version - 1


def test_it_makes_no_file_where_there_is_none(live: Scene) -> None:
    live.path = live.path.with_name("none.db")
    done = called(live, "--read-only")
    assert (done.returncode, "no such database" in done.stderr) == (2, True)
    assert not live.path.exists()


@pytest.fixture
def locked(live: Scene) -> Iterator[Scene]:
    """Nobody may write the file or its folder; the scene has it open."""
    folder = live.path.parent
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    yield live
    folder.chmod(0o755)
    for path in folder.iterdir():
        path.chmod(0o644)


@pytest.mark.skipif(os.getuid() == 0 and not shutil.which("setpriv"), reason="root may write everywhere")
def test_without_leave_to_write_it_looks_beside_a_writer(locked: Scene) -> None:
    done = called(locked, "--read-only")
    assert (done.returncode, "The desk needs a terminal" in done.stderr) == (2, True)
    assert "feint tail" in done.stderr


@pytest.mark.skipif(os.getuid() == 0 and not shutil.which("setpriv"), reason="root may write everywhere")
def test_without_leave_to_write_and_without_a_writer_it_says_what_is_missing(locked: Scene) -> None:
    locked.connection.close()
    for beside in ("-wal", "-shm"):
        locked.path.with_name(locked.path.name + beside).unlink(missing_ok=True)
    done = called(locked, "--read-only")
    assert (done.returncode, "start one first" in done.stderr, done.stderr.count("\n")) == (2, True, 1)
