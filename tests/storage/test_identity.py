"""Who is who acts backwards, follows the lists and the operators, and can be taken back."""

from dataclasses import replace

import pytest

from storage.file.errors import StoreError
from storage.voices import identity
from storage.voices.speakers import ALWAYS, Listed
from tests.storage.desk import HOUR_MS, Desk, entry, quote
from tests.storage.test_utterances import OTHER, WORDS, carry, edit, utterances


def listed(name: str, *aliases: str, org: str = "", side: str = "", by: str = "config") -> Listed:
    return Listed(name, "person", "", org, side, tuple((alias, *ALWAYS) for alias in (name, *aliases)), by)


def speaker(desk: Desk, name: str) -> int:
    return int(str(desk.one("SELECT id FROM speaker WHERE name = ?", name)))


def said(desk: Desk) -> set[tuple[str, int]]:
    """(speaker, carriers) of each statement."""
    return {(row.speaker, row.carriers) for row in utterances(desk)}


def voices(desk: Desk) -> set[str]:
    return {str(name) for (name,) in desk.all("SELECT name FROM voice")}


def test_an_alias_acts_backwards_and_is_taken_back_with_it(desk: Desk) -> None:
    carry(desk, "Wire", WORDS, "Petrov")
    assert said(desk) == {("Petrov", 1)}
    desk.list_speakers(listed("Pyotr Petrov", "Petrov", org="Ministry", side="north"))
    (row,) = utterances(desk)
    assert (row.speaker, row.side, row.inferred) == ("Pyotr Petrov", "north", False)
    assert voices(desk) == {"Ministry"}
    assert desk.all("SELECT known_by, speaker FROM quote") == [("config", "Pyotr Petrov")]
    desk.list_speakers()
    assert said(desk) == {("Petrov", 1)}
    assert voices(desk) == {"Petrov"}
    assert desk.all("SELECT known_by, speaker FROM quote") == [("", "Petrov")]


def test_lists_that_say_what_they_said_before_write_nothing(desk: Desk) -> None:
    one, other = listed("Pyotr Petrov", "Petrov", org="Ministry"), listed("Minister", "Petrov", by="offices")
    desk.list_speakers(one, other)
    written = desk.connection.total_changes
    desk.commit(lambda run: identity.configure(run, [one, other]))
    assert desk.connection.total_changes == written
    desk.commit(lambda run: identity.configure(run, [replace(one, org="Staff"), other]))
    desk.commit(lambda run: identity.configure(run, [replace(one, org="Staff"), replace(other, aliases=())]))
    assert desk.one("SELECT org FROM speaker WHERE name = 'Pyotr Petrov'") == "Staff"
    assert desk.all("SELECT norm, by FROM speaker_alias ORDER BY norm") == [
        ("petrov", "config"),
        ("pyotr petrov", "config"),
    ]


def test_what_was_stored_under_an_alias_is_taken_back_too(desk: Desk) -> None:
    desk.list_speakers(listed("Pyotr Petrov", "Petrov"))
    carry(desk, "Wire", WORDS, "Petrov")
    assert said(desk) == {("Pyotr Petrov", 1)}
    desk.list_speakers()
    assert said(desk) == {("Petrov", 1)}


def test_two_names_that_become_one_carry_one_statement_and_part_again(desk: Desk) -> None:
    carry(desk, "Wire", WORDS, "Pyotr Petrov")
    carry(desk, "Gazette", WORDS, "Petrov")
    assert said(desk) == {("Pyotr Petrov", 1), ("Petrov", 1)}
    desk.list_speakers(listed("Pyotr Petrov", "Petrov"))
    assert said(desk) == {("Pyotr Petrov", 2)}
    carry(desk, "Courier", WORDS, "Petrov")
    desk.list_speakers()
    assert said(desk) == {("Pyotr Petrov", 1), ("Petrov", 2)}


def test_an_operator_says_who_a_name_is_and_takes_it_back(desk: Desk) -> None:
    carry(desk, "Wire", WORDS, "Pyotr Petrov")
    carry(desk, "Gazette", WORDS, "Petrov")
    acts = desk.acts()
    done = acts.identify(speaker(desk, "Petrov"), "pyotr petrov")
    assert (done.act, done.text) == ("identified", "Petrov is Pyotr Petrov")
    assert said(desk) == {("Pyotr Petrov", 2)}
    assert desk.all("SELECT known_by FROM quote ORDER BY id") == [("",), ("ana",)]
    acts.identify(speaker(desk, "Petrov"), None)
    assert said(desk) == {("Pyotr Petrov", 1), ("Petrov", 1)}
    assert [detail for _, _, detail in desk.log("identified")] == [
        "Petrov is Pyotr Petrov",
        "Petrov is who the lists say",
    ]


