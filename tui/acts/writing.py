"""What an operator writes into the log: a note on an item, or a line of the desk's own."""

from collections.abc import Mapping
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from storage.file.errors import StoreError
from storage.log.logbook import day_before, occurred
from tui.ages import stamp
from tui.asking.prompts import Prompt
from tui.text import SafeText, cut, safe_text, say

if TYPE_CHECKING:
    from tui.desk import Desk


_HEADLINE = 32
"""How much of a headline tells an item from the others."""


def ask_note(desk: "Desk", item_id: int | None) -> None:
    """A line for the log of an item."""
    row = None if item_id is None else desk.reader.item_rows([item_id]).get(item_id)
    if row is None:
        desk.flash(say("no item here; {} writes into the desk's log", safe_text(desk.keymap.shown_id("log"))))
        return
    headline = cut(safe_text(row.title), _HEADLINE, desk.look.glyphs.ellipsis)
    desk.ask(Prompt(say("note on {}:", headline), accepted=lambda text: _note(desk, row.id, text)))


def _note(desk: "Desk", item_id: int, text: str) -> None:
    if text.strip():
        desk.hand.perform(lambda acts: acts.note(item_id, text))


def ask_log(desk: "Desk") -> None:
    """A line for the desk's log; a time before it says when that happened."""
    prompt = Prompt(
        SafeText("log:"),
        accepted=lambda text: write_log(desk, text),
        verdict=lambda: _read_as(desk, prompt.text),
    )
    desk.ask(prompt)


def _zones(desk: "Desk") -> Mapping[str, tzinfo]:
    """UTC, and the config's zones by their labels."""
    return {"UTC": UTC, **dict(desk.zones)}


def write_log(desk: "Desk", text: str) -> None:
    """The line, and what became of it; an empty one is none."""
    if not text.strip():
        return
    try:
        happened_ms, words = occurred(text, desk.now_ms(), _zones(desk))
    except StoreError as error:
        desk.trouble.tell(error)
        return
    done = desk.hand.perform(lambda acts: acts.log(words, happened_ms))
    if done is not None:
        at = stamp(desk.now_ms()) if happened_ms is None else _happened(desk, happened_ms)
        desk.flash(say("line {} of the log, {}: {}", done.n, at, safe_text(words)))


def _happened(desk: "Desk", happened_ms: int) -> SafeText:
    """`21 Sep 09:59Z`; a time without a day that is still to come today was yesterday's."""
    at = stamp(happened_ms)
    return say("{}, yesterday", at) if day_before(happened_ms, desk.now_ms()) else at


def _read_as(desk: "Desk", text: str) -> tuple[SafeText, bool]:
    """When it is said to have happened, while it is typed."""
    if not text.strip():
        return SafeText("10:20 before it says when it happened"), True
    try:
        happened_ms, _ = occurred(text, desk.now_ms(), _zones(desk))
    except StoreError as error:
        return safe_text(str(error)), False
    return SafeText("now") if happened_ms is None else say("happened {}", _happened(desk, happened_ms)), True
