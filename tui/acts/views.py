"""Views of the queue: those of the config under their keys, those that the desk keeps under digits."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from tui.asking.prompts import Choice, Prompt, Question
from tui.commands import QUEUE
from tui.options import View
from tui.text import EMPTY, SafeText, safe_text, say

if TYPE_CHECKING:
    from tui.desk import Desk

_DIGITS = "123456789"
_EVERY = View("0", "all", "")
_FORGET = "-"


def choose_view(desk: "Desk") -> None:
    """A key for each view; `0` is every item, `-` and a digit forget one that was kept."""
    kept = _kept(desk)
    views = [_EVERY, *kept, *desk.options.views]
    choices: dict[str, Callable[[], object]] = {view.key: partial(_open, desk, view) for view in reversed(views)}
    words = say("view:  {}", _listed([*kept, _EVERY]))
    if kept and not desk.options.read_only:
        choices[_FORGET] = partial(_ask_which_to_forget, desk, kept)
        words = say("{}   {} forgets one", words, SafeText(_FORGET))
    desk.ask(Choice(words, choices, _listed(desk.options.views)))


def ask_to_save(desk: "Desk") -> None:
    """What the queue shows, under a digit and a name."""
    query = desk.queue.findings.text if desk.queue.findings else desk.queue.filter.text
    if not query:
        key = safe_text(desk.keymap.shown_id("filter"))
        desk.flash(say("everything is shown: {} narrows it, then it can be kept", key))
        return
    kept = {view.key: view for view in _kept(desk)}
    taken = {view.key for view in desk.options.views}
    choices = {digit: partial(_ask_for_name, desk, digit, query) for digit in _DIGITS if digit not in taken}
    free = SafeText(" ".join(digit for digit in choices if digit not in kept))
    also = say("instead of  {}", _listed(kept.values())) if kept else EMPTY
    desk.ask(Choice(say("keep under:  {}   {}", free, safe_text(query)), choices, also))


def _kept(desk: "Desk") -> list[View]:
    """What desks have kept so far; a key of the config goes before theirs."""
    taken = {view.key for view in desk.options.views}
    return [View(row.key, row.name, row.query) for row in desk.reader.views() if row.key not in taken]


def _open(desk: "Desk", view: View) -> None:
    desk.go_to(QUEUE)
    desk.queue.show_view(view)


def _ask_for_name(desk: "Desk", digit: str, query: str) -> None:
    """Without one its own words are a view's name."""

    def save(name: str) -> None:
        name = name.strip() or query
        if desk.hand.perform(lambda acts: acts.save_view(digit, name, query)) is not None and not desk.queue.findings:
            desk.queue.filter.put(query, safe_text(name))
            desk.queue.widget.update()

    unnamed = say("without a name it is called {}", safe_text(query))
    desk.ask(Prompt(say("name of view {}:", safe_text(digit)), accepted=save, verdict=lambda: (unnamed, True)))


def _ask_which_to_forget(desk: "Desk", kept: Iterable[View]) -> None:
    choices = {view.key: partial(_ask_to_forget, desk, view) for view in kept}
    desk.ask(Choice(say("forget view:  {}", _listed(kept)), choices))


def _ask_to_forget(desk: "Desk", view: View) -> None:
    forget = partial(desk.hand.perform, lambda acts: acts.forget_view(view.key))
    desk.ask(
        Question(say("Forget view {} {}?", safe_text(view.key), safe_text(view.name)), forget, safe_text(view.query))
    )


def _listed(views: Iterable[View]) -> SafeText:
    """`1 claims   2 doubts and denials`."""
    return SafeText("   ".join(say("{} {}", safe_text(view.key), safe_text(view.name)) for view in views))