def test_it_can_be_taken_back_where_the_screen_shows_only_who_it_is(desk: Desk) -> None:
    carry(desk, "Gazette", WORDS, "Petrov")
    acts = desk.acts()
    acts.identify(speaker(desk, "Petrov"), "Pyotr Petrov")
    (row,) = utterances(desk)
    assert row.speaker == "Pyotr Petrov"
    acts.identify(speaker(desk, "Pyotr Petrov"), None)
    assert said(desk) == {("Petrov", 1)}


def test_undo_and_redo_move_the_statements_as_they_were(desk: Desk) -> None:
    carry(desk, "Wire", WORDS, "Pyotr Petrov")
    carry(desk, "Gazette", WORDS, "Petrov")
    before = desk.all("SELECT id, utterance_id FROM quote ORDER BY id")
    acts = desk.acts()
    acts.identify(speaker(desk, "Petrov"), "Pyotr Petrov")
    acts.undo()
    assert desk.all("SELECT id, utterance_id FROM quote ORDER BY id") == before
    assert said(desk) == {("Pyotr Petrov", 1), ("Petrov", 1)}
    acts.redo()
    assert said(desk) == {("Pyotr Petrov", 2)}


def test_undo_leaves_what_another_operator_has_said_since(desk: Desk) -> None:
    carry(desk, "Gazette", WORDS, "Petrov")
    ana, ben = desk.acts("ana"), desk.acts("ben")
    ana.identify(speaker(desk, "Petrov"), "Pyotr Petrov")
    ben.identify(speaker(desk, "Petrov"), "Pavel Petrov")
    ana.undo()
    assert said(desk) == {("Pavel Petrov", 1)}
    ben.undo()
    assert said(desk) == {("Pyotr Petrov", 1)}


def test_an_operators_word_counts_over_the_lists_and_stays_when_they_change(desk: Desk) -> None:
    desk.list_speakers(listed("Pyotr Petrov", "Petrov"))
    carry(desk, "Wire", WORDS, "Petrov")
    desk.acts().identify(speaker(desk, "Petrov"), "Pavel Petrov")
    assert said(desk) == {("Pavel Petrov", 1)}
    desk.list_speakers(listed("Pyotr Petrov", "Petrov", side="north"))
    assert said(desk) == {("Pavel Petrov", 1)}
    carry(desk, "Gazette", OTHER, "Petrov")
    assert desk.all("SELECT DISTINCT known_by FROM quote") == [("ana",)]


def test_a_name_of_a_name_leads_to_the_end(desk: Desk) -> None:
    carry(desk, "Wire", WORDS, "Petrov")
    acts = desk.acts()
    acts.identify(speaker(desk, "Petrov"), "P. Petrov")
    acts.identify(speaker(desk, "P. Petrov"), "Pyotr Petrov")
    assert said(desk) == {("Pyotr Petrov", 1)}
    acts.identify(speaker(desk, "P. Petrov"), None)
    assert said(desk) == {("P. Petrov", 1)}


def test_lists_and_operators_that_lead_in_a_circle_lead_to_one(desk: Desk) -> None:
    carry(desk, "Wire", WORDS, "Petrov")
    desk.acts().identify(speaker(desk, "Petrov"), "Pavel")
    desk.list_speakers(Listed("Petrov", "person", "", "", "", (("Pavel", *ALWAYS),), "config"))
    assert len({row.speaker for row in utterances(desk)}) == 1
    assert desk.all("SELECT count(*) FROM speaker WHERE same_as IN (SELECT id FROM speaker WHERE same_as > 0)") == [
        (0,)
    ]


@pytest.mark.parametrize(
    ("name", "told"),
    [("Petrov", "Petrov is Petrov already"), (None, "nobody has said who Petrov is")],
)
def test_what_says_nothing_is_refused(desk: Desk, name: str | None, told: str) -> None:
    carry(desk, "Wire", WORDS, "Petrov")
    with pytest.raises(StoreError, match=told):
        desk.acts().identify(speaker(desk, "Petrov"), name)
    with pytest.raises(StoreError, match="there is no speaker 99"):
        desk.acts().identify(99, "Petrov")


def test_a_holder_of_tags_is_counted_under_who_it_is(desk: Desk) -> None:
    carry(desk, "Wire", WORDS, "Petrov")
    desk.acts().identify(speaker(desk, "Petrov"), "Pyotr Petrov")
    assert voices(desk) == {"Pyotr Petrov"}
    desk.now_ms += HOUR_MS
    edit(desk, "Wire", OTHER, "Petrov")
    assert voices(desk) == {"Pyotr Petrov"}


def test_an_item_is_found_by_whom_an_alias_makes_of_its_speaker(desk: Desk) -> None:
    desk.list_speakers(listed("Pyotr Petrov", "Petrov", side="north"))
    source = desk.source("Wire")
    desk.poll(source, entry("Units leave", quotes=[quote(WORDS, "Petrov")]))
    (found,) = desk.all(
        "SELECT who.name FROM quote JOIN speaker AS said ON said.id = speaker_id JOIN speaker AS who ON who.id = said.same_as"
    )
    assert found == ("Pyotr Petrov",)
