"""Who said what, from the command line: ledgers, the sides of a story, whom the desk knows."""

import asyncio
import re
from pathlib import Path

import pytest

from feint.cli import lines
from feint.cli.app import run
from tests.feint.desk import Desk, Row
from tests.feint.loopback import Loopback
from tests.feint.test_cli_lists import Answers

CLAIM = "“Our troops are withdrawing from the border to their garrisons,” ministry spokeswoman Anna Petrova said."
ECHO = "A spokeswoman for the ministry said: “Our troops are withdrawing from the border to their garrisons.”"
DENIAL = "“No troops have withdrawn from the border area, and none will,” spokeswoman Anna Petrova said at night."
DOUBT = "There is no sign that troops are withdrawing from the border, Colonel Egon Strand said."
KNOWN = """
[[speaker]]
name = "Anna Petrova"
role = "spokeswoman"
org = "Varnian ministry"
side = "va"
aliases = ["Petrova", "Varnian ministry spokeswoman"]
from = 2020-01-01

[[speaker]]
name = "Egon Strand"
role = "colonel"
org = "Kestrian staff"
side = "ke"

[sides]
va = "Varnia"
ke = "Kestria"
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A claim that two papers carry, a doubt, and the claim taken back at the next poll."""
    desk = Desk(tmp_path_factory.mktemp("voices"))
    with Loopback() as server:
        post = server.feed("/post.xml", "Varnia says troops withdrawing from border", summary=CLAIM)
        echo = server.feed("/echo.xml", "Varnian troops withdrawing from border, says ministry", summary=ECHO)
        desk.watch(post, echo, more=KNOWN)
        asyncio.run(desk.once())
        server.feed("/echo.xml", "Kestria doubts that Varnian troops are withdrawing from border", summary=DOUBT)
        asyncio.run(desk.once())
        server.feed("/post.xml", "Varnia denies withdrawing troops from border", summary=DENIAL)
        asyncio.run(desk.once())
    return desk


@pytest.fixture
def feint(desk: Desk, capsys: pytest.CaptureFixture[str]) -> Answers:
    return Answers(desk, capsys)


