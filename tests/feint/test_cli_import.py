"""Lists of other readers on their way into a config: what becomes of folders, tags, settings and secrets."""

from pathlib import Path

import pytest

from feint.cli.app import run
from feint.config import Source, load
from tests.feeds.lists.test_opml_readers import FRESHRSS, MINIFLUX, NEWSBOAT
from tests.feeds.lists.test_urls_file import FILE as URLS


class Imported:
    """What an import made of a list, and what it said."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], data: bytes, *words: str) -> None:
        self.config, self.list = folder / "config.toml", folder / "list"
        self.list.write_bytes(data)
        assert run(["import", str(self.list), "--config", str(self.config), *words]) == 0
        self.out, err = capsys.readouterr()
        self.said = [line.removeprefix(f"{self.list}: ") for line in err.splitlines()]
        self.sources: dict[str, Source] = {source.name: source for source in load(self.config).sources}


def test_newsboats_export(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported = Imported(tmp_path, capsys, NEWSBOAT)
    assert list(imported.sources) == ["Harbour Post"]
    assert imported.out == f"{tmp_path}/config.toml: 1 sources added, 0 were there already, 3 left out\n"


def test_newsboats_urls_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported = Imported(tmp_path, capsys, URLS)
    assert list(imported.sources) == ["Harbour Post", "gazette.example/rss", 'The "Quoted" Paper']
    assert '\n# north, fishing news\n[[source]]\nurl = "https://post.example/feed"' in imported.config.read_text()
    assert imported.said[-1] == (
        'hidden not taken over, of "gazette.example/rss": every source is shown; enabled = false stops it'
    )
    assert imported.out.endswith("3 sources added, 0 were there already, 4 left out\n")


def test_minifluxs_export(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported = Imported(tmp_path, capsys, MINIFLUX)
    (wire,) = imported.sources.values()
    assert (wire.kind, wire.user_agent, wire.enabled, wire.proxy, wire.insecure) == ("wire", "desk/1", False, "", False)
    assert sorted(line.partition(",")[0] for line in imported.said) == [
        "crawler not taken over",
        "insecure not taken over",
        "proxy not taken over",
        "scraperRules not taken over",
    ]


def test_freshrsss_export(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported = Imported(tmp_path, capsys, FRESHRSS)
    assert [(source.interval_s, source.enabled) for source in imported.sources.values()] == [
        (7200.0, False),
        (900.0, True),
    ]
    assert "# Ministries" in imported.config.read_text()
    (cookie,) = (line for line in imported.said if "COOKIE" in line)
    assert cookie.endswith('write headers = { Cookie = "env:NAME" }')
    assert "1234" not in imported.config.read_text() + "".join(imported.said)


def test_a_list_that_is_trusted_brings_its_proxies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported = Imported(tmp_path, capsys, FRESHRSS, "--ours")
    assert [source.proxy for source in imported.sources.values()] == ["socks5h://proxy.example:8080", "none"]


def test_a_proxys_password_is_never_written_not_even_from_a_list_that_is_trusted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = MINIFLUX.replace(b"socks5://", b"http://me:canary@")
    imported = Imported(tmp_path, capsys, data, "--ours")
    assert 'proxy not taken over, of "North Wire": it holds a password, or cannot be read' in imported.said
    assert "canary" not in imported.config.read_text() + "".join(imported.said)


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("Wires", "wire"),
        ("official", "official"),
        ("Europe/State", "state"),
        ("press/analysis", "analysis"),
        ("Sea", "press"),
    ],
)
def test_a_folder_that_names_a_kind_says_the_kind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], folder: str, kind: str
) -> None:
    outline = '<outline text="Post" xmlUrl="https://post.example/"/>'
    for name in reversed(folder.split("/")):
        outline = f'<outline text="{name}">{outline}</outline>'
    imported = Imported(tmp_path, capsys, f"<opml><body>{outline}</body></opml>".encode())
    assert imported.sources["Post"].kind == kind


def test_a_name_that_is_taken_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outlines = '<outline text="Post" xmlUrl="https://a.example/"/><outline text="Post" xmlUrl="https://b.example/"/>'
    imported = Imported(tmp_path, capsys, f"<opml><body>{outlines}</body></opml>".encode())
    assert list(imported.sources) == ["Post", "Post (b.example)"]
    assert imported.said == ['"Post" is a source already; https://b.example/ is called "Post (b.example)"']


def test_a_password_in_an_address_is_neither_written_nor_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported = Imported(tmp_path, capsys, b"https://me:canary@post.example/feed\nhttps://a.example/\n")
    assert list(imported.sources) == ["a.example/"]
    assert "canary" not in imported.config.read_text() + "".join(imported.said)


def test_a_letter_too_new_for_this_python_stops_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported = Imported(tmp_path, capsys, 'https://a.example/ "~Post \U000323b0!"'.encode())
    assert [name.startswith("Post") for name in imported.sources] == [True]


@pytest.mark.parametrize("data", [b"", b"just words\n", b"<rss></rss>", b"\x00\xff"])
def test_what_is_no_list_is_told_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes
) -> None:
    (tmp_path / "list").write_bytes(data)
    assert run(["import", str(tmp_path / "list"), "--config", str(tmp_path / "config.toml")]) == 2
    assert capsys.readouterr().err == f"feint: {tmp_path}/list: neither OPML nor newsboat's urls file\n"
    assert not (tmp_path / "config.toml").exists()
