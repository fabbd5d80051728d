"""One statement with several carriers; two people who say the same are never one."""

from storage.rows import UtteranceRow
from tests.storage.desk import Desk, entry, quote

WORDS = "the units have begun to return to their garrisons"
REWORDED = "The units have begun to return to the garrisons"


def utterances(desk: Desk) -> list[UtteranceRow]:
    reader = desk.reader()
    ids = reader.utterance_ids()
    rows = reader.utterance_rows(ids)
    return [rows[each] for each in ids]


def carry(desk: Desk, name: str, words: str, speaker: str | None) -> int:
    """A paper of that name prints the words under the one headline of these tests."""
    (item_id,) = desk.poll(
        desk.source(name), entry(f"Units leave the garrison, {name}", summary=words, quotes=[quote(words, speaker)])
    ).new
    return item_id


def test_the_same_words_in_two_papers_are_one_utterance(desk: Desk) -> None:
    carry(desk, "Wire", WORDS, "Petrov")
    newest = carry(desk, "Gazette", WORDS.upper(), "Petrov")
    (row,) = utterances(desk)
    assert (row.speaker, row.carriers, row.outlets, row.item_id, row.inferred) == ("Petrov", 2, 2, newest, False)


def test_two_wordings_of_one_story_are_one_utterance(desk: Desk) -> None:
    carry(desk, "Wire", WORDS, "Petrov")
    carry(desk, "Gazette", REWORDED, "Petrov")
    assert [row.carriers for row in utterances(desk)] == [2]


def test_two_named_speakers_never_share_an_utterance(desk: Desk) -> None:
    carry(desk, "Wire", WORDS, "Petrov")
    carry(desk, "Gazette", WORDS, "Kowalski")
    assert sorted(row.speaker for row in utterances(desk)) == ["Kowalski", "Petrov"]


def test_a_carrier_that_names_nobody_takes_the_name_and_says_that_it_is_inferred(desk: Desk) -> None:
    carry(desk, "Wire", WORDS, "Petrov")
    carry(desk, "Gazette", WORDS, None)
    (row,) = utterances(desk)
    assert (row.speaker, row.inferred, row.carriers) == ("Petrov", True, 2)


def test_a_name_that_comes_later_names_the_utterance(desk: Desk) -> None:
    carry(desk, "Wire", WORDS, None)
    carry(desk, "Gazette", WORDS, "Petrov")
    assert [(row.speaker, row.inferred) for row in utterances(desk)] == [("Petrov", False)]


def test_words_that_two_people_said_name_nobody_else(desk: Desk) -> None:
    carry(desk, "Wire", WORDS, "Petrov")
    carry(desk, "Gazette", WORDS, "Kowalski")
    carry(desk, "Courier", WORDS, None)
    assert sorted((row.speaker, row.carriers) for row in utterances(desk)) == [
        ("", 1),
        ("Kowalski", 1),
        ("Petrov", 1),
    ]


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
    quotes = [quote("a total lie"), quote(WORDS, kind="indirect")]
    (item_id,) = desk.poll(source, entry("Units leave", quotes=quotes)).new
    assert utterances(desk) == []
    view = desk.reader().story(item_id)
    assert view is not None
    assert [(each.text, each.carriers) for each in view.quotes] == [("a total lie", 1), (WORDS, 1)]


def test_words_edited_out_of_their_only_carrier_are_listed_no_more(desk: Desk) -> None:
    source = desk.source("Wire")
    desk.poll(source, entry("Units leave", guid="1", quotes=[quote(WORDS, "Petrov")]))
    desk.poll(source, entry("Units stay", guid="1"))
    assert list(desk.reader().utterance_ids()) == []


def test_the_statement_carried_last_comes_first(desk: Desk) -> None:
    carry(desk, "Wire", WORDS, "Petrov")
    carry(desk, "Gazette", "nobody has ever asked us about the harvest", "Kowalski")
    carry(desk, "Courier", WORDS, "Petrov")
    assert [row.speaker for row in utterances(desk)] == ["Petrov", "Kowalski"]
