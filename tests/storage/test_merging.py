"""An operator's merges and splits: they win over the machine, lead on, and can be taken back; nothing is counted twice."""

import json
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from classifier.records import Stance
from storage.file.errors import StoreError
from storage.items.disputes import disputed
from tests.storage import ruling
from tests.storage.desk import Desk, entry, quote, tag

ONE = "Ferry runs aground off Torva in thick fog"
OTHER = "Passengers taken ashore at Torva by lifeboats"
THIRD = "Harvest festival opens in Lisova with music"


def story_of(desk: Desk, item_id: int) -> int:
    return int(str(desk.one("SELECT story_id FROM item WHERE id = ?", item_id)))


@pytest.fixture
def pair(desk: Desk) -> tuple[int, int]:
    """Two items of two stories, the older first."""
    source = desk.source("Wire")
    return desk.item(source, ONE), desk.item(source, OTHER)


def test_a_merge_keeps_the_oldest_story_and_the_other_leads_to_it(desk: Desk, pair: tuple[int, int]) -> None:
    first, second = pair
    kept, gone = story_of(desk, first), story_of(desk, second)
    done = desk.acts("ana").merge([second, first])
    assert (done.act, done.item_ids) == ("merged", (second,))
    assert [story_of(desk, each) for each in pair] == [kept, kept]
    assert desk.all("SELECT id, merged_into FROM story ORDER BY id") == [(kept, None), (gone, kept)]
    assert desk.all("SELECT relation, joined_by FROM item ORDER BY id") == [("first", ""), ("same", "ana")]


def test_what_comes_next_joins_the_merged_story(desk: Desk, pair: tuple[int, int]) -> None:
    desk.acts("ana").merge(pair)
    late = desk.item(desk.source("Paper"), f"{OTHER} tonight")
    assert story_of(desk, late) == story_of(desk, pair[0])


def test_a_split_takes_the_copies_along_and_they_stay_folded(desk: Desk, pair: tuple[int, int]) -> None:
    copy = desk.item(desk.source("Paper"), OTHER)
    desk.acts("ana").merge(pair)
    desk.acts("ana").split([pair[1]])
    assert story_of(desk, copy) == story_of(desk, pair[1]) != story_of(desk, pair[0])
    assert desk.one("SELECT copies FROM item WHERE id = ?", pair[1]) == 1


def test_a_copy_split_from_its_original_is_a_copy_no_more(desk: Desk, pair: tuple[int, int]) -> None:
    copy = desk.item(desk.source("Paper"), ONE)
    assert copy not in desk.reader().item_ids()
    desk.acts("ana").split([copy])
    assert copy in desk.reader().item_ids()
    assert desk.all("SELECT relation, origin FROM item WHERE id = ?", copy) == [("first", "paper")]
    assert desk.one("SELECT copies FROM item WHERE id = ?", pair[0]) == 0


def test_one_story_cannot_be_merged_nor_a_whole_one_split_off(desk: Desk, pair: tuple[int, int]) -> None:
    acts = desk.acts("ana")
    with pytest.raises(StoreError, match="one story already"):
        acts.merge([pair[0]])
    with pytest.raises(StoreError, match="the whole story"):
        acts.split([pair[0]])
    assert desk.log("merged") == desk.log("split") == []


def test_both_can_be_undone_and_redone(desk: Desk, pair: tuple[int, int]) -> None:
    acts, before = desk.acts("ana"), [story_of(desk, each) for each in pair]
    acts.merge(pair)
    acts.split([pair[1]])
    new = story_of(desk, pair[1])
    acts.undo()
    assert [story_of(desk, each) for each in pair] == [before[0], before[0]]
    acts.undo()
    assert [story_of(desk, each) for each in pair] == before
    assert desk.all("SELECT joined_by FROM item") == [("",), ("",)]
    assert desk.one("SELECT count(*) FROM story WHERE merged_into IS NOT NULL AND id <> ?", new) == 0
    acts.redo()
    acts.redo()
    assert [story_of(desk, each) for each in pair] == [before[0], new]


def test_what_arrived_since_stays_when_a_merge_is_undone_but_its_copies_go(desk: Desk, pair: tuple[int, int]) -> None:
    acts, gone, paper = desk.acts("ana"), story_of(desk, pair[1]), desk.source("Paper")
    acts.merge(pair)
    late, copy = desk.item(paper, f"{OTHER} tonight"), desk.item(paper, OTHER)
    acts.undo()
    assert story_of(desk, pair[1]) == story_of(desk, copy) == gone
    assert story_of(desk, late) == story_of(desk, pair[0])


def test_an_item_that_another_operator_has_moved_since_stays_there(desk: Desk, pair: tuple[int, int]) -> None:
    ana, ben = desk.acts("ana"), desk.acts("ben")
    ana.merge(pair)
    ben.split([pair[1]])
    taken = story_of(desk, pair[1])
    ana.undo()
    assert story_of(desk, pair[1]) == taken


def test_claims_and_doubts_are_counted_anew(desk: Desk) -> None:
    source = desk.source("Wire")
    claim = desk.item(source, ONE, tags=[tag("withdrawal", "claimed")])
    denial = desk.item(source, OTHER, tags=[tag("withdrawal", "denied")])
    acts = desk.acts("ana")
    acts.merge([claim, denial])
    assert desk.disputed(claim) == "withdrawal:claimed withdrawal:denied"
    acts.undo()
    assert desk.disputed(claim) == desk.disputed(denial) == ""


