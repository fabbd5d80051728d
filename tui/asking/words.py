"""The words after `:` that are the command line's: which of them run, which the desk has a way of its own for, which cannot be.

A table and one decision. What is not found here is the id of a desk's command, or nothing.
"""

import shlex
from dataclasses import dataclass
from typing import Literal

READ = frozenset(
    (
        *("items", "stories", "quotes", "alerts", "sources", "search", "log", "speakers"),
        *("analyze", "lexicon", "match", "parse", "check", "export", "doctor", "query", "report"),
    )
)
"""They only look: they run on a read-only desk too."""
WRITE = frozenset(("add", "backup", "channels", "rules"))
"""They write a file, or may."""
OWN = frozenset(("search", "filter", "mute", "log"))
"""With words after them they go the desk's own way."""
TAKE_A_QUERY = frozenset(("search", "filter", "mute"))
"""Of those the ones whose words are a query."""
ELSEWHERE = {
    "desk": "this is the desk",
    "demo": "it opens a desk of its own: in another terminal",
    "tail": "it goes on printing: in another terminal",
    "collect": "it goes on collecting: in another terminal",
    "restore": "it takes the database away from under the desk: in a shell, the desk closed",
    "import": "it is for many sources, or a whole database: in a shell",
}
"""They would take the screen or the file: where they belong."""
_READ_ONLY = "read-only desk"


@dataclass(frozen=True, slots=True)
class Way:
    """What is to be done with a line of words."""

    kind: Literal["run", "own", "refused"]
    word: str
    """Its first."""
    words: tuple[str, ...] = ()
    """To run: all of them."""
    rest: str = ""
    """For the desk's own way: what follows the first, as it was written."""
    why: str = ""
    """Refused: the reason."""


def way(line: str, read_only: bool) -> Way | None:
    """How a line opens; None where it is no line of the command line's."""
    line = line.strip().removeprefix("feint ").lstrip()
    word, _, rest = line.partition(" ")
    rest = rest.strip()
    if word in ELSEWHERE:
        return Way("refused", word, why=ELSEWHERE[word])
    if word in OWN and not _is_of_the_command_line(word, rest):
        return _own(word, rest, read_only)
    if word not in READ | WRITE:
        return None
    if read_only and (word in WRITE or (word, rest[:4]) == ("log", "add ")):
        return Way("refused", word, why=_READ_ONLY)
    try:
        return Way("run", word, (word, *shlex.split(rest)))
    except ValueError:
        return Way("refused", word, why="a quotation mark is not closed")


def _is_of_the_command_line(word: str, rest: str) -> bool:
    """Do options follow, or what only the command line knows?"""
    if word == "log" and (rest == "verify" or rest.startswith(("verify --", "add --"))):
        return True
    return word in READ and rest.startswith("--")


def _own(word: str, rest: str, read_only: bool) -> Way | None:
    """The desk's own way; a word alone is the command of that id."""
    if word == "log":
        rest = _unquoted(rest.removeprefix("add ").strip())
    if not rest:
        return None
    if read_only and word in ("mute", "log"):
        return Way("refused", word, why=_READ_ONLY)
    return Way("own", word, rest=rest)


def _unquoted(text: str) -> str:
    """Without the quotation marks that a shell would have taken off."""
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text
