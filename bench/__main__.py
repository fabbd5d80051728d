"""`make bench`: every figure that README quotes. A word narrows it: `python -m bench polls`."""

import os
import platform
import signal
import sys

from bench import alarms, attached, desk, faults, language, polls, retag, ringing, soak, store, stories, stream

PARTS = {
    "language": language.main,
    "polls": polls.main,
    "late": polls.late,
    "faults": faults.main,
    "store": store.main,
    "attached": attached.main,
    "desk": desk.main,
    "retag": retag.main,
    "stories": stories.main,
    "ringing": ringing.main,
}


NAMED = {"soak": soak.main, "stream": stream.main, "alarms": alarms.main}
"""Not run unless named: three minutes of keys; recordings that are no part of the project."""
WORDED = {"desk": desk.main, "store": store.main}
"""Parts that take words of their own, as in `python -m bench desk --quick`."""


def main(words: list[str]) -> None:
    """Run the parts named, or all but `soak`, `stream` and `alarms`."""
    name, own = (words[0], words[1:]) if words else ("", [])
    if name in NAMED or (name in WORDED and own and own[0].startswith("-")):
        (NAMED | WORDED)[name](own)
        return
    if unknown := set(words) - set(PARTS):
        sys.exit(f"no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    machine = f"Python {platform.python_version()}, {platform.machine()}, load {os.getloadavg()[0]:.1f}"
    print(f"{machine}; loopback only, shared machine: compare within one run", flush=True)
    # What a part has started and made is taken down as by a ^C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    for name, part in PARTS.items():
        if name in (words or PARTS):
            part()


if __name__ == "__main__":
    main(sys.argv[1:])
