"""The config.toml that comes with feint: it loads, its queries can be read, and its choice of sources is balanced."""

import re
from pathlib import Path

import pytest

from alerts.rules import HOUR_MS, Counts, Need, Rung
from feint.config import Config, load
from feint.config_alerts import CHANNELS, RULES, Alerts, ChangeRule
from feint.speakers.lists import offices_of
from feint.wiring_alerts import rules_of
from storage.query import parse

URGENT, FLASH = 3, 4
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


def test_every_kind_of_rule_is_shown_each_with_a_line_that_says_why(config: Config) -> None:
    assert {rule.kind for rule in config.rules} == set(RULES)
    assert {rule.severity for rule in config.rules if not isinstance(rule, ChangeRule)} == {"flash", "urgent", "notice"}
    lines = FILE.read_text("utf-8").splitlines()
    for n, _ in enumerate(config.rules):
        assert lines[config.lines[f"rule[{n}]"]].startswith("# ")


def test_its_rules_ring_on_the_desk_and_climb_only_for_other_origins_or_sides(config: Config) -> None:
    rules = rules_of(config)
    assert {rule.to for rule in rules.rules} == {("desk",)}
    claimed = rules.rule("withdrawal-claimed")
    assert claimed is not None
    assert claimed.rungs == (
        Rung(URGENT, Need(Counts(origins=2), HOUR_MS)),
        Rung(FLASH, Need(Counts(primaries=2, sides=2), 6 * HOUR_MS)),
    )


def test_the_examples_of_the_manual_are_right(tmp_path: Path) -> None:
    manual = (FILE.parent / "docs" / "alerts.md").read_text("utf-8")
    file = tmp_path / "config.toml"
    file.write_text("\n".join(re.findall(r"```toml\n(.*?)```", manual, re.DOTALL)), "utf-8")
    config = load(file)
    assert {rule.kind for rule in config.rules} == set(RULES)
    assert {channel.kind for channel in config.channels} == set(CHANNELS) - {"terminal"}
    assert len(rules_of(config).rules) == len(config.rules)


def test_what_is_commented_out_in_it_can_be_uncommented(tmp_path: Path) -> None:
    text = FILE.read_text("utf-8")
    begin, end = text.index("# [alerts]"), text.index("# ====", text.index("# [alerts]"))
    shown = "\n".join(line.removeprefix("# ") for line in text[begin:end].splitlines())
    file = tmp_path / "config.toml"
    file.write_text(text[:begin] + shown + "\n" + text[end:], "utf-8")
    config = load(file)
    assert config.alerts == Alerts()
    assert [channel.id for channel in config.channels] == ["duty"]
    assert (config.operators["ana"].zone, len(config.inhibits)) == ("Europe/Kyiv", 1)
    assert float(config.metrics.every_s) == 15.0
