"""What may stand at the cursor of a query, and how Tab takes it."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.query import FIELDS, parse
from storage.reads.reader import Reader
from tests.tui.scene import evening
from tui.asking.candidates import candidates
from tui.asking.completing import Completer, Completions, place_of, quoted
from tui.asking.lane import Lane
from tui.asking.prompts import Prompt
from tui.look import look_of
from tui.text import SafeText


def where(text: str) -> tuple[str, str] | None:
    """Field and what is typed of its value, at the end of a text."""
    place = place_of(text, len(text))
    return None if place is None else (place.field, place.typed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("", "")),
        ("so", ("", "so")),
        ("-(so", ("", "so")),
        ("moscow tag:", ("tag", "")),
        ("-TAG:with", ("tag", "with")),
        ("(side:ru OR source:ta", ("source", "ta")),
        ("stance:doubted,den", ("stance", "den")),
        ('source:"Kyiv Ob', ("source", "Kyiv Ob")),
        ('source:"Kyiv, and",TA', ("source", "TA")),
        ('"rail he', None),
        ("colour:re", None),
        ("tag:x ", ("", "")),
    ],
)
def test_the_place_says_whose_value_is_being_typed(text: str, expected: tuple[str, str] | None) -> None:
    assert where(text) == expected


@given(st.text(alphabet='ab:,"() -\\téО', max_size=30), st.integers(0, 40))
def test_any_text_has_a_place_within_it_or_none(text: str, cursor: int) -> None:
    cursor = min(cursor, len(text))
    place = place_of(text, cursor)
    assert place is None or 0 <= place.start <= cursor


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30))
def test_a_value_of_any_letters_can_be_read_where_it_is_put(value: str) -> None:
    if value.replace('"', ""):
        parse(f"source:{quoted(value)}")


def test_names_of_fields_are_offered_with_what_they_mean() -> None:
    completer = Completer(Lane[Reader](lambda: Reader(Path("/nowhere"))), lambda work: work.close(), lambda: None)
    assert completer("-sta", 4) == Completions(1, 4, (("stance:", FIELDS["stance"]),))
    everything = completer("", 0)
    assert everything is not None
    assert [value for value, _ in everything.values] == [f"{name}:" for name in FIELDS]
    assert completer("zebra", 5) is None


class Beside:
    """Runs what is beside the keys, when it is told to."""

    def __init__(self) -> None:
        self.waiting: list[Coroutine[None, None, None]] = []

    def __call__(self, work: Coroutine[None, None, None]) -> None:
        self.waiting.append(work)

    async def run(self) -> None:
        waiting, self.waiting = self.waiting, []
        await asyncio.gather(*waiting)


async def test_values_are_asked_for_once_beside_the_keys_and_serve_longer_beginnings_meanwhile(tmp_path: Path) -> None:
    evening(tmp_path / "desk.db").close()
    lane, beside, came = Lane(lambda: Reader(tmp_path / "desk.db")), Beside(), list[int]()
    completer = Completer(lane, beside, lambda: came.append(1))
    assert completer("source:", 7) is None
    assert completer("source:", 7) is None
    assert len(beside.waiting) == 1
    await beside.run()
    assert came == [1]
    offered = completer("source:", 7)
    assert offered is not None
    assert ("AFP", "wire, B") in offered.values
    observer = completer("source:ob", 9)
    assert observer is not None
    assert [value for value, _ in observer.values] == ['"Kyiv Observer"']
    await beside.run()
    assert [completer.is_half(f"source:{value}") for value in ("a", "afp", "observer", "zebra", "")] == [
        True, False, True, False, False,
    ]  # fmt: skip
    await beside.run()
    completer.forget()
    assert completer("source:", 7) is None
    await beside.run()
    lane.close()


# Tab


def prompt(offered: Callable[[str, int], Completions | None], text: str = "") -> Prompt:
    return Prompt(SafeText("/"), lambda _: None, completed=offered, text=text, cursor=len(text))


def among(*values: str) -> Callable[[str, int], Completions | None]:
    """Whatever begins so."""

    def offered(text: str, cursor: int) -> Completions | None:
        fits = tuple((value, "") for value in values if value.startswith(text[:cursor]))
        return Completions(0, cursor, fits) if fits else None

    return offered


def test_tab_goes_as_far_as_all_agree_then_turns_them_over_before_what_follows() -> None:
    line = prompt(among("escalation", "escape"), "e")
    line.text += " is:new"
    for expected in ("esca", "escalation", "escape", "escalation"):
        line.key("tab", None)
        assert (line.text, line.cursor) == (f"{expected} is:new", len(expected))
    line.key("backspace", None)
    line.key("tab", None)
    assert line.text == "escalation is:new"


def test_a_tab_with_nothing_to_take_changes_nothing() -> None:
    line = prompt(among("withdrawal"), "x")
    line.key("tab", "\t")
    assert line.text == "x"


def test_each_text_that_tab_makes_is_told() -> None:
    told: list[str] = []
    line = Prompt(SafeText("/"), lambda _: None, changed=told.append, completed=among("a1", "a2"))
    for _ in range(3):
        line.key("tab", None)
    assert told == ["a", "a1", "a2"]


def test_the_key_line_says_what_the_next_one_means_and_names_the_others() -> None:
    offered = Completions(0, 0, (("ru", "Russia"), ("ua", "Ukraine"), *((f"x{n}", "") for n in range(9))))
    line = "".join(segment.text for segment in candidates(offered, 1, look_of("dark"), 80))
    assert line.startswith(" Tab ua Ukraine  x0  x1")
    assert line.rstrip().endswith("…")


def test_up_and_down_fetch_what_was_typed_before_and_what_was_begun() -> None:
    line = Prompt(SafeText("/"), lambda _: None, history=["old", "new"], text="be", cursor=2)
    seen = []
    for key in ("up", "up", "up", "down", "down", "down"):
        line.key(key, None)
        seen.append(line.text)
    assert seen == ["new", "old", "old", "new", "be", "be"]
