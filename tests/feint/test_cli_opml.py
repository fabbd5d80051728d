"""Sources in from other readers and out to them: nothing lost, nothing harmful taken in, and never a broken config."""

from pathlib import Path

import pytest

from feint.cli.app import run
from feint.config import load

LIST = """<?xml version="1.0"?>
<opml version="2.0"><head><title>List</title></head><body>
  <outline text="Harbour Post" xmlUrl="https://post.example/feed"/>
  <outline text="Papers"><outline text="Gazette" xmlUrl="http://gazette.example/rss?a=1&amp;b=2"/></outline>
  {more}
</body></opml>"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def listed(tmp_path: Path, more: str = "") -> Path:
    path = tmp_path / "list.opml"
    path.write_text(LIST.format(more=more), encoding="utf-8")
    return path


def test_feeds_become_sources_of_a_new_config(config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", str(listed(tmp_path)), "--config", str(config)]) == 0
    assert capsys.readouterr().out == f"{config}: 2 sources added, 0 were there already\n"
    assert [(source.name, source.url) for source in load(config).sources] == [
        ("Harbour Post", "https://post.example/feed"),
        ("Gazette", "http://gazette.example/rss?a=1&b=2"),
    ]


def test_what_is_there_stays_as_it_is_to_the_byte(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = '# ours\n[[source]]  # first\nurl = "https://POST.example/feed"\ngrade = "B"\n[desk]\nbell = false'
    config.write_text(before)
    assert run(["import", str(listed(tmp_path)), "--config", str(config)]) == 0
    assert config.read_text().startswith(before + "\n")
    assert [source.grade for source in load(config).sources] == ["B", "F"]
    assert "1 sources added, 1 were there already" in capsys.readouterr().out
    again = config.read_text()
    assert run(["import", str(listed(tmp_path)), "--config", str(config)]) == 0
    assert config.read_text() == again


def test_two_feeds_of_one_title_or_one_address_come_in_as_two_names_or_one_source(config: Path, tmp_path: Path) -> None:
    more = (
        '<outline text="Gazette" xmlUrl="https://gazette.example/world"/>'
        '<outline text="Gazette again" xmlUrl="HTTP://GAZETTE.example/rss?a=1&amp;b=2#top"/>'
        '<outline xmlUrl="http://bare.example/feed"/><outline xmlUrl="https://bare.example/feed"/>'
    )
    assert run(["import", str(listed(tmp_path, more)), "--config", str(config)]) == 0
    assert [source.name for source in load(config).sources] == [
        "Harbour Post", "Gazette", "Gazette (gazette.example)", "bare.example/feed", "bare.example/feed (2)",
    ]  # fmt: skip


LOCAL_AND_PRIVATE = ("exec:~/fetch.sh", "file:///srv/x.xml", "http://192.168.0.7/rss", "http://localhost:8000/rss")


def test_commands_files_scripts_and_private_addresses_are_left_out_and_named(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = "".join(f'<outline text="x" xmlUrl="{url}"/>' for url in (*LOCAL_AND_PRIVATE, "javascript:alert(1)"))
    assert run(["import", str(listed(tmp_path, more)), "--config", str(config)]) == 0
    out, err = capsys.readouterr()
    assert err.splitlines() == [
        f"{tmp_path}/list.opml: left out: javascript:alert(1) is no http or https address",
        f"{tmp_path}/list.opml: left out: exec:~/fetch.sh needs allow_local = true under [collector]",
        f"{tmp_path}/list.opml: left out: file:///srv/x.xml needs allow_local = true under [collector]",
        f"{tmp_path}/list.opml: left out: http://192.168.0.7/rss is a private address:"
        " needs allow_private = true under [collector]",
        f"{tmp_path}/list.opml: left out: http://localhost:8000/rss is a private address:"
        " needs allow_private = true under [collector]",
    ]
    assert out.endswith("2 sources added, 0 were there already, 5 left out\n")
    assert all(source.url.endswith(("/feed", "b=2")) for source in load(config).sources)


def test_a_config_that_allows_them_takes_them_and_says_which_run_commands(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config.write_text("[collector]\nallow_local = true\nallow_private = true\n")
    more = "".join(f'<outline text="n{n}" xmlUrl="{url}"/>' for n, url in enumerate(LOCAL_AND_PRIVATE))
    assert run(["import", str(listed(tmp_path, more)), "--config", str(config)]) == 0
    assert capsys.readouterr().err == f'{tmp_path}/list.opml: "n0" runs a command on this machine: ~/fetch.sh\n'
    assert {source.url for source in load(config).sources} >= set(LOCAL_AND_PRIVATE)


def test_a_hostile_title_cannot_write_tables_of_its_own(config: Path, tmp_path: Path) -> None:
    more = (
        '<outline text="&quot;&#10;[collector]&#10;allow_private = true&#10;#&#x1b;[31m\\" xmlUrl="http://x.example/"/>'
    )
    assert run(["import", str(listed(tmp_path, more)), "--config", str(config)]) == 0
    assert load(config).collector.allow_private is False
    assert "\x1b" not in config.read_text()


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"\x00\xff", b"<opml><body></wrong></opml>"])
def test_a_broken_list_leaves_the_config_untouched(
    body: bytes, config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config.write_text('[[source]]\nurl = "https://paper.example/feed"\n')
    broken = tmp_path / "broken.opml"
    broken.write_bytes(body)
    assert run(["import", str(broken), "--config", str(config)]) == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith(f"feint: {broken}: ")
    assert config.read_text() == '[[source]]\nurl = "https://paper.example/feed"\n'
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.opml", "config.toml"]


@pytest.mark.parametrize("before", [b"[collector\n", b"\xff\xfe", b'[collector]\nintervall = "2m"\n'])
def test_a_broken_config_is_named_and_left_untouched(
    before: bytes, config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config.write_bytes(before)
    assert run(["import", str(listed(tmp_path)), "--config", str(config)]) == 2
    assert capsys.readouterr().err.startswith(f"feint: {config}")
    assert config.read_bytes() == before


def test_a_config_that_cannot_be_written_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "no" / "such" / "config.toml"
    assert run(["import", str(listed(tmp_path)), "--config", str(target)]) == 2
    assert capsys.readouterr().err == f"feint: {target}: cannot be written (No such file or directory)\n"


def test_what_does_not_fit_leaves_no_half_written_file(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = '<outline xmlns:feint="urn:feint:source" text="x" feint:kind="rumour" xmlUrl="http://x.example/"/>'
    config.write_text("")
    assert run(["import", str(listed(tmp_path, more)), "--config", str(config)]) == 2
    assert "kind: expected one of wire, official" in capsys.readouterr().err
    assert config.read_text() == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.toml", "list.opml"]


FULL = """
[collector]
interval = "5m"
[sides]
by = "Belarus"
[[source]]
url = "https://post.example/feed?a=1&b=2"
name = "Harbour “Post” & Sons"
family = "Post group"
kind = "wire"
grade = "B"
language = "en"
side = "by"
interval = "90s"
enabled = false
user_agent = "desk/1"
timezone = "Europe/Minsk"
[[source]]
url = "https://gazette.example/rss"
"""
REACHING = """
[[source]]
url = "https://closed.example/rss"
headers = { Authorization = "env:CLOSED_TOKEN", "X-A.b" = "file:/run/our  token" }
proxy = "socks5h://proxy.example:1080"
ca_file = "/etc/our ca.pem"
[[source]]
url = "https://selfsigned.example/rss"
insecure = true
proxy = "env:PROXY"
"""


def exported(config: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The config's sources as an OPML file."""
    capsys.readouterr()
    assert run(["export", "--opml", "--config", str(config)]) == 0
    path = config.with_name("out.opml")
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    return path


