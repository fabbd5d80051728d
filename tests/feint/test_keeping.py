"""The duty that keeps the file's size: an hour's portion each hour, beside polls and acts, and never by a clock that is wrong."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import get_args

import pytest

from feint.collector import keeping
from feint.collector.clock import Clock
from feint.collector.keeping import Keeping, told
from feint.collector.ledger import Ledger
from feint.config import Config, load
from storage.file.writer import Writer
from storage.keeping import archives, leaving, retention
from storage.keeping.leaving import Reason
from storage.keeping.retention import Slice
from tests.storage.desk import Desk, entry, open_desk
from tests.storage.retaining import DAY_MS, held, pass_days

HOUR_MS = 3_600_000


class Days:
    """A desk, and a collector's hours on it, by clocks that stand still until told."""

    def __init__(self, desk: Desk, config: Config) -> None:
        self.desk = desk
        self.config = config
        self.steady_ms = 5_000
        self._writer = Writer(desk.path)
        self.ledger = Ledger(self._writer)
        self.keeping = Keeping(self.ledger, Clock(lambda: desk.now_ms, lambda: self.steady_ms), config, desk.path)

    def wait(self, ms: int) -> None:
        """Time passes by both clocks."""
        self.desk.now_ms += ms
        self.steady_ms += ms

    async def hour(self, *, answered: bool = True) -> None:
        """An hour passes, and a source answers in it."""
        self.wait(HOUR_MS)
        if answered:
            self.desk.poll(1)
        await self.keeping.once()

    def said(self) -> list[str]:
        """What the log tells of it."""
        acts = ("archived", "deleted", "hindered", "compacted")
        found = self.desk.all(f"SELECT act, detail FROM event WHERE act IN {acts} ORDER BY n")
        return [f"{act}: {detail}" for act, detail in found]

    async def end(self) -> None:
        """Let go of the file."""
        await asyncio.to_thread(self._writer.close)


@asynccontextmanager
async def days(folder: Path, storage: str = "", items: int = 10, aged_days: float = 31) -> AsyncIterator[Days]:
    """Days of a desk that keeps items for 30 days, and holds `items` that are older."""
    config = folder / "config.toml"
    config.write_text(storage or '[storage]\nkeep_items = "30d"', "utf-8")
    with open_desk(folder / "feint.db") as desk:
        herald = desk.source("Herald")
        desk.poll(herald, *(entry(f"event{n} place{n} hour{n}") for n in range(items)))
        pass_days(desk, aged_days)
        lived = Days(desk, load(config))
        try:
            yield lived
        finally:
            await lived.end()


def stays(**counts: int) -> Counter[Reason]:
    """So many items stay for each reason."""
    return Counter({reason: counts.get(reason, 0) for reason in get_args(Reason)})


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "_PAUSE_S", 0.0)


async def test_what_is_old_goes_into_archives_and_the_log_tells_once(tmp_path: Path) -> None:
    async with days(tmp_path) as lived:
        lived.desk.acts().star([3], True)
        month = archives.month_of(lived.desk.now_ms - 31 * DAY_MS)
        await lived.hour()
        await lived.hour()
        assert held(lived.desk) == [3, 11]
        assert [archive.month for archive in archives.files(lived.desk.path)] == [month]
        assert lived.said() == [f"archived: archived 9 items of {month}, deleted 9; kept 1 starred"]


async def test_without_archives_it_is_deleted(tmp_path: Path) -> None:
    async with days(tmp_path, '[storage]\nkeep_items = "30d"\narchive = "none"') as lived:
        await lived.hour()
        assert held(lived.desk) == [11]
        assert archives.files(lived.desk.path) == []
        assert [said.partition(" of")[0] for said in lived.said()] == ["deleted: deleted 10 items"]


async def test_kept_forever_nothing_goes(tmp_path: Path) -> None:
    async with days(tmp_path, '[storage]\nkeep_items = "forever"') as lived:
        lived.desk.now_ms += 4_000 * DAY_MS
        await lived.hour()
        assert len(held(lived.desk)) == 11
        assert lived.said() == []


async def test_what_no_longer_has_to_stay_goes_a_day_later(tmp_path: Path) -> None:
    async with days(tmp_path) as lived:
        ana = lived.desk.acts()
        ana.star([3], True)
        await lived.hour()
        ana.star([3], False)
        await lived.hour()
        assert held(lived.desk) == [3, 11]
        for _ in range(24):
            await lived.hour()
        assert held(lived.desk) == [11]


async def test_nothing_goes_while_no_source_has_answered_by_this_clock(tmp_path: Path) -> None:
    async with days(tmp_path) as lived:
        lived.desk.now_ms += 400 * DAY_MS
        await lived.hour(answered=False)
        assert len(held(lived.desk)) == 11
        await lived.hour()
        assert held(lived.desk) == [11]


@pytest.mark.parametrize("leap_days", [3, 365])
async def test_a_clock_that_leaps_ahead_makes_nothing_older_for_a_day(tmp_path: Path, leap_days: int) -> None:
    async with days(tmp_path, aged_days=28) as lived:
        await lived.hour()
        lived.desk.now_ms += leap_days * DAY_MS
        for _ in range(24):
            await lived.hour()
        assert len(held(lived.desk)) == 11
        await lived.hour()
        assert held(lived.desk) == [11]


async def test_a_clock_that_is_set_back_again_leaves_no_trace(tmp_path: Path) -> None:
    async with days(tmp_path, aged_days=29.5) as lived:
        lived.desk.now_ms += 300 * DAY_MS
        await lived.hour()
        lived.desk.now_ms -= 300 * DAY_MS
        await lived.hour()
        assert len(held(lived.desk)) == 11
        for _ in range(11):
            await lived.hour()
        assert held(lived.desk) == [11]


