"""A search over the file and its archives: newest first or the best first, with the part of the text that shows why."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.file.errors import StoreError
from storage.file.sqlite import SqliteError
from storage.query import parse
from storage.query.clauses import Wanted
from storage.reads.ranking import Text, ranked, snippet
from storage.reads.search import Findings, Searcher, search
from storage.rows import ItemRow
from tests.storage.desk import NOW_MS, Desk, entry, open_desk


def item(item_id: int) -> ItemRow:
    """A row of which only the number counts."""
    return ItemRow(item_id, 1, "", "", "", "", "", "", 0, None, (), (), 0, 1, 1, 1, 0, 1, "new", False, "")


def text(item_id: int, title: str, summary: str = "", body: str = "") -> Text:
    """An item to be weighed."""
    return Text(item(item_id), "", (title, summary, body))


def order(query: str, *texts: Text) -> list[int]:
    """The items, the best first."""
    return [each.item.id for each in ranked(texts, parse(query).words)]


def test_a_word_of_the_headline_weighs_more_than_one_of_the_summary_and_that_more_than_one_of_the_text() -> None:
    said = "bridge", "lorries wait all day"
    texts = text(1, said[1], said[1], said[0]), text(2, said[1], said[0], said[1]), text(3, said[0], said[1], said[1])
    assert order("bridge", *texts) == [3, 2, 1]


def test_a_rare_word_weighs_more_than_one_that_all_have() -> None:
    texts = [text(n, "bridge closed") for n in range(5)]
    assert order("bridge OR flood", *texts, text(9, "flood comes"))[0] == 9


def test_the_tenth_time_weighs_less_than_the_first_and_a_long_text_less_than_a_short_one() -> None:
    assert order("bridge OR flood", text(1, "bridge " * 9), text(2, "bridge flood")) == [2, 1]
    assert order("bridge", text(1, "bridge", "word " * 99), text(2, "bridge", "word")) == [1, 2]
    assert order("bridge", text(1, "x", "bridge " + "word " * 99), text(2, "x", "bridge word")) == [2, 1]


def test_of_equals_the_newest_stays_first() -> None:
    assert order("bridge", text(3, "bridge"), text(2, "bridge"), text(1, "bridge")) == [3, 2, 1]
    assert order("bridge") == []


def test_a_snippet_is_the_part_that_holds_most_of_what_is_wanted() -> None:
    long = "The harbour lay still. " * 12
    words, marks = snippet(
        text(1, "Bridge", f"bridge {long}", f"{long}A bridge over the flood.\n{long}"), parse("bridge flood").words
    )
    assert words.startswith("…")
    assert words.endswith("…")
    assert "A bridge over the flood. The" in words
    assert [words[start:end] for start, end in marks] == ["bridge", "flood"]


def test_a_snippet_is_the_beginning_where_only_the_headline_was_found() -> None:
    assert snippet(text(1, "Bridge", "It is closed."), parse("bridge").words) == ("It is closed.", ())
    assert snippet(text(1, "Bridge", "", "Closed."), parse("title:bridge tag:a").words) == ("Closed.", ())
    assert snippet(text(1, "Bridge"), ()) == ("", ())


@given(body=st.text(st.sampled_from("ab é\n—.\u0301"), max_size=600), words=st.sampled_from(["a", "a b*", '"a b" b']))
def test_every_mark_lies_in_its_snippet_on_what_was_found(body: str, words: str) -> None:
    said, marks = snippet(text(1, "", body), parse(words).words)
    assert len(said) <= 182
    assert said.strip("…") in body.replace("\n", " ")
    assert all(0 <= start < end <= len(said) and not said[start:end].isspace() for start, end in marks)


# The file and its archives


@pytest.fixture
def months(tmp_path: Path) -> Iterator[Desk]:
    """A database, and the archives of two months beside it."""
    with ExitStack() as opened:
        for n, name in enumerate(("feint.2026-09.archive", "feint.2026-10.archive", "feint")):
            desk = opened.enter_context(open_desk(tmp_path / f"{name}.db"))
            source = desk.source("Herald")
            for title in ("Bridge closed", "Harvest is late", "Bridge to reopen"):
                desk.item(source, f"{title} in {name[6:13] or 'november'}", summary=f"The bridge, part {n}.")
        yield desk


def titles(findings: Findings) -> list[str]:
    """What was found, in order."""
    return [found.item.title for found in findings.rows]


def test_the_file_comes_first_then_its_archives_the_newest_month_first(months: Desk) -> None:
    found = search(months.path, parse("title:bridge"), "newest", 10)
    assert titles(found) == [
        "Bridge to reopen in november",
        "Bridge closed in november",
        "Bridge to reopen in 2026-10",
        "Bridge closed in 2026-10",
        "Bridge to reopen in 2026-09",
        "Bridge closed in 2026-09",
    ]
    assert [row.archive for row in found.rows] == ["", "", "2026-10", "2026-10", "2026-09", "2026-09"]
    assert found.covered == ("2026-10", "2026-09")
    assert found.rows[0].snippet == "The bridge, part 2."


def test_no_archive_is_opened_that_is_not_wanted_or_not_needed(months: Desk) -> None:
    alone = search(months.path, parse("bridge"), "newest", 10, archives=False)
    assert (len(alone.rows), alone.covered) == (3, ())
    assert search(months.path, parse("bridge"), "newest", 3).covered == ()
    assert search(months.path, parse("bridge"), "newest", 4).covered == ("2026-10",)


def test_the_best_of_all_files_come_first_when_ranked(months: Desk) -> None:
    found = search(months.path, parse("harvest OR bridge"), "rank", 4)
    assert [title.split()[0] for title in titles(found)] == ["Harvest"] * 3 + ["Bridge"]
    assert found.covered == ("2026-10", "2026-09")


def test_fields_stand_beside_words_and_without_words_the_newest_comes_first(months: Desk) -> None:
    assert len(search(months.path, parse("bridge source:herald -title:closed"), "rank", 10).rows) == 6
    assert search(months.path, parse("bridge source:nobody"), "rank", 10).rows == ()
    assert titles(search(months.path, parse("source:herald"), "rank", 1)) == ["Bridge to reopen in november"]


def test_an_archive_that_cannot_be_read_is_named_with_why_and_the_others_are_searched(months: Desk) -> None:
    months.path.with_name("feint.2026-10.archive.db").write_bytes(b"no database" * 100)
    newer = sqlite3.connect(months.path.with_name("feint.2026-09.archive.db"))
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    found = search(months.path, parse("title:bridge"), "newest", 10)
    assert len(found.rows) == 2
    first, second = found.covered
    assert first.startswith("2026-10 (cannot be read: ")
    assert second.startswith("2026-09 (cannot be read: ")
    assert "newer feint" in second


def test_copies_stay_folded_unless_they_are_asked_for(desk: Desk) -> None:
    told = entry("Bridge closed", summary="Until Monday")
    for name in ("Herald", "Gazette"):
        desk.poll(desk.source(name), told)
    assert [row.item.source for row in search(desk.path, parse("bridge"), "rank", 9).rows] == ["Herald"]
    assert [row.item.source for row in search(desk.path, parse("bridge is:copy"), "rank", 9).rows] == ["Gazette"]


def test_times_are_those_of_the_moment_of_the_search(desk: Desk) -> None:
    desk.item(desk.source("Herald"), "Bridge closed")
    searcher = Searcher(desk.path)
    assert searcher.find(parse("bridge since:1h"), "rank", 9, now_ms=NOW_MS + 60_000).rows
    assert not searcher.find(parse("bridge since:1h"), "rank", 9, now_ms=NOW_MS + 7_200_000).rows
    searcher.close()


def test_a_search_can_be_given_up_from_another_thread(months: Desk) -> None:
    searcher = Searcher(months.path)

    def interrupted() -> int:
        searcher.interrupt()
        return 0

    searcher._live.set_progress_handler(interrupted, 5)
    with pytest.raises(SqliteError, match="interrupted"):
        searcher.find(parse("bridge"), "newest", 10)
    searcher._live.set_progress_handler(None, 0)
    assert len(searcher.find(parse("bridge"), "newest", 10).rows) == 9
    searcher.close()


def test_a_database_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such database"):
        search(tmp_path / "none.db", parse("bridge"), "rank", 1)


def test_words_are_asked_of_the_index_as_they_were_typed() -> None:
    assert Wanted("rail head", is_prefix=True, in_title=True).match == '{title} : "rail head"*'
