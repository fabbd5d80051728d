"""`feint log`: read by people, scripts and auditors; added to by operators; changed by nobody."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click
import pytest

from feint.cli.app import run
from storage.acting.acts import Acts
from storage.log.events import Event, append
from tests.storage.desk import NOW_MS, Desk, open_desk

HOUR_MS = 3_600_000
TEN_LINES = """
import hashlib, json, sys
from datetime import datetime
previous = b""
for row in map(json.loads, sys.stdin):
    at, occurred = (row[name] and round(datetime.fromisoformat(row[name]).timestamp() * 1000) for name in ("at", "occurred"))
    line = [row["n"], at, *(row[name] for name in ("operator", "act", "subject"))]
    line += [json.dumps(row["ids"], separators=(",", ":")), row["detail"], row["before"], row["undoes"]]
    text = json.dumps(line + [occurred] * (occurred is not None), ensure_ascii=False, separators=(",", ":"))
    previous = hashlib.sha256(previous + text.encode()).digest()
    assert previous.hex() == row["hash"], f"line {row['n']} is not as it was written"
"""
"""How a stranger follows an export of the log, with nothing of ours."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path / "feint.db") as opened:
        yield opened


@pytest.fixture
def shift(desk: Desk) -> Desk:
    """A few lines: two operators, the collector, a correction."""
    bridge, ferry = (desk.item(desk.source("Herald"), title) for title in ("Bridge closed", "Ferry is late"))

    def write(run: object) -> None:
        for hour, operator, act, subject, ids, detail in (
            (1, "ana", "acknowledged", "item", [bridge], "acknowledged 1 item"),
            (2, "ben", "dismissed", "item", [bridge, ferry], "dismissed 2 items"),
            (3, "collector", "unreachable", "source", [1], "Herald: HTTP 503"),
            (4, "ana", "logged", "desk", [], "the ministry rang"),
        ):
            append(desk.connection, Event(NOW_MS + hour * HOUR_MS, operator, act, subject, ids, detail))
        occurred_ms = NOW_MS + 3 * HOUR_MS + 600_000
        fifth = Event(NOW_MS + 5 * HOUR_MS, "ana", "corrected", "event", [4], "the mayor rang", occurred_ms=occurred_ms)
        append(desk.connection, fifth)

    desk.commit(write)
    return desk