async def test_a_machine_that_sleeps_each_night_keeps_house_all_the_same(tmp_path: Path) -> None:
    async with days(tmp_path, aged_days=20) as lived:
        for _ in range(40):
            lived.desk.now_ms += 16 * HOUR_MS
            for _ in range(8):
                await lived.hour()
        assert held(lived.desk) == [11]


async def test_in_an_hour_no_more_goes_than_a_day_brought_or_a_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST_AN_HOUR", 3)
    monkeypatch.setattr(keeping, "_FEWEST", 1)
    monkeypatch.setattr(keeping, "_MOST", 1)
    async with days(tmp_path, items=0) as lived:
        for n in range(8):
            lived.desk.item(1, f"event{n} place{n} hour{n}")
            lived.wait(8 * HOUR_MS)
        lived.wait(40 * DAY_MS)
        pass_days(lived.desk, 0)
        left = []
        for _ in range(4):
            await lived.hour()
            left.append(len(held(lived.desk)))
        assert left == [5, 1, 1, 1]


async def test_a_busy_days_arrivals_go_in_an_hour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_AN_HOUR", 3)
    async with days(tmp_path, items=20) as lived:
        await lived.hour()
        assert held(lived.desk) == [21]


async def test_slices_grow_and_shrink_to_the_time_that_one_may_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []

    def slow(connection: object, *, after: leaving.Place, most: int, **_: object) -> Slice:
        sizes.append(most)
        lived.steady_ms += most // 2  # 2 texts a millisecond
        return Slice(after, ended=len(sizes) == 9, month="2027-01", gone=most)

    monkeypatch.setattr(retention, "step", slow)
    async with days(tmp_path) as lived:
        await lived.hour()
    assert sizes[:4] == [5, 10, 20, 40]
    assert sizes[-1] == 40


async def test_it_goes_on_where_it_was_when_an_archive_can_be_used_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with days(tmp_path) as lived:
        archive = archives.of_month(lived.desk.path, archives.month_of(lived.desk.now_ms - 31 * DAY_MS)).path
        archive.write_bytes(b"not a database at all" * 500)
        await lived.hour()
        await lived.hour()
        assert len(held(lived.desk)) == 11
        (said,) = lived.said()
        assert said.startswith(f"hindered: nothing old is archived or deleted: {archive}: is damaged or not a database")
        assert capsys.readouterr().err.count("\n") == 1
        archive.unlink()
        await lived.hour()
        assert held(lived.desk) == [11]
        assert [said.partition(" ")[0] for said in lived.said()] == ["hindered:", "archived:"]


async def test_stopped_in_the_middle_it_lets_go_of_the_archive_and_nothing_is_half_done(tmp_path: Path) -> None:
    async with days(tmp_path, items=300) as lived:
        lived.desk.now_ms += HOUR_MS
        lived.desk.poll(1)
        work = asyncio.create_task(lived.keeping.once())
        while not lived.said() and len(held(lived.desk)) > 250:
            await asyncio.sleep(0.001)
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        (archive,) = archives.files(lived.desk.path)
        assert not archive.path.with_name(archive.path.name + "-wal").exists()
        left = len(held(lived.desk))
        assert lived.said()[0].startswith(f"archived: archived {301 - left} items")


async def test_an_act_beside_it_waits_for_one_slice_at_most(tmp_path: Path) -> None:
    async with days(tmp_path, items=1_500) as lived:
        lived.desk.now_ms += HOUR_MS
        lived.desk.poll(1)
        machine = Clock()
        kept = Keeping(lived.ledger, Clock(lambda: lived.desk.now_ms, machine.steady_ms), lived.config, lived.desk.path)
        work = asyncio.create_task(kept.once())
        ana, waited = lived.desk.acts(), list[float]()
        while not work.done():
            began = time.monotonic()
            await asyncio.to_thread(ana.star, [1_501], len(waited) % 2 == 0)
            waited.append(time.monotonic() - began)
            await asyncio.sleep(0.005)
        await work
        assert len(waited) > 10  # slices and acts took turns
        assert sorted(waited)[len(waited) // 2] < 0.25


async def test_the_search_index_is_rid_of_what_has_gone_once_that_is_old(tmp_path: Path) -> None:
    async with days(tmp_path, items=200) as lived:
        await lived.hour()
        for _ in range(8):
            lived.wait(DAY_MS)
            await lived.hour()
        acts = [said.partition(":")[0] for said in lived.said()]
        assert acts == ["archived", "compacted"]


@pytest.mark.parametrize(
    ("slices", "archived", "said"),
    [
        ([Slice(leaving.START, ended=True)], True, ""),
        ([Slice(leaving.START, ended=True, kept=stays(starred=9))], True, ""),
        ([Slice(leaving.START, False, "2027-01", 1)], False, "deleted 1 item of 2027-01"),
        (
            [
                Slice(leaving.START, False, "2027-01", 1_000, stays(evidence=12, recent=3)),
                Slice(leaving.START, False, "2027-02", awaits=True),
                Slice(leaving.START, False, "2027-02", 40),
                Slice(leaving.START, True, "2027-03", 200, stays(starred=3, newest=1, served=2)),
            ],
            True,
            "archived 1,240 items of 2027-01, 2027-02 and 2027-03, deleted 1,240;"
            " kept 3 starred, 12 evidence of alerts, 2 still in their feeds",
        ),
    ],
)
def test_the_log_tells_what_went_where_to_and_what_stays(slices: list[Slice], archived: bool, said: str) -> None:
    assert told(slices, archived=archived) == said
