"""Textual's Linux driver, mended: survives bytes that are no UTF-8, leaves when the terminal does, sleeps while nobody types.

Upstream (textual 8.2.8): one undecodable byte ends the app (#6668), a hung-up terminal spins a core (#6690), a mouse that is off
leaves its modes behind (#4376), and one that reads nothing stops the event loop (tui.tty.outlet). The tests in
tests/tui/test_terminal.py tell when a release makes this file needless.
"""

import asyncio
import codecs
import os
import selectors
from collections.abc import Callable

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key

from tui.tty.escapes import Escapes
from tui.tty.outlet import Outlet

AWAKE_S = 0.1
"""How often a half-read escape sequence is looked at."""
ASLEEP_S = 0.3
"""How long the thread waits while no sequence is open; also how long leaving may take."""
_POINTER = "\x1b]22;"
"""Ended by BEL upstream, which rings where a terminal does not know the sequence."""


class DeskDriver(LinuxDriver):
    """Reads keys; asks for the mouse only where the operator wants it, and puts its modes back in any case."""

    mouse_wanted = False
    _outlet: Outlet | None = None

    def start_application_mode(self) -> None:
        """Take the terminal, at the start and after each suspension."""
        assert self._file is not None  # tui.app has looked
        self._outlet = Outlet(self._file.fileno(), self._file.encoding, self._caught_up)
        self._outlet.start()
        begin: Callable[[], None] = super().start_application_mode  # without types upstream
        begin()

    def write(self, data: str) -> None:
        """Send to the terminal, without waiting for it; the pointer's shape is nothing to a desk without a mouse."""
        if self._outlet is not None and (self.mouse_wanted or not data.startswith(_POINTER)):
            self._outlet.write(data)

    def close(self) -> None:
        """Send what is left."""
        if self._outlet is not None:
            self._outlet.end()
            self._outlet = None
        super().close()

    def resume_application_mode(self) -> None:
        """Take the terminal anew, and draw all of it: what stood there is somebody else's by now.

        Who was stopped without being asked (SIGSTOP) leaves first, else two threads would read the keys.
        """
        if self._outlet is not None:
            self.suspend_application_mode()
        super().resume_application_mode()
        self._caught_up()

    def run_input_thread(self) -> None:
        """Decode, parse and post what is typed until the app leaves or the terminal hangs up."""
        parser, escapes = XTermParser(self._debug), Escapes()
        decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        wait_s = AWAKE_S
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                typed = bool(selector.select(wait_s))
                if typed:
                    data = self._read()
                    if not data:
                        asyncio.run_coroutine_threadsafe(self._hung_up(), self._loop)
                        return
                    for text in escapes.parts(decode(data)):
                        for event in (Key("escape", "\x1b"),) if text is None else parser.feed(text):
                            self.process_message(event)
                elif escapes.key():
                    self.process_message(Key("escape", "\x1b"))
                for event in parser.tick():
                    self.process_message(event)
                wait_s = AWAKE_S if escapes.is_open or parser._timeout_time is not None else ASLEEP_S

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""

    async def _hung_up(self) -> None:
        self._app.exit(return_code=129)

    def _caught_up(self) -> None:
        asyncio.run_coroutine_threadsafe(self._draw_all(), self._loop)

    async def _draw_all(self) -> None:
        self._app.screen.refresh()

    def _enable_mouse_support(self) -> None:
        if self.mouse_wanted:
            super()._enable_mouse_support()


class MouseDriver(DeskDriver):
    """The same with the mouse on."""

    mouse_wanted = True
