"""What an operator does with alerts: acknowledge, let rest, resolve, dismiss, give to somebody, set back, note."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING

from alerts.life import lifecycle
from storage.acting.acts import Acts, AlertState, Done
from storage.rows import AlertRow
from tui.asking.choice import Choice
from tui.asking.completing import Completions
from tui.asking.prompts import Prompt
from tui.asking.snoozes import snoozes
from tui.look import Look
from tui.text import EMPTY, SafeText, cut, safe_text, say

if TYPE_CHECKING:
    from tui.desk import Desk

Then = Callable[[], object]
"""What follows an act that was carried out."""

LIFE_ACTS: Mapping[str, lifecycle.Act] = {
    "acknowledge": "acknowledge",
    "snooze": "snooze",
    "resolve": "resolve",
    "dismiss-alert": "dismiss",
    "assign": "assign",
    "back-to-new": "reopen",
}
"""Command id -> what it is to an alert."""
_PAST: Mapping[lifecycle.Act, SafeText] = {
    "acknowledge": SafeText("acknowledged"),
    "snooze": SafeText("snoozed"),
    "resolve": SafeText("resolved"),
    "dismiss": SafeText("dismissed"),
    "assign": SafeText("assigned"),
    "reopen": SafeText("set back to new"),
}
_HANDLED = "handled"
"""Why an alert is resolved where nobody says why."""
_NO_ALARM = {
    "f": ("false positive", SafeText("false positive")),
    "d": ("duplicate", SafeText("double")),
    "o": ("out of scope", SafeText("not ours")),
}
"""Key -> why an alert should not have been one, as the log has it and as it is offered."""
_HEADLINE = 32
_STAYS = SafeText("the alert stays as it is")


def refused(rows: Sequence[AlertRow], act: lifecycle.Act) -> SafeText:
    """Why an act means nothing for any of these alerts, or empty."""
    if not rows or _able(rows, act):
        return EMPTY
    return say("{} alerts cannot be {}", safe_text(rows[0].state), _PAST[act])


def acknowledge(desk: "Desk", rows: Sequence[AlertRow], then: Then) -> None:
    """From now on they are this operator's."""
    _set(desk, rows, "acknowledge", "acked", then)


def set_back(desk: "Desk", rows: Sequence[AlertRow], then: Then) -> None:
    """They are new again, and nobody's."""
    _set(desk, rows, "reopen", "new", then)


def ask_how_long(desk: "Desk", rows: Sequence[AlertRow], then: Then) -> None:
    """Let them rest: one more key says until when."""
    able = _able(rows, "snooze")
    label, zone = desk.zones[0] if desk.zones else (EMPTY, UTC)
    offered = snoozes(desk.now_ms(), zone, say(" {}", label) if label else SafeText("Z"))

    def snooze(until_ms: int) -> None:
        _do(desk, able, lambda acts, ids, seen: acts.snooze(ids, until_ms, seen), then)

    choices = {each.key: partial(snooze, each.until_ms) for each in offered}
    shown = [(SafeText(each.key), each.words) for each in offered]
    _choose(desk, say("snooze {} for:", whom(able, desk.look)), choices, shown)


def ask_why_resolved(desk: "Desk", rows: Sequence[AlertRow], then: Then) -> None:
    """They are over: a line says why, and Enter alone takes the usual word."""
    able = _able(rows, "resolve")

    def resolve(text: str) -> None:
        why = text.strip() or _HANDLED
        _do(desk, able, lambda acts, ids, seen: acts.set_alert_state(ids, "resolved", seen, why), then)

    prompt = Prompt(
        say("resolve {}, because:", whom(able, desk.look)),
        accepted=resolve,
        left=partial(desk.flash, _STAYS),
        verdict=lambda: (EMPTY if prompt.text.strip() else say("nothing typed: {}", safe_text(_HANDLED)), True),
        enter=SafeText("resolve"),
    )
    desk.ask(prompt)


