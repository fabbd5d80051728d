"""`feint doctor` on feeds: as they are remembered, and as they answer now."""

import time
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from rich.cells import cell_len

from feeds.records import PollState
from feint.cli.app import run
from storage.file import migrate, sqlite
from storage.items import sources
from tests.feint.desk import Desk
from tests.feint.loopback import Answer, Loopback

HOUR_MS = 3_600_000
OLD = (
    b"<rss version='2.0'><channel><title>Old</title><item><title>Ferry resumes</title>"
    b"<pubDate>Fri, 04 Mar 2022 08:30:00 GMT</pubDate></item></channel></rss>"
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as loopback:
        yield loopback


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def remember(desk: Desk, **states: PollState) -> None:
    """Write a database in which sources of these names are in these states."""
    urls = {name: f"https://{name}.example/" for name in states}
    desk.watch(*urls.values())
    migrate.ready(desk.database)
    configured = [sources.Configured(url, name, name, "press", "F", "en", "") for name, url in urls.items()]
    with closing(sqlite.connect(desk.database, "collector")) as connection, connection:
        sources.configure(connection, configured)
        for source in sources.known(connection):
            sources.remember(connection, source.id, states[source.name], now_ms())


def lines(desk: Desk, capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> list[str]:
    """What is told of the feeds."""
    assert run(["doctor", "--config", str(desk.config), "--database", str(desk.database), *words]) == code
    return [line for line in capsys.readouterr().out.splitlines() if line[7:11] == "feed"]


# ------------------------------------------------------------------------------------------------ as remembered


def test_a_feeds_line_says_since_when_last_good_what_is_next_and_why(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    now = now_ms()
    state = PollState(
        state="http-error", reason="HTTP 503", waits_for="back-off", since_ms=now - 3 * HOUR_MS, last_ok_ms=now - 4 * HOUR_MS,
        next_attempt_ms=now + HOUR_MS + 5_000,
    )  # fmt: skip
    remember(desk, post=state)
    line, summary = lines(desk, capsys)
    assert line == ("note   feed         post  http-error 3h  0 items  last good 4h  next in 1h (back-off)  HTTP 503")
    assert summary == "note   feeds        1 http-error"


def test_the_worst_come_first_and_of_these_the_longest_in_trouble(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    now = now_ms()
    remember(
        desk,
        well=PollState(state="ok", last_ok_ms=now),
        late=PollState(state="unreachable", since_ms=now - HOUR_MS),
        gone=PollState(state="gone", since_ms=now),
        long=PollState(state="unreachable", since_ms=now - 9 * HOUR_MS),
        still=PollState(state="frozen"),
    )
    *told, summary = lines(desk, capsys)
    assert [line.split()[2] for line in told] == ["gone", "long", "late", "still", "well"]
    assert [line.split()[0] for line in told] == ["note"] * 4 + ["ok"]
    assert summary == "note   feeds        1 ok, 1 frozen, 2 unreachable, 1 gone"


def test_columns_stand_under_each_other_also_beside_wide_letters(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    remember(desk, a=PollState(state="ok"), b=PollState(state="timeout"))
    with closing(sqlite.connect(desk.database, "collector")) as connection, connection:
        connection.execute("UPDATE source SET name = '港湾' WHERE name = 'a'")
    *told, _ = lines(desk, capsys)
    assert len({cell_len(line.partition("0 items")[0]) for line in told}) == 1


def test_a_gap_a_move_and_impatience_are_told(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    now = now_ms()
    remember(
        desk,
        gap=PollState(state="ok", gap_from_ms=now - 2 * HOUR_MS, gap_to_ms=now - HOUR_MS),
        moved=PollState(state="ok", moved_url="https://new.example/"),
        rude=PollState(state="ok", waits_for="its own interval, impolite: the server says 30 min"),
        was=PollState(state="ok", gap_from_ms=now - 999 * HOUR_MS, gap_to_ms=now - 998 * HOUR_MS),
    )
    gap, moved, rude, was, summary = lines(desk, capsys)
    assert gap.startswith("note") and "possible gap" in gap
    assert moved.endswith("moved to https://new.example/")
    assert rude.endswith("(its own interval)  impolite: the server says 30 min")
    assert "gap" not in was.partition("was")[2]
    assert summary == "note   feeds        4 ok, 1 with a possible gap"


def test_what_is_unusual_in_how_a_feed_is_asked_is_marked(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    remember(desk, post=PollState(state="ok"))
    more = 'proxy = "socks5://p.example"\ninsecure = true\nheaders = { A = "env:NO_SUCH" }\n'
    desk.config.write_text(desk.config.read_text() + more)
    assert lines(desk, capsys)[0].endswith("via proxy; own headers; INSECURE")


def test_what_no_collector_has_seen_yet_is_counted(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    remember(desk, post=PollState(state="ok"))
    desk.config.write_text(desk.config.read_text() + '[[source]]\nurl = "https://new.example/"\n')
    assert lines(desk, capsys)[-1] == "ok     feeds        1 ok, 1 not seen by a collector yet"
    desk.database = desk.folder / "none.db"
    assert lines(desk, capsys) == ["note   feeds        nothing is known of them yet; --fetch asks them now"]


# ------------------------------------------------------------------------------------------------ as they answer now


def test_every_feed_is_fetched_once_and_nothing_is_written(
    desk: Desk, server: Loopback, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.watch(
        server.feed("/well", "Ferry resumes", "Port closes"),
        server.answer("/wall", Answer(403, headers={"cf-mitigated": "challenge"})),
        server.answer("/page", Answer(body=b"<!DOCTYPE html><html><title>News</title></html>")),
        server.answer("/moved", Answer(301, headers={"Location": "/well"})),
        server.answer("/old", Answer(body=OLD)),
        server.answer("/none", Answer(body=b"<rss version='2.0'><channel><title>Empty</title></channel></rss>")),
    )
    before = sorted(path.name for path in desk.folder.iterdir())
    *told, summary = lines(desk, capsys, "--fetch", code=1)
    by_path = {line.split()[2].rpartition("/")[2]: line for line in told}
    assert "a bot wall of Cloudflare" in by_path["wall"]
    assert by_path["wall"].startswith("WRONG")
    assert "200  no feed" in by_path["page"] and "an HTML page" in by_path["page"]
    assert "rss 2.0  2 entries  newest " in by_path["well"]
    assert by_path["well"].startswith("ok") and by_path["well"].endswith("1 kB")
    assert by_path["old"].startswith("note") and by_path["old"].endswith("frozen: 2022-03-04 is its newest entry")
    assert by_path["moved"].endswith(f"redirected to {server.url('/well')}")
    assert by_path["none"].startswith("note") and by_path["none"].endswith("empty")
    assert summary.startswith("WRONG  feeds        6 fetched: 1 well, 3 worth a look, 2 wrong")
    assert len(server.asked()) == 7
    assert sorted(path.name for path in desk.folder.iterdir()) == before


def test_no_validators_are_sent_and_the_database_stays_as_it_was(
    desk: Desk, server: Loopback, capsys: pytest.CaptureFixture[str]
) -> None:
    url = server.feed("/rss", "Ferry resumes")
    desk.watch(url)
    migrate.ready(desk.database)
    with closing(sqlite.connect(desk.database, "collector")) as connection, connection:
        sources.configure(connection, [sources.Configured(url, "post", "post", "press", "F", "en", "")])
        sources.remember(connection, 1, PollState(etag='"x"', validators_for=url, state="ok"), now_ms())
    before = desk.rows("SELECT * FROM source")
    lines(desk, capsys, "--fetch")
    assert [set(asked.headers) & {"if-none-match", "if-modified-since"} for asked in server.asked()] == [set()]
    assert desk.rows("SELECT * FROM source") == before


def test_a_host_that_asked_to_be_left_alone_is(
    desk: Desk, server: Loopback, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.watch(server.feed("/rss", "Ferry resumes"))
    migrate.ready(desk.database)
    with closing(sqlite.connect(desk.database, "collector")) as connection, connection:
        sources.gate(connection, server.host, now_ms() + HOUR_MS)
    told = lines(desk, capsys, "--fetch")
    assert "not fetched: its host asked to be left alone" in told[0]
    assert server.asked() == []


def test_a_host_that_asks_for_peace_meanwhile_has_it(
    desk: Desk, server: Loopback, capsys: pytest.CaptureFixture[str]
) -> None:
    server.answer("/1", Answer(429, headers={"Retry-After": "60"}))
    desk.watch(*(server.url(f"/{n}") for n in (1, 2, 3)), collector='host_gap = "10ms"\n')
    told = lines(desk, capsys, "--fetch", code=1)
    assert ["its host asked to be left alone" in line for line in told] == [False, True, True, False]
    assert [asked.path for asked in server.asked()] == ["/1"]


def test_one_host_is_asked_one_by_one_with_its_gap(
    desk: Desk, server: Loopback, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.watch(*(server.feed(f"/{n}", "Ferry resumes") for n in range(3)), collector='host_gap = "200ms"\n')
    lines(desk, capsys, "--fetch")
    began = [asked.began_s for asked in server.asked()]
    assert all(later - earlier > 0.15 for earlier, later in pairwise(began))
    assert server.most_at_once == 1


def test_a_secret_that_is_not_there_is_the_fault_of_one_feed_and_never_shown(
    desk: Desk, server: Loopback, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HARBOUR_TOKEN", "canary")
    monkeypatch.delenv("NO_SUCH_TOKEN", raising=False)
    desk.watch(server.feed("/b", "Ferry resumes"), server.feed("/a", "Ferry resumes"))
    text = desk.config.read_text().replace('/b"\n', '/b"\nheaders = { X-Token = "env:NO_SUCH_TOKEN" }\n')
    desk.config.write_text(text + 'headers = { X-Token = "env:HARBOUR_TOKEN" }\nuser_agent = "desk/1"\n')
    told = lines(desk, capsys, "--fetch", code=1)
    assert "$NO_SUCH_TOKEN: the environment has no such variable" in told[0]
    (asked,) = server.asked()
    assert (asked.path, asked.headers["x-token"], asked.headers["user-agent"]) == ("/a", "canary", "desk/1")
    assert "canary" not in "".join(told)