class Answer:
    """What a command said."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.lines, self.err = code, out.splitlines(), err


@pytest.fixture
def feint(desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> "Feint":
    config = tmp_path / "config.toml"
    config.write_text('[desk.zones]\nMSK = "Europe/Moscow"\nKYIV = "Europe/Kyiv"\n')
    return Feint(desk.path, config, capsys)


class Feint:
    """Runs a command in this process."""

    def __init__(self, database: Path, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._files = ["--database", str(database), "--config", str(config)]
        self._capsys = capsys

    def __call__(self, *words: str) -> Answer:
        code = run([*self._files, "log", *words])
        out, err = self._capsys.readouterr()
        return Answer(code, out, err)


def test_lines_stand_under_each_other_the_newest_last(shift: Desk, feint: Feint) -> None:
    assert feint().lines == [
        "1  2027-01-15 09:00:00Z                       ana        acknowledged  item 1 Bridge closed  acknowledged 1 item",
        "2  2027-01-15 10:00:00Z                       ben        dismissed     2 items               dismissed 2 items",
        "3  2027-01-15 11:00:00Z                       collector  unreachable   source 1 Herald       Herald: HTTP 503",
        "4  2027-01-15 12:00:00Z                       ana        logged                              the ministry rang"
        "  (corrected by 5)",
        "5  2027-01-15 13:00:00Z  (2027-01-15 11:10Z)  ana        corrected     line 4                the mayor rang",
    ]


def test_plain_lines_have_no_columns_and_say_what_was_corrected(shift: Desk, feint: Feint) -> None:
    assert feint("--plain").lines[2:] == [
        "2027-01-15T11:00:00Z  line 3  collector  unreachable  source 1 Herald  Herald: HTTP 503",
        "2027-01-15T12:00:00Z  line 4  ana  logged  the ministry rang  corrected by 5",
        "2027-01-15T13:00:00Z  line 5  ana  corrected  line 4  happened 2027-01-15 11:10Z  the mayor rang",
    ]


def test_the_time_of_occurrence_takes_a_column_only_where_there_is_one(shift: Desk, feint: Feint) -> None:
    assert feint("--operator", "ben").lines == [
        "2  2027-01-15 10:00:00Z  ben  dismissed  2 items  dismissed 2 items",
    ]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ([], [1, 2, 3, 4, 5]),
        (["--limit", "2"], [4, 5]),
        (["--operator", "ana"], [1, 4, 5]),
        (["--operator", "ana", "--limit", "1"], [5]),
        (["--act", "dismissed"], [2]),
        (["--operator", "ana", "--act", "dismissed"], []),
        (["--item", "1"], [1, 2]),
        (["--item", "2"], [2]),
        (["--item", "77"], []),
        (["--since", "2027-01-15T11:00"], [3, 4, 5]),
        (["--since", "2027-01-15T11:00:00Z"], [3, 4, 5]),
        (["--since", "2027-01-15T14:00+03:00"], [3, 4, 5]),
        (["--until", "2027-01-15T11:00"], [1, 2]),
        (["--since", "2027-01-15", "--until", "2027-01-16", "--operator", "collector"], [3]),
        (["--since", "2027-01-16"], []),
        (["--since", "1h"], [1, 2, 3, 4, 5]),
        (["--until", "1h"], []),
    ],
)
def test_lines_are_chosen_by_time_operator_act_item_and_number(
    shift: Desk, feint: Feint, words: list[str], numbers: list[int]
) -> None:
    answer = feint(*words, "--json")
    assert (answer.code, [json.loads(line)["n"] for line in answer.lines]) == (0, numbers)
    assert [int(line.split()[0]) for line in feint(*words).lines] == numbers


def test_a_clock_that_was_set_back_hides_no_line_from_its_own_time(desk: Desk, feint: Feint) -> None:
    for at_ms in (NOW_MS, NOW_MS - 24 * HOUR_MS, NOW_MS + HOUR_MS):
        desk.commit(partial(append, event=Event(at_ms, "ana", "logged", "desk", [], "x")))
    chosen = feint("--since", "2027-01-15T07:00", "--json").lines
    assert [json.loads(line)["n"] for line in chosen] == [1, 3]
    chosen = feint("--until", "2027-01-15T07:00", "--json").lines
    assert [json.loads(line)["n"] for line in chosen] == [2]


def test_scripts_get_stable_names_and_whole_lines(shift: Desk, feint: Feint) -> None:
    rows = [json.loads(line) for line in feint("--json").lines]
    assert list(rows[0]) == [
        "n", "at", "occurred", "operator", "act", "subject", "ids", "detail", "before", "undoes", "corrects", "hash",
    ]  # fmt: skip
    last = rows[-1]
    assert (last["at"], last["occurred"]) == ("2027-01-15T13:00:00.000Z", "2027-01-15T11:10:00.000Z")
    assert (last["corrects"], last["ids"], last["undoes"]) == (4, [4], None)


def test_ten_lines_of_a_stranger_verify_an_export(shift: Desk, feint: Feint) -> None:
    acts = shift.acts("ana")
    acts.set_state([1], "dismissed")
    acts.note(1, 'hostile \x1b]0;x\x07 \u202e „quoted“ \\ " \t\n 🔔')
    acts.log("rang", occurred_ms=0)
    acts.undo()
    export = "\n".join(feint("--json").lines)
    follow = [sys.executable, "-c", TEN_LINES]
    assert subprocess.run(follow, input=export, encoding="utf-8", check=True).returncode == 0
    forged = export.replace("the ministry rang", "the ministry wrote")
    assert "line 4 is not" in subprocess.run(follow, input=forged, encoding="utf-8", capture_output=True).stderr
    assert len(TEN_LINES.strip().splitlines()) <= 11


def test_hostile_words_reach_the_terminal_as_one_clean_line(shift: Desk, feint: Feint) -> None:
    shift.commit(
        lambda run: append(
            run,
            Event(NOW_MS, "an\x1b[31ma", "no\x9bted", "it\u202eem", [1], "one\r\ntwo\x1b]0;owned\x07\u2028three\u202e"),
        )
    )
    shown = feint("--limit", "1").lines
    assert len(shown) == 1
    assert shown[0].isprintable()
    assert "one two\ufffd]0;owned\ufffd three\ufffd" in shown[0]


def test_a_corrected_line_is_struck_on_a_terminal(shift: Desk, feint: Feint) -> None:
    from feint.cli import log_lines
    from storage.file.readonly import reading
    from storage.log.reading import Wanted, lines

    with reading(shift.path) as connection:
        shown = log_lines.for_a_person(connection, list(lines(connection, Wanted())))
    assert shown[3].startswith("\x1b[9m")
    assert click.unstyle(shown[3]).endswith("the ministry rang  (corrected by 5)")
    assert "\x1b" not in shown[4]


def test_an_empty_log_lists_nothing_and_is_as_it_was_written(desk: Desk, feint: Feint) -> None:
    assert feint().lines == feint("--json").lines == []
    assert feint("verify").code == 0


@pytest.mark.parametrize(
    "words", [["--since", "soon"], ["--until", "31 Feb"], ["--item", "x"], ["--limit", "0"], ["--item", "9" * 30]]
)
def test_words_that_mean_nothing_are_told_as_such(desk: Desk, feint: Feint, words: list[str]) -> None:
    assert feint(*words).code == 2


def test_adding_tells_when_it_happened_apart_from_when_it_was_entered(desk: Desk, feint: Feint) -> None:
    answer = feint("add", "2026-09-21 10:20 MSK the ministry rang", "--operator", "ana")
    assert answer.lines == ["line 1  2026-09-21 07:20Z  the ministry rang"]
    (row,) = [json.loads(line) for line in feint("--json").lines]
    assert (row["operator"], row["act"], row["subject"]) == ("ana", "logged", "desk")
    assert (row["occurred"], row["detail"]) == ("2026-09-21T07:20:00.000Z", "the ministry rang")
    assert row["at"] > row["occurred"]
    (line,) = feint("add", "yesterday 10:20 it rang again", "--operator", "ana").lines
    assert re.fullmatch(r"line 2  yesterday, \d{4}-\d\d-\d\d 10:20Z  it rang again", line)
    answer = feint("add", "10:20 HLV it rang", "--operator", "ana")
    assert (answer.code, answer.err.partition(";")[0]) == (2, "feint: HLV is no zone here: MSK, KYIV or Z")


def test_adding_without_a_time_or_with_a_correction(shift: Desk, feint: Feint) -> None:
    assert feint("add", "nothing new", "--operator", "ana").lines == ["line 6  nothing new"]
    assert feint("add", "nothing at all", "--operator", "ben", "--corrects", "6").lines == ["line 7  nothing at all"]
    assert feint().lines[5].endswith("(corrected by 7)")
    answer = feint("add", "x", "--operator", "ben", "--corrects", "99")
    assert (answer.code, answer.err) == (2, "feint: there is no line 99 in the log\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["2999-01-01 10:20 x"], "still to come"),
        (["10:20"], "no words"),
        (["x", "--operator", "collector"], "no name for an operator"),
        (["x", "--operator", "a\x1b"], "no control"),
    ],
)
def test_what_cannot_be_added_is_refused_in_one_line(desk: Desk, feint: Feint, words: list[str], said: str) -> None:
    answer = feint("add", *words)
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert said in answer.err
    assert desk.one("SELECT count(*) FROM event") == 0


def test_the_operator_of_an_added_line_comes_from_the_environment_too(
    desk: Desk, feint: Feint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FEINT_OPERATOR", "carol")
    feint("add", "x")
    assert desk.one("SELECT operator FROM event") == "carol"


def test_verifying_gives_an_anchor_that_later_runs_take(shift: Desk, feint: Feint) -> None:
    first = feint("verify")
    (anchor,) = first.lines
    assert (first.code, anchor.partition(":")[0], len(anchor)) == (0, "5", 66)
    feint("add", "more", "--operator", "ana")
    later = feint("verify", "--anchor", anchor)
    assert (later.code, later.lines[0].partition(":")[0]) == (0, "6")
    assert later.err == "6 lines, each as it was written, those up to 5 the ones of the anchor; the anchor to note:\n"
    wrong = feint("verify", "--anchor", f"4:{anchor[2:]}")
    assert (wrong.code, wrong.lines) == (1, [])
    assert "line 4 is not the one of the anchor" in wrong.err
    assert feint("verify", "--anchor", "5").code == 2


def test_verifying_a_changed_log_fails_with_the_first_wrong_line(shift: Desk, feint: Feint) -> None:
    shift.connection.execute("DROP TRIGGER event_is_never_changed")
    shift.connection.execute("UPDATE event SET detail = 'nothing' WHERE n >= 3")
    answer = feint("verify")
    assert (answer.code, answer.lines) == (1, [])
    assert answer.err.startswith("feint: the log is not as it was written: line 3 ")


def test_a_database_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["log"], ["log", "verify"], ["log", "add", "x", "--operator", "ana"]):
        assert run([*words, "--database", str(tmp_path / "none.db")]) == 2
        assert "there is no such database" in capsys.readouterr().err


def test_what_acts_write_can_be_read(desk: Desk, feint: Feint) -> None:
    item_id = desk.item(desk.source("Herald"), "Bridge closed")
    acts: Acts = desk.acts("ana")
    acts.arrive(NOW_MS)
    acts.set_state([item_id], "acked")
    acts.undo()
    acts.leave()
    assert [json.loads(line)["act"] for line in feint("--json").lines] == ["arrived", "acknowledged", "undone", "left"]
