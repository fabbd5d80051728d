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
    names = [source.name for source in load(config).sources]
    assert len(set(names)) == len(names) == 5


def test_commands_files_and_scripts_are_left_out_and_named(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    addresses = ("exec:~/fetch.sh", "file:///etc/passwd", "javascript:alert(1)", "|cat /etc/passwd")
    more = "".join(f'<outline text="x" xmlUrl="{address}"/>' for address in addresses)
    assert run(["import", str(listed(tmp_path, more)), "--config", str(config)]) == 0
    err = capsys.readouterr().err
    assert [address in line for address, line in zip(addresses, err.splitlines(), strict=True)] == [True] * 4
    assert all(source.url.startswith("http") for source in load(config).sources)


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
[[source]]
url = "https://gazette.example/rss"
"""


def test_what_was_exported_comes_back_equal_into_an_empty_config(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config.write_text(FULL, encoding="utf-8")
    assert run(["export", "--opml", "--config", str(config)]) == 0
    (tmp_path / "out.opml").write_text(capsys.readouterr().out, encoding="utf-8")
    other = tmp_path / "other.toml"
    assert run(["import", str(tmp_path / "out.opml"), "--config", str(other)]) == 0
    assert load(other).sources == load(config).sources


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
