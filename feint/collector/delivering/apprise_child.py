"""The process in which Apprise runs: it reads addresses, title and text from its standard input, and says how it went.

Exit status 0: everybody has it; 75: not everybody; 69: there is no Apprise. The addresses carry tokens, so nothing that the
library prints is let out: only our own line is.
"""

import json
import os
import resource
import sys
from importlib import import_module
from types import ModuleType

MEMORY_BYTES = 1 << 30
_SENT, _AGAIN, _MISSING = 0, 75, 69


def main() -> int:
    """Tell everybody."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    asked = json.load(sys.stdin.buffer)
    answers = os.fdopen(os.dup(1), "w")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    try:
        library = import_module("apprise")
    except ImportError:
        return _MISSING
    told = sum(_tell(library, url, asked["title"], asked["text"]) for url in asked["urls"])
    answers.write(f"{told} of {len(asked['urls'])} addresses took it\n")
    answers.flush()
    return _SENT if told == len(asked["urls"]) else _AGAIN


def _tell(library: ModuleType, url: str, title: str, text: str) -> bool:
    """Tell one address; whatever the library raises, the others are told too."""
    try:
        one = library.Apprise()
        return bool(one.add(url) and one.notify(title=title, body=text))
    except Exception:
        return False


if __name__ == "__main__":
    os._exit(main())  # what threads the library has left behind are not waited for
