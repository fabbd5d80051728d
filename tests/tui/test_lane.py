"""Questions beside the keys: the latest wins, and what it supersedes is given up."""

import asyncio
import threading
from functools import partial

import pytest

from storage.file.sqlite import SqliteError
from tui.asking.lane import Lane


class Slow:
    """Answers when it is let, or fails when it is interrupted."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.woken = threading.Event()
        self.is_interrupted = self.is_closed = False

    def wait(self) -> str:
        self.asked.set()
        assert self.woken.wait(5)
        self.woken.clear()
        if self.is_interrupted:
            self.is_interrupted = False
            raise SqliteError("interrupted")
        return "slow"

    def interrupt(self) -> None:
        if self.asked.is_set():
            self.is_interrupted = True
            self.woken.set()

    def close(self) -> None:
        self.is_closed = True
        self.woken.set()


@pytest.fixture
def slow() -> Slow:
    return Slow()


async def running(slow: Slow) -> None:
    while not slow.asked.is_set():
        await asyncio.sleep(0)


async def test_a_question_is_answered(slow: Slow) -> None:
    lane = Lane(lambda: slow)
    assert await lane.ask(lambda source: "quick") == "quick"
    lane.close()


async def test_a_later_question_interrupts_the_one_that_runs_and_that_one_has_no_answer(slow: Slow) -> None:
    lane = Lane(lambda: slow)
    first = asyncio.create_task(lane.ask(Slow.wait))
    await running(slow)
    assert await lane.ask(lambda source: "later") == "later"
    assert await first is None
    lane.close()


async def test_a_question_that_waits_in_line_is_not_asked_when_a_later_one_has_come(slow: Slow) -> None:
    asked: list[int] = []

    def number(n: int, source: Slow) -> int:
        asked.append(n)
        return n

    lane = Lane(lambda: slow)
    first = asyncio.create_task(lane.ask(Slow.wait))
    await running(slow)
    rest = [asyncio.create_task(lane.ask(partial(number, n))) for n in range(5)]
    assert await asyncio.gather(first, *rest) == [None, None, None, None, None, 4]
    assert asked == [4]
    lane.close()


async def test_what_goes_wrong_with_the_latest_is_raised(slow: Slow) -> None:
    def fails(source: Slow) -> None:
        raise SqliteError("malformed")

    lane = Lane(lambda: slow)
    with pytest.raises(SqliteError, match="malformed"):
        await lane.ask(fails)
    lane.close()


async def test_a_file_that_could_not_be_opened_is_tried_again_with_the_next_question(slow: Slow) -> None:
    tries = iter((SqliteError("busy"), None))

    def opened() -> Slow:
        error = next(tries)
        if error:
            raise error
        return slow

    lane = Lane(opened)
    with pytest.raises(SqliteError):
        await lane.ask(lambda source: "one")
    assert await lane.ask(lambda source: "two") == "two"
    lane.close()


async def test_closing_waits_for_no_answer_and_lets_go_of_the_file(slow: Slow) -> None:
    lane = Lane(lambda: slow)
    asking = asyncio.create_task(lane.ask(Slow.wait))
    await running(slow)
    lane.close()
    assert await asking is None
    async with asyncio.timeout(5):
        while not slow.is_closed:
            await asyncio.sleep(0)
