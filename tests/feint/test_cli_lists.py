"""The lists for scripts and people, on a small file that a collector filled."""

import asyncio
import json
import os
import re
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from feint.cli.app import run
from tests.feint.desk import Desk, Row
from tests.feint.loopback import Answer, Loopback

SAID = "“The last column left the training ground this morning,” said Anna Petrova, a spokeswoman for the ministry."
RING = '[[rule]]\nid = "garrison"\nkind = "match"\nseverity = "urgent"\nquery = "garrison"\n'
ITEM_KEYS = {"id", "source", "title", "link", "published", "first_seen", "tags", "story", "revisions", "state"}
SOURCE_KEYS = {"url", "title", "state", "reason", "next_attempt", "items", "last_ok"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Two feeds polled twice: seven items, one edit, one alert, one feed that is down."""
    desk = Desk(tmp_path_factory.mktemp("lists"))
    with Loopback() as server:
        post = server.feed(
            "/post.xml", "ferry|Ferry to resume on Monday", "Bridge opens", "Harbour frozen", summary=SAID
        )
        desk.watch(post, server.answer("/gazette.xml", Answer(503)), more=RING)
        asyncio.run(desk.once())
        ferry, column = "ferry|Ferry to resume on Tuesday", "Column leaves the garrison, ministry says"
        server.feed("/post.xml", column, ferry, "Bridge opens", "Harbour frozen", summary=SAID)
        asyncio.run(desk.once())
    return desk


class Answers:
    """Runs a command in this process."""

    def __init__(self, desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
        self._desk, self._capsys = desk, capsys

    def json(self, *words: str) -> list[Row]:
        """The rows of a list that ends well."""
        return [json.loads(line) for line in self.lines(*words, "--json")]

    def lines(self, *words: str) -> list[str]:
        """The lines of a command that ends well."""
        assert run([*words, "--database", str(self._desk.database), "--config", str(self._desk.config)]) == 0
        out, err = self._capsys.readouterr()
        assert err == ""
        return out.splitlines()


@pytest.fixture
def feint(desk: Desk, capsys: pytest.CaptureFixture[str]) -> Answers:
    return Answers(desk, capsys)


def test_items_come_newest_first_with_every_field_of_the_contract(feint: Answers) -> None:
    rows = feint.json("items")
    assert [row["title"] for row in rows] == [
        "Column leaves the garrison, ministry says",
        "Ferry to resume on Tuesday",
        "Bridge opens",
        "Harbour frozen",
    ]
    assert all(row.keys() >= ITEM_KEYS for row in rows)
    assert [row["revisions"] for row in rows] == [1, 2, 1, 1]
    published, first_seen = (datetime.fromisoformat(rows[0][key]) for key in ("published", "first_seen"))
    assert timedelta(0) < first_seen - published < timedelta(hours=1)
    assert rows[0]["state"] == "new"


def test_a_query_and_a_limit_narrow_the_items(feint: Answers) -> None:
    assert [row["title"] for row in feint.json("items", "--query", "is:edited")] == ["Ferry to resume on Tuesday"]
    assert [row["title"] for row in feint.json("items", "--query", "bridge OR harbour", "--limit", "1")] == [
        "Bridge opens"
    ]
    assert feint.json("items", "--query", "nothing-like-it") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["items", "--query", "tag:withdrawl"], "feint: no label is called withdrawl; near is withdrawal\n"),
        (
            ["stories", "--query", "-tag:escalation,exalation"],
            "feint: no label is called exalation; near is escalation\n",
        ),
        (["quotes", "--query", "tag:x bridge"], "feint: no label is called x; there are "),
        (["alerts", "--query", "tag:withdrawal"], ""),
        (["search", "tag:x\x1b"], "feint: no label is called x\ufffd; there are "),
    ],
)
def test_a_label_that_there_is_not_is_told_beside_the_answer(
    words: list[str], said: str, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*words, "--json", "--database", str(desk.database)]) == 0
    err = capsys.readouterr().err
    assert err.startswith(said)
    assert bool(err) == bool(said)


def test_stories_quotes_alerts_and_sources_are_listed(feint: Answers) -> None:
    told = [item for row in feint.json("stories") for item in row["items"]]
    assert sorted(told) == [1, 2, 3, 4]
    quotes = feint.json("quotes", "--query", "garrison")
    assert "Anna Petrova" in {row["speaker"] for row in quotes}
    (alert,) = feint.json("alerts")
    assert (alert["rule"], alert["severity"], alert["state"]) == ("garrison", "urgent", "new")
    post, gazette = feint.json("sources")
    assert post.keys() >= SOURCE_KEYS
    assert (post["title"], post["state"], post["items"]) == ("Harbour Post", "ok", 4)
    assert (gazette["state"], gazette["reason"], gazette["items"], gazette["last_ok"]) == (
        "http-error",
        "HTTP 503",
        0,
        None,
    )


@pytest.mark.parametrize("name", ["items", "stories", "quotes", "alerts", "sources"])
def test_every_list_has_a_line_a_row_for_a_person(feint: Answers, name: str) -> None:
    lines, rows = feint.lines(name), feint.json(name)
    assert len(lines) == len(rows) > 0
    assert not any(line.startswith("{") for line in lines)


def test_sources_stand_in_columns_for_a_person_and_in_words_with_plain(feint: Answers) -> None:
    assert feint.lines("sources")[1].startswith("F http-error        0  127.0.0.1")
    post, gazette = feint.lines("sources", "--plain")
    assert re.fullmatch(r"Harbour Post  ok  since \S+Z  grade F  4 items", post)
    assert gazette.endswith("  grade F  0 items  HTTP 503")


def test_of_json_and_plain_the_last_one_counts(feint: Answers) -> None:
    assert feint.lines("items", "--json", "--plain") == feint.lines("items")
    assert feint.lines("items", "--plain", "--json") == feint.lines("items", "--json")


def test_the_options_may_stand_before_the_commands_name_and_after_it(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--database", str(desk.database), "items", "--json", "--limit", "1"]) == 0
    before = capsys.readouterr().out
    assert run(["items", "--json", "--limit", "1", "--database", str(desk.database)]) == 0
    assert capsys.readouterr().out == before != ""
    assert run(["--database", "/nowhere/desk.db", "items", "--limit", "1", "--database", str(desk.database)]) == 0


def test_a_reader_that_has_seen_enough_ends_a_list_quietly(desk: Desk) -> None:
    listing = desk.start("items", "--json")
    assert listing.stdout
    os.close(os.dup(listing.stdout.fileno()))
    listing.stdout.close()
    assert listing.wait(timeout=10) == 0
    assert listing.stderr
    assert listing.stderr.read() == ""
    desk.kill_all()


def test_a_reader_that_has_seen_enough_ends_an_analysis_quietly(desk: Desk) -> None:
    analysis = desk.start("analyze", "--jsonl", stdin=subprocess.PIPE)
    assert analysis.stdout
    assert analysis.stdin
    analysis.stdout.close()
    analysis.stdin.write("".join(f'{{"id": {n}, "text": "Ferry resumes"}}\n' for n in range(10)))
    analysis.stdin.close()
    assert analysis.wait(timeout=10) == 0
    assert analysis.stderr
    assert analysis.stderr.read() == ""
    desk.kill_all()


def test_a_backup_lists_the_same_items_and_overwrites_nothing(
    feint: Answers, desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.db"
    assert run(["backup", str(copy), "--database", str(desk.database)]) == 0
    capsys.readouterr()
    assert run(["items", "--json", "--database", str(copy)]) == 0
    copied = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert copied == feint.json("items")
    assert run(["backup", str(copy), "--database", str(desk.database)]) == 2
    assert "exists already" in capsys.readouterr().err
