"""A link that stands still: nobody reads the desk's terminal while items arrive and keys are pressed."""

import time
from pathlib import Path

from pyte import ByteStream, Screen

from bench.arriving import arriving
from bench.opened import COLUMNS, ROWS, Opened, opened
from bench.table import judged

_RIGHT_WITHIN_S = 2.0
_KEY_EVERY_S = 0.5
_AGES_S = 10
"""So often what is shown of ages is drawn anew: the two looks at the screen stand between two of these."""


def judge(database: Path, config: Path, seconds: float) -> None:
    """Stall it, resume, and stall it again to tell it to end."""
    with opened(database, config) as desk:
        desk.until(b"5 Story")
        desk.read(3.0)
        desk.press("2jj")
        with arriving(database, 2.0, at_most=int(seconds) + _AGES_S) as beats:
            _stall(desk, seconds)
        judged(f"link stalled for {seconds:g} s: latest beat of the collector", max(beats.late_ms), "ms late", 500)
        desk.read(_RIGHT_WITHIN_S)
        resumed = _lines(desk)
        desk.press("\x0c", answer_s=0.7)
        whole = _lines(desk)
        wrong = sum(
            before != after for before, after in zip(resumed[1:], whole[1:], strict=True)
        )  # the first has the clock
        judged(f"lines that are not right {_RIGHT_WITHIN_S:g} s after", wrong, "", 0)
        waiting = f"PAUSED {len(beats.late_ms):,} new"
        judged("items that came meanwhile and are not counted", 0 if waiting in "\n".join(whole) else 1, "", 0)
        _stall(desk, 2.0)
        judged("told to end on a stalled link", desk.end(), "s", 1)


def _stall(desk: Opened, seconds: float) -> None:
    """Frames until nothing more goes through, then steps."""
    end = time.monotonic() + seconds
    for _ in range(8):
        desk.type("\x0c")
        time.sleep(0.05)
    while time.monotonic() < end or not 1 <= time.time() % _AGES_S < 6:
        desk.type("j")
        time.sleep(_KEY_EVERY_S)


def _lines(desk: Opened) -> list[str]:
    """What a terminal shows that has read all these bytes."""
    screen = Screen(COLUMNS, ROWS)
    ByteStream(screen).feed(desk.bytes)
    return list(screen.display)
