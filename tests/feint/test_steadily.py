"""Duties of a collector: a mistake of ours does not end them."""

import asyncio

import pytest

from feint.collector.steadily import steadily
from storage.file.errors import Superseded


async def test_a_duty_that_falls_begins_anew_and_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    begun = 0

    async def duty() -> None:
        nonlocal begun
        begun += 1
        if begun < 3:
            raise ValueError("a mistake of ours")

    await steadily(duty, again_s=0)
    assert begun == 3
    assert capsys.readouterr().err.count("ValueError: a mistake of ours") == 2


async def test_a_duty_ends_when_the_file_is_no_longer_ours_and_when_it_is_dropped() -> None:
    async def superseded() -> None:
        raise Superseded

    with pytest.raises(Superseded):
        await steadily(superseded, again_s=0)

    async def forever() -> None:
        await asyncio.Event().wait()

    waiting = asyncio.create_task(steadily(forever, again_s=0))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
