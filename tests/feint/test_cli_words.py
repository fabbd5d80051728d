"""The command line's own manners: help, exit codes, one clear line for every mistake, and nothing loaded in vain."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from feint.cli import app
from feint.cli.app import run
from storage.file import migrate, sqlite

NAMES = list(app._COMMANDS)
HEAVY = {"textual", "rich", "httpx", "feedparser", "selectolax", "sqlite_utils", "classifier.engine"}


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No config or database but those that a test names."""
    for name in ("FEINT_CONFIG", "FEINT_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def loaded_by(*words: str) -> set[str]:
    """The heavy modules that are there after a command has run."""
    program = (
        "import sys; from feint.cli.app import run; code = run(sys.argv[1:]); "
        f"print(code, *sorted({HEAVY} & sys.modules.keys()), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, check=True, timeout=20
    )
    code, *heavy = done.stderr.splitlines()[-1].split()
    assert code == "0"
    return set(heavy)


# ------------------------------------------------------------------------------------------------ help


@pytest.mark.parametrize("name", NAMES)
def test_the_help_of_a_command_shows_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    said = capsys.readouterr().out
    assert f"  feint {name}" in said or (name == "desk" and "  feint desk" in said)
    assert "--config" in said
    assert "--database" in said


def test_the_help_of_the_program_names_every_command_with_its_purpose(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"\n  {name} " in said for name in NAMES)


def test_no_help_loads_what_only_work_needs() -> None:
    assert loaded_by("--help") == set()
    program = (
        "import sys; from feint.cli.app import run; codes = [run([name, '--help']) for name in sys.argv[1:]]; "
        f"print(set(codes), {HEAVY} & sys.modules.keys())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *NAMES], capture_output=True, text=True, check=True, timeout=20
    )
    assert done.stdout.splitlines()[-1] == "{0} set()"


def test_a_list_loads_no_screen_no_network_and_no_classifier(tmp_path: Path) -> None:
    database = tmp_path / "desk.db"
    migrate.ready(database)
    assert loaded_by("items", "--json", "--database", str(database)) == set()


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("feint, version ")


@pytest.mark.parametrize("words", [[], ["desk"]])
def test_the_program_ends_as_its_desk_does(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.app.run", lambda database, options: 3)
    assert run(["--database", str(tmp_path / "desk.db"), *words]) == 3


# ------------------------------------------------------------------------------------------------ mistakes


def complaint(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command says that ends in 2, on stderr alone."""
    assert run(list(words)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    return err


def line(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """The one line of it."""
    (said,) = complaint(capsys, *words).splitlines()
    return said.removeprefix("feint: ")


def test_an_unknown_command_or_option_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert "No such command 'colect'; did you mean collect?" in complaint(capsys, "colect")
    assert complaint(capsys, "itmes", "--limit", "3").splitlines()[-1].endswith("did you mean items?")
    assert complaint(capsys, "zzzz").splitlines()[-1].endswith("No such command 'zzzz'.")
    assert "No such option '--jsn'" in complaint(capsys, "items", "--jsn")
    assert "--limit" in complaint(capsys, "items", "--limit", "0")


def test_a_mistake_in_the_config_is_named_by_line_and_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[collector]\nintervall = "2m"\n')
    for words in (["collect", "--once"], ["check"], ["desk"], ["export", "--opml"], []):
        assert line(capsys, *words) == "config.toml:2: collector.intervall: unknown key; did you mean interval?"


def test_a_config_that_is_named_but_not_there_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert line(capsys, "check", "--config", "night.toml") == "night.toml: no such file (--config)"


def test_a_config_without_a_source_gives_the_collector_nothing_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config.toml").write_text("")
    assert line(capsys, "collect", "--once").startswith("config.toml: names no source; add a [[source]] with a url")
    assert list(tmp_path.glob("*.db*")) == []


@pytest.mark.parametrize("words", [("collect", "--once"), ("desk",), ("check",)])
def test_a_query_that_cannot_be_read_is_named_with_its_place(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rule = '[[rule]]\nid = "pull-back"\nkind = "match"\nquery = "stanse:denied"\n'
    (tmp_path / "config.toml").write_text(rule + '[[source]]\nurl = "https://paper.example/feed"\n')
    said = line(capsys, *words, "--database", str(tmp_path / "desk.db"))
    assert said.startswith("config.toml:4: rule[0].query: column 1: ")
    assert "did you mean stance" in said


def test_a_query_on_the_command_line_is_an_error_with_its_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "desk.db"
    migrate.ready(database)
    said = line(capsys, "items", "--query", "bridge stanse:denied", "--database", str(database))
    assert said.startswith("column 8: ")


@pytest.mark.parametrize("name", ["items", "stories", "quotes", "alerts", "sources"])
def test_a_database_that_is_not_there_is_named(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert line(capsys, name, "--database", "night.db").startswith("night.db: there is no such database")
    assert not Path("night.db").exists()


@pytest.mark.parametrize("words", [("items",), ("collect", "--once"), ("desk",)])
def test_a_database_of_a_newer_feint_is_left_alone(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "desk.db"
    migrate.ready(database)
    with closing(sqlite.connect(database, "collector")) as connection:
        connection.execute("PRAGMA user_version = 99")
    (tmp_path / "config.toml").write_text('[[source]]\nurl = "https://paper.example/feed"\n')
    assert "was written by a newer feint (schema 99" in line(capsys, *words, "--database", str(database))


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all,\n" * 1000)
    assert "not a database" in line(capsys, "items", "--database", str(letter))
    assert letter.read_text() == "Dear all,\n" * 1000


def test_export_asks_what_to_export(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--opml" in complaint(capsys, "export")


# ------------------------------------------------------------------------------------------------ check


def test_check_says_what_it_found_good(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "config.toml").write_text('[[source]]\nurl = "https://paper.example/feed"\n')
    assert run(["check"]) == 0
    out, err = capsys.readouterr()
    assert (out.startswith("config.toml: 1 sources"), err) == (True, "")


def test_check_names_every_wrong_query_and_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    view = '[[view]]\nname = "doubted"\nquery = "stance:doubtful"\n'
    (tmp_path / "config.toml").write_text(view + '[keys]\nacknowlege = "x"\nundo = "a"\n')
    said = complaint(capsys, "check").splitlines()
    assert said[0].startswith("config.toml:3: view[0].query: column ")
    assert said[1] == "config.toml:5: keys.acknowlege: no such command; did you mean acknowledge?"
    assert any(each.startswith("config.toml:6: keys.undo: ") or "keys.undo" in each for each in said[2:])


def test_the_config_that_comes_with_feint_is_good(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--config", str(Path(__file__).parents[2] / "config.toml")]) == 0
    assert "All good" in capsys.readouterr().out
