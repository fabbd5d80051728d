"""Asking for words among all items, and the way back from what was found."""

from typing import TYPE_CHECKING

from tui.acts.filtering import read
from tui.asking.prompts import Prompt
from tui.asking.unfinished import starred
from tui.commands import QUEUE
from tui.text import EMPTY, SafeText

if TYPE_CHECKING:
    from tui.desk import Desk


def search(desk: "Desk") -> None:
    """Ask for words; in the findings, turn to the other order."""
    if desk.queue.findings and desk.active is desk.queue:
        desk.queue.findings.turn()
    else:
        ask_search(desk)


def ask_search(desk: "Desk") -> None:
    """The search line, in the filter's grammar, with what was asked last; where that found nothing, what begins so."""
    findings = desk.queue.findings
    before = findings.text if findings else ""
    if findings and not len(findings.rows_of):
        before = starred(before) or before
    desk.queue.completer.forget()
    prompt = Prompt(
        SafeText("search:"),
        accepted=lambda text: search_for(desk, text),
        verdict=lambda: _judge(prompt.text),
        completed=desk.queue.completer,
        history=desk.queue.filter.history,
        enter=SafeText("search"),
        text=before,
        cursor=len(before),
    )
    desk.ask(prompt)


def leave_search(desk: "Desk") -> None:
    """Back to where it was asked for."""
    back_to = desk.queue.close_search()
    if back_to is not None:
        desk.go_to(back_to)


def _judge(text: str) -> tuple[SafeText, bool]:
    """What is wrong with the words so far."""
    wrong = read(text)[1]
    return (wrong, False) if wrong else (EMPTY, True)


def search_for(desk: "Desk", text: str) -> None:
    """Look for words among all items, archived ones too."""
    query, wrong = read(text)
    if wrong:
        desk.flash(wrong, bad=True)
    elif query is not None:
        findings = desk.queue.findings
        desk.queue.filter.remember(text)
        desk.queue.search(text.strip(), query, findings.back_to if findings else desk.active.name)
        desk.go_to(QUEUE)
