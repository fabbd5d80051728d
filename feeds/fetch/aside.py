"""Blocking calls that may be abandoned."""

from asyncio import wrap_future
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


async def aside(work: Callable[[], T]) -> T:
    """Run a blocking call on a thread of its own; whoever stops waiting leaves the thread behind.

    The event loop's own threads are few (6 on 2 cores) and the loop waits for them in the end: some name servers that
    don't answer would hold up every other source, and then the exit.
    """
    answer: Future[T] = Future()
    answer.set_running_or_notify_cancel()  # from here on it is not cancelled, only no longer waited for

    def run() -> None:
        try:
            answer.set_result(work())
        except Exception as problem:
            answer.set_exception(problem)

    Thread(target=run, daemon=True).start()
    return await wrap_future(answer)
