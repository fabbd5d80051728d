"""Whatever papers print and edit, whoever is said to be whom, and what is taken back: quotes, utterances and names agree."""

from collections import defaultdict
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from classifier.records import Quote, SpeakerKind
from storage.acting.acts import Acts
from storage.file.errors import StoreError
from storage.voices import independence
from storage.voices.carriers import KINDS
from storage.voices.speakers import ALWAYS, Listed
from tests.storage.desk import HOUR_MS, Desk, entry, quote

PETROV, OTHER = "Petrov", "Kowalski"
SPEAKERS: tuple[tuple[str | None, SpeakerKind], ...] = (
    (None, ""),
    (PETROV, "person"),
    ("P. Petrov", "person"),
    (OTHER, "person"),
    ("the ministry", "organisation"),
    ("a ministry spokeswoman", "office"),
    ("northern officials", "group"),
)
WORDS = (
    "the units have begun to return to their garrisons",
    "The Units have begun to return to their garrisons",
    "the units have begun to return to the garrisons",
    "nobody has ever asked us about the harvest",
    "a lie",
)
OPERATORS = ("ana", "ben")

said = st.lists(
    st.builds(
        lambda words, speaker, start: quote(words, speaker[0], who=speaker[1], start=start * 100),
        st.sampled_from(WORDS),
        st.sampled_from(SPEAKERS),
        st.integers(0, 2),
    ),
    max_size=3,
)
"""What a paper may quote."""


