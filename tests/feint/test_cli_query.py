"""`feint query`: the query language told, a query explained, a wrong one pointed at."""

import pytest

from feint.cli.app import run
from storage.items.verdicts import STANCES
from storage.query import FIELDS
from storage.query.values import CHOICES


def test_without_words_it_tells_every_field_stance_and_state(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert all(f" {name}: {means}" in said for name, means in FIELDS.items())
    assert all(f" {word}" in said for word in (*STANCES, *CHOICES["is"]))


def test_what_is_told_fits_a_screen(capsys: pytest.CaptureFixture[str]) -> None:
    run(["query"])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 45
    assert max(map(len, lines)) < 80


def test_a_query_is_told_by_what_it_asks(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", "source:New York", "troop* -drill", "since:6h is:copy"]) == 0
    said = capsys.readouterr().out
    assert 'in headline or text "York", "troop"*\n' in said
    assert "drill" not in said
    assert [name for name in FIELDS if f"  {name}:" in said] == ["source", "since", "is"]
    assert "as is:copy says" in said


def test_a_query_without_words_is_not_said_to_look_for_any(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", "is:starred"]) == 0
    out = capsys.readouterr().out
    assert "words" not in out
    assert "left out" in out
    assert run(["query", "--", "-drill"]) == 0
    assert "only such as must not stand" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("query", "complaint", "place"),
    [
        ("bridge stanse:denied", "column 8: there is no field stanse:; did you mean stance:?", 7),
        ("桥 is:stared", "did you mean starred?", 6),  # a letter two cells wide
        ("a OR", "column 3: OR needs something after it", 2),
        ("since:", "column 7: since: needs a value, as in since:6h", 6),
        ("x" * 90 + " )", "a ) without its (", 50),
    ],
)
def test_a_wrong_query_is_pointed_at(
    query: str, complaint: str, place: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["query", query]) == 2
    out, err = capsys.readouterr()
    said, shown, sign = err.splitlines()
    assert out == ""
    assert complaint in said
    assert shown.strip() in query
    assert sign == " " * (2 + place) + "^"


def test_a_wrong_query_cannot_write_to_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", "\x1b[2J\u202e colour:red\x07"]) == 2
    assert all(character.isprintable() for character in capsys.readouterr().err.replace("\n", ""))