def ask_what_it_was(desk: "Desk", rows: Sequence[AlertRow], then: Then) -> None:
    """They should not have rung: one more key says why."""
    able = _able(rows, "dismiss")

    def dismiss(why: str) -> None:
        _do(desk, able, lambda acts, ids, seen: acts.set_alert_state(ids, "dismissed", seen, why), then)

    choices = {key: partial(dismiss, why) for key, (why, _) in _NO_ALARM.items()}
    offered = [(SafeText(key), words) for key, (_, words) in _NO_ALARM.items()]
    _choose(desk, say("dismiss {} as:", whom(able, desk.look)), choices, offered)


def ask_for_whom(desk: "Desk", rows: Sequence[AlertRow], then: Then) -> None:
    """Give them to somebody who has ever had a desk here, or to a name nobody has used yet."""
    able, known = _able(rows, "assign"), desk.reader.operators()

    def assign(name: str) -> None:
        _do(desk, able, lambda acts, ids, seen: acts.assign(ids, name.strip(), seen), then)

    prompt = Prompt(
        say("{} is for:", whom(able, desk.look)),
        accepted=assign,
        left=partial(desk.flash, _STAYS),
        verdict=lambda: _taken_by(prompt.text.strip(), known, desk.options.operator),
        completed=lambda text, cursor: _beginning(text[:cursor], known),
        enter=SafeText("assign"),
    )
    desk.ask(prompt)


def ask_alert_note(desk: "Desk", alert: AlertRow) -> None:
    """A line for the log of an alert."""

    def note(text: str) -> None:
        if text.strip():
            desk.hand.perform(lambda acts: acts.note_alert(alert.id, text))

    desk.ask(Prompt(say("note on the alert {}:", whom((alert,), desk.look)), accepted=note))


def whom(rows: Sequence[AlertRow], look: Look) -> SafeText:
    """`“shelling near the line”`, `3 alerts`."""
    if len(rows) != 1:
        return say("{:,} alerts", len(rows))
    glyphs = look.glyphs
    return say("{}{}{}", glyphs.opening, cut(safe_text(rows[0].title), _HEADLINE, glyphs.ellipsis), glyphs.closing)


def _able(rows: Sequence[AlertRow], act: lifecycle.Act) -> tuple[AlertRow, ...]:
    """Those to which it means something."""
    return tuple(row for row in rows if lifecycle.after(row.state, act) is not None)


def _set(desk: "Desk", rows: Sequence[AlertRow], act: lifecycle.Act, state: AlertState, then: Then) -> None:
    _do(desk, _able(rows, act), lambda acts, ids, seen: acts.set_alert_state(ids, state, seen), then)


def _do(
    desk: "Desk",
    rows: Sequence[AlertRow],
    act: Callable[[Acts, Sequence[int], Mapping[int, tuple[str, str]]], Done],
    then: Then,
) -> None:
    """On the alerts as they were shown: where somebody was faster, the cursor stays to let it be seen."""
    ids, seen = [row.id for row in rows], {row.id: row.standing for row in rows}
    if ids and desk.hand.perform(lambda acts: act(acts, ids, seen)) is not None:
        then()


def _choose(
    desk: "Desk", words: SafeText, choices: Mapping[str, Then], offered: Sequence[tuple[SafeText, SafeText]]
) -> None:
    desk.ask(Choice(words, choices, offered, left=partial(desk.flash, _STAYS)))


def _taken_by(name: str, known: Sequence[str], me: str) -> tuple[SafeText, bool]:
    """Whose it would be, while the name is typed."""
    if not name:
        return SafeText("who takes it?"), False
    if name == me:
        return SafeText("that is you"), True
    return (EMPTY, True) if name in known else (say("{} has had no desk here yet", safe_text(name)), True)


def _beginning(typed: str, known: Sequence[str]) -> Completions | None:
    """The names that begin so."""
    names = tuple((name, "") for name in known if name.casefold().startswith(typed.casefold()))
    return Completions(0, len(typed), names) if names else None
