"""The Textual app around the desk: driver, colours, signals, and a way out that always works."""

import asyncio
import os
import signal
import threading
from pathlib import Path

from textual.app import App
from textual.screen import Screen

from storage.acting.acts import Acts
from storage.reads.reader import Reader
from tui.commands import keymap
from tui.desk import Desk
from tui.look import look_of
from tui.options import DeskOptions
from tui.tty.depth import Depth
from tui.tty.driver import DeskDriver, MouseDriver

LAST_RESORT_S = 0.8
"""After a signal: how long the desk may take to leave tidily."""


class DeskApp(App[None], inherit_bindings=False):
    """One screen, no palette, no toasts, no animation."""

    ENABLE_COMMAND_PALETTE = False
    DEFAULT_CSS = ""

    def __init__(self, desk: Desk, mouse: bool) -> None:
        # Our colours are final: without its filter Textual paints a clock's second in two thirds of the time.
        super().__init__(driver_class=MouseDriver if mouse else DeskDriver, ansi_color=True)
        self.animation_level = "none"
        self._disable_notifications = self._disable_tooltips = (
            True  # else two widgets and their style sheets, never shown
        )
        self._desk = desk

    def get_default_screen(self) -> Screen[None]:
        """The desk."""
        return self._desk

    def on_mount(self) -> None:
        """Signals end the desk as a key does: the terminal is put back first."""
        loop = asyncio.get_running_loop()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(number, self._told_to_end, number)

    def _told_to_end(self, number: int) -> None:
        """A terminal that takes no bytes any more must not keep the process: what was decided is in the file already."""
        last_resort = threading.Timer(LAST_RESORT_S, os._exit, [128 + number])
        last_resort.daemon = True
        last_resort.start()
        self.exit(return_code=128 + number)

    def watch_until_closed(self) -> int:
        """Run; returns the exit code."""
        self.run()
        return self.return_code or 0


def open_desk(database: Path, options: DeskOptions, depth: Depth = "truecolor") -> DeskApp:
    """Everything that can fail before the screen is taken: keys, file."""
    keys = keymap(options.keys, acting=not options.read_only)
    plain = options.theme == "mono" or bool(os.environ.get("NO_COLOR"))
    look = look_of("mono" if plain else options.theme, options.ascii, depth)
    reader = Reader(database)
    acts = None if options.read_only else Acts(database, options.operator)
    return DeskApp(Desk(database, reader, acts, options, look, keys), options.mouse)
