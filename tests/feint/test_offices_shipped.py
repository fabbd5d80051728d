"""The list of public offices that ships with feint holds what it says it does."""

import re
import time
import tomllib
from datetime import UTC, date, datetime

import pytest

from feint.config import Config
from feint.config_reading import unprintable
from feint.speakers.lists import PACKAGED, offices_of
from feint.speakers.offices import Offices
from feint.speakers.terms import Term, conflicts, of_offices
from storage.voices.speakers import folded

ARTICLES = ("the ", "a ", "an ")


@pytest.fixture(scope="module")
def lists() -> Offices:
    """The packaged list alone."""
    return offices_of(Config())


@pytest.fixture(scope="module")
def terms(lists: Offices) -> list[Term]:
    return of_offices(lists, {office.side for office in lists.offices})


def meant(terms: list[Term], name: str, day: str) -> set[str]:
    """Whom a name leads to on a day."""
    at_ms = datetime.fromisoformat(f"{day}T12:00+00:00").timestamp() * 1000
    return {
        term.name
        for term in terms
        for called, since_ms, until_ms in term.spans()
        if folded(called) == folded(name) and since_ms <= at_ms < until_ms
    }


def test_it_is_wide_enough_for_a_desk(lists: Offices) -> None:
    assert len(lists.offices) >= 60
    assert len(lists.organisations) >= 60


def test_no_name_leads_to_two_speakers_at_one_time(terms: list[Term]) -> None:
    assert list(conflicts(terms)) == []


@pytest.mark.parametrize(
    ("title", "day", "holder"),
    [
        ("Russian defence minister", "2022-03-01", "Sergei Shoigu"),
        ("Russia's defence minister", "2024-05-13", "Sergei Shoigu"),
        ("the Russian defence minister", "2024-05-14", "Andrei Belousov"),
        ("NATO secretary-general", "2024-09-30", "Jens Stoltenberg"),
        ("NATO secretary-general", "2024-10-01", "Mark Rutte"),
        ("US president", "2021-06-01", "Joe Biden"),
        ("US president", "2025-06-01", "Donald Trump"),
        ("Kremlin spokesman", "2025-06-01", "Dmitry Peskov"),
        ("Pentagon spokesman", "2025-06-01", "Pentagon"),
        ("IAEA chief", "2022-03-01", "Rafael Grossi"),
    ],
)
def test_a_title_leads_to_the_holder_of_the_day(terms: list[Term], title: str, day: str, holder: str) -> None:
    assert meant(terms, title, day) == {holder}


def test_nobody_is_meant_by_a_title_in_a_gap(terms: list[Term]) -> None:
    assert meant(terms, "Ukrainian defence minister", "2023-09-05") == set()


def test_every_office_speaks_for_a_body_of_the_list_and_says_when_it_was_looked_up(lists: Offices) -> None:
    bodies = {organisation.name for organisation in lists.organisations}
    for office in lists.offices:
        assert office.org in bodies, office.id
        assert office.checked is not None, office.id
        assert office.checked <= datetime.fromtimestamp(time.time(), UTC).date(), office.id


def test_holders_stand_in_the_order_of_their_terms_and_none_begins_after_the_list_was_checked(lists: Offices) -> None:
    for office in lists.offices:
        begun = [holder.since or date.min for holder in office.holders]
        assert begun == sorted(begun), office.id
        assert office.checked
        assert begun[-1] <= office.checked, office.id


def test_a_title_always_names_the_nation_or_the_house(lists: Offices) -> None:
    """Capitals show it: of `defence minister` alone anybody's could be meant."""
    offices = [alias for office in lists.offices for alias in office.aliases]
    for alias in (*offices, *(alias for body in lists.organisations for alias in body.aliases)):
        assert re.search(r"\*|[A-Z]", alias), alias
        assert not alias.casefold().startswith(ARTICLES), alias


def test_nothing_in_it_is_invisible_and_every_table_is_a_known_one() -> None:
    raw = tomllib.loads(PACKAGED.read_text("utf-8"))
    assert list(unprintable(raw)) == []
    assert raw.keys() == {"nations", "office", "organisation"}
