"""Which cells are sent again."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from tui.look import look_of
from tui.present.fill import filled, joined
from tui.tty.celldiff import changed_spans

STYLES = st.sampled_from(
    [
        Style(color="red", bgcolor="black"),
        Style(color="blue", bgcolor="black"),
        Style(bgcolor="blue"),
        Style(underline=True),
    ]
)
LINES = st.lists(
    st.builds(lambda text, style: Segment(text, style), st.text("ab 你─", min_size=1, max_size=5), STYLES), max_size=6
)
LOOK = look_of("dark")
WIDTH = 24


def shown(line: list[Segment]) -> list[tuple[str, Style | None]]:
    """A line cell by cell; what a blank shows is its ground and its lines."""
    grid: list[tuple[str, Style | None]] = []
    for text, style, _ in line:
        for character in text:
            look = style
            if character == " " and style and not style.underline:
                look = Style(bgcolor=style.bgcolor)
            grid += [(character, look)] + [("", look)] * (cell_len(character) - 1)
    return grid


@given(LINES, LINES)
def test_every_cell_outside_the_spans_is_the_same(old: list[Segment], new: list[Segment]) -> None:
    before, after = filled(old, WIDTH, LOOK), filled(new, WIDTH, LOOK)
    spans = changed_spans(before, after, WIDTH)
    inside = {column for start, end in spans for column in range(start, end)}
    a, b = shown(before), shown(after)
    assert all(a[column] == b[column] for column in range(WIDTH) if column not in inside)
    assert all(0 <= start < end <= WIDTH for start, end in spans)


@given(LINES)
def test_the_same_line_has_no_change(line: list[Segment]) -> None:
    whole = filled(line, WIDTH, LOOK)
    assert changed_spans(whole, list(whole), WIDTH) == []


@given(LINES)
def test_joining_segments_shows_the_same(line: list[Segment]) -> None:
    whole = filled(line, WIDTH, LOOK)
    assert shown(joined(whole)) == shown(whole)
    assert len(joined(whole)) <= len(whole)


def test_a_ticking_second_is_one_cell() -> None:
    base = LOOK.base
    before = [Segment("feint  ", base), Segment("10:42:07Z", LOOK.strong), Segment("   sources 4/7", base)]
    after = [Segment("feint  ", base), Segment("10:42:08Z", LOOK.strong), Segment("   sources 4/7", base)]
    assert changed_spans(before, after, 30) == [(14, 15)]
