"""Tagging anew in a process of its own: what a text can do to it, and who goes first."""

import asyncio
from collections.abc import Callable
from typing import cast

import pytest

from classifier.records import Analysis
from feint.collector import frames, retag
from feint.collector.child import Child, Lost, NotStarted
from feint.collector.clock import MACHINE
from feint.collector.job import Analyses, Lesson
from feint.collector.judge import ClassifierJudge
from feint.collector.ledger import Ledger
from feint.collector.retag import Reader, Retagging
from storage.file.errors import DiskFull, StoreError
from storage.items.lexicons import LexiconInUse
from storage.items.retagging import Stale
from tests.feint.test_workers import SAID, children, end_of, job, pool

LESSON = Lesson((), prove=False)
NOTHING = Analysis((), (), (), "0123456789ab")


def items(*titles: str) -> list[Stale]:
    return [Stale(n, 1, title, "", "", "en", 0) for n, title in enumerate(titles, 1)]


class Fragile:
    """A worker that a text with `boom` in it ends; it counts how often it is started."""

    starts = 0

    def __init__(self, *, late: bool) -> None:
        self.late = late

    async def start(self, trade: str, lesson: Lesson) -> "Fragile":
        Fragile.starts += 1
        return self

    async def ask(self, message: bytes, deadline_s: float) -> bytes:
        texts = frames.decode_texts(message)
        if any("boom" in text.title for text in texts):
            raise Lost(late=self.late)
        nothing: Analyses = (NOTHING,) * len(texts)
        return frames.encode(nothing)

    async def kill(self) -> None: ...


@pytest.fixture
def fragile(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    Fragile.starts = 0
    return lambda late: monkeypatch.setattr(retag, "Child", Fragile(late=late))


class Failing:
    """A ledger that has five items waiting, then fails with each of these in turn, then never answers."""

    def __init__(self, *errors: Exception) -> None:
        self.answers: list[int | Exception] = [5, *errors]
        self.ended = asyncio.Event()

    async def write(self, work: object) -> int:
        if not self.answers:
            self.ended.set()
            await asyncio.Event().wait()
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.mark.parametrize(
    ("error", "said"), [(DiskFull("no room"), ""), (StoreError("locked"), "re-tagging is put off: locked\n" * 2)]
)
async def test_what_is_put_off_is_tried_again_and_a_full_disk_is_told_by_others(
    error: StoreError, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(retag, "_AGAIN_S", 0)
    ledger = Failing(error, error)
    async with pool() as workers:
        retagging = Retagging(cast(Ledger, ledger), workers, ClassifierJudge(), MACHINE, 3_600.0)
        await retagging.use(LexiconInUse("0123456789ab", (), "", ""), ())
        running = asyncio.create_task(retagging.run())
        await ledger.ended.wait()
        running.cancel()
    assert capsys.readouterr().err == said


@pytest.mark.parametrize("at", range(7))
async def test_the_one_text_that_ends_its_worker_is_found_and_keeps_its_tags(
    at: int, fragile: Callable[[bool], None], capsys: pytest.CaptureFixture[str]
) -> None:
    fragile(False)
    titles = [f"Ferry {n}" for n in range(7)]
    titles[at] = "boom\x1b[31m"
    done = await Reader(LESSON).read(items(*titles))
    assert [(item.title, says) for item, says in done] == [
        (title, None if "boom" in title else NOTHING) for title in titles
    ]
    said = f"item {at + 1}, “boom\ufffd[31m”, made its worker fail; its tags and quotes stay\n"
    assert capsys.readouterr().err == said
    assert Fragile.starts <= 5


async def test_two_of_them_are_both_found(fragile: Callable[[bool], None], capsys: pytest.CaptureFixture[str]) -> None:
    fragile(True)
    done = await Reader(LESSON).read(items("boom", "a", "b", "c", "d", "boom too"))
    assert [item.title for item, says in done if says is None] == ["boom", "boom too"]
    assert capsys.readouterr().err.count("could not be read in 10 s") == 2


async def test_a_worker_that_cannot_be_started_is_nobodys_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object) -> Child:
        raise NotStarted

    monkeypatch.setattr(Child, "start", refuse)
    with pytest.raises(NotStarted, match="no worker could be started"):
        await Reader(LESSON).read(items("Ferry resumes"))


async def test_it_works_in_one_patient_process_that_ends_with_the_work() -> None:
    others = children()
    reader = Reader(LESSON)
    assert children() == others
    ((_, says),) = await reader.read(items("Troops are withdrawing from the border"))
    assert says is not None
    assert [tag.label for tag in says.tags] == ["withdrawal"]
    (pid,) = children() - others
    with open(f"/proc/{pid}/stat") as stat:
        assert stat.read().rpartition(") ")[2].split()[16] == "10"
    await reader.close()
    await end_of(pid)


async def test_a_text_is_read_by_its_date() -> None:
    reader = Reader(LESSON)
    title = "In 2020 the troops withdrew from the valley"
    dated = [Stale(n, 1, title, "", "", "en", ms) for n, ms in enumerate((1_584_000_000_000, 1_784_000_000_000))]
    then, now = [says for _, says in await reader.read(dated)]
    await reader.close()
    assert then is not None
    assert now is not None
    assert {tag.stance for tag in then.tags} != {"historical"} == {tag.stance for tag in now.tags}


async def test_bodies_go_first() -> None:
    async with pool() as workers:
        await asyncio.wait_for(workers.rest(), 1)
        reading = asyncio.create_task(workers.read(job("Ferry resumes", summary=SAID)))
        await asyncio.sleep(0)
        resting = asyncio.create_task(workers.rest())
        await asyncio.wait({reading, resting}, return_when=asyncio.FIRST_COMPLETED)
        assert reading.done() or not resting.done()
        await reading
        await resting


async def test_a_pool_that_is_never_done_holds_nothing_up_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retag, "_PATIENCE_S", 0.0)
    async with pool() as workers:
        reading = asyncio.create_task(workers.read(job("Ferry resumes")))
        await asyncio.sleep(0)
        await retag.give_way(workers)
        assert not reading.done()
        await reading
