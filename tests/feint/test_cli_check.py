"""`feint check`: wrong in itself, wanting on this machine, or merely worth knowing."""

from pathlib import Path
from typing import get_args

import pytest

from feint.cli.app import run
from tests.feint.loopback import rss
from tui.options import Theme

WEB = '[[source]]\nurl = "https://post.example/feed"\n'


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("HARBOUR_TOKEN", raising=False)
    return tmp_path / "config.toml"


def checked(config: Path, capsys: pytest.CaptureFixture[str], text: str, code: int) -> list[str]:
    """What is told of a config, without its path."""
    config.write_text(text, "utf-8")
    assert run(["check", "--config", str(config)]) == code
    return [line.replace(f"{config}:", "") for line in capsys.readouterr().err.splitlines()]


def test_a_query_for_a_label_that_no_lexicon_gives_is_told_with_the_nearest_one(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    views = (
        '[[view]]\nname = "a"\nquery = "tag:withdrawl OR -tag:escalation"\n[[view]]\nname = "b"\nquery = "tag:ferry"\n'
    )
    (config.parent / "lexicon.toml").write_text('[[rule]]\nid = "f.ferry"\nlabel = "ferry"\nphrases = ["ferry"]\n')
    assert checked(config, capsys, WEB + views, 0) == [
        "note: 5: view[0].query: no rule gives the label withdrawl; did you mean `withdrawal`?"
    ]


def test_a_reference_that_leads_nowhere_is_a_failure_of_this_machine_not_of_the_config(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        WEB
        + 'headers = { A = "env:HARBOUR_TOKEN", B = "file:/no/such" }\nproxy = "env:HARBOUR_TOKEN"\nca_file = "/no/ca"'
    )
    assert checked(config, capsys, text, 1) == [
        "3: source[0].headers.A: $HARBOUR_TOKEN: the environment has no such variable",
        "3: source[0].headers.B: /no/such: No such file or directory",
        "4: source[0].proxy: $HARBOUR_TOKEN: the environment has no such variable",
        "5: source[0].ca_file: /no/ca: No such file or directory",
    ]


def test_a_proxy_is_looked_at_once_it_is_revealed(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = '[collector]\nproxy = "env:HARBOUR_TOKEN"\n'
    monkeypatch.setenv("HARBOUR_TOKEN", "http://me:canary@proxy.example:3128")
    assert checked(config, capsys, text, 0) == []
    monkeypatch.setenv("HARBOUR_TOKEN", "canary")
    assert checked(config, capsys, text, 1) == ["2: collector.proxy: env:HARBOUR_TOKEN: holds no proxy's address"]


def test_a_file_that_everybody_may_read_is_a_note(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    token = config.with_name("token")
    token.write_text("canary\n")
    text = WEB + f'headers = {{ A = "file:{token}" }}'
    token.chmod(0o640)
    assert checked(config, capsys, text, 0) == []
    token.chmod(0o644)
    assert checked(config, capsys, text, 0) == [
        f"note: 3: source[0].headers.A: {token}: everybody on this machine can read it; `chmod o-r` helps"
    ]


def test_a_certificate_file_without_one_is_told(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ca = config.with_name("ca.pem")
    ca.write_bytes(rss("Ferry resumes"))
    assert checked(config, capsys, WEB + f'ca_file = "{ca}"', 1) == [
        f"3: source[0].ca_file: {ca}: holds no PEM certificate"
    ]


def test_what_is_insecure_or_can_be_impolite_is_a_note(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    insecure, often = checked(config, capsys, WEB + 'insecure = true\ninterval = "30s"', 0)
    assert insecure.startswith("note: 3: source[0].insecure: anybody on the way can change what is read")
    assert often.startswith("note: 4: source[0].interval: 30s holds even where the server asks for more patience")
    assert checked(config, capsys, WEB + 'interval = "10m"', 0) == []


def test_a_mistake_in_the_config_itself_comes_first(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (told,) = checked(config, capsys, WEB + 'headers = { A = "canary" }', 2)
    assert "a secret never stands in the config's text" in told
    assert "canary" not in told


@pytest.mark.parametrize(
    ("storage", "archives", "said"),
    [
        ("", 0, "items kept 400d, then archived by month;"),
        ('[storage]\nkeep_items = "90d"', 1, "items kept 90d, then archived by month (1 archive so far);"),
        ("", 2, "items kept 400d, then archived by month (2 archives so far);"),
        ('[storage]\narchive = "none"', 0, "items kept 400d, then deleted;"),
        ('[storage]\nkeep_items = "forever"', 0, "items kept forever;"),
    ],
)
def test_it_tells_how_long_items_stay_and_where_they_go(
    config: Path, capsys: pytest.CaptureFixture[str], storage: str, archives: int, said: str
) -> None:
    config.write_text(f"{storage}\n{WEB}", "utf-8")
    for month in range(1, archives + 1):
        (config.parent / f"desk.2027-0{month}.archive.db").touch()
    assert run(["check", "--config", str(config), "--database", str(config.parent / "desk.db")]) == 0
    assert said in capsys.readouterr().out


def test_keys_that_no_command_or_view_can_have_are_told_with_what_mends_them(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = '[keys]\ndismiss = "a"\nstar = ""\ntag = "f99"\nnoet = "x"\n[[view]]\nname = "a"\nquery = "x"\nkey = "0"\n'
    assert checked(config, capsys, keys + WEB, 2) == [
        "3: keys.star: no key is given; none takes its keys away",
        "4: keys.tag: no terminal sends f99; did you mean f9?",
        "5: keys.noet: no such command; did you mean note?",
        "2: keys.dismiss: a already means acknowledge; give one of them another key, or none",
        "9: view[0].key: 0 is every item",
    ]
    assert run(["--config", str(config), "--database", str(config.parent / "desk.db")]) == 2
    assert "keys.dismiss: a already means acknowledge" in capsys.readouterr().err


@pytest.mark.parametrize("theme", get_args(Theme))
def test_every_theme_of_the_desk_can_be_named(config: Path, capsys: pytest.CaptureFixture[str], theme: str) -> None:
    assert checked(config, capsys, f'[desk]\ntheme = "{theme}"\n{WEB}', 0) == []


def test_it_counts_the_commands_on_other_keys_and_lists_them_all(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config.write_text(f'[keys]\ndismiss = "x ^x"\nstar = "none"\n{WEB}', "utf-8")
    assert run(["check", "--keys", "--config", str(config)]) == 0
    said = capsys.readouterr().out
    assert "2 commands on keys of your own;" in said
    assert "\ndismiss           * x ^x           dismiss, and go on" in said
    assert "\nstar              * none " in said
    assert "\nquit                Q " in said
