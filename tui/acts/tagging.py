"""An operator's own word on a label: first the label, then the stance, a key each."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from storage.rows import LabelRow
from tui.asking.choice import Choice, Offered
from tui.present.badges import short_label, sign
from tui.text import SafeText, safe_text, say

if TYPE_CHECKING:
    from tui.desk import Desk

_STANCES = {"a": "asserted", "c": "claimed", "d": "denied", "q": "doubted", "i": "conditional", "h": "historical"}
_FIRST = "acdq"
"""Of the stances those that stand on the message line."""
_NOT_SO = "x"
_THEIR_WORD = "m"
_LEFT = SafeText("nothing tagged")


def ask_for_tag(desk: "Desk", item_ids: Sequence[int], then: Callable[[], object]) -> None:
    """Ask which label of these items is meant, then what holds; `then` follows the act."""
    labels = desk.lookout.labels
    if not item_ids:
        desk.flash(SafeText("no item here"))
    elif not labels:
        desk.flash(SafeText("no label yet: a collector tells the desk what its lexicon knows"))
    else:
        keyed = dict(zip(label_keys([row.name for row in labels]), labels, strict=True))
        row = desk.reader.item_rows(item_ids[:1]).get(item_ids[0])
        offered = [_offered(desk, key, label, row.tags if row else ()) for key, label in keyed.items()]
        ask = partial(_ask_for_stance, desk, tuple(item_ids), then)
        desk.ask(
            Choice(
                say("{} about:", _are(item_ids)),
                {key: partial(ask, label.name) for key, label in keyed.items()},
                offered,
                left=partial(desk.flash, _LEFT),
            )
        )


def label_keys(names: Sequence[str]) -> list[str]:
    """A key for each label: the first letter of its name that is still free, else a digit, else a capital, else none."""
    taken: list[str] = []
    for name in names:
        letters = [letter for letter in name if letter.isascii() and letter.isalpha()]
        free = (key for key in (*letters, *"1234567890", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ") if key not in taken)
        taken.append(next(free, ""))
    return taken


def _are(item_ids: Sequence[int]) -> SafeText:
    return say("{:,} items are", len(item_ids)) if len(item_ids) > 1 else SafeText("it is")


def _offered(desk: "Desk", key: str, label: LabelRow, tags: Sequence[tuple[str, str]]) -> Offered:
    """`w`, `withdrawal WD+`: the key, the label, and what it is so far."""
    offered = safe_text(label.name)
    for name, stance in tags:
        if name == label.name:
            offered = say("{} {}{}", offered, short_label(name, desk.look), sign(stance))
    return safe_text(key), offered


def _ask_for_stance(desk: "Desk", item_ids: tuple[int, ...], then: Callable[[], object], label: str) -> None:
    def say_so(stance: str | None) -> None:
        if desk.hand.perform(lambda acts: acts.tag(item_ids, label, stance)) is not None:
            then()

    choices: dict[str, Callable[[], object]] = {key: partial(say_so, stance) for key, stance in _STANCES.items()}
    choices |= {_NOT_SO: partial(say_so, ""), _THEIR_WORD: partial(say_so, None)}
    stances = [(SafeText(key), SafeText(stance)) for key, stance in _STANCES.items()]
    also = (
        *stances[len(_FIRST) :],
        (SafeText(_NOT_SO), SafeText("not so")),
        (SafeText(_THEIR_WORD), SafeText("as the lexicon says")),
    )
    left = partial(desk.flash, _LEFT)
    desk.ask(Choice(say("{}:", safe_text(label)), choices, stances[: len(_FIRST)], also, left=left))
