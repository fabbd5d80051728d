"""A story by its voices: who claims, who doubts and who denies, each on a side and through the outlets that print it."""

import pytest

from classifier.records import Tag
from storage.file.sqlite import Connection
from storage.rows import ClaimRow, StoryView
from tests.storage.desk import Desk, by, entry, quote, tag

PROMISE = "Fewer operations around the capital promised after talks"
DEPUTY, SECRETARY, SPOKESWOMAN = by("Arkady Belov"), by("John Marsh"), by("Ellen Roy")
OFFICIALS, STAFF = by("Western officials", who="group"), by("General Staff", who="organisation")


def told(desk: Desk, paper: str, more: str, *tags: Tag, side: str = "", credit: str = "") -> int:
    """What a paper prints of the promise."""
    served = entry(f"{PROMISE} {more}", guid=paper, tags=tags, credit=credit, credit_basis="dateline")
    return desk.poll(desk.source(paper, side=side), served).new[0]


def view_of(desk: Desk, item_id: int = 1) -> StoryView:
    view = desk.reader().story(item_id)
    assert view is not None
    return view


def stands(rows: tuple[ClaimRow, ...], stance: str) -> list[tuple[str, str, str]]:
    """(label, primary, side) of those who hold something in a stance."""
    return [(row.label, row.primary, row.side) for row in rows if row.stance == stance]


@pytest.fixture
def promised(desk: Desk) -> Desk:
    """A deputy minister promises, four voices of two other sides do not believe it, and one says what it is not."""
    desk.speaker("Arkady Belov", role="deputy minister", org="Eastern defence ministry", side="east")
    desk.speaker("John Marsh", role="defence secretary", org="Island defence ministry", side="west")
    desk.speaker("Ellen Roy", role="spokeswoman", org="Pentagon", side="west")
    desk.speaker("General Staff", side="south")
    claimed = tag("withdrawal", "claimed", holder=DEPUTY)
    told(desk, "Wire", "", claimed)
    told(desk, "Herald", "one", claimed, tag("withdrawal", "doubted", start=9, end=12, holder=OFFICIALS))
    told(desk, "Courier", "two", tag("withdrawal", "doubted", holder=SECRETARY))
    told(
        desk,
        "Post",
        "three",
        tag("withdrawal", "denied", holder=SPOKESWOMAN),
        tag("withdrawal", "denied", holder=STAFF),
    )
    told(desk, "Gazette", "four", claimed, tag("ceasefire", "denied", start=9, end=12, holder=DEPUTY))
    return desk


def test_claimers_and_doubters_of_one_promise_stand_each_on_their_own_side(promised: Desk) -> None:
    rows = view_of(promised).claims
    assert stands(rows, "claimed") == [("withdrawal", "Eastern defence ministry", "east")]
    assert stands(rows, "doubted") == [
        ("withdrawal", "Western officials", ""),
        ("withdrawal", "Island defence ministry", "west"),
    ]
    assert stands(rows, "denied") == [
        ("ceasefire", "Eastern defence ministry", "east"),
        ("withdrawal", "Pentagon", "west"),
        ("withdrawal", "General Staff", "south"),
    ]
    assert [row.side for row in rows] == ["east", "east", "", "west", "west", "south"]
    assert (view_of(promised).item.primaries, view_of(promised).item.origins) == (5, 5)


def test_what_a_promise_does_not_amount_to_is_denied_by_whoever_made_it(promised: Desk) -> None:
    (denial,) = (row for row in view_of(promised).claims if row.label == "ceasefire")
    assert (denial.stance, denial.primary, denial.side, denial.speakers) == (
        "denied", "Eastern defence ministry", "east", ("Arkady Belov",)
    )  # fmt: skip


def test_a_claim_names_who_said_it_through_which_outlets_and_where_it_came_first(promised: Desk) -> None:
    first, *_ = view_of(promised, 3).claims
    assert (first.speakers, first.outlets, first.item_id, first.own) == (
        ("Arkady Belov",), ("Wire", "Herald", "Gazette"), 1, False
    )  # fmt: skip
    assert first.said_ms == view_of(promised).item.first_seen_ms


def test_a_writers_own_report_is_its_own_on_its_side_and_an_agencys_on_the_agencys(desk: Desk) -> None:
    desk.source("State Wire", family="TASS", side="east")
    told(desk, "Herald", "one", tag("withdrawal"), side="west")
    told(desk, "Courier", "two", tag("withdrawal"), side="west", credit="TASS")
    told(desk, "Post", "three", tag("withdrawal", "historical"), side="west", credit="AFP")
    assert [(row.primary, row.side, row.own, row.stance) for row in view_of(desk).claims] == [
        ("herald", "west", True, "asserted"),
        ("TASS", "east", True, "asserted"),
        ("AFP", "", True, "historical"),
    ]


def test_what_somebody_says_whom_the_item_does_not_name_is_not_laid_to_its_writer(desk: Desk) -> None:
    told(desk, "Herald", "one", tag("withdrawal", "claimed"), side="west")
    (row,) = view_of(desk).claims
    assert (row.primary, row.side, row.own, row.speakers, row.outlets) == ("", "", False, (), ("Herald",))


