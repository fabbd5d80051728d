"""A full disk: collection pauses aloud, people go on, nothing is half-written, and it resumes by itself."""

import os
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.acting.acts import Acts
from storage.file import reserve
from storage.file.errors import DiskFull
from storage.file.reserve import Reserve
from storage.items import intake
from tests.intake.site import Paper
from tests.intake.world import HOUR_S, MINUTE_S, Row, World


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 24 MB, where we may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "feint-test", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("to mount a file system is for root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def small_reserve(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reserve, "_SIZE", 1 << 20)


@pytest.fixture
def limit() -> Iterator[None]:
    """What a test limits is lifted at its end."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def fill(folder: Path) -> None:
    """Take all the room there is."""
    disk = os.statvfs(folder)
    with (folder / "filler").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, disk.f_bavail * disk.f_frsize)


def publish(paper: Paper, first: int) -> None:
    for n in range(first, first + 30):
        paper.publish(f"news-{n}", f"Ferry {n} resumes")


def finds_no_room(*_: object, **__: object) -> None:
    raise DiskFull("no room")


def remembered(world: World) -> Row:
    """The source as the file has it, and how much of everything there is."""
    counts = {
        table: world.one(f"SELECT count(*) AS n FROM {table}")["n"] for table in ("item", "tag", "quote", "revision")
    }
    return {**world.source(), **counts}


@pytest.mark.usefixtures("small_reserve")
def test_on_a_full_disk_collection_pauses_aloud_acts_get_through_and_it_resumes_by_itself(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(small_disk, monkeypatch)
    paper = world.paper(items=3)
    world.watch(paper.url)
    kept = Reserve(world.database)
    seen: dict[str, object] = {}

    def fills() -> None:
        seen["kept before"] = kept.is_there()
        seen["before"] = remembered(world)
        publish(paper, 0)
        fill(small_disk)

    def is_full() -> None:
        seen["asked"] = len(paper.asked)
        seen["trouble"] = world.one("SELECT trouble FROM lease")["trouble"]
        seen["alert"] = world.one("SELECT rule, state, severity FROM alert WHERE state <> 'resolved'")
        seen["kept while full"] = kept.is_there()
        acts = Acts(world.database, "ana")
        acts.set_state([1], "acked")
        acts.close()

    def has_room_again() -> None:
        seen["asked later"] = len(paper.asked)
        seen["after"] = remembered(world)
        (small_disk / "filler").unlink()

    def goes_on() -> None:
        seen["trouble later"] = world.one("SELECT trouble FROM lease")["trouble"]

    minutes = [(90, fills), (150, is_full), (300, has_room_again), (302, goes_on)]
    world.live(6 * HOUR_S, *((at * MINUTE_S, what) for at, what in minutes))
    assert (seen["kept before"], seen["kept while full"], kept.is_there()) == (True, False, True)
    assert str(seen["trouble"]).startswith("disk full: collection pauses since 1")
    assert seen["alert"] == {"rule": "disk-full", "state": "new", "severity": 3}
    assert seen["asked later"] == seen["asked"]
    assert _but_unread(seen["after"]) == _but_unread(seen["before"])
    assert world.one("SELECT state, operator FROM item WHERE id = 1") == {"state": "acked", "operator": "ana"}
    assert seen["trouble later"] == ""
    assert world.one("SELECT count(*) AS n FROM item")["n"] == 33
    assert world.one("SELECT state FROM alert WHERE rule = 'disk-full'")["state"] == "resolved"
    assert (len(world.events("paused")), len(world.events("resumed"))) == (1, 1)
    assert world.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    world.close()


@pytest.mark.usefixtures("limit", "small_reserve")
def test_a_limit_on_files_is_a_full_disk_too(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    paper = world.paper(items=3)
    world.watch(paper.url)
    wal = world.database.with_name("desk.db-wal")
    asked: list[int] = []

    def limits() -> None:
        publish(paper, 0)
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (max(wal.stat().st_size, world.database.stat().st_size), hard))

    def lifts() -> None:
        asked.append(len(paper.asked))
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))

    world.live(
        6 * HOUR_S,
        (90 * MINUTE_S, limits),
        (150 * MINUTE_S, lambda: asked.append(len(paper.asked))),
        (300 * MINUTE_S, lifts),
    )
    assert asked[0] == asked[1] < len(paper.asked)
    assert world.one("SELECT count(*) AS n FROM item")["n"] == 33
    assert capsys.readouterr().err.count("disk full: collection pauses since") == 1
    assert world.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]


def test_what_a_pause_has_made_silent_is_not_called_silent(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = world.paper(items=3)
    world.watch(paper.url, source='interval = "10m"', more='[[rule]]\nid = "quiet"\nkind = "silence"\nafter = "6h"')
    monkeypatch.setattr(Reserve, "restore", lambda self: world.now_s > 10 * HOUR_S)
    store = intake.store

    def fills() -> None:
        monkeypatch.setattr(intake, "store", finds_no_room)
        paper.publish("gone", "Ferry 1 is taken back before there is room for it")

    def has_room_again() -> None:
        monkeypatch.setattr(intake, "store", store)
        del paper.items[0]

    world.live(14 * HOUR_S, (HOUR_S, fills), (9 * HOUR_S, has_room_again))
    assert len(world.events("resumed")) == 1
    assert [row["rule"] for row in world.rows("SELECT rule FROM alert")] == ["disk-full"]


def test_once_on_a_full_disk_ends_and_says_what_it_left(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    site = world.site()
    papers = [world.paper(f"/{n}", items=3, site=site) for n in range(5)]
    world.watch(*(paper.url for paper in papers))
    monkeypatch.setattr(intake, "store", finds_no_room)
    summary = world.once()
    assert len(site.asked) < 5
    assert "what is left was not polled" in summary.failures["collection"]
    assert world.one("SELECT count(*) AS n FROM source WHERE last_attempt_ms IS NOT NULL")["n"] == 0


def _but_unread(row: object) -> Row:
    """Without what an operator's act changes."""
    assert isinstance(row, dict)
    return {name: value for name, value in row.items() if name != "unread"}
