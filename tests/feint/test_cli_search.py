"""`feint search`, and `feint items --archives`: what was found, on a line each, and where it was looked for."""

import io
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from feint.cli.app import run
from tests.storage.desk import Desk, entry, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Two items in the database, one in the archive of October."""
    with ExitStack() as opened:
        archive = opened.enter_context(open_desk(tmp_path / "feint.2026-10.archive.db"))
        archive.item(archive.source("Herald"), "Old bridge closed")
        desk = opened.enter_context(open_desk(tmp_path / "feint.db"))
        source = desk.source("Herald")
        desk.poll(source, entry("Bridge closed", summary="The bridge\nis \u202eshut", link="https://herald.example/1"))
        desk.item(source, "Harvest is late", summary="Since the bridge went.")
        yield desk


def said(desk: Desk, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[list[str], str]:
    """The lines, and what is told beside them."""
    assert run([*words, "--database", str(desk.path)]) == 0
    out, err = capsys.readouterr()
    return out.splitlines(), err


def test_the_best_comes_first_with_the_words_around_it(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    lines, told = said(desk, capsys, "search", "bridge", "--no-archives")
    assert lines == [
        "2027-01-15T08:00:02Z  Herald  Bridge closed",
        "    The bridge is \ufffdshut",
        "2027-01-15T08:00:03Z  Herald  Harvest is late",
        "    Since the bridge went.",
    ]
    assert told == "2 found in the database\n"


def test_archives_are_searched_and_named(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    lines, told = said(desk, capsys, "search", "title:bridge", "source:herald", "--newest")
    assert [line.split("  ")[2] for line in lines if line[0] != " "] == ["Bridge closed", "Old bridge closed"]
    assert told == "2 found in the database, and the archives of 2026-10\n"


def test_json_says_where_the_words_stand_and_nothing_else(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    lines, told = said(desk, capsys, "search", "bridge", "--json")
    rows = [json.loads(line) for line in lines]
    assert [(row["title"], row["archive"]) for row in rows] == [
        ("Bridge closed", None), ("Old bridge closed", "2026-10"), ("Harvest is late", None)
    ]  # fmt: skip
    assert (rows[0]["link"], rows[0]["marks"]) == ("https://herald.example/1", [[4, 10]])
    assert rows[0]["snippet"][4:10] == "bridge"
    assert told == ""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("term", "words", "shown"),
    [
        ("xterm", [], "\x1b[1mHarvest\x1b[0m is late\n    Since the \x1b[1mbridge\x1b[0m went."),
        ("dumb", [], "Harvest is late\n    Since the bridge went."),
        ("xterm", ["--plain"], "2027-01-15T08:00:03Z  Herald  Harvest is late  Since the bridge went.\n"),
    ],
)
def test_what_was_found_is_bold_where_a_terminal_shows_it_and_plain_words_have_a_line(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, term: str, words: list[str], shown: str
) -> None:
    monkeypatch.setattr(sys, "stdout", screen := Terminal())
    monkeypatch.setenv("TERM", term)
    assert run(["search", "harvest", "bridge", *words, "--database", str(desk.path)]) == 0
    assert shown in screen.getvalue()


def test_nothing_found_is_no_failure_and_a_query_that_cannot_be_read_is_one(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(desk, capsys, "search", "unheard") == ([], "0 found in the database, and the archives of 2026-10\n")
    assert run(["search", "sorce:x", "--database", str(desk.path)]) == 2
    assert "did you mean source:?" in capsys.readouterr().err
    assert run(["search", "--database", str(desk.path)]) == 2


def test_items_go_on_with_the_archives_when_asked(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    query = ("items", "--query", "title:bridge")
    assert len(said(desk, capsys, *query)[0]) == 1
    lines, _ = said(desk, capsys, *query, "--archives")
    assert [line.split("  ")[2] for line in lines] == ["Bridge closed", "Old bridge closed"]
    assert len(said(desk, capsys, *query, "--archives", "--limit", "1")[0]) == 1
