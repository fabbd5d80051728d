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


HOOK = '[[channel]]\nid = "duty"\nkind = "webhook"\n'
RULE = '[[rule]]\nid = "a"\nkind = "match"\nquery = "bridge"\nto = ["duty"]\n'


def test_what_a_channel_needs_and_this_machine_has_not_is_told(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    program = config.with_name("open-ticket")
    program.write_text("#!/bin/sh\n")
    text = (
        HOOK
        + 'url = "env:HARBOUR_TOKEN"\nsecret = "file:/no/such"\n[[channel]]\nid = "b"\nkind = "command"\n'
        + f'argv = ["{program}"]\n[[channel]]\nid = "c"\nkind = "file"\npath = "/no/such/alerts.jsonl"\n'
        + '[[channel]]\nid = "d"\nkind = "command"\nargv = ["no-such-program"]\n[metrics]\nfile = "/no/such/feint.prom"\n'
        + '[severity.flash]\nescalate = [{ after = "1m", to = "b" }, { after = "2m", to = "c" }, { after = "3m", to = "d" }]\n'
    )
    wanting = [
        "4: channel[0].url: $HARBOUR_TOKEN: the environment has no such variable",
        "5: channel[0].secret: /no/such: No such file or directory",
        f"9: channel[1].argv: {program}: cannot be executed; `chmod +x` helps",
        "13: channel[2].path: /no/such: no such folder",
        "17: channel[3].argv: no-such-program: no such program",
        "19: metrics.file: /no/such: no such folder",
    ]
    assert checked(config, capsys, RULE + text, 1) == [_further(line, 5) for line in wanting]
    program.chmod(0o755)
    monkeypatch.setenv("HARBOUR_TOKEN", "https://10.0.0.1/canary")
    private, *_ = checked(config, capsys, RULE + text, 1)
    assert private.startswith(
        "9: channel[0].url: env:HARBOUR_TOKEN: its address is in a private network; allow_private"
    )
    monkeypatch.setenv("HARBOUR_TOKEN", "canary")
    wrong, *others = checked(config, capsys, RULE + text, 1)
    assert wrong == "9: channel[0].url: env:HARBOUR_TOKEN: holds no http or https address"
    assert not any("open-ticket" in line for line in others)


def _further(line: str, lines: int) -> str:
    number, _, words = line.partition(":")
    return f"{int(number) + lines}:{words}"


def test_a_secret_that_cannot_sign_is_told_and_not_shown(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HARBOUR_TOKEN", "whsec_canary!")
    text = RULE + HOOK + 'url = "https://hooks.example/1"\nsecret = "env:HARBOUR_TOKEN"'
    assert checked(config, capsys, text, 1) == [
        "10: channel[0].secret: env:HARBOUR_TOKEN: what follows whsec_ is not base64"
    ]


def test_a_channel_that_works_but_should_be_safer_is_a_note(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    open_way, unsigned = checked(config, capsys, RULE + HOOK + 'url = "http://hooks.example/1"', 0)
    assert (
        open_way == "note: 9: channel[0].url: anybody on the way can read and change what is sent; https keeps them out"
    )
    assert unsigned.startswith("note: 6: channel[0]: nothing is signed without a secret")
    at_home = HOOK + 'url = "http://127.0.0.1:1/"\nallow_private = true\nsecret = "env:HOME"'
    assert checked(config, capsys, RULE + at_home, 0) == []


def test_a_channel_that_nothing_is_sent_to_is_a_note(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (told,) = checked(config, capsys, HOOK + 'url = "https://hooks.example/1"\nsecret = "env:HOME"', 0)
    assert told == 'note: 2: channel[0].id: nothing is sent to "duty": no rule and no escalation names it'


def test_a_rule_for_a_label_that_no_lexicon_gives_is_a_note_of_each_query(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rule = '[[rule]]\nid = "c"\nkind = "contradict"\nleft = "tag:withdrawal"\nright = "tag:withdrwal"\n'
    assert checked(config, capsys, rule, 0) == [
        "note: 5: rule[0].right: no rule gives the label withdrwal; did you mean `withdrawal`?"
    ]


def test_a_rule_for_a_side_that_the_config_has_not_is_a_note(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rule = '[sides]\nru = "Russia"\n[[rule]]\nid = "m"\nkind = "match"\nquery = "side:RU,uk aside"\n'
    assert checked(config, capsys, rule, 0) == ['note: 6: rule[0].query: "uk" isn\'t under [sides]; known are ru']


def test_quiet_hours_that_last_for_most_of_the_day_are_a_note(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    quiet = '[operator.ana]\nquiet = ["06:00-23:00", "23:00-06:00"]\n'
    assert checked(config, capsys, quiet, 0) == [
        'note: 2: operator.ana.quiet[0]: "06:00-23:00" is quiet for 17 of 24 hours: is it the wrong way round?'
    ]


@pytest.mark.parametrize(
    "url", ["https://hooks.example/services/T00/B00/c4n4ry0123456789", "https://hooks.example/1?token=c4n4ry"]
)
def test_a_token_in_an_address_is_a_note_that_does_not_repeat_it(
    config: Path, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    told = checked(config, capsys, RULE + HOOK + f'url = "{url}"\nsecret = "env:HOME"', 0)
    assert [line.partition(";")[0] for line in told] == [
        "note: 9: channel[0].url: holds what looks like a token, for all to read"
    ]
    assert "c4n4ry" not in "".join(told)


def test_a_token_among_a_commands_words_is_a_note(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = '[[channel]]\nid = "duty"\nkind = "command"\nargv = ["true", "Authorization: Bearer c4n4ry"]\n'
    (told,) = checked(config, capsys, RULE + command, 0)
    assert told.startswith("note: 9: channel[0].argv: holds what looks like a token")
    assert "c4n4ry" not in told


def test_a_heartbeat_to_nobody_is_a_note(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(config, capsys, '[heartbeat]\nevery = "1m"', 0) == [
        "note: 1: heartbeat: is posted to nobody without a url"
    ]


def test_a_query_that_cannot_be_read_is_told_with_its_column(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rule = '[[rule]]\nid = "c"\nkind = "contradict"\nleft = "tagg:x"\nright = "x ("\n'
    left, right = checked(config, capsys, rule, 2)
    assert left.startswith("4: rule[0].left: column 1: there is no field tagg:")
    assert right.startswith("5: rule[0].right: column 4:")


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
