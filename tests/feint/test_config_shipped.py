"""The config.toml that comes with feint: it loads, its queries can be read, and its choice of sources is balanced."""

from pathlib import Path

import pytest

from feint.config import Config, load
from feint.speakers.lists import offices_of
from storage.query import parse

FILE = Path(__file__).parents[2] / "config.toml"


@pytest.fixture(scope="module")
def config() -> Config:
    return load(FILE)


def test_every_query_can_be_read(config: Config) -> None:
    for _, query in config.queries():
        parse(query)


def test_every_source_carries_what_a_judgement_needs(config: Config) -> None:
    assert len(config.sources) >= 45
    for source in config.sources:
        assert source.language
        assert source.family
        assert source.grade != "F"


def test_state_media_are_called_so_and_graded_low(config: Config) -> None:
    state = [source for source in config.sources if source.kind == "state"]
    assert len(state) >= 5
    assert {source.grade for source in state} <= {"D", "E"}
    assert all(source.side for source in state)


def test_both_sides_of_the_line_and_the_exiled_press_are_heard(config: Config) -> None:
    names = {source.name: source for source in config.sources if source.enabled}
    assert names["President of Ukraine"].kind == "official"
    assert names["Kremlin"].kind == "official"
    assert {"Ukrainska Pravda", "Kyiv Independent", "Meduza", "Novaya Gazeta Europe"} <= names.keys()


def test_two_feeds_of_one_newsroom_are_one_family(config: Config) -> None:
    family = {source.name: source.family for source in config.sources}
    assert family["TASS"] == family["TASS (ru)"]
    assert family["Kremlin"] == family["Kremlin (ru)"]
    assert family["BBC World"] == family["BBC Russian"]


def test_every_side_of_the_public_offices_has_a_name(config: Config) -> None:
    lists = offices_of(config)
    sides = {office.side for office in lists.offices} | {body.side for body in lists.organisations}
    assert sides - {""} == set(config.sides)


def test_it_rings_by_words_and_by_silence(config: Config) -> None:
    assert {rule.kind for rule in config.rules} == {"match", "silence"}
    assert {rule.severity for rule in config.rules} == {"flash", "urgent", "notice", "info"}
