"""Undo and redo against the simplest model there is: a list of snapshots for each operator's own items."""

from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from storage.acting.acts import Acts, ItemState, Touched
from tests.storage.desk import Desk, tag

Snapshot = dict[int, tuple[str, str, bool, str | None]]
"""Of each item its state, whose that is, its star, and what was ruled on its label."""
OPERATORS = ("ana", "ben")
PER_OPERATOR = 3

whose = st.sampled_from(OPERATORS)
chosen = st.sets(st.integers(0, PER_OPERATOR - 1), min_size=1)


class UndoMachine(RuleBasedStateMachine):
    """Each operator has items of their own and a history of snapshots with a place in it."""

    folder: Path
    files = count()

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk(self.folder / f"undo-{next(self.files)}.db")
        source = self.desk.source("Herald")
        tags = [tag("withdrawal", "claimed")]
        self.desk.use()
        ids = [
            self.desk.item(source, f"one{n} two{n} three{n} four{n}", tags=tags)
            for n in range(PER_OPERATOR * len(OPERATORS))
        ]
        self.own = {name: ids[at::2] for at, name in enumerate(OPERATORS)}
        self.history: dict[str, list[Snapshot]] = {
            name: [dict.fromkeys(own, ("new", "", False, None))] for name, own in self.own.items()
        }
        self.place = dict.fromkeys(OPERATORS, 0)
        self.hands = {name: Acts(self.desk.path, name) for name in OPERATORS}

    def _now(self, name: str) -> Snapshot:
        return self.history[name][self.place[name]]

    def _did(self, name: str, after: Snapshot) -> None:
        if after != self._now(name):
            self.history[name][self.place[name] + 1 :] = [after]
            self.place[name] += 1

    @rule(name=whose, which=chosen, state=st.sampled_from(["new", "acked", "dismissed"]))
    def set_state(self, name: str, which: set[int], state: ItemState) -> None:
        ids = [self.own[name][at] for at in sorted(which)]
        self.hands[name].set_state(ids, state)
        done = {each: (state, name if state != "new" else "", *self._now(name)[each][2:]) for each in ids}
        self._did(name, {**self._now(name), **done})

    @rule(name=whose, which=chosen, on=st.booleans())
    def star(self, name: str, which: set[int], on: bool) -> None:
        ids = [self.own[name][at] for at in sorted(which)]
        self.hands[name].star(ids, on)
        self._did(
            name,
            {**self._now(name), **{each: (*self._now(name)[each][:2], on, self._now(name)[each][3]) for each in ids}},
        )

    @rule(name=whose, which=chosen, stance=st.sampled_from(["denied", "claimed", "", None]))
    def tag(self, name: str, which: set[int], stance: str | None) -> None:
        ids = [self.own[name][at] for at in sorted(which)]
        self.hands[name].tag(ids, "withdrawal", stance)
        self._did(name, {**self._now(name), **{each: (*self._now(name)[each][:3], stance) for each in ids}})

    @rule(name=whose)
    def note(self, name: str) -> None:
        self.hands[name].note(self.own[name][0], "a note")

    @rule(name=whose)
    def undo(self, name: str) -> None:
        undone = self.hands[name].undo()
        if isinstance(undone, Touched):  # a note was written since, which stays
            undone = self.hands[name].undo(undone.n)
        assert (undone is None) == (self.place[name] == 0)
        self.place[name] = max(0, self.place[name] - 1)

    @rule(name=whose)
    def redo(self, name: str) -> None:
        redone = self.hands[name].redo()
        last = len(self.history[name]) - 1
        assert (redone is None) == (self.place[name] == last)
        self.place[name] = min(last, self.place[name] + 1)

    @rule(name=whose)
    def reopen(self, name: str) -> None:
        self.hands[name].close()
        self.hands[name] = Acts(self.desk.path, name)

    @invariant()
    def the_file_is_at_each_operators_place_in_their_history(self) -> None:
        rows = self.desk.all(
            "SELECT id, state, item.operator, starred, stance FROM item LEFT JOIN verdict ON item_id = id"
        )
        stored = {each: (state, operator, bool(starred), ruled) for each, state, operator, starred, ruled in rows}
        assert stored == {**self._now("ana"), **self._now("ben")}

    def teardown(self) -> None:
        for hand in self.hands.values():
            hand.close()
        self.desk.close()


def test_undo_returns_exactly_the_states_before(tmp_path_factory: pytest.TempPathFactory) -> None:
    UndoMachine.folder = tmp_path_factory.mktemp("undo")
    run_state_machine_as_test(UndoMachine, settings=settings(max_examples=40, stateful_step_count=30, deadline=None))
