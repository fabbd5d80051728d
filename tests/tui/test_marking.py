"""Words that somebody looks for, marked where they stand: by weight and ground, whatever their ink."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style

from storage.query import parse
from storage.reads.search import Found
from storage.rows import ItemRow, TagRow
from tests.tui.rows import CLAIMED, ITEM
from tests.tui.scene import NOW_MS
from tests.tui.test_text import HOSTILE
from tui.look import look_of
from tui.options import Theme
from tui.present.columns import run_columns
from tui.present.evidence import paragraphs
from tui.present.findings import covered_words, found_line
from tui.present.marking import marked, marked_at
from tui.present.queue import queue_line
from tui.text import SafeText, cells, safe_run

LOOK = look_of("dark")
DAY_MS = 86_400_000


def text(line: list[Segment]) -> str:
    return "".join(segment.text for segment in line)


def lit(line: list[Segment]) -> list[str]:
    """What stands on the ground of a hit."""
    return [segment.text for segment in line if segment.style and segment.style.bgcolor == LOOK.hit.bgcolor]


PLACES = (
    st.lists(st.integers(0, 60), max_size=8)
    .map(lambda ends: sorted(set(ends)))
    .map(lambda ends: list(zip(ends[::2], ends[1::2], strict=False)))
)


@given(HOSTILE, PLACES)
def test_marking_loses_and_adds_nothing(words: str, places: list[tuple[int, int]]) -> None:
    within = [(a, min(b, len(words))) for a, b in places if a < len(words)]
    runs = marked_at(words, within, LOOK.base, LOOK)
    assert "".join(run for run, _ in runs).replace(" ", "") == "".join(
        safe_run(part) for part in _parts(words, within)
    ).replace(" ", "")


def _parts(words: str, places: list[tuple[int, int]]) -> list[str]:
    edges = [0, *(edge for place in places for edge in place), len(words)]
    return [words[a:b] for a, b in pairwise(edges)]


@given(HOSTILE, PLACES, st.integers(1, 80))
def test_a_line_of_several_styles_is_exactly_as_wide_as_its_place(
    words: str, places: list[tuple[int, int]], width: int
) -> None:
    within = [(a, min(b, len(words))) for a, b in places if a < len(words)]
    line = run_columns(width, [], marked_at(words, within, LOOK.base, LOOK), LOOK)
    assert sum(cells(SafeText(segment.text)) for segment in line) == width


def test_a_loss_is_marked_also_where_it_falls_between_two_styles() -> None:
    runs = marked_at("abcdef", [(2, 4)], LOOK.base, LOOK)
    assert [text(run_columns(width, [], runs, LOOK)) for width in (6, 5, 4, 3, 2, 1)] == [
        "abcdef", "abcd…", "abc…", "ab…", "a…", "…",
    ]  # fmt: skip


@pytest.mark.parametrize("theme", ["dark", "light", "contrast", "mono"])
def test_a_hit_keeps_its_ink_and_differs_by_more_than_colour(theme: Theme) -> None:
    look = look_of(theme)
    ((_, plain), (_, hit)) = marked("many troops", parse("troops"), look.dim, look)
    assert hit.color == plain.color
    assert hit.bold
    assert hit.reverse or hit.bgcolor != plain.bgcolor


def test_a_headline_in_the_queue_has_the_filters_words_marked() -> None:
    line = queue_line(ITEM, 100, NOW_MS, LOOK, parse("UNITS OR garrison"))
    assert lit(line) == ["units", "garrison"]
    assert lit(queue_line(ITEM, 100, NOW_MS, LOOK)) == []
    assert lit(queue_line(ITEM, 100, NOW_MS, LOOK, parse("source:tass"))) == []


def test_in_a_story_a_hit_and_evidence_can_be_told_apart_and_may_be_one() -> None:
    tag = TagRow("withdrawal", "claimed", "text", 12, 30, "rule", "", 0, 0, 80, "", "", "")
    words = "units begin return to garrison today"
    runs: dict[str, Style] = dict(paragraphs(words, [tag], LOOK.base, LOOK, [(0, 5), (12, 18)])[0].runs)
    assert list(runs) == ["units", " begin ", "[+", "return", " to garrison", "]", " today"]
    assert [run for run, style in runs.items() if style.underline] == ["return", " to garrison"]
    assert [run for run, style in runs.items() if style.bgcolor == LOOK.hit.bgcolor] == ["units", "return"]
    assert runs["return"].color == runs[" to garrison"].color


# A finding


def found(days_ago: float = 0, archive: str = "", item: ItemRow = ITEM) -> Found:
    dated = item._replace(first_seen_ms=NOW_MS - int(days_ago * DAY_MS))
    return Found(dated, "They said that troops leave.", ((15, 21),), archive)


def line_of(row: Found, query: str = "garrison", width: int = 94) -> list[Segment]:
    return found_line(row, parse(query), (), width, NOW_MS, LOOK)


def test_a_finding_is_set_as_in_the_queue_and_an_archived_one_has_its_day_before_its_words() -> None:
    assert text(line_of(found(3))) == text(queue_line(found(3).item, 94, NOW_MS, LOOK))
    assert text(line_of(found(70, "2026-07"))).startswith(text(queue_line(found(70).item, 94, NOW_MS, LOOK))[:30])
    assert " 2026-07-13 Moscow says units" in text(line_of(found(70, "2026-07"), width=120))


def test_a_finding_shows_the_headline_where_it_holds_the_word_and_else_the_text_that_does() -> None:
    assert "Moscow says units start return to garrison" in text(line_of(found()))
    assert lit(line_of(found())) == ["garrison"]
    other = line_of(found(), "troops")
    assert "They said that troops leave.  Moscow says" in text(other)
    assert lit(other) == ["troops"]


def test_a_hit_beyond_the_edge_is_brought_into_view() -> None:
    for width in (50, 45, 40):
        assert lit(line_of(found(), width=width)) == ["garrison"], width
        assert "…" in text(line_of(found(), width=width))


@pytest.mark.parametrize("width", [20, 40, 59, 64, 76, 79, 84, 94, 160])
def test_a_finding_is_exactly_as_wide_as_its_pane(width: int) -> None:
    for row in (found(), found(70, "2026-07"), found(item=ITEM._replace(title="", tags=(CLAIMED,) * 3))):
        assert cells(SafeText(text(line_of(row, width=width)))) == width


def test_the_months_that_were_looked_into_are_named() -> None:
    assert covered_words(("2026-07",)) == "and 2026-07"
    assert covered_words(("2026-09", "2026-08", "2025-12")) == "and 2025-12 to 2026-09"
