"""What can be done in every pane with the item that it speaks of: its evidence, its speaker, its link, its quote."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from storage.rows import ItemRow, LedgerRow, QuoteRow, UtteranceRow
from tui.acts.writing import ask_note
from tui.commands import QUOTES, STORY
from tui.present.cite import citation
from tui.text import SafeText, safe_text, say
from tui.tty import clipboard
from tui.tty.links import open_in_browser, safe_url

if TYPE_CHECKING:
    from tui.desk import Desk


def item_actions(desk: "Desk") -> Mapping[str, Callable[[], object]]:
    """Command id -> what it does with the item."""
    return {
        "evidence": lambda: _evidence(desk),
        "why": lambda: _why(desk),
        "ledger": lambda: _ledger(desk),
        "copy-link": lambda: _copy_link(desk),
        "copy-quote": lambda: _copy_quote(desk),
        "open-link": lambda: _open_link(desk),
        "note": lambda: ask_note(desk, desk.active.item_id),
    }


def close_ledger(desk: "Desk") -> None:
    """Back to where it was asked for."""
    back_to = desk.quotes.close_ledger()
    if back_to is not None:
        desk.go_to(back_to)


def _shown_item(desk: "Desk") -> int | None:
    """The item that the active pane speaks of, its story on the page."""
    item_id = desk.active.item_id
    if item_id is None:
        desk.flash(SafeText("no item here"))
    elif desk.active in (desk.queue, desk.alerts):
        desk.active.show_story()
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
        close_ledger(desk)
        return
    speaker = desk.quotes.speaker if desk.active is desk.quotes else _first_speaker(desk)
    if speaker is None:
        desk.flash(SafeText("nobody is named here"))
        return
    desk.quotes.open_ledger(*speaker, back_to=desk.active.name)
    desk.go_to(QUOTES)


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
        copy = safe_text(desk.keymap.shown_id("copy-link"))
        desk.flash(say("opened {}", url) if open_in_browser(url) else say("no browser here, {} copies: {}", copy, url))


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
    where = clipboard.copy(text, desk.write)
    copied = say("copied to {}: {}", where, text) if where else SafeText("too long for the terminal's clipboard")
    desk.flash(copied, bad=not where)
