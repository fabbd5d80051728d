"""What evidence weighs: each text once, and by those whose word the tags are that a rule asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts import weighing
from alerts.rules import Altered, Condition, Contradict, Counts, Match, Rule, Silence
from classifier.records import Stance, Tag
from storage.alerting import weights
from storage.alerting.weights import Weight, Whose
from storage.query import parse
from tests.storage.desk import Desk, by, entry, quote, tag

CLAIMS = (("withdrawal",), ("claimed", "asserted"))
OFFICE, GUARD = Whose("Harbour Office", "va", False, False), Whose("River Guard", "va", False, False)


def weight(item_id: int, *voices: Whose, text_id: int = 0, at_ms: int = 0, origin: str = "") -> Weight:
    return Weight(item_id, text_id or item_id, at_ms, f"family {item_id}", origin, voices)


def hidden(name: str) -> Whose:
    """Somebody whom no paper names."""
    return Whose(name, "va", True, False)


def test_every_text_counts_once_with_who_printed_it_first() -> None:
    held = [weight(n, OFFICE, text_id=1, at_ms=n, origin="wire") for n in (1, 2, 3)]
    assert weighing.counts(held) == Counts(items=1, families=1, origins=1, primaries=1, sides=1)


def test_a_later_print_may_name_whom_the_first_did_not_but_is_as_old_as_the_first() -> None:
    held = [weight(1, at_ms=10, origin="wire"), weight(2, OFFICE, text_id=1, at_ms=90, origin="wire")]
    assert weighing.counts(held).primaries == 1
    assert weighing.counts(held, since_ms=50) == Counts()


def test_nobody_known_is_no_origin() -> None:
    assert weighing.counts([weight(1), weight(2), weight(3, origin="wire")]).origins == 1


def test_officials_whom_nobody_names_count_as_few_as_they_may_be() -> None:
    held = [weight(1, hidden("US officials"), origin="a"), weight(2, hidden("US officials"), origin="b")]
    held += [weight(3, hidden("diplomats"), origin="a"), weight(4, hidden("diplomats"), OFFICE, origin="c")]
    assert weighing.counts(held).primaries == 3
    assert list(weighing.primaries(held)) == ["US officials", "diplomats", "Harbour Office"]


def test_who_says_it_and_on_which_sides_come_with_the_item_that_has_them_first() -> None:
    held = [weight(4, OFFICE), weight(5, GUARD, OFFICE)]
    assert weighing.primaries(held) == {"Harbour Office": 4, "River Guard": 5}
    assert weighing.sides(held) == {"va": 4}


_WHO = st.sampled_from([OFFICE, GUARD, hidden("US officials"), hidden("diplomats"), Whose("Wire", "", False, True)])
_WEIGHTS = st.lists(
    st.builds(
        lambda item_id, text_id, at_ms, origin, voices: Weight(item_id, text_id, at_ms, "f", origin, tuple(voices)),
        st.integers(1, 30), st.integers(1, 5), st.integers(0, 9), st.sampled_from(["", "a", "b"]), st.lists(_WHO, max_size=3),
    ),
    max_size=12,
)  # fmt: skip


@given(_WEIGHTS, st.integers(0, 9))
def test_a_window_never_counts_more_than_all_time(held: list[Weight], since_ms: int) -> None:
    assert weighing.counts(held).reach(weighing.counts(held, since_ms)._replace(primaries=0))


@given(_WEIGHTS)
def test_whoever_is_told_of_is_counted(held: list[Weight]) -> None:
    assert len(weighing.sides(held)) == weighing.counts(held).sides
    named = {voice.name for each in held for voice in each.voices if not voice.unnamed}
    assert named <= set(weighing.primaries(held))


@pytest.mark.parametrize(
    ("when", "asked"),
    [
        (Match(parse("tag:withdrawal stance:claimed")), (("withdrawal",), ("claimed",))),
        (Match(parse("tag:withdrawal,escalation")), (("withdrawal", "escalation"), ())),
        (Match(parse("tag:withdrawal stance:claimed OR tag:escalation")), (("withdrawal", "escalation"), ())),
        (Match(parse("tag:withdrawal -stance:historical")), (("withdrawal",), ())),
        (Match(parse("bridge")), ((), ())),
        (Contradict(parse("tag:a stance:claimed"), parse("tag:a stance:denied"), 1), (("a",), ("claimed", "denied"))),
        (Altered(frozenset()), ((), ())),
        (Silence(1), ((), ())),
    ],
)
def test_a_rule_asks_for_the_tags_of_its_query(when: Condition, asked: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    assert weighing.asked(Rule("r", 1, when)) == asked


@pytest.mark.parametrize(
    ("query", "needs"),
    [
        ("tag:withdrawal stance:claimed bridge", ("withdrawal",)),
        ("tag:withdrawal,escalation", ("withdrawal", "escalation")),
        ("tag:withdrawal OR bridge", ()),
        ("(tag:withdrawal OR bridge) rail", ()),
        ("(tag:withdrawal OR bridge) tag:escalation", ("escalation",)),
        ("-tag:withdrawal", ()),
        ("bridge", ()),
    ],
)
def test_a_query_knows_the_labels_without_which_it_finds_nothing(query: str, needs: tuple[str, ...]) -> None:
    assert parse(query).needs == needs


def weigh(
    desk: Desk, *tags: Tag, asked: tuple[tuple[str, ...], tuple[str, ...]] = CLAIMS, kind: str = "press"
) -> list[Whose]:
    """Whose word an item of a paper on the side `ke` is."""
    desk.speaker("Harbour Office", side="va")
    served = entry("Units leave", tags=tags, quotes=[quote("we said nothing of it", "Coast Council")])
    (item_id,) = desk.poll(desk.source("Paper", kind=kind, side="ke"), served).new
    (found,) = weights.of(desk.connection, {item_id: desk.now_ms}, *asked)
    return list(found.voices)


def held(stance: Stance, name: str | None = "Harbour Office") -> Tag:
    return tag("withdrawal", stance, holder=by(name))


PAPER = Whose("paper", "ke", False, True)


def test_it_is_the_word_of_who_holds_the_tag_and_not_of_everybody_in_the_article(desk: Desk) -> None:
    assert weigh(desk, held("claimed"), held("denied", "Hill League")) == [OFFICE]


def test_own_reporting_is_the_writer_s_word(desk: Desk) -> None:
    assert weigh(desk, held("asserted", None)) == [PAPER]


def test_where_somebody_is_named_the_writer_hands_their_word_on(desk: Desk) -> None:
    assert weigh(desk, held("asserted", None), held("claimed")) == [OFFICE]


def test_a_claim_by_nobody_is_nobody_s(desk: Desk) -> None:
    assert weigh(desk, held("claimed", None)) == []


def test_what_an_aggregator_says_itself_is_nobody_s(desk: Desk) -> None:
    assert weigh(desk, held("asserted", None), kind="aggregator") == []


def test_a_tag_that_the_rule_does_not_ask_for_counts_for_nobody(desk: Desk) -> None:
    assert weigh(desk, held("denied")) == []


def test_where_no_tag_is_asked_for_it_is_whose_word_the_item_rests_on(desk: Desk) -> None:
    assert weigh(desk, held("denied"), asked=((), ())) == [OFFICE]


def test_where_one_print_names_whose_word_it_is_a_shorter_one_adds_no_voice(desk: Desk) -> None:
    desk.speaker("Harbour Office", side="va")
    ids = [
        desk.poll(desk.source(name), entry("Units leave", tags=[tags])).new[0]
        for name, tags in (
            ("Wire", held("claimed")),
            ("Paper", held("claimed", None)),
            ("Herald", held("asserted", None)),
        )
    ]
    found = weights.of(desk.connection, dict.fromkeys(ids, 0), *CLAIMS)
    assert [each.voices for each in found] == [(OFFICE,), (OFFICE,), ()]
    assert weighing.counts(found) == Counts(items=1, families=1, origins=1, primaries=1, sides=1)
