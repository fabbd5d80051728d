"""An operator's own word on how reliable sources are: one key."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from storage.rows import SourceRow
from tui.asking.choice import Choice
from tui.text import EMPTY, SafeText, safe_text, say

if TYPE_CHECKING:
    from tui.desk import Desk

_GRADES = "ABCDEF"
_AS_CONFIGURED = "0"
_KEYS = tuple((SafeText(key), EMPTY) for key in (*_GRADES, _AS_CONFIGURED))
_MEANINGS = (
    (SafeText("A"), SafeText("completely reliable")),
    (SafeText("E"), SafeText("unreliable")),
    (SafeText("F"), SafeText("cannot be judged")),
    (SafeText(_AS_CONFIGURED), SafeText("as config.toml has it")),
)


def ask_for_grade(desk: "Desk", sources: Sequence[SourceRow], then: Callable[[], object]) -> None:
    """Ask which grade these sources have from now on; `then` follows the act."""
    if not sources:
        desk.flash(SafeText("no source here"))
        return
    ids = tuple(source.id for source in sources)

    def grade(letter: str | None) -> None:
        if desk.hand.perform(lambda acts: acts.grade(ids, letter)) is not None:
            then()

    choices: dict[str, Callable[[], object]] = {_AS_CONFIGURED: partial(grade, None)}
    for letter in _GRADES:
        choices[letter] = choices[letter.lower()] = partial(grade, letter)
    left = partial(desk.flash, SafeText("the grade stays"))
    desk.ask(Choice(say("{}:", _whose(sources)), choices, _KEYS, _MEANINGS, left=left))


def _whose(sources: Sequence[SourceRow]) -> SafeText:
    """`the grade of TASS, now D`, `the grade of 3 sources`."""
    if len(sources) > 1:
        return say("the grade of {} sources", len(sources))
    return say("the grade of {}, now {}", safe_text(sources[0].name), safe_text(sources[0].grade))
