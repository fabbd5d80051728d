"""One statement with several carriers; two people who say the same are never one."""

import pytest

from classifier.records import SpeakerKind
from storage.rows import QuoteRow, UtteranceRow
from storage.voices import carriers, recognition
from tests.storage.desk import HOUR_MS, Desk, entry, quote

WORDS = "the units have begun to return to their garrisons"
REWORDED = "The units have begun to return to the garrisons"
OTHER = "nobody has ever asked us about the harvest"


def utterances(desk: Desk) -> list[UtteranceRow]:
    reader = desk.reader()
    ids = reader.utterance_ids()
    rows = reader.utterance_rows(ids)
    return [rows[each] for each in ids]


def quotes(desk: Desk, item_id: int) -> tuple[QuoteRow, ...]:
    view = desk.reader().story(item_id)
    assert view is not None
    return view.quotes


def carry(
    desk: Desk,
    name: str,
    words: str,
    speaker: str | None,
    *,
    surface: str | None = None,
    who: SpeakerKind | None = None,
    role: str = "",
) -> int:
    """A paper of that name prints the words under the one headline of these tests."""
    said = quote(words, speaker, surface=surface, who=who, role=role)
    (item_id,) = desk.poll(
        desk.source(name), entry(f"Units leave the garrison, {name}", summary=words, quotes=[said])
    ).new
    return item_id


def edit(desk: Desk, name: str, words: str, speaker: str | None) -> None:
    """The same paper prints other words, or another name, an hour later."""
    desk.now_ms += HOUR_MS
    (source_id,) = [row.id for row in desk.reader().sources(desk.now_ms) if row.name == name]
    title = f"Units leave the garrison, {name}"
    desk.poll(source_id, entry(f"{title}: edited", guid=title, summary=words, quotes=[quote(words, speaker)]))


def test_a_statement_that_begins_in_a_poll_is_known_again_in_the_rest_of_it(desk: Desk) -> None:
    source = desk.source("Wire")
    desk.poll(source, entry("one two", guid="1"))
    reworded = entry("five six", quotes=[quote(f"{WORDS} now", "Petrov")])
    desk.poll(source, entry("three four", quotes=[quote(WORDS, "Petrov")]), entry("one two three", guid="1"), reworded)
    assert [(row.text, row.carriers) for row in utterances(desk)] == [(WORDS, 2)]


def test_the_same_words_in_two_papers_are_one_utterance(desk: Desk) -> None:
    carry(desk, "Wire", WORDS, "Petrov")
    newest = carry(desk, "Gazette", WORDS.upper(), "Petrov")
    (row,) = utterances(desk)
    assert (row.speaker, row.carriers, row.outlets, row.item_id, row.inferred) == ("Petrov", 2, 2, newest, False)


def test_two_wordings_of_one_story_are_one_utterance(desk: Desk) -> None:
    carry(desk, "Wire", WORDS, "Petrov")
    carry(desk, "Gazette", REWORDED, "Petrov")
    assert [row.carriers for row in utterances(desk)] == [2]


@pytest.mark.parametrize(("common", "carriers"), [(recognition.COMMON, [2]), (0, [1, 1])])
def test_neighbouring_words_that_too_many_statements_hold_lead_to_none(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, common: int, carriers: list[int]
) -> None:
    monkeypatch.setattr(recognition, "COMMON", common)
    carry(desk, "Wire", WORDS, None)
    carry(desk, "Gazette", REWORDED, None)
    assert [row.carriers for row in utterances(desk)] == carriers


def test_two_papers_that_name_and_that_do_not_name_her_carry_one_utterance(desk: Desk) -> None:
    """One of them names the spokeswoman, the other has but her office, and another capital letter."""
    named = "this month will be remembered as the month in which the western rumours ran dry"
    unnamed = "This month will be remembered as the month in which the Western rumours ran dry"
    office = "a Karelian foreign ministry spokeswoman"
    carry(desk, "Wire", named, "Irina Belova", surface="Irina Belova")
    item_id = carry(desk, "Gazette", unnamed, office, who="office", role="foreign ministry spokeswoman")
    (row,) = utterances(desk)
    assert (row.speaker, row.who, row.carriers, row.outlets, row.inferred) == ("Irina Belova", "person", 2, 2, True)
    (told,) = quotes(desk, item_id)
    assert (told.speaker, told.inferred, told.surface, told.role) == (
        "Irina Belova",
        True,
        office,
        "foreign ministry spokeswoman",
    )
    assert desk.all("SELECT surface FROM quote ORDER BY id") == [("Irina Belova",), (office,)]

    edit(desk, "Wire", OTHER, "Irina Belova")
    (told,) = quotes(desk, item_id)
    assert (told.speaker, told.inferred, told.carriers) == (office, False, 1)
    assert {(row.speaker, row.carriers) for row in utterances(desk)} == {("Irina Belova", 1), (office, 1)}


