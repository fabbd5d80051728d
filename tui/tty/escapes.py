"""Esc told from the first byte of a sequence, where both come in one go: from a fast hand, over a slow line, from `tmux send-keys`.

Textual 8.2.8 takes Esc and the letter behind it for Alt with that letter. No command of ours uses Alt.
"""

import re
from collections.abc import Iterator

_ALONE = re.compile(r"\x1b(?=[^\[\]OPX^_\x1b])")
"""Not before what opens a sequence (ECMA-48, and SS3 of the arrows), nor at the end, where the rest may be on its way."""
_PASTE = re.compile(r"(\x1b\[20[01]~)")
_BEGINS = "\x1b[200~"


class Escapes:
    """Parts what is typed; whatever is being pasted stays whole."""

    def __init__(self) -> None:
        self._is_pasting = False

    def parts(self, text: str) -> Iterator[str | None]:
        """The stretches of `text` in order, none of them empty; None where the key Esc was pressed."""
        for stretch in filter(None, _PASTE.split(text)):
            if _PASTE.fullmatch(stretch):
                self._is_pasting = stretch == _BEGINS
            if self._is_pasting:
                yield stretch
            else:
                yield from _parted(stretch)


def _parted(text: str) -> Iterator[str | None]:
    start = 0
    for alone in _ALONE.finditer(text):
        if start < alone.start():
            yield text[start : alone.start()]
        yield None
        start = alone.end()
    yield text[start:]
