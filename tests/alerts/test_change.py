"""Change rules: what an alert rests on is taken back, or says something else, and the alert rings for that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.kinds import withdrawal
from alerts.rules import Altered, Change, Match, Rule, Rules
from classifier.records import Quote, Tag
from storage.query import parse
from storage.rows import AlertView
from tests.alerts.plans import scans
from tests.storage.desk import Desk, entry, quote, tag

LEAVING = Rule("leaving", 3, Match(parse("tag:withdrawal stance:claimed")))
EVERY: frozenset[Change] = frozenset({"withdrawn", "headline", "quote_removed", "tag_removed"})
CLAIMED = tag("withdrawal", "claimed")
WORDS = "the last of them were gone by noon"


@pytest.fixture
def wire(desk: Desk) -> int:
    """A source whose claim has rung, and has been acknowledged."""
    desk.rules = Rules((LEAVING, Rule("changed", 2, Altered(EVERY))), cooldown_ms=0)
    source = desk.source("Wire")
    serve(desk, source)
    desk.acts("ana").set_alert_state([1], "acked")
    return source


def serve(
    desk: Desk,
    source: int,
    title: str = "Units leave the garrison",
    *,
    text: str = "",
    tags: tuple[Tag, ...] = (CLAIMED,),
    quotes: tuple[Quote, ...] = (quote(WORDS),),
    guid: str = "1",
    summary: str = WORDS,
) -> None:
    desk.poll(source, entry(title, guid=guid, summary=summary, text=text, tags=tags, quotes=quotes, published_ms=None))


def resolve(desk: Desk) -> None:
    """An operator resolves the alert now, by the desk's clock."""
    desk.commit(
        lambda run: run.execute("UPDATE alert SET state = 'resolved', state_ms = ?, wake_ms = 0", (desk.now_ms,))
    )


def view(desk: Desk) -> AlertView:
    (alert,) = desk.reader().alerts()
    found = desk.reader().alert(alert.id)
    assert found is not None
    return found


def told(desk: Desk) -> list[str]:
    """The reasons of its notices."""
    return [notice.reason for notice in view(desk).notices]


def facts(desk: Desk) -> set[tuple[str, str]]:
    return {(fact.kind, fact.value) for fact in view(desk).facts if fact.kind in ("correction", "withdrawn")}


@pytest.mark.parametrize(
    "title",
    [
        "Units leave the garrison",
        "UNITS leave  the garrison!",
        "Units leave the garrison - live",
        "UPDATE 2-Units leave the garrison",
    ],
)
def test_typography_case_and_a_word_that_it_is_news_ring_for_nobody(desk: Desk, wire: int, title: str) -> None:
    serve(desk, wire, title, summary=f"“{WORDS.capitalize()}”,  it says")
    assert told(desk) == ["first"]
    assert facts(desk) == set()
    assert view(desk).alert.state == "acked"


def test_another_headline_rings_though_it_was_acknowledged(desk: Desk, wire: int) -> None:
    serve(desk, wire, "Units stay in the garrison")
    assert told(desk) == ["first", "correction"]
    assert facts(desk) == {("correction", "1:2")}
    assert (view(desk).alert.state, view(desk).evidence[0].flag) == ("new", "edited")


def test_a_quote_that_is_gone_rings(desk: Desk, wire: int) -> None:
    serve(desk, wire, summary="they were gone, it says", quotes=())
    assert facts(desk) == {("correction", "1:2")}


def test_a_tag_that_the_alert_s_rule_asked_for_and_that_is_gone_rings(desk: Desk, wire: int) -> None:
    serve(desk, wire, text="more", tags=(tag("withdrawal", "denied"),))
    assert facts(desk) == {("correction", "1:2")}


def test_a_tag_that_no_rule_asked_for_does_not(desk: Desk, wire: int) -> None:
    serve(desk, wire, text="more", tags=(CLAIMED, tag("escalation")))
    serve(desk, wire, text="more of it")
    assert facts(desk) == set()


def test_each_edit_is_told_once(desk: Desk, wire: int) -> None:
    for title in ("Units stay", "Units stay", "Units go"):
        serve(desk, wire, title)
    assert facts(desk) == {("correction", "1:2"), ("correction", "1:3")}
    assert told(desk) == ["first", "correction", "correction"]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("WITHDRAWN: Units leave the garrison", ""),
        ("Units leave the garrison", "This story has been withdrawn, for its source could not be found again."),
    ],
)
def test_what_is_withdrawn_rings_and_counts_no_more(desk: Desk, wire: int, title: str, text: str) -> None:
    serve(desk, wire, title, text=text)
    assert facts(desk) == {("withdrawn", "1")}
    assert told(desk) == ["first", "correction"]
    assert view(desk).evidence[0].flag == "withdrawn"


def test_a_new_item_of_the_same_source_takes_back_the_one_whose_headline_it_names(desk: Desk, wire: int) -> None:
    serve(desk, wire, "KILL: Units leave the garrison", guid="2")
    assert facts(desk) == {("withdrawn", "1")}
    assert view(desk).alert.evidence == 1