def test_a_shorter_print_of_a_text_says_no_more_than_a_longer_one_that_names_whose_word_it_is(desk: Desk) -> None:
    served = entry(PROMISE, guid="1", tags=[tag("withdrawal", "claimed", holder=by("Ministry", who="organisation"))])
    desk.poll(desk.source("Herald"), served)
    desk.poll(desk.source("Courier"), entry(PROMISE, guid="2", tags=[tag("withdrawal", "claimed")]))
    desk.poll(desk.source("Post"), entry(PROMISE, guid="3"))
    view = view_of(desk)
    assert [(row.primary, row.outlets) for row in view.claims] == [("Ministry", ("Herald", "Courier"))]
    assert (view.item.primaries, view.item.origins) == (1, 1)
    told(desk, "Gazette", "too", tag("withdrawal", "claimed"))
    assert [row.primary for row in view_of(desk).claims] == ["Ministry", ""]
    assert view_of(desk).item.primaries == 2


@pytest.mark.parametrize("stance", ["asserted", "claimed", "denied", "doubted"])
def test_an_operators_own_tag_is_signed_and_not_laid_to_whom_the_item_does_not_name(desk: Desk, stance: str) -> None:
    desk.use()
    item_id = told(desk, "Herald", "one", side="west")
    told(desk, "Courier", "two", tag("withdrawal", "claimed"))
    desk.acts("root").tag([item_id], "withdrawal", stance)
    row, other = view_of(desk).claims
    assert (row.stance, row.operator, row.primary, row.side, row.own) == (stance, "root", "", "", False)
    assert (row.outlets, other.operator, other.outlets) == (("Herald",), "", ("Courier",))


def test_what_an_operator_says_of_one_print_is_laid_to_nobody_of_another(desk: Desk) -> None:
    desk.use()
    named = tag("withdrawal", "denied", holder=STAFF)
    desk.poll(desk.source("Herald"), entry(PROMISE, guid="1", tags=[named]))
    desk.poll(desk.source("Courier"), entry(PROMISE, guid="2"))
    desk.acts("root").tag([2], "withdrawal", "denied")
    assert [(row.primary, row.operator) for row in view_of(desk).claims] == [("General Staff", ""), ("", "root")]


def test_an_operators_verdict_moves_a_holder_to_the_other_column(promised: Desk) -> None:
    promised.use(labels=["withdrawal", "ceasefire"])
    promised.acts().tag([3], "withdrawal", "denied")
    rows = view_of(promised).claims
    assert ("withdrawal", "Island defence ministry", "west") in stands(rows, "denied")
    assert ("withdrawal", "Island defence ministry", "west") not in stands(rows, "doubted")
    promised.acts().tag([3], "withdrawal", "")
    assert "Island defence ministry" not in {row.primary for row in view_of(promised).claims}


def test_a_speaker_without_a_side_stands_on_the_side_of_the_organisation(desk: Desk) -> None:
    desk.speaker("General Staff", side="south")
    told(desk, "Herald", "one", tag("withdrawal", "denied", holder=by("Olena Bondar", org="general staff")))
    (row,) = view_of(desk).claims
    assert (row.primary, row.side, row.speakers) == ("General Staff", "south", ("Olena Bondar",))


def test_an_organisation_that_is_not_listed_stands_where_those_stand_who_speak_for_it(desk: Desk) -> None:
    desk.speaker("Ellen Roy", role="spokeswoman", org="Pentagon", side="west")
    told(desk, "Herald", "one", tag("withdrawal", "denied", holder=SPOKESWOMAN))
    told(desk, "Courier", "two", tag("withdrawal", "denied", holder=by("Jane Doe", org="Pentagon")))
    (row,) = view_of(desk).claims
    assert (row.primary, row.side, row.speakers) == ("Pentagon", "west", ("Ellen Roy", "Jane Doe"))


def test_two_carriers_of_one_statement_are_one_claimer_though_one_names_but_an_office(desk: Desk) -> None:
    desk.speaker("Maria Ivanova", role="spokeswoman", org="Ministry", side="east")
    words = "this day will be long remembered by all"
    office = by("a ministry spokeswoman", who="office")
    for paper, speaker in (("Herald", office), ("Courier", by("Maria Ivanova"))):
        held = tag("withdrawal", "claimed", holder=speaker)
        said = quote(words, speaker.speaker, who=speaker.kind)
        desk.poll(desk.source(paper), entry(f"{PROMISE} {paper}", tags=[held], quotes=[said]))
    (row,) = view_of(desk).claims
    assert (row.primary, row.outlets) == ("Ministry", ("Herald", "Courier"))
    named, role_only = view_of(desk, 2).quotes[0], view_of(desk, 1).quotes[0]
    assert (named.speaker, named.inferred, role_only.speaker, role_only.inferred) == (
        "Maria Ivanova", False, "Maria Ivanova", True
    )  # fmt: skip
    assert (role_only.surface, role_only.side) == ("a ministry spokeswoman", "east")


def test_related_stories_are_shown_from_both_ends_and_lead_to_where_a_merged_one_went(desk: Desk) -> None:
    source = desk.source("Herald")
    first, second, third = (desk.item(source, title) for title in ("Bridge closed", "Rain is near", "Harvest is late"))
    add = "INSERT INTO story_relation(story_id, earlier_id, because, at_ms) VALUES (?, ?, ?, 0)"
    desk.commit(lambda run: run.execute(add, (2, 1, "another town")))
    assert [(row.story_id, row.item_id, row.title, row.because) for row in view_of(desk, first).related] == [
        (2, second, "Rain is near", "another town")
    ]
    assert [row.story_id for row in view_of(desk, second).related] == [1]

    def merge(run: Connection) -> None:
        run.execute("UPDATE story SET merged_into = 3 WHERE id = 2")
        run.execute("UPDATE item SET story_id = 3 WHERE story_id = 2")

    desk.commit(merge)
    assert [(row.story_id, row.item_id) for row in view_of(desk, first).related] == [(3, third)]
    assert [row.story_id for row in view_of(desk, third).related] == [1]
