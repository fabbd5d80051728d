"""Who wrote what is printed: agencies, families, first publishers; what nobody knows is no origin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.file.sqlite import Connection
from storage.voices import independence
from storage.voices.origins import Origin, Print, compact, origins_of
from tests.storage.desk import Desk, entry

DISPATCH = "Two columns of lorries leave the depot at Orlovo"


def outlet(name: str, credit: str = "", basis: str = "", *, agency: bool = False, aggregator: bool = False) -> Print:
    return Print(name, agency, aggregator, credit, basis)


@pytest.mark.parametrize(
    ("prints", "origins"),
    [
        ([outlet("herald")], ["herald own"]),
        ([outlet("herald", "Reuters", "dateline")], ["Reuters dateline"]),
        ([outlet("herald", "Reuters", "cited")], ["herald cited"]),
        ([outlet("herald", "Reuters", "relayed")], ["Reuters relayed"]),
        ([outlet("Reuters", "Reuters", "dateline", agency=True)], ["Reuters own"]),
        ([outlet("aggregate", aggregator=True)], [" unknown"]),
        ([outlet("aggregate", "Reuters", "cited", aggregator=True)], [" unknown"]),
        ([outlet("aggregate", "herald", "source", aggregator=True)], ["herald source"]),
        # One text, printed more than once.
        ([outlet("herald"), outlet("courier")], ["herald own", "herald copy"]),
        ([outlet("herald"), outlet("courier", "AFP", "byline")], ["AFP copy", "AFP byline"]),
        ([outlet("herald"), outlet("TASS", agency=True)], ["TASS copy", "TASS own"]),
        ([outlet("TASS", agency=True), outlet("herald", "AFP", "dateline")], ["TASS own", "TASS copy"]),
        ([outlet("herald", "AFP", "source"), outlet("courier", "dpa", "byline")], ["AFP source", "AFP copy"]),
        ([outlet("aggregate", aggregator=True), outlet("herald")], ["herald copy", "herald own"]),
        ([outlet("herald"), outlet("aggregate", "courier", "source", aggregator=True)], ["herald own", "herald copy"]),
    ],
)
def test_a_text_has_one_writer_however_many_print_it(prints: list[Print], origins: list[str]) -> None:
    assert [f"{origin.name} {origin.basis}" for origin in origins_of(prints)] == origins


PRINTS = st.builds(
    Print,
    st.sampled_from(["herald", "courier", "AFP"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "AFP", "dpa", "herald"]),
    st.sampled_from(["dateline", "byline", "source", "relayed", "cited"]),
)


@given(st.lists(PRINTS, min_size=1, max_size=6))
def test_all_prints_of_a_text_agree_and_know_a_writer_if_one_of_them_does(prints: list[Print]) -> None:
    found = origins_of(prints)
    assert len({origin.name for origin in found}) == 1
    alone = [origins_of([each])[0].name for each in prints]
    assert (found[0].name in alone) and bool(found[0].name) == any(alone)
    assert all((origin.basis == "unknown") == (origin.name == "") for origin in found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Guardian", "theguardian.com"),
        ("BBC News", "bbc.co.uk"),
        ("REUTERS", "reuters"),
        ("Al Jazeera", "aljazeera.com"),
        ("Lenta.ru", "lenta"),
        ("Українська правда", "українська  Правда"),
    ],
)
def test_a_newsrooms_name_family_and_address_are_one(one: str, other: str) -> None:
    assert compact(one) == compact(other)


def test_a_newsroom_that_is_called_news_keeps_a_name() -> None:
    assert compact("News") == "news"
    assert compact("The") == "the"


def origins(desk: Desk, item_id: int = 1) -> tuple[object, ...]:
    """(known, unknown) origins of an item's story, as its row has them."""
    row = desk.reader().item_rows([item_id])[item_id]
    return row.origins, row.origins_unknown


def printed(
    desk: Desk,
    paper: str,
    title: str = DISPATCH,
    *,
    credit: str = "",
    basis: str = "dateline",
    family: str = "",
    kind: str = "press",
    agency: str = "",
) -> int:
    """What a paper prints under a headline."""
    source = desk.source(paper, family=family, kind=kind, agency=agency)
    return desk.poll(source, entry(title, guid=paper, credit=credit, credit_basis=basis)).new[0]


def test_nine_papers_that_print_one_agencys_text_are_one_origin(desk: Desk) -> None:
    for n in range(9):
        printed(desk, f"Paper {n}", f"{DISPATCH} {'tonight' if n % 2 else ''}", credit="AFP")
    assert origins(desk) == (1, 0)
    view = desk.reader().story(9)
    assert view is not None
    (row,) = view.origins
    assert (row.name, row.basis, len(row.outlets)) == ("AFP", "dateline", 9)


