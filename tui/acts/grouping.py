"""An operator's hand on stories: one made of several, rows split off into one of their own."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from storage.acting.acts import Acts, Done
from storage.rows import ItemRow
from tui.asking.prompts import Question
from tui.text import SafeText, cut, safe_text, say

if TYPE_CHECKING:
    from tui.desk import Desk

_HEADLINES = 3
_HEADLINE = 40
"""How much of a headline tells an item from the others."""


def ask_to_merge(desk: "Desk", chosen: Sequence[int], here: int | None, then: Callable[[], object]) -> None:
    """Make one story of the chosen items', and of the one here where those are of one story; `then` follows the act."""
    rows = _rows(desk, chosen)
    if len(_stories(rows)) < 2 and here is not None and here not in chosen:
        rows += _rows(desk, (here,))
    stories = _stories(rows)
    if len(stories) < 2:
        mark = safe_text(desk.keymap.shown_id("mark"))
        desk.flash(say("one story already: mark a row of another one with {} first", mark))
        return
    frozen = [row.id for row in rows]
    words = say("Make one story of {:,} rows from {:,} stories?", len(rows), len(stories))
    merge, left = partial(_carry_out, desk, lambda acts: acts.merge(frozen), then), SafeText("nothing merged")
    desk.ask(Question(words, merge, _headlines(desk, rows), partial(desk.flash, left)))


def ask_to_split(desk: "Desk", chosen: Sequence[int], then: Callable[[], object]) -> None:
    """Split items off into one story of their own; asks where more than one story is touched."""
    rows = _rows(desk, chosen)
    stories, frozen = _stories(rows), [row.id for row in rows]
    if not rows:
        desk.flash(SafeText("no item here"))
    elif len(stories) == 1:
        _carry_out(desk, lambda acts: acts.split(frozen), then)
    else:
        words = say("Split {:,} rows off {:,} stories into one new story?", len(rows), len(stories))
        split, left = partial(_carry_out, desk, lambda acts: acts.split(frozen), then), SafeText("nothing split off")
        desk.ask(Question(words, split, _headlines(desk, rows), partial(desk.flash, left)))


def _rows(desk: "Desk", item_ids: Sequence[int]) -> list[ItemRow]:
    return list(desk.reader.item_rows(item_ids).values())


def _stories(rows: Sequence[ItemRow]) -> set[int]:
    return {row.story_id for row in rows}


def _headlines(desk: "Desk", rows: Sequence[ItemRow]) -> SafeText:
    """`Moscow says tank… + Kyiv doubts… + 2 more`: what the question is about."""
    ellipsis = desk.look.glyphs.ellipsis
    shown = SafeText(" + ".join(cut(safe_text(row.title), _HEADLINE, ellipsis) for row in rows[:_HEADLINES]))
    more = len(rows) - _HEADLINES
    return say("{} + {} more", shown, more) if more > 0 else shown


def _carry_out(desk: "Desk", act: Callable[[Acts], Done], then: Callable[[], object]) -> None:
    if desk.hand.perform(act) is not None:
        then()
