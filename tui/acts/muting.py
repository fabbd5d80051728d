"""What is to ring no more for a while: asked with a key for what, a key for how long, and a line for why."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from storage.query import Query
from storage.reads.reader import Reader
from storage.rows import AlertRow, ItemRow
from storage.severity import SEVERITIES
from tui.acts.filtering import read
from tui.asking.choice import Choice
from tui.asking.prompts import Prompt
from tui.commands import SOURCES
from tui.text import EMPTY, SafeText, cut, safe_text, say

if TYPE_CHECKING:
    from tui.desk import Desk

_HOUR_MS = 3_600_000
_LEFT = SafeText("nothing muted")
_LENGTHS = {
    "1": (1, SafeText("1h")),
    "4": (4, SafeText("4h")),
    "h": (12, SafeText("12h")),
    "d": (24, SafeText("1d")),
    "3": (72, SafeText("3d")),
    "7": (168, SafeText("7d")),
}
"""Key -> hours, in words."""
_FLASH = len(SEVERITIES) - 1
_NAMED_FLASH = "severity:flash"
"""Only a mute that names them keeps flashes quiet."""
_QUERY_CELLS = 26
_LOOKED_BACK_MS = 7 * 24 * _HOUR_MS


@dataclass(slots=True)
class Asked:
    """A mute while it is being asked for."""

    query: str
    what: SafeText
    """The same in words."""
    would: SafeText = EMPTY
    """How many alerts it would have kept quiet, once that is known."""


def ask_to_mute(desk: "Desk") -> None:
    """Ask what: whatever of this the active pane speaks of."""
    offered = _subjects(desk)
    choices: dict[str, Callable[[], object]] = {
        key: partial(ask_to_mute_query, desk, query, words) for key, (words, query) in offered.items()
    }
    choices["q"] = partial(_ask_for_query, desk)
    said = [*((SafeText(key), words) for key, (words, _) in offered.items()), (SafeText("q"), SafeText("a query"))]
    desk.ask(Choice(SafeText("mute:"), choices, said, left=partial(desk.flash, _LEFT)))


def ask_to_mute_query(desk: "Desk", query: str, words: SafeText = EMPTY) -> None:
    """Ask how long this is to be quiet, in words or as it is, then why; a query that cannot be read is told."""
    parsed, wrong = read(query)
    if parsed is None:
        desk.flash(wrong or SafeText("a mute needs a query: what nobody shall hear"), bad=True)
        return
    asked = Asked(query.strip(), words or cut(safe_text(query), _QUERY_CELLS, desk.look.glyphs.ellipsis))
    desk.beside_the_keys(_count(desk, asked, parsed))
    choices = {key: partial(_ask_why, desk, asked, *length) for key, length in _LENGTHS.items()}
    lengths = [(SafeText(key), length) for key, (_, length) in _LENGTHS.items()]
    desk.ask(Choice(say("mute {} for:", asked.what), choices, lengths, left=partial(desk.flash, _LEFT)))


def _subjects(desk: "Desk") -> Mapping[str, tuple[SafeText, str]]:
    """Key -> what it means in words, and the query that finds it."""
    if desk.active.name == SOURCES:
        source = desk.sources.widget.current
        return {"s": _source(source.name)} if source else {}
    alert, item = _alert(desk), _item(desk)
    found: dict[str, tuple[SafeText, str]] = {}
    if alert is not None:
        rule = f'alert:"{_unquoted(alert.rule)}"'
        found["r"] = (say("rule {}", safe_text(alert.rule)), rule)
        if alert.severity == _FLASH and item is not None:
            found["f"] = (say("flashes of {}", safe_text(alert.rule)), f"{rule} {_NAMED_FLASH}")
    if item is not None:
        found["t"] = (SafeText("this story"), f"story:{item.story_id}")
        found["s"] = _source(item.source)
    elif alert is not None:
        silent = desk.sources.rows([alert.source_id or 0]).get(alert.source_id or 0)
        if silent is not None:
            found["s"] = _source(silent.name)
    return found


def _alert(desk: "Desk") -> AlertRow | None:
    """The alert that the active pane speaks of."""
    if desk.active is desk.alerts:
        return desk.alerts.widget.current
    return desk.story.alert.alert if desk.active is desk.story and desk.story.alert else None


def _item(desk: "Desk") -> ItemRow | None:
    """The item that the active pane speaks of; one that only an archive holds rings no more anyhow."""
    item_id = None if desk.active.archive else desk.active.item_id
    return None if item_id is None else desk.reader.item_rows([item_id]).get(item_id)


def _source(name: str) -> tuple[SafeText, str]:
    return say("source {}", safe_text(name)), f'source:"{_unquoted(name)}"'


def _unquoted(name: str) -> str:
    """A mark inside a name would end it."""
    return name.replace('"', " ")


def _ask_for_query(desk: "Desk") -> None:
    """A line for a query of one's own; it begins with what the queue is narrowed to."""
    queue = desk.queue
    queue.completer.forget()
    text = queue.filter.text if desk.active is queue else ""
    prompt = Prompt(
        SafeText("mute:"),
        accepted=lambda query: ask_to_mute_query(desk, query),
        verdict=lambda: _read_as(prompt.text),
        completed=queue.completer,
        history=queue.filter.history,
        enter=SafeText("go on"),
        text=text,
        cursor=len(text),
    )
    desk.ask(prompt)


def _read_as(text: str) -> tuple[SafeText, bool]:
    """Whether it can be read, while it is typed."""
    _, wrong = read(text)
    return (wrong, False) if wrong else (SafeText("what it finds rings no more"), True)


def _ask_why(desk: "Desk", asked: Asked, hours: int, length: SafeText) -> None:
    prompt = Prompt(
        say("mute {} for {}, because:", asked.what, length),
        accepted=lambda reason: _mute(desk, asked, hours, reason),
        left=partial(desk.flash, _LEFT),
        verdict=lambda: (_what_follows(asked), True),
        enter=SafeText("mute"),
    )
    desk.ask(prompt)


def _what_follows(asked: Asked) -> SafeText:
    """How many it would have kept quiet, and that flashes ring all the same unless it names them."""
    flashes = EMPTY if _NAMED_FLASH in asked.query else SafeText("; flashes ring all the same")
    return say("{}{}", asked.would, flashes) if asked.would else EMPTY


def _mute(desk: "Desk", asked: Asked, hours: int, reason: str) -> None:
    ends_ms = desk.now_ms() + hours * _HOUR_MS
    if desk.hand.perform(lambda acts: acts.mute(asked.query, ends_ms, reason.strip())) is not None:
        desk.lookout.look_at_mutes()


async def _count(desk: "Desk", asked: Asked, query: Query) -> None:
    """How many of the last week's alerts it would have kept quiet; keys go on meanwhile."""
    since_ms = desk.now_ms() - _LOOKED_BACK_MS

    def counted() -> int:
        reader = Reader(desk.database)
        try:
            return reader.would_mute(query, since_ms)
        finally:
            reader.close()

    n = await asyncio.to_thread(counted)
    asked.would = say("would have kept {:,} of the last 7 days' alerts quiet", n)
    desk.footer.repaint()
