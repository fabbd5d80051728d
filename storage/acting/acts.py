"""What operators do: each act one short transaction with its line in the log, and the way back from it."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from storage.acting import alerting, correction, merging, muting, naming, sources, triage, undo, views
from storage.acting.alerting import AlertState, Seen
from storage.acting.committing import Committing
from storage.acting.correction import Word
from storage.acting.presence import Presence
from storage.acting.triage import By, Decided, ItemState
from storage.acting.undo import Touched
from storage.file.errors import StoreError
from storage.file.sqlite import Connection
from storage.log.events import Event, append
from storage.voices import identity

__all__ = ["Acts", "AlertState", "Done", "ItemState", "Touched"]


@dataclass(frozen=True, slots=True)
class Done:
    """An act that has been committed."""

    n: int
    act: str
    item_ids: tuple[int, ...]
    alert_ids: tuple[int, ...]
    text: str


class Acts:
    """One operator's hand on the file. Every method commits or raises StoreError and changes nothing.

    `seen` is how rows stood on the operator's screen. Those on which somebody else has acted since stay as they are, which
    `Done.text` tells; where they are all that the act was about it raises Beaten.
    """

    def __init__(self, path: Path, operator: str) -> None:
        self._operator = operator
        self._committing = Committing(path)
        self._presence = Presence(operator)

    def close(self) -> None:
        """Let go of the file."""
        self._committing.close()

    def set_state(self, item_ids: Sequence[int], state: ItemState, seen: Mapping[int, str] | None = None) -> Done:
        """Acknowledge, dismiss or set back items, and the copies folded under them."""
        return self._committing.do(
            lambda run: self._decided(run, "item", triage.set_items(run, item_ids, state, self._by(), seen))
        )

    def star(self, item_ids: Sequence[int], on: bool, seen: Mapping[int, bool] | None = None) -> Done:
        """Star items, or take the star away."""
        return self._committing.do(
            lambda run: self._decided(run, "item", triage.star_items(run, item_ids, self._by(), seen, on=on))
        )

    def set_alert_state(self, alert_ids: Sequence[int], state: AlertState, seen: Seen = None, reason: str = "") -> Done:
        """Acknowledge, resolve, dismiss or set back alerts; who deals with one owns it. `reason`: why it is done with."""
        why = _words(reason)
        return self._committing.do(
            lambda run: self._decided(run, "alert", alerting.set_state(run, alert_ids, state, why, self._by(), seen))
        )

    def snooze(self, alert_ids: Sequence[int], until_ms: int, seen: Seen = None) -> Done:
        """Let alerts rest until then, seven days at the most. Raises StoreError in plain words."""
        return self._committing.do(
            lambda run: self._decided(run, "alert", alerting.snooze(run, alert_ids, until_ms, self._by(), seen))
        )

    def assign(self, alert_ids: Sequence[int], operator: str, seen: Seen = None) -> Done:
        """Give alerts to an operator, acknowledged on their behalf. Raises StoreError for nobody."""
        owner = _words(operator)
        return self._committing.do(
            lambda run: self._decided(run, "alert", alerting.assign(run, alert_ids, owner, self._by(), seen))
        )

    def tag(self, item_ids: Sequence[int], label: str, stance: str | None) -> Done:
        """Say in which stance items hold a label; "": they do not hold it; None: what the classifier says counts again.

        Copies folded under an item follow as in `correction.cast`. Raises StoreError for an unknown label or stance.
        """

        def act(run: Connection) -> Done:
            at_ms = _now()
            word = None if stance is None else Word(stance, self._operator, at_ms)
            correction.check(run, label, stance)
            before = correction.cast(run, item_ids, label, word, at_ms)
            said = {None: f"{label} as the classifier has it", "": f"no {label}"}.get(stance, f"{label} {stance}")
            detail = f"tagged {naming.items(run, item_ids)}: {said}"
            return self._log(run, undo.TAG_ACT, "item", detail, before=before, at_ms=at_ms)

        return self._committing.do(act)

    def note(self, item_id: int, text: str) -> Done:
        """Write a note into the log of an item."""
        return self._committing.do(lambda run: self._noted(run, "item", item_id, naming.items(run, [item_id]), text))

    def note_alert(self, alert_id: int, text: str) -> Done:
        """Write a note into the log of an alert."""
        return self._committing.do(
            lambda run: self._noted(run, "alert", alert_id, naming.alerts(run, [alert_id]), text)
        )

    def log(self, text: str, occurred_ms: int | None = None, corrects: int | None = None) -> Done:
        """Write a line of one's own into the log, or what is right instead of line `corrects`, which stays as it is.

        Raises StoreError where there is no such line, or no words.
        """

        def act(run: Connection) -> Done:
            if corrects is not None and not run.execute("SELECT 1 FROM event WHERE n = ?", (corrects,)).fetchone():
                raise StoreError(f"there is no line {corrects} in the log")
            if not (words := _words(text)):
                raise StoreError("there are no words to write into the log")
            if corrects is None:
                return self._log(run, "logged", "desk", words, occurred_ms=occurred_ms)
            return self._log(run, "corrected", "event", words, [corrects], occurred_ms=occurred_ms)

        return self._committing.do(act)

    def identify(self, speaker_id: int, as_name: str | None) -> Done:
        """Say that a name which papers use is somebody's; None: what the lists say of it counts again.

        Raises StoreError where there is no such speaker, or where that is known already.
        """

        def act(run: Connection) -> Done:
            before = identity.identify(run, speaker_id, as_name, self._operator)
            return self._log(run, undo.IDENTITY_ACT, "speaker", identity.told(run, before), before=before)

        return self._committing.do(act)

    def merge(self, item_ids: Sequence[int]) -> Done:
        """Make one story of the stories of these items, for good. Raises StoreError where they are one already."""

        def act(run: Connection) -> Done:
            at_ms = _now()
            moved = merging.merge(run, item_ids, self._operator, at_ms)
            stories = len({move.was.story_id for move in moved}) + 1
            items = naming.items(run, [move.item_id for move in moved])
            detail = f"made one story of {stories:,}: {items} moved"
            return self._log(run, merging.MERGED, "item", detail, before=moved, at_ms=at_ms)

        return self._committing.do(act)

    def split(self, item_ids: Sequence[int]) -> Done:
        """Make a story of these items, for good. Raises StoreError where nothing of theirs would be left."""

        def act(run: Connection) -> Done:
            at_ms = _now()
            moved = merging.split(run, item_ids, self._operator, at_ms)
            detail = f"split off {naming.items(run, [move.item_id for move in moved])}"
            return self._log(run, merging.SPLIT, "item", detail, before=moved, at_ms=at_ms)

        return self._committing.do(act)

    def poll_now(self, source_ids: Sequence[int]) -> Done:
        """Ask the collector to poll sources at its next look; it keeps to host manners."""

        def act(run: Connection) -> Done:
            asked = sources.ask(run, source_ids, _now())
            return self._log(run, "asked", "source", asked.text, source_ids, said=asked.said)

        return self._committing.do(act)

    def pause(self, source_ids: Sequence[int], on: bool) -> Done:
        """Keep sources from being polled, or let them go on. Raises StoreError where they stand so already."""
        return self._committing.do(
            lambda run: self._decided(run, "source", sources.pause(run, source_ids, self._by(), on=on))
        )

    def grade(self, source_ids: Sequence[int], letter: str | None) -> Done:
        """Say how reliable sources are, A to F; None: as the config has it. Raises StoreError where that changes nothing."""
        return self._committing.do(
            lambda run: self._decided(run, "source", sources.grade(run, source_ids, letter, self._by()))
        )

    def mute(self, query: str, ends_ms: int, reason: str) -> Done:
        """Let alerts that a query finds ring for nobody, seven days at the most. Raises StoreError in plain words."""
        return self._committing.do(
            lambda run: self._decided(run, "mute", muting.mute(run, _words(query), ends_ms, _words(reason), self._by()))
        )

    def end_mute(self, mute_id: int) -> Done:
        """Let them ring again. Raises StoreError where the mute has ended."""
        return self._committing.do(lambda run: self._decided(run, "mute", muting.end(run, mute_id, self._by())))

    def save_view(self, key: str, name: str, query: str) -> Done:
        """Keep a query under a digit from 1 to 9, for every desk on the file. Raises StoreError in plain words."""
        return self._committing.do(
            lambda run: self._decided(run, "view", views.save(run, key, _words(name), _words(query), self._by()))
        )

    def forget_view(self, key: str) -> Done:
        """Free a digit. Raises StoreError where nothing is kept under it."""
        return self._committing.do(lambda run: self._decided(run, "view", views.forget(run, key, self._by())))

    def welcomed(self) -> Done:
        """Say that the operator has read what a newcomer is told."""
        return self._committing.do(lambda run: self._log(run, "welcomed", "desk", "has read the welcome"))

    def undo(self, confirmed: int | None = None) -> Done | Touched | None:
        """Take back the operator's last act that can be; None when there is none.

        Where somebody else has acted on the same since, the answer is a question; `confirmed` is the line that it named.
        """
        return self._committing.do(lambda run: self._turn(run, confirmed, back=True))

    def redo(self, confirmed: int | None = None) -> Done | Touched | None:
        """Do again what was taken back last; None when there is nothing. Asks as `undo` does."""
        return self._committing.do(lambda run: self._turn(run, confirmed, back=False))

    def arrive(self, at_ms: int) -> None:
        """Say that this operator has a desk open."""
        self._committing.do(lambda run: self._presence.arrive(run, at_ms))

    def seen(self, at_ms: int) -> None:
        """Say that the desk is still open: once a minute."""
        self._committing.do(lambda run: self._presence.seen(run, at_ms))

    def look_at(self, item_id: int | None, at_ms: int) -> None:
        """Say which item the operator has before them."""
        self._committing.do(lambda run: self._presence.look_at(run, item_id, at_ms))

    def leave(self) -> None:
        """Say that the desk closes."""
        self._committing.do(lambda run: self._presence.leave(run, _now()))

    def _turn(self, run: Connection, confirmed: int | None, *, back: bool) -> Done | Touched | None:
        turned = undo.turn(run, self._by(), confirmed, back=back)
        if turned is None or isinstance(turned, Touched):
            return turned
        act = "undone" if back else "redone"
        return self._log(run, act, turned.subject, turned.detail, turned.ids, undoes=turned.n, said=turned.said)

    def _decided(self, run: Connection, subject: str, decided: Decided) -> Done:
        return self._log(run, decided.act, subject, decided.text, before=decided.before, said=decided.said)

    def _noted(self, run: Connection, subject: str, row_id: int, name: str, text: str) -> Done:
        words = _words(text)
        return self._log(run, "noted", subject, words, [row_id], said=f"noted on {name}: {words}")

    def _by(self) -> By:
        return By(self._operator, _now())

    def _log(
        self,
        run: Connection,
        act: str,
        subject: str,
        detail: str,
        ids: Sequence[int] | None = None,
        *,
        before: Sequence[tuple[int, *tuple[object, ...]]] = (),
        undoes: int | None = None,
        at_ms: int | None = None,
        occurred_ms: int | None = None,
        said: str = "",
    ) -> Done:
        """Write the line. Without `ids` it is about the rows of `before`, each of which begins with its number.

        `said`: what the operator is told instead of the line's own words.
        """
        about = [row[0] for row in before] if ids is None else ids
        state = json.dumps(before, separators=(",", ":")) if before else ""
        n = append(run, Event(at_ms or _now(), self._operator, act, subject, about, detail, state, undoes, occurred_ms))
        items, alerts = (tuple(about) if subject == kind else () for kind in ("item", "alert"))
        return Done(n, act, items, alerts, said or detail)


def _words(text: str) -> str:
    return text.strip().encode(errors="replace").decode()  # a terminal may hand over half a character


def _now() -> int:
    return time.time_ns() // 1_000_000