def failed(desk: Desk, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command says that ends in 1, on stderr alone."""
    assert run([*words, "--database", str(desk.database), "--config", str(desk.config)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    return err


def ledger(feint: Answers, *words: str) -> list[Row]:
    return feint.json("quotes", "--speaker", *words)


# ------------------------------------------------------------------------------------------------ quotes --speaker


def test_a_ledger_has_each_statement_once_newest_first_with_what_it_goes_back_on(feint: Answers) -> None:
    denial, claim = ledger(feint, "Anna Petrova")
    assert denial["text"].startswith("No troops have withdrawn")
    assert claim["text"].startswith("Our troops are withdrawing")
    assert (claim["carriers"], claim["outlets"]) == (2, 1), "two feeds of one host"
    assert (denial["reverses"], denial["reversed"]) == (claim["id"], "withdrawal")
    assert claim["reverses"] is None


def test_a_ledger_is_found_by_an_alias_and_narrowed_by_limit_and_query(feint: Answers) -> None:
    assert ledger(feint, "petrova") == ledger(feint, "Anna Petrova")
    assert [row["id"] for row in ledger(feint, "Petrova", "--limit", "1")] == [ledger(feint, "Petrova")[0]["id"]]
    (said,) = ledger(feint, "Petrova", "--query", "stance:denied")
    assert said["text"].startswith("No troops")


def test_for_a_person_a_statement_is_a_line_that_says_what_it_goes_back_on(feint: Answers) -> None:
    denial, claim = feint.lines("quotes", "--speaker", "Petrova")
    (earlier,) = (row["id"] for row in ledger(feint, "Petrova") if row["reverses"] is None)
    assert f"goes back on {earlier} (withdrawal)" in denial
    assert "  Harbour Post, in 2 items  " in claim
    assert "goes back" not in claim


def test_who_is_known_and_said_nothing_has_an_empty_ledger(feint: Answers) -> None:
    assert ledger(feint, "NATO") == []


def test_a_name_that_nobody_has_is_answered_with_the_nearest_ones(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    said = failed(desk, capsys, "quotes", "--speaker", "Petrowa")
    assert said == 'nobody is called "Petrowa"; near are Anna Petrova\n'
    assert failed(desk, capsys, "quotes", "--speaker", "\x1b[31mqqqq") == 'nobody is called "\ufffd[31mqqqq"\n'


# ------------------------------------------------------------------------------------------------ stories


def test_a_story_says_who_claims_and_who_denies_by_side(feint: Answers) -> None:
    rows = feint.json("stories")
    claims = [stand for row in rows for stand in row["claims"].get("va", [])]
    assert {stand["tag"] for stand in claims} == {"withdrawal"}
    assert "Varnian ministry" in {stand["primary"] for stand in claims}
    assert {stand["primary"] for row in rows for stand in row["denials"].get("va", [])} >= {"Varnian ministry"}


def test_a_storys_line_has_its_counts_its_sides_and_its_title(feint: Answers) -> None:
    lines = " ".join(feint.lines("stories"))
    assert "withdrawal claimed by va" in lines
    assert "doubted by ke" in lines
    assert "denied by va" in lines
    rows = feint.json("stories")
    counts = [(row["origins"], row["primaries"]) for row in rows]
    assert all(re.search(rf"  {origins} origins?, {primaries} primar(y|ies)  ", lines) for origins, primaries in counts)


def test_what_an_outlet_says_on_its_own_account_is_reported_not_claimed() -> None:
    own = {"primary": "Herald", "tag": "escalation", "own": True}
    row: dict[str, object] = {"claims": {"": [own], "ru": [{**own, "own": False}]}, "doubts": {}, "denials": {}}
    row |= {"last_seen": "now", "origins": 1, "unknown_origins": 0, "primaries": 2, "title": "Shelling at dawn"}
    said = "escalation claimed by ru; reported by Herald"
    assert lines.story(row) == f"now  Shelling at dawn  1 origin, 2 primaries  {said}"
    assert "  0 origins, 2 of unknown origin, 1 primary  " in lines.story(
        row | {"origins": 0, "unknown_origins": 2, "primaries": 1}
    )


# ------------------------------------------------------------------------------------------------ speakers


def test_a_speaker_is_shown_with_everything_they_are_called_since_when_and_by_whose_word(feint: Answers) -> None:
    (row,) = feint.json("speakers", "Petrova")
    assert (row["name"], row["kind"], row["role"], row["org"], row["side"]) == (
        "Anna Petrova", "person", "spokeswoman", "Varnian ministry", "va",
    )  # fmt: skip
    assert row["aliases"] == [
        {"alias": "Petrova", "since": None, "until": None, "by": "config"},
        {"alias": "Varnian ministry spokeswoman", "since": "2020-01-01", "until": None, "by": "config"},
    ]
    assert feint.lines("speakers", "Petrova") == [
        "Anna Petrova  person  spokeswoman, Varnian ministry  va",
        "  Petrova                       always             config",
        "  Varnian ministry spokeswoman  2020-01-01 to now  config",
    ]


def test_a_title_finds_all_who_ever_had_it_in_any_spelling(feint: Answers) -> None:
    found = [row["name"] for row in feint.json("speakers", "nato secretary general")]
    assert {"Jens Stoltenberg", "Mark Rutte"} <= set(found)
    assert [row["name"] for row in feint.json("speakers", "U.S. Secretary of Defense")] == [
        row["name"] for row in feint.json("speakers", "US defence secretary")
    ]


def test_without_a_name_everybody_is_listed_the_configs_own_first(feint: Answers) -> None:
    lines, rows = feint.lines("speakers"), feint.json("speakers")
    assert len(lines) == len(rows) > 150
    assert [row["name"] for row in rows[:2]] == ["Anna Petrova", "Egon Strand"]


def test_whom_nobody_knows_is_told_with_the_nearest_names(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert "near are Anna Petrova" in failed(desk, capsys, "speakers", "Petrowa")


def test_speakers_need_no_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "config.toml").write_text("")
    words = ["--config", str(tmp_path / "config.toml"), "--database", str(tmp_path / "none.db")]
    assert run(["speakers", "Lavrov", *words]) == 0
    assert capsys.readouterr().out.startswith("Sergei Lavrov  person  foreign minister")
    assert not (tmp_path / "none.db").exists()


# ------------------------------------------------------------------------------------------------ check


def test_check_notes_offices_that_nobody_looked_up_for_long(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = (
        '[[office]]\nid = "va.envoy"\ntitle = "envoy"\norg = "V"\naliases = ["Varnian envoy"]\nchecked = 2021-01-01\n'
    )
    (tmp_path / "offices.toml").write_text(office)
    (tmp_path / "config.toml").write_text('[[source]]\nurl = "https://paper.example/feed"\n')
    assert run(["check", "--config", str(tmp_path / "config.toml")]) == 0
    notes = [line for line in capsys.readouterr().err.splitlines() if "18 months" in line]
    assert len(notes) == 1
    assert "va.envoy" in notes[0]


def test_check_names_every_mistake_in_the_list_of_offices(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "offices.toml").write_text('[[office]]\nid = "x"\n[[organisation]]\n')
    (tmp_path / "config.toml").write_text("")
    assert run(["check", "--config", str(tmp_path / "config.toml")]) == 2
    said = capsys.readouterr().err
    assert f"{tmp_path}/offices.toml:1: office[0].title: is missing" in said
    assert f"{tmp_path}/offices.toml:3: organisation[0]: name is missing" in said
