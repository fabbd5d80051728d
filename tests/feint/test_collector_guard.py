"""A collector that loses its file, its lock or its room: it never writes on where it should not, and always says so."""

import os
import resource
import subprocess
from collections.abc import Callable
from contextlib import closing

import pytest

from feint.cli.app import run
from storage.acting.acts import Acts
from storage.file import migrate, sqlite
from storage.file.reserve import Reserve
from tests.feint.desk import Desk
from tests.feint.loopback import WAIT_S, Loopback


def collect(server: Loopback, desk: Desk) -> "subprocess.Popen[str]":
    """A collector that has stored its first poll."""
    desk.watch(server.feed("/a.xml", "Ferry resumes"))
    process = desk.start("collect")
    server.until_asked("/a.xml")
    until(desk, "SELECT 1 FROM item")
    return process


def until(desk: Desk, sql: str) -> None:
    """Wait until there is such a row."""
    next(desk.follow(sql))


def deleted(desk: Desk) -> None:
    desk.database.unlink()


def moved(desk: Desk) -> None:
    desk.database.rename(desk.folder / "elsewhere.db")


def replaced(desk: Desk) -> None:
    migrate.ready(desk.folder / "other.db")
    (desk.folder / "other.db").replace(desk.database)


def migrated(desk: Desk) -> None:
    with closing(sqlite.connect(desk.database, "desk")) as newer:
        newer.execute("PRAGMA user_version = 999")


def unlocked(desk: Desk) -> None:
    desk.database.with_name("desk.db.collector").unlink()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (deleted, "moved or deleted"),
        (moved, "moved or deleted"),
        (replaced, "another file lies in its place"),
        (migrated, "a newer feint"),
        (unlocked, "another may collect"),
    ],
)
def test_it_ends_in_1_with_a_line_within_seconds_when_its_file_or_lock_is_taken_away(
    server: Loopback, desk: Desk, change: Callable[[Desk], None], said: str
) -> None:
    process = collect(server, desk)
    change(desk)
    assert process.wait(WAIT_S) == 1
    assert process.stderr
    (line,) = process.stderr.read().splitlines()
    assert line.startswith(f"feint: {desk.database}")
    assert said in line


def test_a_database_put_in_its_place_is_not_touched(server: Loopback, desk: Desk) -> None:
    process = collect(server, desk)
    other = desk.folder / "other.db"
    migrate.ready(other)
    with closing(sqlite.connect(other, "collector")) as connection:
        connection.execute("INSERT INTO host VALUES ('theirs', 1)")
    before = other.read_bytes()
    other.replace(desk.database)
    process.wait(WAIT_S)
    assert desk.database.read_bytes() == before
    desk.database.with_name("desk.db-wal").unlink(missing_ok=True)
    assert [row["name"] for row in desk.rows("SELECT name FROM host")] == ["theirs"]


def test_the_log_says_who_collected_from_when_to_when_and_who_took_over(server: Loopback, desk: Desk) -> None:
    first = collect(server, desk)
    second = desk.start("collect")
    assert second.stderr
    second.stderr.readline()
    first.kill()
    first.wait(WAIT_S)
    until(desk, "SELECT 1 FROM event WHERE act = 'took over'")
    until(desk, f"SELECT 1 FROM event WHERE act = 'began' AND detail LIKE '%:{second.pid} %'")
    second.terminate()
    assert second.wait(WAIT_S) == 0
    events = "SELECT act, detail FROM event WHERE subject = 'collector' AND act IN ('began', 'took over', 'ended') ORDER BY n"
    said = [(row["act"], row["detail"]) for row in desk.rows(events)]
    host = os.uname().nodename
    assert [act for act, _ in said] == ["began", "took over", "began", "ended"]
    assert said[0][1] == f"{host}:{first.pid} began collecting"
    assert said[1][1].startswith(f"took over from {host}:{first.pid}, silent for ")
    assert said[3][1] == f"{host}:{second.pid} ended"


def test_the_doctor_says_who_collects_and_who_stands_by(
    server: Loopback, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    first = collect(server, desk)
    second = desk.start("collect")
    assert second.stderr
    second.stderr.readline()
    run(["doctor", "--config", str(desk.config), "--database", str(desk.database)])
    found = {line[7:19].strip(): line[20:] for line in capsys.readouterr().out.splitlines()}
    assert found["lease"].endswith(f":{first.pid}")
    assert found["standby"].startswith(f"process {second.pid} (")
    assert "some kept for a full disk" in found["room"]
    assert "desk.db.collector" in found["modes"]


def test_under_a_limit_on_its_files_it_pauses_while_people_act_and_goes_on_when_the_limit_is_lifted(
    server: Loopback, desk: Desk
) -> None:
    process = collect(server, desk)
    reserve = Reserve(desk.database)
    assert reserve.is_there()
    files = (desk.database, desk.database.with_name("desk.db-wal"))
    infinite = resource.RLIM_INFINITY
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (max(each.stat().st_size for each in files), infinite))
    server.feed("/a.xml", *(f"Ferry {n} resumes" for n in range(30)), summary="The ferry sails. " * 3_000)
    acts = Acts(desk.database, "ana")
    acts.poll_now([1])
    assert process.stderr
    said = ""
    while "disk full: collection pauses since" not in said:
        said = process.stderr.readline()
        assert said
    assert not reserve.is_there()
    acts.set_state([1], "acked")
    acts.close()
    asked = len(server.asked("/a.xml"))
    assert desk.titles() == ["Ferry resumes"]
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (infinite, infinite))
    until(desk, "SELECT 1 FROM event WHERE act = 'resumed'")
    server.until_asked("/a.xml", asked + 1)
    until(desk, "SELECT 1 FROM item WHERE title = 'Ferry 29 resumes'")
    assert reserve.is_there()
    assert desk.one("SELECT state, operator FROM item WHERE id = 1") == {"state": "acked", "operator": "ana"}
    assert desk.one("SELECT trouble FROM lease") == {"trouble": ""}
    assert desk.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    process.terminate()
    assert process.wait(WAIT_S) == 0
