"""Who a name in a paper is: by an alias that holds when it is printed, by the very same name, never by likeness."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.records import Attribution, SpeakerKind
from storage.voices.speakers import ALWAYS, NOBODY, Listed, Speaker, Speakers, folded
from tests.storage.desk import HOUR_MS, NOW_MS, Desk, by

LONG_AGO, FAR_AHEAD = ALWAYS


def known(desk: Desk, given: Attribution, at_ms: int = NOW_MS) -> Speaker:
    """Who somebody is in a paper of that time."""
    return desk.commit(lambda run: Speakers(run, [given]).of(given, at_ms))


def office(name: str, *aliases: tuple[str, int, int], kind: str = "person", by: str = "offices") -> Listed:
    return Listed(name, kind, "harbour master", "Harbour Board", "north", aliases, by)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("THE  harbour\tBoard", "Harbour Board"),
        ("Ruritania's harbour board", "Ruritania harbour board"),
        ("Ruritania’s harbour board", "ruritania's Harbour Board"),
        ("Calderón", "Calderon"),
        ("a senior official", "senior official"),
        ("A senior official", "senior official"),
        ("Семён Петренко", "семен петренко"),
    ],
)
def test_case_space_accents_articles_and_possessives_make_no_other_name(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("An Nguyen", "Nguyen"),
        ("Sergei Belov", "Sergey Belov"),
        ("Zakharova", "Zaharova"),
        ("Андрій", "Андрии"),
        ("Ruritanian ministry", "Ruritania ministry"),
    ],
)
def test_likeness_is_no_identity(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(st.text(max_size=60))
def test_a_folded_name_folds_to_itself_in_another_case(name: str) -> None:
    assert folded(folded(name)) == folded(folded(name).upper().lower()) or not name.isascii()
    assert bool(folded(name)) == bool(name.split())


def test_a_name_that_nobody_knows_is_a_speaker_of_its_own(desk: Desk) -> None:
    speaker = known(desk, by("Nora Vance", who="person", role="captain", org="Ferry Line"))
    assert (speaker.name, speaker.kind, speaker.role, speaker.org) == ("Nora Vance", "person", "captain", "Ferry Line")
    assert speaker.known_by == ""
    assert known(desk, by("nora  vance")) == speaker


def test_nobody_who_is_named_is_nobody(desk: Desk) -> None:
    assert known(desk, by(None, surface="she")) == NOBODY


@pytest.mark.parametrize("kind", ["office", "group", "anonymous", "organisation"])
def test_who_is_not_a_person_keeps_the_kind(desk: Desk, kind: SpeakerKind) -> None:
    assert known(desk, by("the harbour officials", who=kind)).kind == kind


def test_an_organisation_is_kept_that_a_later_paper_is_the_first_to_give(desk: Desk) -> None:
    known(desk, by("Nora Vance"))
    known(desk, by("Nora Vance", role="captain", org="Ferry Line"))
    speaker = known(desk, by("Nora Vance", org="Another Line"))
    assert (speaker.role, speaker.org) == ("captain", "Ferry Line")


def test_an_office_changes_hands_on_a_day(desk: Desk) -> None:
    title = "the harbour master"
    first, second = office("Vance", (title, LONG_AGO, NOW_MS)), office("Hale", (title, NOW_MS, FAR_AHEAD))
    desk.list_speakers(first, second)
    given = by(title, who="office")
    before, after = known(desk, given, NOW_MS - 1), known(desk, given, NOW_MS)
    assert (before.name, after.name, after.known_by) == ("Vance", "Hale", "offices")


def test_a_title_leads_nowhere_outside_its_dates(desk: Desk) -> None:
    desk.list_speakers(office("Hale", ("the harbour master", NOW_MS, NOW_MS + HOUR_MS)))
    given = by("the harbour master", who="office")
    assert known(desk, given, NOW_MS + HOUR_MS).name == "the harbour master"


def test_the_config_goes_before_the_offices(desk: Desk) -> None:
    title = ("the harbour master", *ALWAYS)
    desk.list_speakers(office("Hale", title), office("Vance", title, by="config"))
    speaker = known(desk, by("the harbour master", who="office"))
    assert (speaker.name, speaker.known_by) == ("Vance", "config")


def test_a_person_who_is_named_is_not_the_office_beside_the_name(desk: Desk) -> None:
    desk.list_speakers(office("Hale", ("the harbour master", *ALWAYS)))
    speaker = known(desk, by("Nora Vance", surface="the harbour master"))
    assert speaker.name == "Nora Vance"


def test_two_spellings_of_an_organisation_are_one_only_if_an_alias_says_so(desk: Desk) -> None:
    one = known(desk, by("Ruritania's harbour board", who="organisation"))
    other = known(desk, by("Ruritanian Board of Harbours", who="organisation"))
    assert one.identity != other.identity
    aliases = (("Ruritania harbour board", *ALWAYS), ("Ruritanian Board of Harbours", *ALWAYS))
    desk.list_speakers(office("Harbour Board", *aliases, kind="organisation", by="config"))
    again = [known(desk, by(each.name, who="organisation")) for each in (one, other)]
    assert {each.name for each in again} == {"Harbour Board"}
    assert [each.id for each in again] == [one.id, other.id]
