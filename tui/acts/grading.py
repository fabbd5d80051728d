"""An operator's own word on how reliable sources are: one key."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from storage.rows import SourceRow
from tui.asking.prompts import Choice
from tui.text import SafeText, safe_text, say

if TYPE_CHECKING:
    from tui.desk import Desk

_GRADES = "ABCDEF"
_AS_CONFIGURED = "0"


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
    also = SafeText("A completely reliable to E unreliable  F cannot be judged  0 as config.toml has it")
    desk.ask(Choice(say("{}:  A  B  C  D  E  F  0", _whose(sources)), choices, also))


def _whose(sources: Sequence[SourceRow]) -> SafeText:
    """`TASS is D`, `3 sources are`."""
    if len(sources) > 1:
        return say("the grade of {} sources", len(sources))
    return say("the grade of {}, now {}", safe_text(sources[0].name), safe_text(sources[0].grade))
