"""Esc told from the first byte of a sequence, however close the next key comes: a fast hand, a slow line, `tmux send-keys`.

Textual 8.2.8 takes Esc and the letter behind it for Alt with that letter. No command of ours uses Alt.
"""

import re
from collections.abc import Iterator

_ALONE = re.compile(r"\x1b(?=[^\[\]OPX^_\x1b])")
"""Not before what opens a sequence (ECMA-48, and SS3 of the arrows), nor at the end, where the rest may be on its way."""
_PASTE = re.compile(r"(\x1b\[20[01]~)")
_BEGINS = "\x1b[200~"
_ESC = "\x1b"


class Escapes:
    """Parts what is typed; whatever is being pasted stays whole."""

    def __init__(self) -> None:
        self._is_pasting = False
        self.is_open = False
        """The last character was an Esc: the key, or the first byte of what is on its way."""

    def parts(self, text: str) -> Iterator[str | None]:
        """The stretches of `text` in order, none of them empty; None where the key Esc was pressed."""
        stretches = [stretch for stretch in _PASTE.split(f"{_ESC * self.is_open}{text}") if stretch]
        self.is_open = False
        for stretch in stretches:
            if _PASTE.fullmatch(stretch):
                self._is_pasting = stretch == _BEGINS
            if self._is_pasting:
                yield stretch
            else:
                self.is_open = stretch is stretches[-1] and stretch.endswith(_ESC)
                yield from _parted(stretch.removesuffix(_ESC) if self.is_open else stretch)

    def key(self) -> bool:
        """Was it the key? Asked when nothing has followed for a while."""
        was, self.is_open = self.is_open, False
        return was


def _parted(text: str) -> Iterator[str | None]:
    start = 0
    for alone in _ALONE.finditer(text):
        if start < alone.start():
            yield text[start : alone.start()]
        yield None
        start = alone.end()
    if start < len(text):
        yield text[start:]
