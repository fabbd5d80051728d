"""What the commands do that mean the same in every pane."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from storage.rows import ItemRow, LedgerRow, QuoteRow, UtteranceRow
from tui import clipboard
from tui.asking import Choice
from tui.commands import HELP, PANES, QUEUE, QUOTES, STORY
from tui.links import open_in_browser, safe_url
from tui.options import View
from tui.present.cite import citation
from tui.searching import ask_search, leave_search, search
from tui.text import SafeText, safe_text, say
from tui.writing import ask_log

if TYPE_CHECKING:
    from tui.desk import Desk

EVERY = View("0", "all", "")


def desk_actions(desk: "Desk") -> Mapping[str, Callable[[], object]]:
    """Command id -> what it does, whichever pane is active."""
    motion: dict[str, Callable[[], object]] = {
        "down": lambda: desk.view.move(1),
        "up": lambda: desk.view.move(-1),
        "half-down": lambda: desk.view.half_page(1),
        "half-up": lambda: desk.view.half_page(-1),
        "first": lambda: _edge(desk, first=True),
        "last": lambda: _edge(desk, first=False),
        "next-pane": lambda: _next_pane(desk, 1),
        "previous-pane": lambda: _next_pane(desk, -1),
        **{f"pane-{pane}": partial(desk.go_to, pane) for pane in PANES},
    }
    return motion | {
        "evidence": lambda: _evidence(desk),
        "why": lambda: _why(desk),
        "ledger": lambda: _ledger(desk),
        "copy-link": lambda: _copy_link(desk),
        "copy-quote": lambda: _copy_quote(desk),
        "open-link": lambda: _open_link(desk),
        "filter": lambda: _filter(desk),
        "view": lambda: _choose_view(desk),
        "search": lambda: search(desk),
        "log": lambda: ask_log(desk),
        "undo": desk.hand.take_back,
        "redo": desk.hand.do_again,
        "zoom": lambda: _zoom(desk),
        "help": desk.show_help,
        "palette": lambda: _palette(desk),
        "back": lambda: _back(desk),
        "redraw": lambda: desk.refresh(layout=True),
        "suspend": desk.suspend,
        "quit": lambda: desk.app.exit(return_code=0),
    }


def _edge(desk: "Desk", first: bool) -> None:
    if first:
        desk.view.first()
    else:
        desk.view.last()


def _next_pane(desk: "Desk", step: int) -> None:
    at = PANES.index(desk.active.name) if desk.active.name in PANES else 0
    desk.go_to(PANES[(at + step) % len(PANES)])


def _zoom(desk: "Desk") -> None:
    desk.zoomed = not desk.zoomed
    desk.replan()


def _palette(desk: "Desk") -> None:
    desk.show_help()
    desk.help.ask()


def _filter(desk: "Desk") -> None:
    if desk.active.name == HELP:
        desk.help.ask()
    else:
        desk.go_to(QUEUE)
        if desk.queue.findings:
            ask_search(desk)
        else:
            desk.queue.filter.ask()


def _back(desk: "Desk") -> None:
    """Out of the innermost thing first."""
    if desk.active.name == HELP:
        desk.leave_help()
    elif desk.zoomed:
        _zoom(desk)
    elif desk.view.clear_choice():
        desk.view.repaint()
    elif desk.active.name == QUOTES and desk.quotes.ledger:
        _close_ledger(desk)
    elif desk.active.name == QUEUE and desk.queue.findings:
        leave_search(desk)
    elif desk.active.name == QUEUE and desk.queue.filter.text:
        desk.queue.filter.narrow("")
    elif desk.active.name != QUEUE:
        desk.go_to(QUEUE)
    else:
        desk.flash(say("nothing to leave; {} closes the desk", safe_text(desk.keymap.shown_id("quit"))))


def _choose_view(desk: "Desk") -> None:
    """`V` and the view's own key; `0` is every item."""
    views = desk.options.views
    if not views:
        desk.flash(SafeText("no view in config.toml"))
        return
    words = SafeText("   ".join(say("{} {}", safe_text(view.key), safe_text(view.name)) for view in views))
    choices: dict[str, Callable[[], object]] = {"0": lambda: desk.queue.show_view(EVERY)}
    for view in views:
        choices[view.key] = partial(desk.queue.show_view, view)
    desk.go_to(QUEUE)
    desk.ask(Choice(say("view:  {}   0 all", words), choices))


