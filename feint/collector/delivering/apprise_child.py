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
from typing import Literal

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
    ends = [_tell(library, url, asked["title"], asked["text"]) for url in asked["urls"]]
    told, unread = ends.count("told"), ends.count("unread")
    answers.write(f"{told} of {len(ends)} addresses took it")
    answers.write(f"; Apprise cannot read {unread}\n" if unread else "\n")
    answers.flush()
    return _SENT if told == len(ends) else _AGAIN


def _tell(library: ModuleType, url: str, title: str, text: str) -> Literal["told", "failed", "unread"]:
    """Tell one address; whatever the library raises, the others are told too."""
    try:
        one = library.Apprise()
        if not one.add(url):
            return "unread"
        # As text: where a service wants HTML, Apprise then escapes what feeds say.
        return "told" if one.notify(title=title, body=text, body_format="text") else "failed"
    except Exception:
        return "failed"


if __name__ == "__main__":
    os._exit(main())  # what threads the library has left behind are not waited for
