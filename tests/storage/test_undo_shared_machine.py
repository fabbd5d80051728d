"""Acts, undo and redo of three operators on the same items in any order, against a model of layers.

A row is a pile: an act lays a layer on it, its undo takes that layer away. Nobody's layer is ever taken away, or covered, by
another's undo or redo.
"""

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from storage.acting.acts import Acts, ItemState, Touched
from storage.log.chain import verify
from tests.storage.desk import Desk

OPERATORS = ("ana", "ben", "carol")
ITEMS = 2
Aspect = str
"""`state` or `star`."""
Value = tuple[str, str] | bool


@dataclass
class Layer:
    """What an act left of a row."""

    act: int
    operator: str
    value: Value


@dataclass
class Deed:
    """An act, and of each row that it changed whether that is done, and since which step."""

    operator: str
    aspect: Aspect
    value: Value
    was: dict[int, Value]
    done: dict[int, int]
    undone: dict[int, int] = field(default_factory=dict)


whose = st.sampled_from(OPERATORS)
chosen = st.sets(st.integers(0, ITEMS - 1), min_size=1)


class SharedMachine(RuleBasedStateMachine):
    """Three hands on one desk."""

    folder: Path
    files = count()

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk(self.folder / f"shared-{next(self.files)}.db")
        source = self.desk.source("Herald")
        self.items = [self.desk.item(source, f"one{n} two{n} three{n} four{n}") for n in range(ITEMS)]
        self.hands = {name: self._hand(name) for name in OPERATORS}
        self.steps = count(1)
        self.deeds: dict[int, Deed] = {}
        self.piles: dict[tuple[Aspect, int], list[Layer]] = {
            (aspect, item): [] for aspect in ("state", "star") for item in self.items
        }
        self.laid: dict[tuple[Aspect, int], list[tuple[int, str, int]]] = {key: [] for key in self.piles}
        self.stacks: dict[str, tuple[list[int], list[int]]] = {name: ([], []) for name in OPERATORS}

    def _hand(self, name: str) -> Acts:
        acts = Acts(self.desk.path, name)
        acts._committing._connection.execute("PRAGMA synchronous = OFF")  # no power cut is looked at here
        return acts

    def _value(self, aspect: Aspect, item: int) -> Value:
        pile = self.piles[aspect, item]
        return pile[-1].value if pile else ("new", "") if aspect == "state" else False

    def _did(self, name: str, aspect: Aspect, which: set[int], value: Value) -> None:
        step = next(self.steps)
        items = [self.items[at] for at in which]
        stands = {item: self._value(aspect, item) for item in items}
        first = [value[0], False] if isinstance(value, tuple) else [value]
        changed = {i: was for i, was in stands.items() if (was[0] if isinstance(was, tuple) else was) != first[0]}
        if not changed:
            return
        for item in changed:
            self.piles[aspect, item].append(Layer(step, name, value))
            self.laid[aspect, item].append((step, name, step))
        self.deeds[step] = Deed(name, aspect, value, changed, dict.fromkeys(changed, step))
        self.stacks[name][0].append(step)
        self.stacks[name][1].clear()

    @rule(name=whose, which=chosen, state=st.sampled_from(["new", "acked", "dismissed"]))
    def set_state(self, name: str, which: set[int], state: ItemState) -> None:
        self.hands[name].set_state([self.items[at] for at in which], state)
        self._did(name, "state", which, (state, name if state != "new" else ""))

    @rule(name=whose, which=chosen, on=st.booleans())
    def star(self, name: str, which: set[int], on: bool) -> None:
        self.hands[name].star([self.items[at] for at in which], on)
        self._did(name, "star", which, on)

    @rule(name=whose)
    def undo(self, name: str) -> None:
        self._turn(name, back=True)

    @rule(name=whose)
    def redo(self, name: str) -> None:
        self._turn(name, back=False)

    @rule(name=whose)
    def reopen(self, name: str) -> None:
        self.hands[name].close()
        self.hands[name] = self._hand(name)

    def _touched(self, deed: Deed, item: int, since: int) -> bool:
        """Do acts of others stand that came after `since`, or have others gone back behind it?"""
        odd: set[int] = set()
        for step, name, act in self.laid[deed.aspect, item]:
            if step > since and name != deed.operator:
                odd ^= {act}
        return bool(odd)

    def _turn(self, name: str, *, back: bool) -> None:
        act = self.hands[name].undo if back else self.hands[name].redo
        done, undone = self.stacks[name]
        waiting, others = (done, undone) if back else (undone, done)
        answer = act()
        if not waiting:
            assert answer is None
            return
        step = next(self.steps)
        n = waiting.pop()
        others.append(n)
        deed = self.deeds[n]
        rows = deed.done if back else deed.undone
        touched = {item for item, since in rows.items() if self._touched(deed, item, since)}
        assert isinstance(answer, Touched) == bool(touched)
        if isinstance(answer, Touched):
            assert "nothing of yours" in answer.text or len(touched) < len(rows)
            before = self._stored()
            assert act(confirmed=answer.n + 1) == answer
            assert self._stored() == before
            answer = act(confirmed=answer.n)
        assert answer is not None
        assert not isinstance(answer, Touched)
        moved = {
            item
            for item in rows.keys() - touched
            if self._value(deed.aspect, item) == (deed.value if back else deed.was[item])
        }
        assert set(answer.item_ids) == moved
        for item in moved:
            self._move(deed, n, step, item, back=back)

    def _move(self, deed: Deed, n: int, step: int, item: int, *, back: bool) -> None:
        pile = self.piles[deed.aspect, item]
        self.laid[deed.aspect, item].append((step, deed.operator, n))
        if not back:
            del deed.undone[item]
            deed.done[item] = step
            pile.append(Layer(n, deed.operator, deed.value))
            return
        del deed.done[item]
        deed.undone[item] = step
        at = max(at for at, layer in enumerate(pile) if layer.act == n)
        assert {layer.operator for layer in pile[at:]} == {deed.operator}, "somebody else's act was overridden"
        del pile[at:]

    def _stored(self) -> dict[int, tuple[Value, Value]]:
        rows = self.desk.all("SELECT id, state, operator, starred FROM item")
        return {int(str(i)): ((str(state), str(who)), bool(starred)) for i, state, who, starred in rows}

    @invariant()
    def every_row_is_as_its_topmost_layer_says(self) -> None:
        assert self._stored() == {i: (self._value("state", i), self._value("star", i)) for i in self.items}

    def teardown(self) -> None:
        assert verify(self.desk.connection).wrong == ""
        for hand in self.hands.values():
            hand.close()
        self.desk.close()


def test_nobodys_later_act_is_ever_overridden(tmp_path_factory: pytest.TempPathFactory) -> None:
    SharedMachine.folder = tmp_path_factory.mktemp("shared")
    run_state_machine_as_test(SharedMachine, settings=settings(max_examples=60, stateful_step_count=60, deadline=None))