def test_a_name_is_taken_back_from_the_voices_too(desk: Desk) -> None:
    carry(desk, "Wire", WORDS, "Petrov")
    item_id = carry(desk, "Gazette", WORDS, None)
    assert desk.all("SELECT name FROM voice WHERE item_id = ?", item_id) == [("Petrov",)]
    edit(desk, "Wire", OTHER, "Petrov")
    assert desk.all("SELECT name FROM voice WHERE item_id = ?", item_id) == [("gazette",)]


def test_two_named_speakers_never_share_an_utterance(desk: Desk) -> None:
    carry(desk, "Wire", WORDS, "Petrov")
    carry(desk, "Gazette", WORDS, "Kowalski")
    assert sorted(row.speaker for row in utterances(desk)) == ["Kowalski", "Petrov"]


def test_several_people_are_not_the_one_who_is_named(desk: Desk) -> None:
    carry(desk, "Wire", WORDS, "Petrov")
    carry(desk, "Gazette", WORDS, "northern officials", who="group")
    assert [row.carriers for row in utterances(desk)] == [1, 1]


def test_an_office_of_the_other_side_is_somebody_else(desk: Desk) -> None:
    desk.speaker("Petrov", side="north")
    desk.speaker("the southern staff", side="south")
    carry(desk, "Wire", WORDS, "Petrov")
    carry(desk, "Gazette", WORDS, None, surface="the southern staff")
    assert [row.carriers for row in utterances(desk)] == [1, 1]


def test_a_carrier_that_names_nobody_takes_the_name_and_says_that_it_is_inferred(desk: Desk) -> None:
    carry(desk, "Wire", WORDS, "Petrov")
    carry(desk, "Gazette", WORDS, None)
    (row,) = utterances(desk)
    assert (row.speaker, row.inferred, row.carriers) == ("Petrov", True, 2)


def test_a_name_that_comes_later_names_the_utterance(desk: Desk) -> None:
    first = carry(desk, "Wire", WORDS, None)
    carry(desk, "Gazette", WORDS, "Petrov")
    assert [(row.speaker, row.inferred) for row in utterances(desk)] == [("Petrov", False)]
    assert desk.all("SELECT name FROM voice WHERE item_id = ?", first) == [("Petrov",)]


def test_words_that_two_people_said_name_nobody_else(desk: Desk) -> None:
    carry(desk, "Wire", WORDS, "Petrov")
    carry(desk, "Gazette", WORDS, "Kowalski")
    carry(desk, "Courier", WORDS, None)
    assert sorted((row.speaker, row.carriers) for row in utterances(desk)) == [
        ("", 1),
        ("Kowalski", 1),
        ("Petrov", 1),
    ]


def test_a_name_that_is_set_right_names_the_other_carriers_anew(desk: Desk) -> None:
    carry(desk, "Wire", WORDS, "Petrov")
    carry(desk, "Gazette", WORDS, None)
    edit(desk, "Wire", WORDS, "Kowalski")
    assert [(row.speaker, row.carriers) for row in utterances(desk)] == [("Kowalski", 2)]


def test_a_poll_that_takes_a_name_back_and_brings_another_never_mixes_the_two(desk: Desk) -> None:
    source = desk.source("Wire")
    desk.poll(source, entry("Units leave", guid="1", quotes=[quote(WORDS, "Petrov")]))
    desk.now_ms += HOUR_MS
    desk.poll(
        source,
        entry("Units leave at last", guid="2", quotes=[quote(WORDS, "Petrov")]),
        entry("Units stay", guid="1", quotes=[quote(OTHER, "Petrov")]),
        entry("Units leave now", guid="3", quotes=[quote(WORDS, "Kowalski")]),
    )
    said = {(row.text, row.speaker, row.carriers) for row in utterances(desk)}
    assert said == {(WORDS, "Petrov", 1), (OTHER, "Petrov", 1), (WORDS, "Kowalski", 1)}


