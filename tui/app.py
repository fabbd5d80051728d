"""The way in: checks what can be checked cheaply, then opens the desk."""

import gc
import os
import sys
from pathlib import Path

from tui.options import DeskOptions

HINT = (
    "The desk needs a terminal that can move its cursor. Plain lines instead, as they come: feint tail;"
    " what is there: feint items, feint alerts, feint quotes."
)


def run(database: Path, options: DeskOptions) -> int:
    """Open the desk; returns an exit code: 0 closed, 2 cannot be opened here, 128+n ended by a signal.

    Raises StoreError when the file cannot be used and tui.commands.KeyConflict when keys clash.
    """
    if os.environ.get("TERM", "dumb") in ("", "dumb") or not sys.stdin.isatty() or not sys.stderr.isatty():
        print(HINT, file=sys.stderr)
        return 2
    for stale in ("LINES", "COLUMNS"):
        os.environ.pop(stale, None)  # what a parent exported is the size that its terminal had, and would hold for ever
    gc.disable()  # imports make 200,000 objects that live for ever: 30 ms of collecting for nothing
    from tui.terminal import open_desk
    from tui.tty.depth import depth_of_terminal

    app = open_desk(database, options, depth_of_terminal())
    gc.freeze()
    gc.enable()
    return app.watch_until_closed()
