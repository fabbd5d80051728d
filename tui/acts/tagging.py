"""An operator's own word on a label: first the label, then the stance, a key each."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from storage.rows import LabelRow
from tui.asking.prompts import Choice
from tui.present.badges import short_label, sign
from tui.text import SafeText, safe_text, say

if TYPE_CHECKING:
    from tui.desk import Desk

_STANCES = {"a": "asserted", "c": "claimed", "d": "denied", "q": "doubted"}
_OTHERS = {"i": "conditional", "h": "historical"}
_NOT_SO = "x"
_THEIR_WORD = "m"


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
                say("{} about:  {}", _are(item_ids), SafeText("   ".join(offered))),
                {key: partial(ask, label.name) for key, label in keyed.items()},
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


def _offered(desk: "Desk", key: str, label: LabelRow, tags: Sequence[tuple[str, str]]) -> SafeText:
    """`w withdrawal WD+`: the key, the label, and what it is so far."""
    offered = say("{} {}", safe_text(key), safe_text(label.name))
    for name, stance in tags:
        if name == label.name:
            offered = say("{} {}{}", offered, short_label(name, desk.look), sign(stance))
    return offered


def _ask_for_stance(desk: "Desk", item_ids: tuple[int, ...], then: Callable[[], object], label: str) -> None:
    def say_so(stance: str | None) -> None:
        if desk.hand.perform(lambda acts: acts.tag(item_ids, label, stance)) is not None:
            then()

    choices: dict[str, Callable[[], object]] = {
        key: partial(say_so, stance) for key, stance in (_STANCES | _OTHERS).items()
    }
    choices |= {_NOT_SO: partial(say_so, ""), _THEIR_WORD: partial(say_so, None)}
    also = say("{}  {} not so  {} as the lexicon says", _listed(_OTHERS), SafeText(_NOT_SO), SafeText(_THEIR_WORD))
    desk.ask(Choice(say("{}:  {}", safe_text(label), _listed(_STANCES)), choices, also))


def _listed(stances: Mapping[str, str]) -> SafeText:
    return SafeText("  ".join(f"{key} {stance}" for key, stance in stances.items()))