def test_a_statement_is_known_again_for_seven_days(desk: Desk) -> None:
    carry(desk, "Wire", WORDS, "Petrov")
    desk.now_ms += 6 * 24 * HOUR_MS
    carry(desk, "Gazette", WORDS, "Petrov")
    desk.now_ms += 8 * 24 * HOUR_MS
    carry(desk, "Courier", WORDS, "Petrov")
    assert [row.carriers for row in utterances(desk)] == [1, 2]


def test_nothing_is_joined_through_a_chain_of_ever_looser_variants(desk: Desk) -> None:
    chain = ["one two three four five six seven eight"]
    for n in range(4):
        words = chain[-1].split()
        words[n * 2] = f"else{n}"
        chain.append(" ".join(words))
    for n, words_of in enumerate(chain):
        carry(desk, f"Paper {n}", words_of, "Petrov")
    first = next(row for row in utterances(desk) if row.text == chain[0])
    assert first.carriers < len(chain)
    judged = [text for (text,) in desk.all("SELECT text FROM quote WHERE utterance_id = ?", first.id)]
    assert all(len(set(str(text).split()) & set(chain[0].split())) >= 7 for text in judged)


def test_words_that_one_item_prints_twice_are_one_utterance(desk: Desk) -> None:
    said = [quote(WORDS, "Petrov"), quote(WORDS.upper(), None, start=60), quote(REWORDED, "Petrov", start=120)]
    desk.poll(desk.source("Wire"), entry("Units leave", quotes=said))
    assert [(row.speaker, row.carriers) for row in utterances(desk)] == [("Petrov", 1)]


def test_aliases_of_the_config_are_one_speaker_in_any_case(desk: Desk) -> None:
    desk.speaker("Іван Петренко", "Петренко", "I. Petrenko", org="Ministry", side="ua")
    carry(desk, "Wire", WORDS, "ПЕТРЕНКО")
    carry(desk, "Gazette", WORDS, "i.  petrenko")
    assert [(row.speaker, row.side, row.carriers) for row in utterances(desk)] == [("Іван Петренко", "ua", 2)]


def test_a_surface_of_the_config_names_who_was_not_resolved(desk: Desk) -> None:
    desk.speaker("Ministry", "the ministry", side="ru")
    source = desk.source("Wire")
    desk.poll(source, entry("Units leave", quotes=[quote(WORDS, None, surface="The Ministry")]))
    assert [row.speaker for row in utterances(desk)] == ["Ministry"]


def test_short_fragments_and_indirect_speech_are_quotes_but_no_utterances(desk: Desk) -> None:
    source = desk.source("Wire")
    said = [quote("a total lie"), quote(WORDS, kind="indirect")]
    (item_id,) = desk.poll(source, entry("Units leave", quotes=said)).new
    assert utterances(desk) == []
    assert [(each.text, each.carriers) for each in quotes(desk, item_id)] == [("a total lie", 1), (WORDS, 1)]


def test_words_edited_out_of_their_only_carrier_are_listed_no_more(desk: Desk) -> None:
    source = desk.source("Wire")
    desk.poll(source, entry("Units leave", guid="1", quotes=[quote(WORDS, "Petrov")]))
    desk.poll(source, entry("Units stay", guid="1"))
    assert list(desk.reader().utterance_ids()) == []


def test_the_statement_carried_last_comes_first(desk: Desk) -> None:
    carry(desk, "Wire", WORDS, "Petrov")
    carry(desk, "Gazette", OTHER, "Kowalski")
    carry(desk, "Courier", WORDS, "Petrov")
    assert [row.speaker for row in utterances(desk)] == ["Petrov", "Kowalski"]


@pytest.mark.parametrize(("days", "left"), [(7, True), (9, False)])
def test_what_a_statement_is_looked_up_by_goes_a_day_after_its_seven_days(desk: Desk, days: int, left: bool) -> None:
    carry(desk, "Wire", WORDS, "Petrov")
    carriers.forget_grams(desk.connection, desk.now_ms + days * 24 * HOUR_MS)
    assert bool(desk.one("SELECT count(*) FROM utterance_gram")) == left
    assert len(utterances(desk)) == 1
