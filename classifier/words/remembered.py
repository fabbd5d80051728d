"""What a function says of short texts, remembered: the words of the news are few, and come again."""

from collections.abc import Callable
from typing import TypeVar

_MOST = 65_536
"""Entries: two days of news have fewer (30,000 in 5,000 items, measured); some 20 MB at most."""
_LONGEST = 40
"""Characters: what is longer is no word, comes once, and would fill the memory."""

T = TypeVar("T")


class Remembered(dict[str, T]):
    """The answers of `work`, which is asked when a text is first looked up; forgotten all at once when too many."""

    def __init__(self, work: Callable[[str], T]) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, text: str) -> T:
        answer = self._work(text)
        if len(text) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[text] = answer
        return answer
