"""Who is meant by a name or a title, and when: the config's speakers."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feint.cli.app import run
from feint.config import Config, Speaker, load
from feint.speakers.listed import check_speakers, known, listed
from feint.speakers.terms import Term, clash, conflicts, day_ms, of_config
from storage.voices.speakers import ALWAYS, Listed

SIDES = '[sides]\nke = "Kestria"\nva = "Varnia"\n'
MARSH = '[[speaker]]\nname = "Helen Marsh"\nrole = "defence secretary"\norg = "Isles defence ministry"\n'


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No list of offices at home."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))


def loaded(folder: Path, text: str) -> Config:
    file = folder / "config.toml"
    file.write_text(text + SIDES, "utf-8")
    return load(file)


def ms(day: str) -> int:
    return int(datetime.fromisoformat(f"{day}T00:00+00:00").timestamp() * 1000)


def own(config: Config, at: str = "2026-01-01") -> list[Listed]:
    """What the config alone gives storage, on a day."""
    return [each for each in listed(known(config), ms(at)) if each.by == "config"]


def spans(listed: Listed) -> dict[str, tuple[int, int]]:
    return {alias: (since, until) for alias, since, until in listed.aliases}


def test_a_name_and_its_forms_hold_always_and_a_title_for_the_term(tmp_path: Path) -> None:
    aliases = 'aliases = ["Marsh", "Isles defence secretary"]\nfrom = 2022-02-01\nuntil = 2024-05-01\n'
    (marsh,) = own(loaded(tmp_path, MARSH + aliases))
    assert spans(marsh) == {
        "Helen Marsh": ALWAYS,
        "Marsh": ALWAYS,
        "Isles defence secretary": (ms("2022-02-01"), ms("2024-05-01")),
    }


@pytest.mark.parametrize(
    ("alias", "is_form"),
    [("Helen Marsh-Lowe Helen", True), ("helen", True), ("Secretary Marsh", True), ("the defence secretary", False)],
)
def test_an_alias_that_holds_a_word_of_the_name_is_a_form_of_it(alias: str, is_form: bool) -> None:
    config = Config(speakers=(Speaker("Helen Marsh", aliases=(alias,)),))
    assert (of_config(config)[0].forms == (alias,)) is is_form


def test_accents_do_not_keep_a_form_from_its_name() -> None:
    config = Config(speakers=(Speaker("José Alarcón", aliases=("Alarcon",)),))
    assert of_config(config)[0].forms == ("Alarcon",)


def test_without_dates_a_title_holds_always(tmp_path: Path) -> None:
    (marsh,) = own(loaded(tmp_path, MARSH + 'aliases = ["Isles defence secretary"]\n'))
    assert set(spans(marsh).values()) == {ALWAYS}


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2022-01-31", ("", "", "")),
        ("2022-02-01", ("defence secretary", "Isles defence ministry", "ke")),
        ("2024-04-30", ("defence secretary", "Isles defence ministry", "ke")),
        ("2024-05-01", ("", "", "")),
    ],
)
def test_role_organisation_and_side_are_those_of_the_term(
    tmp_path: Path, at: str, expected: tuple[str, str, str]
) -> None:
    (marsh,) = own(loaded(tmp_path, MARSH + 'side = "ke"\nfrom = 2022-02-01\nuntil = 2024-05-01\n'), at)
    assert (marsh.role, marsh.org, marsh.side) == expected


def test_somebody_with_two_terms_is_one_speaker_and_stands_where_the_present_one_says(tmp_path: Path) -> None:
    before = MARSH + 'aliases = ["Isles defence secretary"]\nfrom = 2020-01-01\nuntil = 2022-01-01\n'
    after = '[[speaker]]\nname = "Helen Marsh"\nrole = "premier"\norg = "Isles government"\nfrom = 2022-01-01\n'
    (marsh,) = own(loaded(tmp_path, before + after))
    assert (marsh.role, marsh.org) == ("premier", "Isles government")
    assert spans(marsh)["Isles defence secretary"] == (ms("2020-01-01"), ms("2022-01-01"))


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        ('role = "envoy"', "person"),
        ("", "organisation"),
        ('kind = "person"', "person"),
        ('role = "press office"\nkind = "organisation"', "organisation"),
    ],
)
def test_who_has_a_role_is_a_person_unless_the_config_says_otherwise(tmp_path: Path, keys: str, kind: str) -> None:
    (speaker,) = own(loaded(tmp_path, f'[[speaker]]\nname = "Quill Office"\n{keys}\n'))
    assert speaker.kind == kind


# ------------------------------------------------------------------------------------------------ two at one time


def two(first: str, second: str) -> str:
    return f'[[speaker]]\nname = "Anna Brook"\n{first}\n[[speaker]]\nname = "Bela Quist"\n{second}\n'


def test_a_title_that_leads_to_two_speakers_at_one_time_names_both(tmp_path: Path) -> None:
    title = 'aliases = ["Isles premier"]'
    config = loaded(tmp_path, two(title, title.replace("Isles", "the  ISLES")))
    assert check_speakers(config) == [
        f'{config.path}:4: speaker[1]: "Isles premier" would be Bela Quist and Anna Brook'
        f" ({config.path}:1: speaker[0]) at one time"
    ]


def test_a_title_may_pass_from_one_to_the_other_on_a_day(tmp_path: Path) -> None:
    title = 'aliases = ["Isles premier"]\n'
    assert check_speakers(loaded(tmp_path, two(title + "until = 2024-03-01", title + "from = 2024-03-01"))) == []
    assert check_speakers(loaded(tmp_path, two(title + "until = 2024-03-02", title + "from = 2024-03-01"))) != []


def test_a_name_cannot_be_the_title_of_somebody_else(tmp_path: Path) -> None:
    (wrong,) = check_speakers(loaded(tmp_path, two("", 'aliases = ["Anna Brook"]\nuntil = 2020-01-01')))
    assert '"Anna Brook" would be Bela Quist and Anna Brook' in wrong


@pytest.mark.parametrize("words", [("check",), ("collect", "--once"), ("desk",)])
def test_every_command_that_needs_to_know_refuses_it(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    title = 'aliases = ["Isles premier"]'
    config = loaded(tmp_path, two(title, title) + '[[source]]\nurl = "https://paper.example/feed"\n')
    assert run([*words, "--config", str(config.path), "--database", str(tmp_path / "desk.db")]) == 2
    assert '"Isles premier" would be Bela Quist and Anna Brook' in capsys.readouterr().err
    assert not (tmp_path / "desk.db").exists()


DAYS = st.dates(date(2000, 1, 1), date(2000, 2, 1))


@given(st.lists(st.tuples(st.sampled_from("AB"), DAYS, st.integers(1, 20)), max_size=6))
def test_two_lead_to_a_clash_exactly_when_some_day_belongs_to_both(terms: list[tuple[str, date, int]]) -> None:
    held = [
        Term(name, "person", "", "", "", (), ("the premier",), day_ms(since, 0), day_ms(since + timedelta(days), 0), "config", "")
        for name, since, days in terms
    ]  # fmt: skip
    days = {(name, since + timedelta(n)) for name, since, length in terms for n in range(length)}
    both = {day for name, day in days if name == "A"} & {day for name, day in days if name == "B"}
    assert bool(list(conflicts(held))) is bool(both)


def test_spans_that_only_touch_do_not_clash() -> None:
    assert not clash(("a", 0, 5), ("a", 5, 9))
    assert clash(("a", 0, 6), ("a", 5, 9))
