"""The lists as an operator reads them: whole lines of the evening, column by column."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment

from storage.acting.acts import Acts
from storage.reads.reader import Reader
from storage.rows import ItemRow
from tests.tui.rows import ITEM, SAID
from tests.tui.scene import NOW_MS, Scene
from tui.look import Look, look_of
from tui.present.alerts import alert_line
from tui.present.fill import joined
from tui.present.queue import queue_line
from tui.present.quotes import quote_line
from tui.text import SafeText, cells

LOOK = look_of("dark")
ANA, BEN, CARLA = (SafeText(name) for name in ("ana", "ben", "car"))


def text(line: list[Segment]) -> str:
    return "".join(segment.text for segment in line)


def headline(line: list[Segment], item: ItemRow) -> int:
    """The column at which the headline begins."""
    return cells(SafeText(text(line)[: text(line).index(item.title[:6])]))


@pytest.fixture
def reader(scene: Scene) -> Iterator[Reader]:
    """On the evening, of which ben has acknowledged a part."""
    reader = Reader(scene.path)
    ben = Acts(scene.path, "ben")
    ben.set_state([reader.item_ids()[3]], "acked")
    ben.close()
    yield reader
    reader.close()


def queue(reader: Reader, width: int, look: Look) -> list[str]:
    look, rows = look.with_labels(reader.labels(NOW_MS)), reader.item_rows(reader.item_ids())
    return [
        text(queue_line(rows[id], width, NOW_MS, look, None, [BEN] if rows[id].source == "Reuters" else ())).rstrip()
        for id in reader.item_ids()
    ]


def test_the_queue_beside_four_other_panes(reader: Reader) -> None:
    assert queue(reader, 88, LOOK) == [
        " 2m   1/1   WD~      Kyiv Observer     A town remembers the retreat of 1943",
        " 3m   1/1            TASS              Экспорт зерна вырос на четыре процента",
        " 4m   1/1            Baltic Desk       Grain index up 0.71 % in heavy trade           Δ1",
        " 6m✓  1/1   DE?      AFP           ben Chancellor lands for talks, hopes for a pause in…",
        " 9m F 1/1   ESC+     Reuters      @ben Shelling reported along the contact line for a t…",
        "14m   4/3   WD- CLM  MoD Ukraine       General staff: this is rotation, tank units do n…",
        "21m U 4/3   WD? CLM  Kyiv Observer     Kyiv doubts that tank units begin return to garr…",
        "33m U 4/3   WD+ DNY  AFP               Moscow says tank units begin return to garrison,…",
        "40m U 4/3   WD+ DNY  TASS              Moscow says tank units begin return to garrison…",
    ]


def test_the_queue_beside_the_story_names_the_outlet_and_lets_the_counts_go(reader: Reader) -> None:
    assert queue(reader, 55, LOOK)[2:6] == [
        " 4m         Baltic Desk     Grain index up 0.71 % i… Δ1",
        " 6m✓  DE?   AFP         ben Chancellor lands for talks…",
        " 9m F ESC+  Reuters    @ben Shelling reported along th…",
        "14m   WD-+  MoD Ukraine     General staff: this is rot…",
    ]


def test_the_queue_of_a_small_screen_in_plain_ascii(reader: Reader) -> None:
    assert queue(reader, 44, look_of("mono", ascii_only=True))[3:6] == [
        " 6m+  DE?     Chancellor lands for talks, h~",
        " 9m F ESC+  @ Shelling reported along the c~",
        "14m   WD-+    General staff: this is rotati~",
    ]


def test_the_alerts_beside_four_other_panes(reader: Reader) -> None:
    assert [text(alert_line(row, 33, NOW_MS, LOOK)) for row in reader.alerts()] == [
        " 9m F shelling near the line     ",
        "20m U withdrawal claimed and…  ×3",
        "30m U withdrawal claimed       ×2",
    ]


def test_the_quotes_beside_four_other_panes(reader: Reader) -> None:
    look, rows = LOOK.with_labels(reader.labels(NOW_MS)), reader.utterance_rows(reader.utterance_ids())
    assert [text(quote_line(rows[id], 59, NOW_MS, look)) for id in reader.utterance_ids()] == [
        " 6m Chancellor           DE?  “a ceasefire was possible”   ",
        "21m Olena Hrytsenko           “We shall believe it when we…",
        "33m MoD Russia        ×2      “begun loading onto rail and…",
    ]


# The queue's columns


def test_of_ninety_four_columns_the_headline_has_fifty_and_the_outlet_fourteen() -> None:
    item = ITEM._replace(source="Abcdefghijklmnopqrstuvwxyz", copies=0, revisions=1)
    line = queue_line(item, 92, NOW_MS, LOOK)
    assert 92 - headline(line, item) >= 50
    assert "Abcdefghijklmn" in text(line)


@given(st.integers(12, 300), st.booleans(), st.integers(0, 9), st.integers(1, 12), st.lists(st.just(BEN), max_size=3))
def test_a_line_is_as_wide_as_its_pane_and_its_headline_stands_in_line(
    width: int, starred: bool, copies: int, revisions: int, watched: list[SafeText]
) -> None:
    plain = ITEM._replace(copies=0, revisions=1)
    flagged = ITEM._replace(starred=starred, copies=copies, revisions=revisions, origins=12, primaries=10)
    lines = [queue_line(plain, width, NOW_MS, LOOK), queue_line(flagged, width, NOW_MS, LOOK, None, watched)]
    assert {cells(SafeText(text(line))) for line in lines} == {width}
    if width >= 24:
        assert headline(lines[0], plain) == headline(lines[1], flagged) <= width // 2 + 4


@given(st.integers(16, 300), st.sampled_from(["new", "acked"]), st.lists(st.sampled_from([BEN, ANA]), max_size=2))
def test_nothing_but_its_own_column_is_rewritten_where_a_colleague_comes_and_goes(
    width: int, state: str, watched: list[SafeText]
) -> None:
    item = ITEM._replace(source="Night Mirror of the Isles", state=state, operator="ana", starred=True, copies=3)
    alone, seen = (text(queue_line(item, width, NOW_MS, LOOK, None, who)) for who in ([], watched))
    differing = [at for at, (one, other) in enumerate(zip(alone, seen, strict=True)) if one != other]
    assert not differing or differing[-1] - differing[0] < 4
    assert bool(differing) == bool(set(watched) - ({ANA} if state == "acked" else set()))


@pytest.mark.parametrize(
    ("state", "watched", "said"),
    [
        ("new", [], "    "),
        ("acked", [], " ana"),
        ("new", [BEN], "@ben"),
        ("acked", [BEN], "ana@"),
        ("acked", [ANA], " ana"),
        ("new", [BEN, CARLA], "  @2"),
    ],
)
def test_four_columns_say_who_dealt_with_it_and_who_looks_at_it(state: str, watched: list[SafeText], said: str) -> None:
    item = ITEM._replace(source="AFP", state=state, operator="anastasia", copies=0, revisions=1)
    line = text(queue_line(item, 92, NOW_MS, LOOK, None, watched))
    assert line[headline(queue_line(item, 92, NOW_MS, LOOK, None, watched), item) - 5 :].startswith(f"{said} ")


@pytest.mark.parametrize("width", [24, 39, 47])
def test_where_a_name_has_no_room_its_sign_stands(width: int) -> None:
    assert "@ " in text(queue_line(ITEM, width, NOW_MS, LOOK, None, [BEN]))
    assert "ben" not in text(queue_line(ITEM, width, NOW_MS, LOOK, None, [BEN]))


def test_a_row_narrows_from_the_right_of_its_columns() -> None:
    """What counts least goes first: edits and copies, then voices; the outlet and who is at it stay longest."""
    item = ITEM._replace(source="TASS", starred=True, revisions=3, copies=2)
    shown = [text(queue_line(item, width, NOW_MS, LOOK, None, [BEN])) for width in (88, 60, 48)]
    assert [("TASS" in line, "@ben" in line, "2/2" in line) for line in shown] == [
        (True, True, True),
        (True, True, False),
        (True, True, False),
    ]
    assert shown[0].endswith(" ★Δ2×3")
    narrow = text(queue_line(item, 24, NOW_MS, LOOK))
    assert narrow.endswith(" ★")


def test_a_row_without_flags_is_four_or_five_pieces_on_the_wire() -> None:
    plain = ITEM._replace(copies=0, revisions=1, tags=(), severity=0)
    assert len(joined(queue_line(plain, 88, NOW_MS, LOOK))) <= 4


# The quotes' columns


@given(st.integers(30, 300), st.integers(1, 2_000), st.integers(1, 200))
def test_a_quote_is_as_wide_as_its_pane(width: int, carriers: int, outlets: int) -> None:
    said = SAID._replace(carriers=carriers, outlets=min(outlets, carriers), speaker="Сергей Викторович Лавров")
    assert cells(SafeText(text(quote_line(said, width, NOW_MS, LOOK)))) == width
