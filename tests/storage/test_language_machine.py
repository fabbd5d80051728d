"""Whatever polls, edits, lexicons and operators do, in any order: tags, badges, verdicts and stories say the same."""

from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from classifier.records import STANCES, Tag
from storage.acting.acts import Acts
from storage.items.disputes import disputed
from storage.items.retagging import Stale
from storage.log.events import link_hash
from tests.storage.desk import Desk, entry, tag

LABELS = ("withdrawal", "escalation")
OPERATORS = ("ana", "ben")
TITLES = ("units leave rail head", "units leave rail yard", "harvest late this year")

said = st.lists(
    st.builds(
        tag, st.sampled_from(LABELS), st.sampled_from(STANCES), start=st.integers(0, 3), score=st.integers(1, 99)
    ),
    max_size=3,
)
"""What a classifier may say of a text."""


class LanguageMachine(RuleBasedStateMachine):
    """One story or two, copies among them, and all that can happen to their tags."""

    folder: Path
    files = count()

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk(self.folder / f"language-{next(self.files)}.db")
        self.digest = "lexicon-0"
        self.desk.use(self.digest, LABELS)
        self.sources = [self.desk.source(f"Paper {n}") for n in range(2)]
        self.hands = {name: Acts(self.desk.path, name) for name in OPERATORS}
        self.guids = count()
        self.stored: dict[int, tuple[int, str]] = {}
        self.heard: dict[int, list[Tag]] = {}
        """What the classifier said last of each item's newest text."""
        self.read: list[Stale] = []
        self.read_with = self.digest

    @rule(source=st.integers(0, 1), title=st.sampled_from(TITLES), tags=said)
    def arrive(self, source: int, title: str, tags: list[Tag]) -> None:
        guid = f"{next(self.guids)}"
        served = entry(title, guid=guid, tags=tags, lexicon=self.digest)
        (item_id,) = self.desk.poll(self.sources[source], served).new
        self.stored[item_id] = source, guid
        self.heard[item_id] = tags

    @rule(data=st.data(), tags=said, old=st.booleans())
    def edit(self, data: st.DataObject, tags: list[Tag], old: bool) -> None:
        if not self.stored:
            return
        item_id = data.draw(st.sampled_from(sorted(self.stored)))
        source, guid = self.stored[item_id]
        self.desk.now_ms += 3_600_000
        digest = "lexicon-of-yesterday" if old else self.digest
        served = entry(f"units leave rail head {self.desk.now_ms}", guid=guid, tags=tags, lexicon=digest)
        if self.desk.poll(self.sources[source], served).revised:
            self.heard[item_id] = tags

    @rule(n=st.integers(0, 2))
    def another_lexicon(self, n: int) -> None:
        self.digest = f"lexicon-{n}"
        self.desk.use(self.digest, LABELS)

    @rule(limit=st.integers(1, 3))
    def read_again(self, limit: int) -> None:
        self.read, self.read_with = self.desk.stale(self.digest, limit), self.digest

    @rule(data=st.data())
    def retag(self, data: st.DataObject) -> None:
        says = {stale.item_id: data.draw(said) for stale in self.read}
        newest = self.desk.all("SELECT id, revision FROM item")
        self.desk.retag(self.read_with, lambda stale: says[stale.item_id], self.read)
        if self.read_with == self.digest:
            self.heard.update({s.item_id: says[s.item_id] for s in self.read if (s.item_id, s.revision) in newest})
        self.read = []

    @rule(
        name=st.sampled_from(OPERATORS),
        data=st.data(),
        label=st.sampled_from(LABELS),
        stance=st.sampled_from([*STANCES, "", None]),
    )
    def rule_on(self, name: str, data: st.DataObject, label: str, stance: str | None) -> None:
        if self.stored:
            items = data.draw(st.sets(st.sampled_from(sorted(self.stored)), min_size=1))
            self.hands[name].tag(sorted(items), label, stance)

    @rule(name=st.sampled_from(OPERATORS), back=st.booleans())
    def undo_or_redo(self, name: str, back: bool) -> None:
        if back:
            self.hands[name].undo()
        else:
            self.hands[name].redo()

    @invariant()
    def tags_are_the_verdicts_over_what_the_classifier_says(self) -> None:
        ruled: dict[int, dict[str, tuple[str, str, str]]] = {item_id: {} for item_id in self.heard}
        for item_id, label, stance, operator, overruled in self.desk.all(
            "SELECT item_id, label, stance, operator, overruled FROM verdict"
        ):
            ruled[int(str(item_id))][str(label)] = str(stance), str(operator), str(overruled)
        for item_id, heard in self.heard.items():
            verdicts = ruled[item_id]
            speaking = [(each.label, str(each.stance), "") for each in heard if each.label not in verdicts]
            speaking += [(label, stance, by) for label, (stance, by, _) in verdicts.items() if stance]
            assert sorted(self.desk.tags(item_id)) == sorted(speaking)
            for label, (_, _, overruled) in verdicts.items():
                assert set(overruled.split()) == {each.stance for each in heard if each.label == label}

    @invariant()
    def badges_are_the_distinct_tags_that_speak(self) -> None:
        for item_id in self.heard:
            badges = self.desk.badges(item_id).split()
            assert len(badges) == len(set(badges))
            assert set(badges) == {f"{label}:{stance}" for label, stance, _ in self.desk.tags(item_id)}

    @invariant()
    def a_story_is_disputed_as_the_badges_of_its_items_are(self) -> None:
        for story_id, shown in self.desk.all("SELECT id, disputed FROM story"):
            badges = self.desk.all("SELECT badges FROM item WHERE story_id = ?", story_id)
            assert shown == disputed(pair for (each,) in badges for pair in str(each).split())

    @invariant()
    def the_log_is_one_chain(self) -> None:
        previous = b""
        for n, *fields, hashed in self.desk.all(
            "SELECT n, at_ms, operator, act, subject, subject_ids, detail, before, undoes, hash FROM event ORDER BY n"
        ):
            line = [each if each is None or isinstance(each, int) else str(each) for each in fields]
            previous = link_hash(previous, int(str(n)), line)
            assert hashed == previous

    @invariant()
    def progress_adds_up(self) -> None:
        ((total, done),) = self.desk.all("SELECT retag_total, retag_done FROM lexicon_state")
        assert 0 <= int(str(done)) <= int(str(total)) <= len(self.stored)

    def teardown(self) -> None:
        self.desk.retag_all(self.digest, lambda stale: self.heard[stale.item_id], 2)
        assert (
            self.desk.all("SELECT id FROM item WHERE lexicon <> ?", self.digest) == []
        )  # a whole run leaves none behind
        self.tags_are_the_verdicts_over_what_the_classifier_says()
        for hand in self.hands.values():
            hand.close()
        self.desk.close()


def test_tags_badges_verdicts_and_stories_say_the_same(tmp_path_factory: pytest.TempPathFactory) -> None:
    LanguageMachine.folder = tmp_path_factory.mktemp("language")
    run_state_machine_as_test(
        LanguageMachine, settings=settings(max_examples=40, stateful_step_count=25, deadline=None)
    )