def _shown_item(desk: "Desk") -> int | None:
    """The item that the active pane speaks of, its story on the page."""
    item_id = desk.active.item_id
    if item_id is None:
        desk.flash(SafeText("no item here"))
    elif desk.active is desk.queue:
        desk.queue.show_story()
    elif desk.active is not desk.story:
        desk.story.show(item_id)
    return item_id


def _evidence(desk: "Desk") -> None:
    if _shown_item(desk) is not None:
        if not desk.is_shown(STORY):
            desk.go_to(STORY)
        desk.story.next_evidence()


def _why(desk: "Desk") -> None:
    if _shown_item(desk) is not None:
        if not desk.is_shown(STORY):
            desk.go_to(STORY)
        desk.story.toggle_why()


def _ledger(desk: "Desk") -> None:
    """All that the speaker under the cursor has said, or the first one whom the item names; in a ledger, the way back."""
    if desk.active is desk.quotes and desk.quotes.ledger:
        _close_ledger(desk)
        return
    speaker = desk.quotes.speaker if desk.active is desk.quotes else _first_speaker(desk)
    if speaker is None:
        desk.flash(SafeText("nobody is named here"))
        return
    desk.quotes.open_ledger(*speaker, back_to=desk.active.name)
    desk.go_to(QUOTES)


def _close_ledger(desk: "Desk") -> None:
    back_to = desk.quotes.close_ledger()
    if back_to is not None:
        desk.go_to(back_to)


def _first_speaker(desk: "Desk") -> tuple[int, str] | None:
    if _shown_item(desk) is None or desk.story.view is None:
        return None
    named = ((quote.speaker_id, quote.speaker) for quote in desk.story.view.quotes)
    return next(((id, name) for id, name in named if id is not None and name), None)


def _link(desk: "Desk") -> SafeText | None:
    row = _row(desk)
    url = safe_url(row.link) if row else None
    if url is None:
        desk.flash(SafeText("no link that is safe to follow"))
    return url


def _row(desk: "Desk") -> ItemRow | None:
    """The item that the active pane speaks of, also where only an archive has it."""
    if desk.active is desk.queue:
        return desk.queue.current
    if desk.active is desk.story:
        return desk.story.view.item if desk.story.view else None
    item_id = desk.active.item_id
    return None if item_id is None else desk.reader.item_rows([item_id]).get(item_id)


def _copy_link(desk: "Desk") -> None:
    url = _link(desk)
    if url is not None:
        _copy(desk, url)


def _open_link(desk: "Desk") -> None:
    url = _link(desk)
    if url is not None:
        desk.flash(say("opened {}", url) if open_in_browser(url) else url)


def _copy_quote(desk: "Desk") -> None:
    """The quote under the cursor as its item prints it, else the item's first quote, else its headline."""
    if _shown_item(desk) is None or desk.story.view is None:
        return
    view = desk.story.view
    said = desk.quotes.widget.current if desk.active is desk.quotes else None
    meant = (quote for quote in view.quotes if said is None or _is_of(quote, said))
    _copy(desk, citation(next(meant, None), view.item))


def _is_of(quote: QuoteRow, said: UtteranceRow | LedgerRow) -> bool:
    """Is it the carrier, in its item, of what a row of the quotes says?"""
    return quote.id == said.quote_id if isinstance(said, LedgerRow) else quote.utterance_id == said.id


def _copy(desk: "Desk", text: SafeText) -> None:
    """The text is shown as well: no terminal says whether it took it."""
    sent = clipboard.copy(text, desk.write)
    desk.flash(say("copied: {}", text) if sent else SafeText("too long for the terminal's clipboard"), bad=not sent)
