"""`make screenshots`: README's pictures, from the demo's whole day lived through at speed on a virtual clock.

They go to docs/, or to the folder that is given: `python -m bench.screenshots FOLDER`.
"""

import asyncio
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from alerts.delivery.hearing import Hearing
from feint.collector.clock import Clock
from feint.collector.setup import collecting
from feint.config import load
from feint.demo.day import load_day
from feint.demo.desk import demo_config
from feint.demo.server import DemoServer
from feint.wiring_alerts import rules_of
from storage.acting.acts import Acts
from storage.file import lease, migrate, sqlite
from storage.query import parse
from storage.reads.reader import Reader
from tui.desk import Desk
from tui.options import DeskOptions, Theme, View
from tui.terminal import open_desk

DOCS = Path(__file__).parent.parent / "docs"


class Picture(NamedTuple):
    """A screen: the newest item that a query finds under the cursor, and the keys that are pressed there."""

    name: str
    size: tuple[int, int]
    keys: Sequence[str] = ()
    item: str = "tag:withdrawal stance:doubted,denied severity:urgent"
    theme: Theme = "dark"


EDITED = 'is:edited source:"Isles Courier"'
PICTURES = (
    Picture("desk-160x45.svg", (160, 45)),
    Picture("desk-80x24.svg", (80, 24)),
    Picture("story-diff.svg", (120, 45), ("5", "+"), EDITED),
    Picture("alert.svg", (160, 45), ("3", *"jjjjjj", "w")),
    Picture("desk-light.svg", (160, 45), theme="light"),
    Picture("ledger-120x32.svg", (120, 32), ("L",)),
)
_FASTER = 1_500
"""Virtual seconds a second: the demo's eleven hours take half a minute."""
_HOUR_MS = 3_600_000


def main(folder: Path = DOCS) -> None:
    """Live the day, then draw each picture."""
    day = load_day()
    hours = (day.entry[-1].minute - day.opens_minute) / 60
    clock = _faster_clock(time.time_ns() // 1_000_000 - round((hours + 0.2) * 3_600_000))
    with tempfile.TemporaryDirectory() as desk, DemoServer(day, 1.0, clock) as server:
        config, database = Path(desk) / "demo.toml", Path(desk) / "demo.db"
        config.write_text(demo_config(server.port, day), encoding="utf-8")
        migrate.ready(database)
        pictures = asyncio.run(_live_and_draw(config, database, clock, (hours + 0.1) * 3_600 / _FASTER))
    for name, svg in pictures.items():
        (folder / name).write_text(svg, encoding="utf-8")
        print(folder.name, name, f"{len(svg):,} bytes")


def _faster_clock(began_ms: int) -> Callable[[], int]:
    started = time.monotonic()
    return lambda: began_ms + round((time.monotonic() - started) * _FASTER * 1_000)


async def _live_and_draw(config: Path, database: Path, clock: Callable[[], int], seconds: float) -> dict[str, str]:
    loaded = load(config)
    async with collecting(loaded, database, "demo", clock=Clock(clock, clock)) as collector:
        stop = asyncio.Event()
        asyncio.get_running_loop().call_later(seconds, stop.set)
        await collector.run(stop)
        ended_ms = clock()
        _beat(database, ended_ms)
        options = DeskOptions(
            operator="ana",
            desk_name="demo",
            hearing=Hearing(bell=False, osc="off"),
            rules=rules_of(loaded),
            zones=tuple(loaded.desk.zones.items()),
            views=tuple(View(view.key, view.name, view.query) for view in loaded.views),
            now=lambda: ended_ms,
        )
        with _shift(database, ended_ms):
            return {
                picture.name: await _draw(database, replace(options, theme=picture.theme), picture)
                for picture in PICTURES
            }


@contextmanager
def _shift(database: Path, now_ms: int) -> Iterator[None]:
    """Two operators at work: one has read up to five hours ago and noted something, the other sits beside her."""
    with (
        closing(Reader(database)) as reader,
        closing(Acts(database, "ana")) as ana,
        closing(Acts(database, "ben")) as ben,
    ):
        ana.welcomed()
        seen = reader.item_ids(parse("before:5h"))
        ana.set_state(seen, "acked")
        ana.star(seen[-3:], on=True)
        ana.note(_first(reader, EDITED), "asked the Courier why the quotation was changed")
        alerts = [alert for alert in reader.alerts() if alert.raised_ms < now_ms - 5 * _HOUR_MS]
        ana.set_alert_state([alert.id for alert in alerts[::2]], "acked")
        ben.set_alert_state([alert.id for alert in alerts[1::2]], "acked")
        ben.arrive(now_ms)
        ben.look_at(reader.item_ids()[2], now_ms)
        yield


def _first(reader: Reader, query: str) -> int:
    return reader.item_ids(parse(query))[0]


def _beat(database: Path, now_ms: int) -> None:
    """The collector beats in real seconds, thousands of virtual ones apart: let it have lived a moment ago."""
    connection = sqlite.connect(database, "desk")
    lease.beat(connection, now_ms - 2_000, 0)
    connection.close()


async def _draw(database: Path, options: DeskOptions, picture: Picture) -> str:
    with closing(Reader(database)) as reader:
        item_id = _first(reader, picture.item)
    app = open_desk(database, options)
    async with app.run_test(size=picture.size) as pilot:
        await pilot.pause(0.3)
        desk = app.screen
        assert isinstance(desk, Desk)
        items = desk.queue.items
        items.go(items.ids.index(item_id) - 1)
        await pilot.press("j", *picture.keys)
        await pilot.pause(0.6)
        svg = app.export_screenshot(title="feint")
    # The picture must not fetch a font from elsewhere: any monospaced one will do.
    svg = re.sub(r"@font-face \{[^}]*\}", "", svg)
    # Some renderers trim the blanks at a text's ends, and with them our columns.
    return svg.replace("<text ", '<text xml:space="preserve" ')


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
