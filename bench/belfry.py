"""A farm's own process in which some feed has news whenever that is wished: the next one that is asked after.

`python -m bench.belfry FEEDS ITEMS`; besides what `bench.healthy` hears, /control/arm wishes for news, and /control/rung tells when
the answer with it was written, by the clock that never goes back, once it was.
"""

import asyncio
import json
import sys
import time
from email.utils import formatdate

from bench.healthy import Answers, Connection, Farm, http_answer
from bench.prose import feed
from bench.serving import serve

WORD = "belfry"
"""What a rule finds the news by."""


class Belfry(Farm):
    """Feeds that say nothing new, but for one at a time."""

    def __init__(self, feeds: int, items: int, began_s: int) -> None:
        super().__init__(feeds, items, began_s)
        self._rung: dict[str, float] = {}
        """Feed -> when the answer with its news was written; each has news once."""
        self._is_armed = False

    def answer(self, path: str, headers: dict[bytes, bytes]) -> bytes:
        """Answer a GET."""
        match path:
            case "/control/arm":
                self._is_armed = True
            case "/control/rung":
                return http_answer("200 OK", {"Content-Type": "application/json"}, json.dumps(self._rung).encode())
            case _ if self._is_armed and path in self._answers and path not in self._rung:
                self._is_armed = False
                self._answers[path] = Answers.of(self._with_news(path), int(time.time()))
                self._rung[path] = time.monotonic()
        return super().answer(path, headers)

    def _with_news(self, path: str) -> bytes:
        number = int(path.strip("/").removesuffix(".xml"))
        title, now = f"{token(len(self._rung))} {WORD} of district {number}", formatdate(time.time(), usegmt=True)
        item = (
            f"<item><title>{title}</title><link>http://feed{number}.example/news</link><guid>news {number}</guid>"
            f"<pubDate>{now}</pubDate><description>The {WORD} of district {number} was heard.</description></item>"
        )
        head, _, rest = feed(number, self._items, 0, self._began_s).partition(b"<item>")
        return head + item.encode() + b"<item>" + rest


def token(n: int) -> str:
    """What news is known by on a screen that is written cell by cell: no two in a row have a letter in one place."""
    return chr(ord("A") + n % 26) * 6


async def _main(feeds: int, items: int) -> None:
    farm = Belfry(feeds, items, int(time.time()))
    await serve(lambda: Connection(farm, 0.0), ["127.0.0.1"])


if __name__ == "__main__":
    asyncio.run(_main(*map(int, sys.argv[1:])))
