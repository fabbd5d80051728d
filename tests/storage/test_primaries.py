"""Whose word it is: one ministry in nine papers is one voice, officials whom nobody names are as few as they may be."""

import pytest

from storage.voices.primaries import Held, Primary, Voice, voices
from storage.voices.unnamed import counted, shared_name
from tests.storage.desk import Desk, by, entry, quote, tag

DISPATCH = "Two columns of lorries leave the depot at Orlovo"
WRITER = Voice("herald", "uk", True)
MINISTRY = Primary("Ministry", "ru", "Petrov", False)
STAFF = Primary("General staff", "ua", "Bondar", False)


def names(*held: Held, quoted: tuple[Primary, ...] = (), writer: Voice | None = WRITER) -> list[str]:
    return [voice.name for voice in voices(held, quoted, writer)]


def test_an_item_rests_on_whoever_holds_its_labels() -> None:
    claim, denial = Held("withdrawal", "claimed", MINISTRY), Held("withdrawal", "denied", STAFF)
    assert names(claim, denial) == ["Ministry", "General staff"]
    assert names(claim, claim, quoted=(STAFF,)) == ["Ministry"]


def test_else_on_those_whom_it_quotes_and_else_on_its_writer() -> None:
    somebodys = Held("withdrawal", "claimed", None)
    assert names(somebodys, quoted=(MINISTRY, STAFF, MINISTRY)) == ["Ministry", "General staff"]
    assert names(somebodys) == names() == ["herald"]
    assert names(writer=None) == []


def test_a_writer_who_hands_on_what_others_say_is_no_voice_of_its_own() -> None:
    told = Held("withdrawal", "asserted", None)
    assert names(told, Held("withdrawal", "claimed", MINISTRY)) == ["Ministry"]
    assert names(told, quoted=(MINISTRY,)) == ["Ministry"]


def test_a_writer_who_asserts_what_all_others_deny_is_one() -> None:
    told, denied = Held("withdrawal", "asserted", None), Held("withdrawal", "denied", STAFF)
    assert names(told, denied) == ["General staff", "herald"]
    assert names(told, denied, Held("withdrawal", "claimed", MINISTRY)) == ["General staff", "Ministry"]
    assert names(told, Held("escalation", "denied", STAFF)) == ["General staff"]


@pytest.mark.parametrize(
    ("name", "shared"),
    [
        ("Western officials", "Western officials"),
        ("a senior U.S. official", "US officials"),
        ("two US officials", "US officials"),
        ("an official", "officials"),
        ("A European diplomat, who spoke on condition of anonymity", "European diplomats"),
        ("one Pentagon official familiar with the plan", "Pentagon officials"),
        ("several", "several"),
        ("Officials of the Northern Compact", "Northern Compact officials"),
        ("an official in Orlovo", "Orlovo officials"),
        ("people familiar with the plan", "people"),
        ("Nigeria and the U.S.", "Nigeria and US"),
        ("западные чиновники", "западные чиновники"),
    ],
)
def test_those_who_are_not_named_are_told_apart_by_nation_and_office_alone(name: str, shared: str) -> None:
    assert shared_name(name) == shared


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ([], 0),
        ([("herald", "US officials"), ("courier", "US officials")], 1),
        ([("herald", "US officials"), ("herald", "European diplomats")], 1),
        ([("herald", "US officials"), ("courier", "European diplomats")], 2),
        ([("herald", "US officials"), ("herald", "European diplomats"), ("courier", "European diplomats")], 1),
        ([("herald", "A"), ("herald", "B"), ("courier", "B"), ("post", "C"), ("post", "A"), ("post", "B")], 1),
    ],
)
def test_one_outlet_has_one_official_and_one_briefing_feeds_many_outlets(
    said: list[tuple[str, str]], count: int
) -> None:
    assert counted(said) == count


def primaries(desk: Desk, item_id: int = 1) -> int:
    """How many voices the story of an item rests on, as its row has them."""
    return desk.reader().item_rows([item_id])[item_id].primaries


def voices_of(desk: Desk, item_id: int = 1) -> tuple[str, ...]:
    view = desk.reader().story(item_id)
    assert view is not None
    return view.voices


