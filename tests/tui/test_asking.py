"""What is asked on the two lowest lines: keys and ways out at every width, and what is typed before it is finished."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment

from storage.query import QueryError, parse
from tui.asking.candidates import candidates
from tui.asking.choice import Choice
from tui.asking.completing import Completions
from tui.asking.prompts import Asking, Prompt, Question
from tui.asking.unfinished import is_beginning, last_word, starred
from tui.look import look_of
from tui.text import SafeText, cells

LOOK = look_of("dark")
LENGTHS = tuple(
    (SafeText(key), SafeText(word)) for key, word in zip("14hd37", ["1h", "4h", "12h", "1d", "3d", "7d"], strict=True)
)
STANCES = tuple((SafeText(word[0]), SafeText(word)) for word in ("asserted", "claimed", "denied", "questioned"))
OFFERED = Completions(0, 0, tuple((f"value{n}", "what it means for a person") for n in range(20)))


def text(line: list[Segment]) -> str:
    return "".join(segment.text for segment in line)


def feet(asking: Asking, width: int) -> tuple[str, str]:
    return text(asking.line(width, LOOK)).rstrip(), text(asking.hint(width, LOOK))


# Choices


def test_a_choice_says_its_keys_beside_the_question_and_more_of_them_below() -> None:
    choice = Choice(SafeText("withdrawal:"), {}, STANCES, also=((SafeText("x"), SafeText("not so")),))
    assert feet(choice, 80) == (
        " withdrawal:  a asserted   c claimed   d denied   q questioned",
        " x not so   Esc leaves",
    )


def test_where_there_is_no_room_beside_the_question_the_keys_go_below_it() -> None:
    choice = Choice(SafeText("mute source Isles Courier for:"), {}, LENGTHS)
    assert feet(choice, 40) == (" mute source Isles Courier for:", " 1 1h 4 4h h 12h d 1d 3 3d 7 7d  Esc")


@pytest.mark.parametrize("width", [24, 30, 40, 60, 80, 120])
def test_words_are_cut_before_a_key_is(width: int) -> None:
    choice = Choice(SafeText("withdrawal:"), {}, STANCES, also=STANCES)
    for line in feet(choice, width):
        assert cells(SafeText(line)) <= width
        assert [word for word in line.split() if len(word) == 1] == ["a", "c", "d", "q"]
    assert "Esc" in feet(choice, width)[1]


def test_a_key_that_is_not_offered_leaves_and_says_so() -> None:
    left: list[str] = []
    choice = Choice(SafeText("?"), {"a": lambda: left.append("a")}, left=lambda: left.append("left"))
    assert choice.key("j", "j")
    assert choice.key("a", "a")
    assert left == ["left", "a"]


def test_a_question_that_is_not_agreed_to_is_left() -> None:
    said: list[str] = []
    question = Question(SafeText("All?"), lambda: said.append("yes"), left=lambda: said.append("left"))
    for key in ("n", "y"):
        assert question.key(key, key)
    assert said == ["left", "yes"]


# Prompts


def prompt(verdict: str = "", in_order: bool = True, completed: Completions | None = None) -> Prompt:
    return Prompt(
        SafeText("/"),
        accepted=lambda _: None,
        verdict=lambda: (SafeText(verdict), in_order),
        completed=lambda text, cursor: completed,
    )


@pytest.mark.parametrize("width", [30, 40, 60, 80, 120, 160])
@pytest.mark.parametrize("verdict", ["", "1,204 items", "there is no field stanc:; stance:? (column 16)"])
def test_offers_are_cut_and_the_ways_out_are_not(width: int, verdict: str) -> None:
    hint = text(prompt(verdict, completed=OFFERED).hint(width, LOOK))
    assert cells(SafeText(hint)) <= width
    assert "Enter" in hint
    assert "Esc" in hint


def test_whole_candidates_only_and_a_sign_that_there_are_more() -> None:
    line = text(candidates(OFFERED, 0, LOOK, 60))
    assert line == " Tab value0 what it means for a person  value1  value2 …  "
    assert text(candidates(OFFERED, 0, LOOK, 9)) == ""


def test_enter_on_what_cannot_be_read_keeps_the_line_open_and_offers_no_enter() -> None:
    taken: list[str] = []
    line = prompt("there is no field stanc:", in_order=False)
    line.accepted = taken.append
    assert not line.key("enter", "\r")
    assert taken == []
    hint = text(line.hint(80, LOOK))
    assert hint.startswith(" there is no field stanc:")
    assert "Enter" not in hint
    assert "Esc leave" in hint


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_long_label_leaves_room_for_what_is_typed(width: int) -> None:
    line = Prompt(SafeText("mute source Isles Courier for 12h, because:"), lambda _: None, text="x" * 50, cursor=50)
    shown = text(line.line(width, LOOK))
    assert cells(SafeText(shown)) <= width
    assert shown.rstrip().endswith("x" * (min(width // 2, 24) - 5))


# Queries half written


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("", ""),
        ("ta", "ta"),
        ("berth ta", "ta"),
        ("berth ", ""),
        ("(side:ru OR -ta", "-ta"),
        ('x source:"Kyiv Ob', 'source:"Kyiv Ob'),
    ],
)
def test_the_last_word_is_what_stands_behind_the_last_blank_outside_quotes(query: str, word: str) -> None:
    assert query[last_word(query) :] == word


@pytest.mark.parametrize("query", ["t", "ta", "tag", "berth -SOUR", "(si"])
def test_the_beginning_of_a_fields_name_is_one(query: str) -> None:
    assert is_beginning(query)


@pytest.mark.parametrize("query", ["", "berth", "tag:", "tag:x", "tag ", '"ta', "tagged", "ta* "])
def test_anything_else_is_none(query: str) -> None:
    assert not is_beginning(query)


@pytest.mark.parametrize(
    ("query", "begun"),
    [
        ("garrison", "garrison*"),
        ("rail head tag:withdrawal", "rail* head* tag:withdrawal"),
        ('"rail yard" OR -drill source:"Kyiv Observer" on', '"rail yard" OR -drill source:"Kyiv Observer" on'),
        ("(troop* convoy)", "(troop* convoy*)"),
        ("tag:withdrawal", "tag:withdrawal"),
    ],
)
def test_words_get_a_star_and_nothing_else_does(query: str, begun: str) -> None:
    assert starred(query) == ("" if begun == query else begun)


@given(st.text(alphabet='abcdé:*()"- OR', max_size=40))
def test_what_can_be_read_can_be_read_with_stars(query: str) -> None:
    try:
        parse(query)
    except QueryError:
        return
    parse(starred(query))