def test_so_does_a_note_in_other_words(desk: Desk, wire: int) -> None:
    said = 'Our report headlined "Units leave the garrison", sent at 09:15, is withdrawn.'
    serve(desk, wire, "Note to editors", text=said, tags=(), quotes=(), guid="2")
    assert facts(desk) == {("withdrawn", "1")}


def test_another_source_can_take_nothing_back(desk: Desk, wire: int) -> None:
    desk.poll(desk.source("Paper"), entry("KILL: Units leave the garrison", guid="9", published_ms=None))
    assert facts(desk) == set()


def test_a_correction_that_names_it_is_one(desk: Desk, wire: int) -> None:
    serve(desk, wire, "CORRECTED: Units leave the garrison", guid="2", text="It was the lower garrison.")
    assert facts(desk) == {("correction", "2:1")}


@pytest.mark.parametrize(
    ("when", "rings"),
    [
        (Altered(frozenset({"withdrawn"})), False),
        (Altered(frozenset({"headline"})), True),
        (Altered(EVERY, parse("source:wire")), True),
        (Altered(EVERY, parse("kind:state")), False),
    ],
)
def test_a_rule_says_what_of_and_of_whom(desk: Desk, wire: int, when: Altered, rings: bool) -> None:
    desk.rules = Rules((LEAVING, Rule("changed", 2, when)))
    serve(desk, wire, "Units stay in the garrison")
    assert bool(facts(desk)) is rings


def test_without_such_a_rule_an_edit_is_an_edit(desk: Desk, wire: int) -> None:
    desk.rules = Rules((LEAVING,))
    serve(desk, wire, "WITHDRAWN: Units leave the garrison")
    assert facts(desk) == set()


def test_what_is_over_is_told_of_no_mere_edit(desk: Desk, wire: int) -> None:
    resolve(desk)
    serve(desk, wire, "Units stay in the garrison")
    assert facts(desk) == set()


@pytest.mark.parametrize(("hours", "state", "reasons"), [(1, "new", ["first", "reopened"]), (3, "resolved", ["first"])])
@pytest.mark.parametrize("guid", ["1", "2"])
def test_what_was_resolved_lately_opens_again_when_its_evidence_is_withdrawn(
    desk: Desk, wire: int, hours: int, state: str, reasons: list[str], guid: str
) -> None:
    resolve(desk)
    desk.wait(hours * 3_600_000)
    serve(desk, wire, "WITHDRAWN: Units leave the garrison", guid=guid)
    assert (view(desk).alert.state, told(desk)) == (state, reasons)


def test_a_feed_whose_texts_all_change_at_once_corrects_nothing(desk: Desk, wire: int) -> None:
    others = [entry(f"Ferry {n} is late", guid=f"f{n}") for n in range(9)]
    desk.poll(wire, *others, total=10)
    changed = [entry(f"Ferry {n} is late - The Wire", guid=f"f{n}") for n in range(9)]
    desk.poll(wire, entry("Units leave the garrison - The Wire", guid="1", tags=[CLAIMED]), *changed, total=10)
    assert facts(desk) == set()


def test_what_has_changed_is_found_by_index(desk: Desk, wire: int) -> None:
    asked: list[str] = []
    desk.connection.set_trace_callback(asked.append)
    serve(desk, wire, "Units stay in the garrison")
    serve(desk, wire, "KILL: Units stay in the garrison", guid="2")
    desk.connection.set_trace_callback(None)
    assert scans(desk, asked, ("alert", "alert_evidence", "item", "tag", "revision", "quote")) == []


@pytest.mark.parametrize(
    "title",
    [
        "WITHDRAWN: Ferry is late", "KILL - Ferry is late", "(RETRACTED) Ferry is late", "Ferry is late [withdrawn]",
        "Mandatory Kill: Ferry", "ANNULATION - Le bac", "АННУЛИРОВАНО: паром", "Відкликано: пором", "Storno: Fähre", "KILL",
    ],
)  # fmt: skip
def test_a_headline_that_takes_itself_back_is_known(title: str) -> None:
    assert withdrawal.taken(title) == "withdrawn"


@pytest.mark.parametrize(
    "title", ["CORRECTED-Ferry is late", "Correction: Ferry", "Уточнение: паром", "Korrektur: Fähre"]
)
def test_a_headline_that_corrects_itself_is_known(title: str) -> None:
    assert withdrawal.taken(title) == "corrected"


@pytest.mark.parametrize(
    "said",
    [
        "Troops withdrawn from the coast", "Kill toll rises to 8", "Retraction of forces begins", "Correction of course at sea",
        "The report that units were withdrawn is doubted", "The army report says that the units are withdrawn",
        "He was killed, the report says", "Ministry retracts its threat",
    ],
)  # fmt: skip
def test_a_withdrawal_of_troops_is_no_withdrawn_report(said: str) -> None:
    assert withdrawal.taken(said, f"{said}. More of it follows.") == ""


@given(st.text(), st.text())
def test_no_text_makes_it_fall(title: str, text: str) -> None:
    assert withdrawal.taken(title, text) in ("", "corrected", "withdrawn")
    assert withdrawal.same_words(title, title)
    assert not withdrawal.missing([title], [title])