def test_a_ministry_that_nine_papers_quote_is_one_primary(desk: Desk) -> None:
    desk.speaker("Petrov", role="minister", org="Ministry", side="ru")
    for n in range(9):
        claimed = tag("withdrawal", "asserted" if n % 2 else "claimed")
        words = quote(f"the columns are on their way to base {n}", "Petrov")
        desk.poll(desk.source(f"Paper {n}"), entry(f"{DISPATCH} {n}", tags=[claimed], quotes=[words]))
    assert (primaries(desk), voices_of(desk)) == (1, ("Ministry",))
    assert desk.all("SELECT DISTINCT name, side, own FROM voice") == [("Ministry", "ru", 0)]


def test_officials_whom_nobody_names_are_one_a_briefing_and_one_an_outlet(desk: Desk) -> None:
    def told(paper: str, *speakers: str) -> None:
        said = [tag("withdrawal", "doubted", holder=by(speaker, who="anonymous")) for speaker in speakers]
        desk.poll(desk.source(paper), entry(f"{DISPATCH} {paper}", tags=said))

    told("Herald", "Western officials")
    told("Courier", "western officials")
    assert primaries(desk) == 1
    told("Post", "a senior US official", "a European diplomat")
    assert primaries(desk) == 2
    told("Gazette", "two U.S. officials")
    assert primaries(desk) == 2
    told("Tribune", "a Turkish diplomat")
    assert primaries(desk) == 3


def test_an_organisation_that_papers_word_otherwise_is_the_one_that_the_config_lists(desk: Desk) -> None:
    desk.speaker("MoD", "Ministry of Defence", "the defence ministry", side="ru")
    words = quote("the columns are on their way to base", "Petrov", org="Ministry of defence")
    held = tag("withdrawal", "claimed", holder=by("Sidorov", org="The Defence Ministry"))
    desk.poll(desk.source("Herald"), entry(DISPATCH, quotes=[words]))
    desk.poll(desk.source("Courier"), entry(f"{DISPATCH} tonight", tags=[held]))
    assert primaries(desk) == 1
    assert desk.all("SELECT DISTINCT name, side FROM voice") == [("MoD", "ru")]


def test_a_tag_whose_holder_is_but_an_office_is_the_word_of_whoever_another_paper_names(desk: Desk) -> None:
    desk.speaker("Maria Ivanova", role="spokeswoman", org="Ministry", side="ru")
    words, office = "this day will be long remembered by all", "a ministry spokeswoman"
    held = tag("withdrawal", "claimed", holder=by(office, who="office"))
    desk.poll(desk.source("Herald"), entry(DISPATCH, tags=[held], quotes=[quote(words, office, who="office")]))
    assert voices_of(desk) == (office,)
    desk.poll(desk.source("Courier"), entry(f"{DISPATCH} tonight", quotes=[quote(words, "Maria Ivanova")]))
    assert (voices_of(desk), primaries(desk)) == (("Ministry",), 1)


def test_the_writer_of_a_wire_copy_is_the_wire_on_the_wires_side(desk: Desk) -> None:
    desk.source("State Wire", family="statewire", agency="TASS", side="ru")
    for n in range(3):
        told = entry(f"{DISPATCH} {n}", credit="TASS", credit_basis="dateline")
        desk.poll(desk.source(f"Paper {n}", side="uk"), told)
    assert primaries(desk) == 1
    assert desk.all("SELECT DISTINCT name, side, own FROM voice") == [("TASS", "ru", 1)]


def test_a_verdict_against_a_label_takes_its_holder_out_of_the_count_until_it_is_undone(desk: Desk) -> None:
    desk.use()
    held = tag("withdrawal", "claimed", holder=by("Ministry", who="organisation"))
    desk.poll(desk.source("Herald"), entry(DISPATCH, tags=[held]))
    acts = desk.acts()
    acts.tag([1], "withdrawal", "")
    assert voices_of(desk) == ("herald",)
    acts.undo()
    assert voices_of(desk) == ("Ministry",)
    acts.tag([1], "withdrawal", "denied")
    assert voices_of(desk) == ("Ministry",)