class VoicesMachine(RuleBasedStateMachine):
    """Two papers on one event or two, and everything that can happen to their quotes."""

    folder: Path
    files = count()

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk(self.folder / f"voices-{next(self.files)}.db")
        self.lexicon = 0
        self.desk.use("lexicon-0")
        self.sources = [self.desk.source(f"Paper {n}") for n in range(2)]
        self.hands = {name: Acts(self.desk.path, name) for name in OPERATORS}
        self.guids = count()
        self.stored: dict[int, tuple[int, str]] = {}

    @rule(source=st.integers(0, 1), title=st.sampled_from(("units leave", "late harvest")), quotes=said)
    def arrive(self, source: int, title: str, quotes: list[Quote]) -> None:
        guid = f"{next(self.guids)}"
        served = entry(f"{title} {guid}", guid=guid, quotes=quotes, lexicon=f"lexicon-{self.lexicon}")
        (item_id,) = self.desk.poll(self.sources[source], served).new
        self.stored[item_id] = source, guid

    @rule(data=st.data(), quotes=said, more=said)
    def edit(self, data: st.DataObject, quotes: list[Quote], more: list[Quote]) -> None:
        if not self.stored:
            return
        source, guid = self.stored[data.draw(st.sampled_from(sorted(self.stored)))]
        self.desk.now_ms += HOUR_MS
        another, digest = f"{next(self.guids)}", f"lexicon-{self.lexicon}"
        stored = self.desk.poll(
            self.sources[source],
            entry(f"units leave {another}", guid=another, quotes=more, lexicon=digest),
            entry(f"units stay {self.desk.now_ms}", guid=guid, quotes=quotes, lexicon=digest),
        )
        self.stored |= dict.fromkeys(stored.new, (source, another))

    @rule(data=st.data())
    def read_again(self, data: st.DataObject) -> None:
        self.lexicon += 1
        digest = f"lexicon-{self.lexicon}"
        self.desk.use(digest)
        stale = self.desk.stale(digest, 2)
        cut = {each.item_id: data.draw(said) for each in stale}
        self.desk.retag(digest, lambda _: (), stale, lambda each: cut[each.item_id])

    @rule(days=st.integers(1, 5))
    def wait(self, days: int) -> None:
        self.desk.now_ms += days * 24 * HOUR_MS

    @rule(names=st.lists(st.sampled_from(("P. Petrov", OTHER, "a ministry spokeswoman")), unique=True))
    def list_aliases(self, names: list[str]) -> None:
        aliases = tuple((name, *ALWAYS) for name in (PETROV, *names))
        self.desk.list_speakers(Listed(PETROV, "person", "minister", "the ministry", "north", aliases, "config"))

    @rule(
        operator=st.sampled_from(OPERATORS), data=st.data(), name=st.sampled_from((PETROV, "P. Petrov", "Pavel", None))
    )
    def identify(self, operator: str, data: st.DataObject, name: str | None) -> None:
        ids = [int(str(speaker_id)) for (speaker_id,) in self.desk.all("SELECT id FROM speaker ORDER BY id")]
        if not ids:
            return
        try:
            self.hands[operator].identify(data.draw(st.sampled_from(ids)), name)
        except StoreError:  # it is known already, or there is nothing to take back
            pass

    @rule(operator=st.sampled_from(OPERATORS), back=st.booleans())
    def undo_or_redo(self, operator: str, back: bool) -> None:
        if back:
            self.hands[operator].undo()
        else:
            self.hands[operator].redo()

    @invariant()
    def every_quote_that_is_long_enough_is_of_one_utterance(self) -> None:
        for text, utterance_id, exists in self.desk.all(
            "SELECT quote.text, utterance_id, utterance.id FROM quote LEFT JOIN utterance ON utterance.id = utterance_id"
            " WHERE current = 1"
        ):
            assert (utterance_id is not None) == (len(str(text).split()) >= 4)
            assert utterance_id == exists

    @invariant()
    def whose_an_utterance_is_its_carriers_say_and_no_two_of_them_name_two(self) -> None:
        carried: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for utterance_id, quote_id, who, kind in self.desk.all(
            "SELECT utterance_id, quote.id, who.id, who.kind FROM quote JOIN speaker AS said ON said.id = speaker_id"
            " JOIN speaker AS who ON who.id = coalesce(said.same_as, said.id) WHERE current = 1 AND utterance_id > 0"
        ):
            rank = KINDS.index(str(kind))
            carried[int(str(utterance_id))].append((rank, int(str(quote_id)), int(str(who))))
        for utterance_id, speaker_id in self.desk.all("SELECT id, speaker_id FROM utterance"):
            carriers = carried[int(str(utterance_id))]
            assert len({who for rank, _, who in carriers if rank < 2}) <= 1
            assert speaker_id == (min(carriers)[2] if carriers else None)

    @invariant()
    def voices_are_what_a_count_anew_gives(self) -> None:
        before = self.desk.all("SELECT * FROM voice ORDER BY 1, 2"), self.desk.all("SELECT id, primaries FROM story")
        self.desk.commit(lambda run: independence.settle(run, list(self.stored)))
        assert before == (
            self.desk.all("SELECT * FROM voice ORDER BY 1, 2"),
            self.desk.all("SELECT id, primaries FROM story"),
        )

    @invariant()
    def a_name_leads_to_its_end_at_once(self) -> None:
        assert (
            self.desk.one("SELECT count(*) FROM speaker AS a JOIN speaker AS b ON b.id = a.same_as WHERE b.same_as > 0")
            == 0
        )

    @invariant()
    def a_name_is_known_by_an_alias_that_there_is(self) -> None:
        assert (
            self.desk.one(
                "SELECT count(*) FROM quote JOIN speaker ON speaker.id = speaker_id WHERE current = 1 AND known_by <> ''"
                " AND NOT EXISTS (SELECT 1 FROM speaker_alias WHERE norm = speaker.norm AND by = known_by)"
            )
            == 0
        )

    def teardown(self) -> None:
        for hand in self.hands.values():
            hand.close()
        self.desk.close()


def test_quotes_utterances_names_and_voices_agree(tmp_path_factory: pytest.TempPathFactory) -> None:
    VoicesMachine.folder = tmp_path_factory.mktemp("voices")
    run_state_machine_as_test(VoicesMachine, settings=settings(max_examples=40, stateful_step_count=25, deadline=None))
