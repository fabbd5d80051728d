"""The collector beside a desk: started when nobody collects, and gone with the desk unless the config says otherwise."""

import os
import signal
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