def test_what_was_exported_comes_back_equal_into_an_empty_config(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config.write_text(FULL, encoding="utf-8")
    other = tmp_path / "other.toml"
    assert run(["import", str(exported(config, capsys)), "--config", str(other)]) == 0
    assert load(other).sources == load(config).sources


def test_a_list_of_our_own_brings_back_headers_proxies_and_certificates_too(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLOSED_TOKEN", "canary")
    monkeypatch.setenv("PROXY", "http://me:canary@proxy.example")
    config.write_text(FULL + REACHING, encoding="utf-8")
    other, listed = tmp_path / "other.toml", exported(config, capsys)
    assert "canary" not in listed.read_text()
    assert run(["import", str(listed), "--ours", "--config", str(other)]) == 0
    assert load(other).sources == load(config).sources


def test_a_strangers_list_can_have_no_secret_sent_and_no_certificate_trusted(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config.write_text(REACHING, encoding="utf-8")
    other, listed = tmp_path / "other.toml", exported(config, capsys)
    assert run(["import", str(listed), "--config", str(other)]) == 0
    for source in load(other).sources:
        assert (source.headers, source.proxy, source.ca_file, source.insecure) == ({}, "", "", False)
    err = capsys.readouterr().err
    assert f'{listed}: headers not taken over, of "closed.example": --ours takes it from a list that you trust\n' in err
    assert f'{listed}: proxy not taken over, of "closed.example", "selfsigned.example": --ours takes it' in err


def test_a_side_that_is_new_is_added_to_the_sides_there_are(config: Path, tmp_path: Path) -> None:
    more = '<outline xmlns:feint="urn:feint:source" text="x" feint:side="by" xmlUrl="http://x.example/"/>'
    config.write_text('[sides]  # whose word\nru = "Russia"\n[desk]\nbell = false\n')
    assert run(["import", str(listed(tmp_path, more)), "--config", str(config)]) == 0
    assert load(config).sides == {"ru": "Russia", "by": "by"}


def test_a_config_that_is_a_link_and_private_stays_both(config: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.toml"
    kept.write_bytes(b"[desk]\r\nbell = false\r\n")
    kept.chmod(0o600)
    config.symlink_to(kept)
    assert run(["import", str(listed(tmp_path)), "--config", str(config)]) == 0
    assert (config.is_symlink(), kept.stat().st_mode & 0o777) == (True, 0o600)
    assert kept.read_bytes().startswith(b"[desk]\r\nbell = false\r\n")
    assert len(load(config).sources) == 2
