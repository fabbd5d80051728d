"""`analyze`, `match`, `parse` and `doctor`: what each answers, also to words and files that are wrong."""

import io
import json
import os
import re
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from feint.cli.app import run
from storage.file import migrate, sqlite
from storage.file.lease import Lease
from tests.feint.desk import Row
from tests.feint.loopback import rss

Say = Callable[[str | bytes], None]
DATE = b"Fri, 04 Mar 2022 08:30:00 GMT"
TEXT = "Ministry says troops are withdrawing from the border"


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Say:
    """Put something on standard input."""

    def put(said: str | bytes) -> None:
        stdin = io.TextIOWrapper(io.BytesIO(said.encode() if isinstance(said, str) else said), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", stdin)

    return put


def answers(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> list[Row]:
    """The JSON lines of a command."""
    assert run(list(words)) == code
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def complaint(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(list(words)) == 2
    err = capsys.readouterr().err
    assert "Traceback" not in err
    return err


# ------------------------------------------------------------------------------------------------ analyze


def test_a_text_is_explained_by_words_tag_stance_rule_and_cue(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["analyze", TEXT]) == 0
    said = capsys.readouterr().out
    assert all(part in said for part in ("troops are withdrawing", "withdrawal", "claimed", "rule ", "says"))


def test_a_dash_means_standard_input(capsys: pytest.CaptureFixture[str], say: Say) -> None:
    run(["analyze", TEXT])
    direct = capsys.readouterr().out
    say(TEXT)
    assert run(["analyze", "-"]) == 0
    assert capsys.readouterr().out == direct


def test_no_text_reaches_the_terminal_as_control_characters(capsys: pytest.CaptureFixture[str], say: Say) -> None:
    say(b"Ministry says troops \x1b[31m are withdrawing \xc2\x9b31m from \xff the border. \xe2\x80\xae\x07")
    assert run(["analyze", "-"]) == 0
    said = capsys.readouterr().out
    assert [character for character in said if not character.isprintable() and character != "\n"] == []


def test_lines_of_json_are_answered_in_their_order_with_spans_of_their_text(
    capsys: pytest.CaptureFixture[str], say: Say
) -> None:
    texts = {"b": TEXT, "a": "Ferry resumes", "": "😀 " + TEXT}
    say("".join(json.dumps({"id": id_, "text": text}) + "\n" for id_, text in texts.items()) + "\n")
    rows = answers(capsys, "analyze", "--jsonl")
    assert [row["id"] for row in rows] == ["b", "a", ""]
    assert rows[1]["tags"] == []
    for row in (rows[0], rows[2]):
        tag = next(tag for tag in row["tags"] if tag["tag"] == "withdrawal")
        assert "withdrawing" in texts[row["id"]][tag["start"] : tag["end"]]
        assert tag.keys() == {"tag", "stance", "start", "end", "rule", "score", "holder"}
        assert all({"start", "end", "type", "speaker", "cue"} <= quote.keys() for quote in row["quotes"])


def test_a_quote_gives_the_words_that_name_its_speaker_and_the_name_they_lead_to(
    capsys: pytest.CaptureFixture[str], say: Say
) -> None:
    text = "Anna Petrova took the floor. “The ferry sails at noon on Monday,” she said."
    say(json.dumps({"id": 1, "text": text}))
    ((quote,),) = (row["quotes"] for row in answers(capsys, "analyze", "--jsonl"))
    assert (quote["speaker"], quote["speaker_surface"], quote["speaker_resolved"]) == ("she", "she", "Anna Petrova")
    assert (quote["who"], quote["basis"]) == ("person", "pronoun")
    assert 0 < quote["confidence"] <= 100


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"not json", "line 2: not JSON"),
        (b"[1, 2]", "line 2: expected a JSON object"),
        (b'{"id": 1}', "line 2: expected {"),
        (b'{"id": 1, "text": 5}', "line 2: expected {"),
        (b'{"id": 1, "text": "\xff"}', "line 2: not JSON"),
        (b"[" * 100_000, "line 2: not JSON"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(
    line: bytes, words: str, capsys: pytest.CaptureFixture[str], say: Say
) -> None:
    say(b'{"id": 0, "text": "Ferry resumes"}\n' + line + b"\n")
    assert words in complaint(capsys, "analyze", "--jsonl")


def test_half_a_surrogate_pair_is_answered_in_json(capsysbinary: pytest.CaptureFixture[bytes], say: Say) -> None:
    say(b'{"id": "\\ud800", "text": "Ferry \\udfff resumes"}\n')
    assert run(["analyze", "--jsonl"]) == 0
    assert json.loads(capsysbinary.readouterr().out)["id"] == "\ud800"


def test_a_date_says_what_is_history(capsys: pytest.CaptureFixture[str], say: Say) -> None:
    text = "In 2020 the troops withdrew from the valley."
    dates = ("2020-03-04", "2026-03-04", "2026-03-04T08:30:00Z")
    say("".join(json.dumps({"id": date, "text": text, "date": date}) + "\n" for date in dates))
    rows = answers(capsys, "analyze", "--jsonl")
    then, now, exactly = [{tag["stance"] for tag in row["tags"]} for row in rows]
    assert then != {"historical"} == now == exactly


@pytest.mark.parametrize("date", ["yesterday", 20260304.5, [], ""])
def test_what_is_no_date_is_named_by_its_line(date: object, capsys: pytest.CaptureFixture[str], say: Say) -> None:
    say(json.dumps({"id": 1, "text": TEXT, "date": date}))
    assert "line 1: date: expected ISO 8601" in complaint(capsys, "analyze", "--jsonl")


@pytest.mark.parametrize("words", [(), ("--jsonl", "a text")])
def test_analyze_takes_a_text_or_lines(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert "either a text" in complaint(capsys, "analyze", *words)


# ------------------------------------------------------------------------------------------------ match


def test_pairs_of_stories_are_judged_in_their_order(capsys: pytest.CaptureFixture[str], say: Say) -> None:
    one = {"title": "Ferry to Kestria resumes after storm", "summary": "The Kestria ferry sails again from Monday."}
    other = {"title": "Parliament passes the budget", "summary": ""}
    pairs = [{"id": 2, "a": one, "b": one, "hours_apart": 1}, {"id": 1, "a": one, "b": other}]
    say("".join(json.dumps(pair) + "\n" for pair in pairs))
    rows = answers(capsys, "match", "stories")
    assert [(row["id"], row["same"], row["duplicate"]) for row in rows] == [(2, True, True), (1, False, False)]
    assert all(isinstance(row["score"], float | int) for row in rows)
    assert all(row["related"] is False for row in rows)


def test_pairs_of_quotes_are_judged(capsys: pytest.CaptureFixture[str], say: Say) -> None:
    said = {"text": "The last column left the training ground this morning", "speaker": "Anna Petrova"}
    say(json.dumps({"id": 1, "a": said, "b": {**said, "speaker": None}}) + "\n")
    (row,) = answers(capsys, "match", "quotes")
    assert row["same"] is True


@pytest.mark.parametrize("pair", ['{"id": 1}', '{"a": 1, "b": 2}', '{"a": {}, "b": {}, "hours_apart": "x"}', "1"])
def test_what_is_no_pair_is_named(pair: str, capsys: pytest.CaptureFixture[str], say: Say) -> None:
    say(pair)
    assert "line 1: " in complaint(capsys, "match", "stories")


# ------------------------------------------------------------------------------------------------ parse


def test_every_file_is_answered_whatever_is_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bodies = {
        "good.xml": re.sub(b"(?<=<pubDate>).*?(?=<)", DATE, rss("Ferry resumes", summary="From Monday.")),
        "empty.xml": b"",
        "garbage.xml": bytes(range(256)) * 40,
        "page.html": b"<!DOCTYPE html><title>Sign in</title>",
        "huge.xml": rss("Ferry resumes", summary="word " * 2_200_000),
    }
    paths = [tmp_path / name for name in bodies]
    for path, body in zip(paths, bodies.values(), strict=True):
        path.write_bytes(body)
    rows = answers(capsys, "parse", *map(str, paths))
    assert [row["file"] for row in rows] == [str(path) for path in paths]
    good, empty, garbage, page, huge = rows
    (entry,) = good["entries"]
    assert entry.keys() == {"id", "title", "link", "published", "summary"}
    assert (good["format"], good["title"], good["problems"]) == ("rss 2.0", "Harbour Post", [])
    assert (entry["title"], entry["published"]) == ("Ferry resumes", "2022-03-04T08:30:00Z")
    assert all(row["format"] == "" and row["problems"] for row in (empty, garbage, page))
    assert "cut at 10 MiB" in huge["problems"]


def test_a_file_that_cannot_be_opened_is_named_and_the_others_are_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = tmp_path / "good.xml"
    good.write_bytes(rss("Ferry resumes"))
    assert run(["parse", str(tmp_path / "missing.xml"), str(tmp_path), str(good)]) == 1
    out, err = capsys.readouterr()
    assert [line.rpartition(": ")[2] for line in err.splitlines()] == ["No such file or directory", "Is a directory"]
    assert [len(json.loads(line)["entries"]) for line in out.splitlines()] == [0, 0, 1]


def test_a_file_whose_name_is_no_utf_8_is_answered_too(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"caf\xe9.xml")
    Path(os.fsdecode(path)).write_bytes(rss("Ferry resumes"))
    assert run(["parse", os.fsdecode(path)]) == 0
    assert len(json.loads(capsysbinary.readouterr().out)["entries"]) == 1


# ------------------------------------------------------------------------------------------------ doctor


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text('[[source]]\nurl = "https://paper.example/feed"\n')
    return path


def findings(
    capsys: pytest.CaptureFixture[str], config: Path, database: Path, code: int, *words: str
) -> dict[str, str]:
    """What was looked at, with state and finding."""
    assert run(["doctor", "--config", str(config), "--database", str(database), *words]) == code
    out, err = capsys.readouterr()
    assert err == ""
    return {line[7:19].strip(): f"{line[:5].strip()} {line[20:]}" for line in out.splitlines()}


def test_a_database_that_is_not_there_yet_is_a_note(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = findings(capsys, config, tmp_path / "desk.db", 0)
    assert found["database"].startswith("note")
    assert found["config"].endswith("1 sources")
    assert not (tmp_path / "desk.db").exists()


def test_a_good_database_is_told_with_its_lease(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "desk.db"
    migrate.ready(database)
    found = findings(capsys, config, database, 0, "--deep")
    assert found["database"].startswith("ok")
    assert found["lease"] == "note nobody collects"
    lease = Lease(database)
    assert lease.take()
    assert findings(capsys, config, database, 0)["lease"].startswith("ok held by")
    lease.release()


def test_a_damaged_database_is_wrong_and_the_rest_is_still_looked_at(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "desk.db"
    database.write_bytes(b"These bytes are no database. " * 1_000)
    found = findings(capsys, config, database, 1)
    assert found["database"].startswith("WRONG")
    assert {"SQLite", "config"} <= found.keys()


def test_a_page_gone_bad_is_found_by_a_deep_look(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "desk.db"
    migrate.ready(database)
    with closing(sqlite.connect(database, "collector")) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'alert_by_state'").fetchone()
        (page,) = connection.execute("PRAGMA page_size").fetchone()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    with database.open("r+b") as file:
        file.seek((root - 1) * page)
        file.write(b"\xff" * page)
    assert findings(capsys, config, database, 1, "--deep")["database"].startswith("WRONG")


def test_a_config_that_cannot_be_read_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[collector\n")
    assert findings(capsys, config, tmp_path / "desk.db", 1)["config"].startswith("WRONG")