def test_statements_go_where_their_first_carrier_is(desk: Desk) -> None:
    source = desk.source("Wire")
    said = quote("they leave tonight by rail", "Petrov")
    first = desk.item(source, ONE)
    (second,) = desk.poll(source, entry(OTHER, quotes=[said])).new
    desk.acts("ana").merge([first, second])
    assert desk.one("SELECT story_id FROM utterance") == story_of(desk, first)


def test_an_alert_follows_its_evidence_and_a_merge_rings_for_nothing_twice(desk: Desk) -> None:
    desk.rules = ruling.rules(ruling.rule("leaving", ruling.match("tag:withdrawal"), "info"))
    source = desk.source("Wire")
    first = desk.item(source, ONE)
    second = desk.item(source, OTHER, tags=[tag("withdrawal")])
    desk.acts("ana").merge([first, second])
    assert desk.all("SELECT story_id FROM alert") == [(story_of(desk, first),)]
    desk.item(source, f"{OTHER} tonight", tags=[tag("withdrawal")])
    assert desk.one("SELECT count(*) FROM alert") == 1


TITLES = ("bridge closed tonight", "bridge closed tonight again", "harvest late everywhere", "railway garrison moves")
STANCES: tuple[Stance, ...] = ("claimed", "denied")
operators = st.sampled_from(("ana", "ben"))


class MovingMachine(RuleBasedStateMachine):
    """Arrivals, merges, splits, undos and redos in any order; what the file holds is recounted after each."""

    folder: Path
    files = count()

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk(self.folder / f"moves-{next(self.files)}.db")
        self.sources = [self.desk.source(name, polled=False) for name in ("Wire", "Paper")]
        self.hands = {name: self.desk.acts(name) for name in ("ana", "ben")}
        self.guids = count()
        self.placed: dict[int, int] = {}
        self.told = 0
        """The line of the log up to which `placed` is known."""

    @rule(title=st.sampled_from(TITLES), source=st.integers(0, 1), said=st.lists(st.sampled_from(STANCES), max_size=1))
    def arrive(self, title: str, source: int, said: list[Stance]) -> None:
        tags = [tag("withdrawal", stance) for stance in said]
        (item_id,) = self.desk.poll(self.sources[source], entry(title, guid=str(next(self.guids)), tags=tags)).new
        self.placed[item_id] = story_of(self.desk, item_id)

    @rule(data=st.data(), operator=operators, merges=st.booleans())
    def move(self, data: st.DataObject, operator: str, merges: bool) -> None:
        if not self.placed:
            return
        chosen = data.draw(st.lists(st.sampled_from(sorted(self.placed)), min_size=1, max_size=3, unique=True))
        act = self.hands[operator].merge if merges else self.hands[operator].split
        with suppress(StoreError):
            act(chosen)

    @rule(operator=operators, back=st.booleans())
    def turn(self, operator: str, back: bool) -> None:
        hand = self.hands[operator]
        (hand.undo if back else hand.redo)()

    @invariant()
    def stories_are_what_their_items_say(self) -> None:
        for story_id, *held in self.desk.all(
            "SELECT id, first_item_id, first_seen_ms, last_seen_ms, origins, primaries, disputed FROM story"
            " WHERE merged_into IS NULL"
        ):
            rows = self.desk.all(
                "SELECT id, first_seen_ms, origin, badges FROM item WHERE story_id = ? ORDER BY id", story_id
            )
            voices = self.desk.one(
                "SELECT count(DISTINCT name) FROM voice JOIN item ON item.id = item_id WHERE story_id = ?", story_id
            )
            seen = [int(str(row[1])) for row in rows]
            said = disputed(pair for row in rows for pair in str(row[3]).split())
            assert held == [rows[0][0], min(seen), max(seen), len({row[2] for row in rows}), voices, said]

    @invariant()
    def copies_lie_under_an_original_of_their_story(self) -> None:
        assert not self.desk.all(
            "SELECT copy.id FROM item AS copy JOIN item AS original ON original.id = copy.copy_of"
            " WHERE copy.story_id <> original.story_id OR original.copy_of IS NOT NULL OR copy.relation <> 'copy'"
        )
        assert not self.desk.all(
            "SELECT id FROM item WHERE copies <> (SELECT count(*) FROM item AS copy WHERE copy.copy_of = item.id)"
        )
        begun = self.desk.all("SELECT count(*) FROM item WHERE relation = 'first' GROUP BY story_id")
        assert begun == [(1,)] * len(begun)

    @invariant()
    def a_story_without_items_leads_to_one_that_has_some(self) -> None:
        leads = {row[0]: row[1] for row in self.desk.all("SELECT id, merged_into FROM story")}
        full = {row[0] for row in self.desk.all("SELECT DISTINCT story_id FROM item")}
        assert {story_id for story_id, to in leads.items() if to is None} == full
        for at in leads:
            for _ in leads:
                at = leads[at] or at
            assert at in full

    @invariant()
    def no_item_moves_by_itself(self) -> None:
        named = self.desk.all("SELECT subject_ids, n FROM event WHERE operator <> 'collector' AND n > ?", self.told)
        moved = {item_id for ids, _ in named for item_id in json.loads(str(ids))}
        now = {item_id: story_of(self.desk, item_id) for item_id in self.placed}
        assert {item_id for item_id in now if now[item_id] != self.placed[item_id]} <= moved
        self.placed, self.told = now, max((int(str(n)) for _, n in named), default=self.told)

    def teardown(self) -> None:
        self.desk.close()


def test_after_any_acts_each_item_has_its_story_and_the_counts_hold(tmp_path_factory: pytest.TempPathFactory) -> None:
    MovingMachine.folder = tmp_path_factory.mktemp("moves")
    run_state_machine_as_test(MovingMachine, settings=settings(max_examples=40, stateful_step_count=25, deadline=None))