def test_two_newsrooms_of_one_family_are_one_origin(desk: Desk) -> None:
    printed(desk, "Herald", family="post")
    printed(desk, "Courier", f"{DISPATCH} tonight", family="post")
    assert origins(desk) == (1, 0)


def test_an_agencys_own_feed_and_a_paper_that_credits_it_are_one_origin_by_name_family_or_agency(desk: Desk) -> None:
    printed(desk, "World", f"{DISPATCH} tonight", family="associated press", agency="AP")
    printed(desk, "Herald", f"{DISPATCH} at last", credit="AP")
    printed(desk, "Reuters World", f"{DISPATCH} again", family="reuters.com")
    printed(desk, "Courier", f"{DISPATCH} today", credit="Reuters")
    assert origins(desk) == (2, 0)
    assert desk.all("SELECT origin, origin_basis FROM item ORDER BY id") == [
        ("AP", "own"),
        ("AP", "dateline"),
        ("reuters.com", "own"),
        ("reuters.com", "dateline"),
    ]


def test_what_was_printed_without_credit_is_an_agencys_once_a_copy_says_so(desk: Desk) -> None:
    first, second = printed(desk, "Herald"), printed(desk, "Courier")
    assert desk.all("SELECT origin, origin_basis FROM item ORDER BY id") == [("herald", "own"), ("herald", "copy")]
    third = printed(desk, "Post", credit="dpa", basis="byline")
    view = desk.reader().story(first)
    assert view is not None
    assert [(row.name, row.basis, row.outlets) for row in view.origins] == [
        ("dpa", "copy", ("Herald", "Courier", "Post")),
    ]
    assert {desk.one("SELECT origin FROM item WHERE id = ?", each) for each in (first, second, third)} == {"dpa"}
    assert desk.all("SELECT DISTINCT name, own FROM voice") == [("dpa", 1)]


def test_a_copy_that_is_no_copy_any_more_is_its_papers_own(desk: Desk) -> None:
    printed(desk, "Herald")
    copy = printed(desk, "Courier")

    def set_apart(run: Connection) -> None:
        run.execute("UPDATE item SET copy_of = NULL WHERE id = ?", (copy,))
        independence.settle(run, [copy])

    desk.commit(set_apart)
    assert desk.all("SELECT origin, origin_basis FROM item WHERE id = ?", copy) == [("courier", "own")]
    assert origins(desk) == (2, 0)


def test_an_agency_that_is_cited_is_no_origin_and_one_that_is_relayed_is(desk: Desk) -> None:
    cited = printed(desk, "Herald", credit="Interfax", basis="cited")
    relayed = printed(desk, "Courier", f"{DISPATCH} tonight", credit="Interfax", basis="relayed")
    views = [desk.reader().story(each) for each in (cited, relayed)]
    assert [(view.credit, view.origin, view.origin_basis) for view in views if view] == [
        ("Interfax", "herald", "cited"),
        ("Interfax", "Interfax", "relayed"),
    ]
    assert origins(desk) == (2, 0)


def test_what_an_aggregator_brings_without_credit_is_nobodys_and_counts_apart(desk: Desk) -> None:
    first = printed(desk, "Pile", kind="aggregator")
    assert origins(desk, first) == (0, 1)
    printed(desk, "Heap", kind="aggregator")
    printed(desk, "Heap again", f"{DISPATCH} tonight", kind="aggregator")
    assert origins(desk, first) == (0, 2)
    printed(desk, "Herald", f"{DISPATCH} at last")
    assert origins(desk, first) == (1, 2)
    view = desk.reader().story(first)
    assert view is not None
    assert [(row.name, row.basis, row.outlets) for row in view.origins] == [
        ("", "unknown", ("Pile", "Heap")),
        ("", "unknown", ("Heap again",)),
        ("herald", "own", ("Herald",)),
    ]
    assert (view.origin, view.origin_basis, view.voices) == ("", "unknown", ())


def test_an_aggregator_that_names_a_newsroom_which_is_polled_too_adds_none(desk: Desk) -> None:
    printed(desk, "The Daily Herald", family="dailyherald.com")
    printed(desk, "Pile", f"{DISPATCH} tonight", credit="Daily Herald", basis="source", kind="aggregator")
    assert origins(desk) == (1, 0)


def test_an_edit_that_names_the_agency_gives_the_text_to_it(desk: Desk) -> None:
    source = desk.source("Herald")
    desk.poll(source, entry(DISPATCH, guid="1"))
    desk.poll(source, entry(f"{DISPATCH} now", guid="1", credit="AFP", credit_basis="dateline"))
    assert desk.all("SELECT credit, origin, origin_basis FROM item") == [("AFP", "AFP", "dateline")]
    assert desk.all("SELECT name FROM voice") == [("AFP",)]


def test_an_origin_of_nothing_is_nothing() -> None:
    assert origins_of([outlet("", aggregator=True)]) == [Origin("", "unknown")]
