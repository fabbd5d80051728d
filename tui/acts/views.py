"""Views of the queue: those of the config under their keys, those that the desk keeps under digits."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from tui.asking.choice import Choice, Offered
from tui.asking.prompts import Prompt, Question
from tui.commands import QUEUE
from tui.options import View
from tui.text import EMPTY, SafeText, cut, safe_text, say

if TYPE_CHECKING:
    from tui.desk import Desk

_DIGITS = "123456789"
_EVERY = View("0", "all", "")
_FORGET = "-"
_QUERY_CELLS = 26


def choose_view(desk: "Desk") -> None:
    """A key for each view; `0` is every item, `-` and a digit forget one that was kept."""
    kept = _kept(desk)
    views = [_EVERY, *kept, *desk.options.views]
    choices: dict[str, Callable[[], object]] = {view.key: partial(_open, desk, view) for view in reversed(views)}
    offered = _offered([*kept, _EVERY])
    if kept and not desk.options.read_only:
        choices[_FORGET] = partial(_ask_which_to_forget, desk, kept)
        offered.append((SafeText(_FORGET), SafeText("forgets one")))
    desk.ask(Choice(SafeText("view:"), choices, offered, _offered(desk.options.views)))


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
    free = [(SafeText(digit), EMPTY) for digit in choices if digit not in kept]
    words = say("keep {} under:", cut(safe_text(query), _QUERY_CELLS, desk.look.glyphs.ellipsis))
    left = partial(desk.flash, SafeText("nothing kept"))
    desk.ask(Choice(words, choices, free, _offered(kept.values()), SafeText("instead of"), left))


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
    left = partial(desk.flash, SafeText("nothing forgotten"))
    desk.ask(Choice(SafeText("forget view:"), choices, _offered(kept), left=left))


def _ask_to_forget(desk: "Desk", view: View) -> None:
    forget = partial(desk.hand.perform, lambda acts: acts.forget_view(view.key))
    words = say("Forget view {} {}?", safe_text(view.key), safe_text(view.name))
    left = partial(desk.flash, SafeText("nothing forgotten"))
    desk.ask(Question(words, forget, safe_text(view.query), left))


def _offered(views: Iterable[View]) -> list[Offered]:
    return [(safe_text(view.key), safe_text(view.name)) for view in views]
