"""Quotes cut anew: another engine's quotes take the place of the former ones, and all that hangs on them follows."""

from collections.abc import Sequence

from classifier.records import Quote
from storage.items.retagging import Stale
from tests.storage.desk import Desk, entry, quote
from tests.storage.test_utterances import OTHER, WORDS, carry, quotes, utterances

NEXT = "b" * 12


def read_again(desk: Desk, cut: dict[int, Sequence[Quote]]) -> int:
    """Every item is read by another engine, which cuts these quotes."""
    desk.use(NEXT)

    def quotes_of(stale: Stale) -> Sequence[Quote]:
        return cut[stale.item_id]

    return desk.retag(NEXT, lambda _: (), desk.stale(NEXT), quotes_of)


def test_other_quotes_take_the_place_of_the_former(desk: Desk) -> None:
    desk.use()
    item_id = carry(desk, "Wire", WORDS, "Petrov")
    read_again(desk, {item_id: [quote(OTHER, "Petrov"), quote("a lie", start=80)]})
    assert [each.text for each in quotes(desk, item_id)] == [OTHER, "a lie"]
    assert [(row.text, row.speaker) for row in utterances(desk)] == [(OTHER, "Petrov")]
    assert desk.one("SELECT count(*) FROM quote") == 2
    assert desk.log("retagged")[-1][2] == f"read again with lexicon {NEXT}: other quotes"


def test_an_utterance_of_which_no_quote_is_left_goes(desk: Desk) -> None:
    desk.use()
    item_id = carry(desk, "Wire", WORDS, "Petrov")
    read_again(desk, {item_id: []})
    assert desk.one("SELECT count(*) FROM utterance") == 0
    assert desk.one("SELECT count(*) FROM utterance_gram") == 0


def test_the_same_quotes_are_not_written_again(desk: Desk) -> None:
    desk.use()
    item_id = carry(desk, "Wire", WORDS, "Petrov")
    before = desk.all("SELECT * FROM quote")
    read_again(desk, {item_id: [quote(WORDS, "Petrov")]})
    assert desk.all("SELECT * FROM quote") == before
    assert desk.log("retagged") == []


def test_an_utterance_stays_the_same_where_only_its_speaker_is_another(desk: Desk) -> None:
    desk.use()
    item_id = carry(desk, "Wire", WORDS, None)
    (before,) = utterances(desk)
    read_again(desk, {item_id: [quote(WORDS, "Petrov")]})
    (after,) = utterances(desk)
    assert (after.id, after.speaker) == (before.id, "Petrov")


def test_a_name_that_another_engine_does_not_read_is_taken_back_from_the_others(desk: Desk) -> None:
    desk.use()
    named = carry(desk, "Wire", WORDS, "Petrov")
    unnamed = carry(desk, "Gazette", WORDS, None)
    read_again(desk, {named: [quote(WORDS)], unnamed: [quote(WORDS)]})
    assert [(row.speaker, row.carriers) for row in utterances(desk)] == [("", 2)]
    assert set(desk.all("SELECT name FROM voice")) == {("wire",), ("gazette",)}


def test_former_revisions_keep_the_quotes_that_they_had(desk: Desk) -> None:
    desk.use()
    source = desk.source("Wire")
    (item_id,) = desk.poll(source, entry("Units leave", guid="1", quotes=[quote(WORDS, "Petrov")])).new
    desk.poll(source, entry("Units stay", guid="1", quotes=[quote(OTHER, "Petrov")]))
    read_again(desk, {item_id: [quote(OTHER, "Kowalski")]})
    assert desk.all("SELECT revision, text, speaker, current FROM quote ORDER BY revision") == [
        (1, WORDS, "Petrov", 0),
        (2, OTHER, "Kowalski", 1),
    ]


def test_nothing_rings(desk: Desk) -> None:
    desk.use()
    item_id = carry(desk, "Wire", WORDS, "Petrov")
    before = desk.all("SELECT id, severity, state FROM item"), desk.all("SELECT * FROM alert")
    read_again(desk, {item_id: [quote(OTHER, "Petrov")]})
    assert (desk.all("SELECT id, severity, state FROM item"), desk.all("SELECT * FROM alert")) == before
