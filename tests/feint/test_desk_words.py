"""The words after `:` on a desk: run in a process of their own, on the desk's files, within bounds."""

import os
from pathlib import Path

import pytest

from feint.cli import app, on_desk
from feint.cli import words as bounds
from feint.cli.app import HELPS
from feint.cli.files import Files
from feint.cli.words import Process, command_line
from storage.file import migrate
from tui.asking.words import ELSEWHERE, READ, WRITE


@pytest.fixture
def files(tmp_path: Path) -> Files:
    config, database = tmp_path / "config.toml", tmp_path / "desk.db"
    config.write_text("")
    migrate.ready(database)
    return Files(config, database)


def test_every_word_of_the_command_line_has_its_way() -> None:
    assert READ | WRITE | ELSEWHERE.keys() == HELPS.keys()
    assert not READ & WRITE
    assert not (READ | WRITE) & ELSEWHERE.keys()


def test_it_works_on_the_files_of_the_desk_in_the_name_of_its_operator(files: Files) -> None:
    line = command_line(files, "ana")
    assert line.helps["items"] == "List items, newest first."
    written = line.start(("log", "add", "--operator", "ben", "a line"), 80).answer()
    assert (written.code, written.lines) == (0, ("line 1  a line",))
    assert line.start(("log", "add", "another"), 80).answer().code == 0
    lines = line.start(("log",), 80).answer().lines
    assert [name in text for name, text in zip(("ben", "ana"), lines[-2:], strict=True)] == [True, True]


def test_what_is_wrong_with_the_words_is_part_of_the_answer(files: Files) -> None:
    answer = Process(files, "ana", ("items", "--query", "colour:red"), 80).answer()
    assert answer.code == 2
    assert any("colour" in line for line in answer.lines)


def test_doctor_knows_that_a_desk_asks_and_keeps_its_table(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("COLORTERM", raising=False)
    lines = Process(files, "ana", ("doctor",), 60).answer().lines
    assert lines[0] == "ok     terminal     xterm-256color, 256 colours or fewer,"
    assert lines[1] == " " * 20 + "this desk's own"
    assert max(map(len, lines[:4])) <= 60
    assert {line[:5].strip() for line in lines} <= {"ok", "note", "WRONG", ""}
    assert all(line.startswith(" " * 20) for line in lines if not line[:5].strip())


def test_a_fault_of_our_own_is_one_line_for_a_desk_and_a_trace_for_a_shell(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*args: object, **options: object) -> None:
        raise KeyError("a\nb")

    monkeypatch.setattr(app.feint, "main", broken)
    with pytest.raises(KeyError):
        app.run(["stories"])
    monkeypatch.setenv(on_desk.VARIABLE, "1")
    assert app.run(["stories"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("feint: KeyError: ")
    assert line.endswith("a fault of feint's own; the same words in a shell show where")


def test_an_answer_has_bounds_and_says_so(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "_MOST_LINES", 5)
    lines = Process(files, "ana", ("--help",), 80).answer().lines
    assert len(lines) == 6
    assert lines[-1] == "… and more: only the first 5 lines are shown"
    monkeypatch.setattr(bounds, "_MOST_BYTES", 50)
    assert Process(files, "ana", ("--help",), 80).answer().lines[-1].startswith("… and more")


def test_what_takes_too_long_is_ended(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "_LONGEST_S", 0.5)
    answer = Process(files, "ana", ("tail",), 80).answer()
    assert answer.lines[-1] == "… ended after 0.5 s"
    assert answer.code == -9


def test_an_answer_that_nobody_waits_for_ends_with_all_that_it_has_started(files: Files) -> None:
    running = Process(files, "ana", ("tail",), 80)
    pid = running._child.pid
    running.stop()
    assert running.answer().code == -9
    running.stop()
    with pytest.raises(ProcessLookupError):
        os.killpg(pid, 0)
