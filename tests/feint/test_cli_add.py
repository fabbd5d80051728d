"""`feint add`: from the address of a page to a source, seen before it is written."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from feint.cli.app import run
from feint.config import load
from tests.feint.loopback import Answer, Loopback

PAGE = '<html><head><title>Post</title><link rel="alternate" type="application/rss+xml" title="{}" href="{}"></head></html>'
ALLOWED = '[collector]\nallow_private = true\nhost_gap = "0s"\nworkers = 1\n'


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as loopback:
        yield loopback


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(ALLOWED)
    return path


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Have somebody sit there who types `said`."""

    def sit(said: str) -> None:
        monkeypatch.setattr("sys.stdin.isatty", lambda: True)
        monkeypatch.setattr(click.termui, "visible_prompt_func", lambda prompt: said)

    return sit


def page(server: Loopback, path: str, *feeds: str) -> str:
    """Have a path serve a page that names feeds."""
    body = "".join(PAGE.format("Feed", feed) for feed in feeds)
    return server.answer(path, Answer(body=body.encode(), headers={"Content-Type": "text/html; charset=utf-8"}))


def add(config: Path, *words: str) -> int:
    return run(["add", "--config", str(config), *words])


def test_what_was_found_is_shown_and_written_with_its_title_and_language(
    server: Loopback, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    feed = server.feed("/world.rss", "Ferry resumes", "Port closes")
    assert add(config, page(server, "/", "/world.rss"), "--yes") == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[:2] == ["1  Harbour Post", f"   {feed}"]
    assert re.fullmatch(r"   rss 2.0, 2 entries, newest \d{4}-\d\d-\d\d \d\d:\d\dZ \(\w+\), en", shown[2])
    assert shown[3].startswith(f'{config}: "Harbour Post" added')
    (source,) = load(config).sources
    assert (source.url, source.name, source.language) == (feed, "Harbour Post", "en")
    assert config.read_text().startswith(ALLOWED)


def test_without_a_terminal_and_without_yes_it_shows_and_writes_nothing(
    server: Loopback, config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    assert add(config, server.feed("/rss", "Ferry resumes")) == 1
    out, err = capsys.readouterr()
    assert "Harbour Post" in out
    assert err == "nothing was written: go on with --yes, or with the address of one of these and --yes\n"
    assert config.read_text() == ALLOWED


@pytest.mark.parametrize(("said", "code", "added"), [("y", 0, 1), ("", 0, 1), ("n", 1, 0)])
def test_one_feed_is_asked_for_by_yes_or_no(
    server: Loopback, config: Path, at_a_terminal: Callable[[str], None], said: str, code: int, added: int
) -> None:
    at_a_terminal(said)
    assert add(config, server.feed("/rss", "Ferry resumes")) == code
    assert len(load(config).sources) == added


@pytest.mark.parametrize(("said", "expected"), [("2", ["/b"]), ("", ["/a"]), ("0", [])])
def test_several_are_asked_for_by_number(
    server: Loopback, config: Path, at_a_terminal: Callable[[str], None], said: str, expected: list[str]
) -> None:
    for path in ("/a", "/b"):
        server.feed(path, "Ferry resumes")
    at_a_terminal(said)
    add(config, page(server, "/", "/a", "/b"))
    assert [source.url for source in load(config).sources] == [server.url(path) for path in expected]


def test_a_name_may_be_given_and_one_that_is_taken_is_told(
    server: Loopback, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(config, server.feed("/a", "Ferry resumes"), "--yes", "--name", "Harbour") == 0
    assert add(config, server.feed("/b", "Ferry resumes"), "--yes", "--name", "Harbour") == 2
    assert '"Harbour" is a source already' in capsys.readouterr().err
    assert [source.name for source in load(config).sources] == ["Harbour"]


def test_two_feeds_of_one_title_get_two_names(server: Loopback, config: Path) -> None:
    for path in ("/a", "/b"):
        assert add(config, server.feed(path, "Ferry resumes"), "--yes") == 0
    assert [source.name for source in load(config).sources] == ["Harbour Post", "Harbour Post (127.0.0.1)"]


def test_a_feed_that_is_there_already_is_told_without_a_request(
    server: Loopback, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = server.feed("/rss", "Ferry resumes")
    assert add(config, url, "--yes") == 0
    before, asked = config.read_text(), len(server.asked())
    capsys.readouterr()
    assert add(config, url, "--yes") == 0
    assert capsys.readouterr().out == f'{config}: "Harbour Post" is there already, at {url}\n'
    assert (config.read_text(), len(server.asked())) == (before, asked)


def test_a_page_whose_feed_is_there_already_adds_nothing(
    server: Loopback, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(config, server.feed("/rss", "Ferry resumes"), "--yes")
    before = config.read_text()
    assert add(config, page(server, "/", "/rss"), "--yes") == 0
    assert '(there already: "Harbour Post")' in capsys.readouterr().out
    assert config.read_text() == before


def test_nowhere_a_feed_takes_at_most_twelve_requests(
    server: Loopback, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(config, page(server, "/news/today"), "--yes") == 1
    assert (
        "no feed there, none named by the page, none where feeds usually are (12 requests)" in capsys.readouterr().err
    )
    assert len(server.asked()) == 12


def test_a_probe_follows_no_redirect(server: Loopback, config: Path) -> None:
    server.answer("/feed/", Answer(302, headers={"Location": "/home"}))
    assert add(config, page(server, "/"), "--yes") == 1
    assert server.asked("/feed/")
    assert not server.asked("/home")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer(403, headers={"cf-mitigated": "challenge"}), "a bot wall of Cloudflare"),
        (Answer(401), "a login page"),
        (Answer(429), "HTTP 429"),
        (Answer(404), "HTTP 404"),
    ],
)
def test_what_stands_in_the_way_is_named(
    server: Loopback, config: Path, capsys: pytest.CaptureFixture[str], answer: Answer, expected: str
) -> None:
    assert add(config, server.answer("/rss", answer), "--yes") == 1
    assert expected in capsys.readouterr().err


def test_a_private_address_is_refused_with_the_key_that_permits_it(
    server: Loopback, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config.write_text("")
    assert add(config, server.feed("/rss", "Ferry resumes"), "--yes") == 1
    assert "allow_private = true under [collector] permits it" in capsys.readouterr().err
    assert server.asked() == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://me:canary@post.example/", "carries a name or password"),
        ("exec:id", "needs allow_local = true under [collector]"),
        ("javascript:alert(1)", "is no http or https address"),
        ("https://", "is no http or https address"),
    ],
)
def test_a_word_that_can_be_no_source_is_told_without_its_password(
    config: Path, capsys: pytest.CaptureFixture[str], url: str, expected: str
) -> None:
    assert add(config, url, "--yes") == 2
    err = capsys.readouterr().err
    assert expected in err
    assert "canary" not in err


def test_a_feed_on_this_machine_can_be_added_where_the_config_allows_it(server: Loopback, config: Path) -> None:
    config.write_text("[collector]\nallow_local = true\nworkers = 1\n")
    path = config.with_name("tides.xml")
    path.write_bytes(
        b"<rss version='2.0'><channel><title>Tides</title><item><title>High</title></item></channel></rss>"
    )
    assert add(config, f"file://{path}", "--yes") == 0
    assert [source.name for source in load(config).sources] == ["Tides"]


def test_a_hostile_title_reaches_neither_the_terminal_nor_another_table(
    server: Loopback, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = (
        b"<rss version='2.0'><channel><title>&#x1b;[31m\"]\n[collector]\nallow_local = true&#x202e;</title>"
        b"<item><title>x</title></item></channel></rss>"
    )
    assert add(config, server.answer("/rss", Answer(body=body)), "--yes") == 0
    assert load(config).collector.allow_local is False
    out = capsys.readouterr().out
    assert out.replace("\n", "").isprintable()
