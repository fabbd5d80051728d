"""The list of public offices: the operator's over the packaged one, and the config over both."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from feint.config import Config, ConfigError, load
from feint.speakers import lists
from feint.speakers.listed import known, listed, spellings
from feint.speakers.lists import offices_of, own_file
from feint.speakers.offices import Office
from storage.voices.speakers import ALWAYS, Listed

PACKAGED = """
[nations]
va = ["Varnian", "Varnia's"]

[[office]]
id      = "va.defence-minister"
title   = "defence minister"
org     = "Varnian Defence Ministry"
side    = "va"
aliases = ["* defence minister"]
checked = 2025-06-30
holders = [
  { name = "Old Holder", from = 2015-01-01, until = 2019-01-01 },
  { name = "Ivo Karst", aliases = ["Karst"], from = 2019-01-01, until = 2025-09-01 },
  { name = "Dana Mirov", from = 2025-09-01 },
]

[[organisation]]
name    = "Varnian Defence Ministry"
side    = "va"
aliases = ["* ministry of defence", "* defence ministry spokesman"]
"""
NOW_MS = int(datetime(2026, 3, 1, tzinfo=UTC).timestamp() * 1000)


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A packaged list of our own, and no other at home."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    (tmp_path / "packaged.toml").write_text(PACKAGED, "utf-8")
    monkeypatch.setattr(lists, "PACKAGED", tmp_path / "packaged.toml")


def config_of(folder: Path, text: str = "", offices: str = "") -> Config:
    """A config, with a list of offices beside it if one is given."""
    (folder / "config.toml").write_text(f'{text}\n[sides]\nva = "Varnia"\nke = "Kestria"\n', "utf-8")
    if offices:
        (folder / "offices.toml").write_text(offices, "utf-8")
    return load(folder / "config.toml")


def all_listed(config: Config) -> dict[tuple[str, str], Listed]:
    return {(each.name, each.by): each for each in listed(known(config), NOW_MS)}


def called(each: Listed) -> set[str]:
    return {alias for alias, *_ in each.aliases}


def mistakes(config: Config) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        known(config)
    return [problem.replace(f"{own_file(config)}", "", 1) for problem in caught.value.problems]


def test_an_office_is_its_holders_from_day_to_day(tmp_path: Path) -> None:
    mirov = all_listed(config_of(tmp_path))["Dana Mirov", "offices"]
    assert (mirov.kind, mirov.role, mirov.org, mirov.side) == (
        "person", "defence minister", "Varnian Defence Ministry", "va",
    )  # fmt: skip
    since_ms = int(datetime(2025, 9, 1, tzinfo=UTC).timestamp() * 1000)
    assert ("Varnian defence minister", since_ms, ALWAYS[1]) in mirov.aliases
    assert ("Dana Mirov", *ALWAYS) in mirov.aliases


def test_who_left_keeps_the_name_and_the_title_of_then_but_speaks_for_nobody(tmp_path: Path) -> None:
    karst = all_listed(config_of(tmp_path))["Ivo Karst", "offices"]
    assert (karst.role, karst.org, karst.side) == ("", "", "")
    assert ("Karst", *ALWAYS) in karst.aliases
    assert all(until_ms < NOW_MS for alias, _, until_ms in karst.aliases if "minister" in alias)


def test_who_left_long_ago_is_not_kept(tmp_path: Path) -> None:
    assert ("Old Holder", "offices") not in all_listed(config_of(tmp_path))


def test_who_is_back_in_office_goes_by_every_form_of_the_name(tmp_path: Path) -> None:
    again = """
    [[office]]
    id = "va.defence-minister"
    holders = [
      { name = "Old Holder", aliases = ["Holder"], from = 2015-01-01, until = 2019-01-01 },
      { name = "Ivo Karst", from = 2019-01-01, until = 2025-09-01 },
      { name = "Old Holder", from = 2025-09-01 },
    ]
    """
    back = all_listed(config_of(tmp_path, offices=again))["Old Holder", "offices"]
    assert ("Holder", *ALWAYS) in back.aliases
    assert back.org == "Varnian Defence Ministry"


def test_a_body_goes_by_its_name_and_aliases_always(tmp_path: Path) -> None:
    ministry = all_listed(config_of(tmp_path))["Varnian Defence Ministry", "offices"]
    assert (ministry.kind, ministry.org, ministry.side) == ("organisation", "Varnian Defence Ministry", "va")
    assert called(ministry) >= {"Varnian ministry of defence", "Varnia's ministry of defence"}
    assert {(since_ms, until_ms) for _, since_ms, until_ms in ministry.aliases} == {ALWAYS}


def test_a_star_stands_for_every_word_of_the_nation_and_titles_come_in_every_spelling(tmp_path: Path) -> None:
    mirov = all_listed(config_of(tmp_path))["Dana Mirov", "offices"]
    assert called(mirov) >= {"Varnian defence minister", "Varnia's defence minister", "Varnian defense minister"}


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("US defence secretary", "U.S. defense secretary"),
        ("UN secretary-general", "U.N. secretary general"),
        ("Kremlin spokesman", "Kremlin spokesperson"),
        ("US national security adviser", "US national security advisor"),
    ],
)
def test_papers_write_titles_in_more_than_one_way(title: str, other: str) -> None:
    assert {title, other} <= set(spellings(title))


def test_a_word_is_only_spelled_otherwise_where_it_stands_alone() -> None:
    assert spellings("Belarus president") == ("Belarus president",)


def test_a_side_that_the_config_does_not_have_is_none(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("")
    everybody = listed(known(load(tmp_path / "config.toml")), NOW_MS)
    assert {each.side for each in everybody} == {""}


# ------------------------------------------------------------------------------------------------ the operator's list


def test_a_table_with_a_known_id_changes_the_keys_that_it_has(tmp_path: Path) -> None:
    own = '[[office]]\nid = "va.defence-minister"\nholders = [{ name = "Nena Oss", from = 2026-01-01 }]\n'
    (office,) = offices_of(config_of(tmp_path, offices=own)).offices
    assert [holder.name for holder in office.holders] == ["Nena Oss"]
    assert (office.title, office.checked) == ("defence minister", date(2025, 6, 30))


def test_a_new_id_adds_an_office(tmp_path: Path) -> None:
    own = (
        '[nations]\nke = ["Kestrian"]\n[[office]]\nid = "ke.president"\ntitle = "president"\norg = "Kestrian presidency"\n'
        'side = "ke"\naliases = ["* president"]\nholders = [{ name = "Ilana Korr" }]\n'
    )
    korr = all_listed(config_of(tmp_path, offices=own))["Ilana Korr", "offices"]
    assert called(korr) == {"Ilana Korr", "Kestrian president"}


@pytest.mark.parametrize(
    ("own", "gone"),
    [
        ('[[office]]\nid = "va.defence-minister"\ndisabled = true\n', "Dana Mirov"),
        ('[[organisation]]\nname = "Varnian Defence Ministry"\ndisabled = true\n', "Varnian Defence Ministry"),
    ],
)
def test_what_is_disabled_is_not_known(tmp_path: Path, own: str, gone: str) -> None:
    assert gone not in {name for name, _ in all_listed(config_of(tmp_path, offices=own))}


def test_the_list_is_where_the_config_says_else_beside_it_else_at_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_home = tmp_path / "home" / "feint" / "offices.toml"
    at_home.parent.mkdir(parents=True)
    config = config_of(tmp_path)
    assert own_file(config) is None
    at_home.touch()
    assert own_file(config) == at_home
    (tmp_path / "offices.toml").touch()
    assert own_file(config) == tmp_path / "offices.toml"
    (tmp_path / "mine.toml").touch()
    assert own_file(config_of(tmp_path, '[speakers]\noffices = "mine.toml"')) == tmp_path / "mine.toml"


def test_a_list_that_is_named_must_be_there(tmp_path: Path) -> None:
    config = config_of(tmp_path, '[speakers]\noffices = "gone.toml"')
    with pytest.raises(ConfigError, match=r"config\.toml:2: speakers\.offices: .*gone\.toml: no such file"):
        known(config)


WHOLE = 'id = "x"\ntitle = "envoy"\norg = "Office"\naliases = ["envoy of x"]\n'


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("[offices]\n", ":1: offices: unknown table; did you mean office?"),
        ("office = 3\n", ":1: office: expected a list of tables, each under [[office]] with two brackets"),
        ("office = [3]\n", "office[0]: expected a table, got a whole number"),
        ('[[office]]\nid = "x"\n', "office[0].aliases: is missing"),
        (f"[[office]]\n{WHOLE}titel = 3\n", ":6: office[0].titel: unknown key; did you mean title?"),
        (f"[[office]]\n{WHOLE}[[office]]\n{WHOLE}", ':7: office[1].id: "x" is office[0] already'),
        (f'[[office]]\n{WHOLE}side = "xx"\naliases = ["* envoy"]\n'.replace('aliases = ["envoy of x"]\n', ""),
         ':6: office[0].aliases: "*" stands for nothing: [nations] has no xx'),
        (f'[[office]]\n{WHOLE}holders = [{{ name = "A", from = 2020-01-02, until = 2020-01-02 }}]\n',
         ":6: office[0].holders[0]: A would leave before taking office: from is not before until"),
        (f'[[office]]\n{WHOLE}holders = [{{ name = "A", until = 2020-01-02 }}, {{ name = "B", from = 2020-01-01 }}]\n',
         ":6: office[0].holders: A and B would hold it at one time"),
        (f'[[office]]\n{WHOLE}holders = [{{ name = "A", from = "soon" }}]\n', ":6: office[0].holders"),
        (f'[[office]]\n{WHOLE}side = "\\u202e"\n', ":6: office[0].side: holds a control or invisible character"),
        ('[[organisation]]\nside = "va"\n', ":1: organisation[0]: name is missing"),
        ("[nations]\nva = 3\n", ":1: nations: expected a list, got a whole number"),
    ],
)  # fmt: skip
def test_a_mistake_names_its_place_in_the_operators_list(tmp_path: Path, own: str, expected: str) -> None:
    assert any(expected in found for found in mistakes(config_of(tmp_path, offices=own)))


def test_two_offices_whose_titles_are_one_are_named_with_their_holders(tmp_path: Path) -> None:
    own = f'[[office]]\n{WHOLE}holders = [{{ name = "A" }}]\n'.replace("envoy of x", "Varnian defence minister")
    (found,) = mistakes(config_of(tmp_path, offices=own))
    assert found.startswith('office x: "Varnian defence minister" would be A and ')
    assert "(office va.defence-minister) at one time" in found


# ------------------------------------------------------------------------------------------------ the config over both


def test_a_name_of_the_configs_is_nobody_elses_while_it_holds(tmp_path: Path) -> None:
    own = '[[speaker]]\nname = "Jona Weir"\nrole = "envoy"\naliases = ["Varnian defence minister"]\nfrom = 2026-01-01\n'
    everybody = all_listed(config_of(tmp_path, own))
    assert called(everybody["Dana Mirov", "offices"]) & {"Varnian defence minister", "Varnia's defence minister"} == {
        "Varnia's defence minister"
    }
    assert "Varnian defence minister" in called(everybody["Ivo Karst", "offices"]), "a title of another time"


def test_what_the_config_says_of_somebody_goes_before_the_office(tmp_path: Path) -> None:
    own = (
        '[[speaker]]\nname = "Dana Mirov"\nrole = "minister and negotiator"\norg = "Varnian delegation"\nside = "ke"\n'
    )
    everybody = all_listed(config_of(tmp_path, own))
    for by in ("config", "offices"):
        mirov = everybody["Dana Mirov", by]
        assert (mirov.role, mirov.org, mirov.side) == ("minister and negotiator", "Varnian delegation", "ke")


@pytest.mark.parametrize(
    ("name", "aliases"), [("Karst", "[]"), ("I. Karst", '["Ivo Karst"]'), ("Ivo Karst", '["Karst"]')]
)
def test_a_holder_whom_the_config_calls_otherwise_goes_by_the_configs_name(
    tmp_path: Path, name: str, aliases: str
) -> None:
    own = f'[[speaker]]\nname = "{name}"\nrole = "senator"\naliases = {aliases}\n'
    everybody = all_listed(config_of(tmp_path, own))
    assert {each for each, by in everybody if "Karst" in each} == {name}
    assert called(everybody[name, "offices"]) >= {"Varnian defence minister"}
    assert "Ivo Karst" in called(everybody[name, "offices"]) | called(everybody[name, "config"])


# ------------------------------------------------------------------------------------------------ how old it is, how it is kept


@pytest.mark.parametrize(("today", "stale"), [(date(2026, 12, 1), []), (date(2027, 1, 5), ["va.defence-minister"])])
def test_an_office_that_nobody_looked_up_for_18_months_is_stale(tmp_path: Path, today: date, stale: list[str]) -> None:
    assert offices_of(config_of(tmp_path)).stale(today) == stale


def test_an_office_without_dates_is_held_always() -> None:
    office = Office("x", "envoy", "Office", aliases=("envoy",))
    assert list(office.mistakes(())) == []
