"""What goes on for ever goes on after a mistake of ours too: without its duties a collector looks well, and is deaf."""

import asyncio
import sys
import traceback
from collections.abc import Callable, Coroutine
from typing import TypeAlias

from storage.file.errors import Superseded

Duty: TypeAlias = Callable[[], Coroutine[None, None, None]]

_AGAIN_S = 5.0


async def steadily(duty: Duty, again_s: float = _AGAIN_S) -> None:
    """Do a duty, and begin it anew a little after it has fallen. Raises Superseded."""
    while True:
        try:
            return await duty()
        except Superseded:
            raise
        except Exception:
            traceback.print_exc(file=sys.stderr)
        await asyncio.sleep(again_s)
