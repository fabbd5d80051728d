"""How the story's page is broken into lines, and that whoever reads it keeps their place."""

import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import get_character_cell_size
from rich.segment import Segment

from storage.query import parse
from storage.rows import LabelRow, QuoteRow, RevisionRow, StoryView, TagRow
from tests.tui.desks import opened, typed, until
from tests.tui.rows import ITEM, QUOTE, STORY, claim, member
from tests.tui.scene import NOW_MS, Scene
from tests.tui.test_text import HOSTILE
from tui.look import look_of
from tui.present.badges import sign
from tui.present.place import place_of
from tui.present.setting import Section, Setting
from tui.present.story import story_page
from tui.present.worddiff import word_diff
from tui.present.wrap import balanced, breaks, wrap
from tui.text import SafeText, cells, safe_run, safe_text, span

LOOK = look_of("dark").with_labels((LabelRow("withdrawal", "WD", "", "", 0),))
WORDS = st.lists(
    st.one_of(
        st.sampled_from(
            ["units", "leave", "國防部表示部隊已開始返回", "วันนี้หน่วยกำลังถอนตัว", "القوات", "צבא", "क्षेत्र", "👍👍👍", "e\u0301e\u0301",
             "«ушли»", "https://e.example/a/b?c=d&e=f", "x" * 200, "。」", "\n", "\n\n", "  ", "\x1b[2J", "\u202e"]
        ),
        HOSTILE,
    ),
    max_size=30,
).map(" ".join)  # fmt: skip
WIDTHS = st.integers(2, 90)


def text(line: list[Segment]) -> str:
    return "".join(segment.text for segment in line)


def letters(words: str) -> str:
    return "".join(words.split())


# Lines


@given(WORDS, WIDTHS, st.integers(0, 2))
def test_no_line_is_too_wide_and_no_letter_is_lost_or_doubled(words: str, width: int, indent: int) -> None:
    clean = safe_text(words)
    for breaking in (breaks, balanced):
        lines = breaking(clean, width, indent if width > 4 else 0)
        assert all(cells(SafeText(clean[start:end])) <= width for start, end in lines)
        assert all(end <= start for (_, end), (start, _) in pairwise(lines))
        assert "".join(letters(clean[start:end]) for start, end in lines) == letters(clean)
        assert all(clean[start:end] == clean[start:end].strip(" ") != "" for start, end in lines)


@settings(max_examples=40)
@given(WORDS, st.integers(-3, 4), st.integers(0, 3))
@example("0 0", 3, 1)
def test_however_narrow_the_place_every_letter_is_set(words: str, width: int, indent: int) -> None:
    clean = safe_text(words)
    for breaking in (breaks, balanced):
        assert letters("".join(clean[start:end] for start, end in breaking(clean, width, indent))) == letters(clean)


@settings(max_examples=40)
@given(st.lists(st.tuples(WORDS.map(safe_run), st.sampled_from([LOOK.base, LOOK.strong, LOOK.dim]))), WIDTHS)
def test_styles_stay_on_their_letters(runs: list[tuple[SafeText, object]], width: int) -> None:
    given = [(words, style) for words, style in runs if isinstance(style, type(LOOK.base))]
    lines = wrap(given, width)
    styled = [(letter, segment.style) for line in lines for segment in line for letter in segment.text if letter != " "]
    assert styled == [(letter, style) for words, style in given for letter in words if letter != " "]


@given(WORDS, WIDTHS)
def test_a_mark_stays_on_its_letter(words: str, width: int) -> None:
    clean = safe_text(words)
    for (_, end), (start, _) in pairwise(breaks(clean, width)):
        assert start > end or get_character_cell_size(clean[start]) > 0


def test_words_wrap_and_too_long_ones_break() -> None:
    lines = wrap([(safe_text("one two three"), LOOK.base), (SafeText("four"), LOOK.strong)], 9)
    assert [text(line) for line in lines] == ["one two", "threefour"]
    assert [text(line) for line in wrap([(SafeText("abcdefghij"), LOOK.base)], 4)] == ["abcd", "efgh", "ij"]


def broken(words: str, width: int) -> list[str]:
    return [words[start:end] for start, end in breaks(safe_text(words), width)]


def test_a_link_that_is_too_long_breaks_after_a_sign() -> None:
    assert broken("https://e.example/one/two/three", 24) == ["https://e.example/one/", "two/three"]


def test_a_word_is_not_left_alone_on_the_last_line() -> None:
    assert broken("one two three four", 14) == ["one two", "three four"]
    assert broken("one three", 5) == ["one", "three"]


def test_scripts_without_blanks_break_between_letters_and_no_line_begins_with_a_full_stop() -> None:
    assert broken("部隊已開始。返回駐地", 10) == ["部隊已開", "始。返回駐", "地"]


def test_the_lines_of_a_headline_are_of_like_length() -> None:
    words = safe_text("Moscow says that tank units begin to return to garrison after drills")
    first, second = (end - start for start, end in balanced(words, 60))
    assert abs(first - second) < 10


# The page


HOSTILE_PAGES = st.tuples(WORDS, WORDS, WORDS, st.lists(st.tuples(st.integers(0, 400), st.integers(1, 60)), max_size=8))


def hostile(title: str, summary: str, words: str, spans: list[tuple[int, int]]) -> StoryView:
    fields = {"title": title, "summary": summary, "text": words}
    tags = [
        TagRow("withdrawal", stance, field, start, min(start + length, len(fields[field])), "r", "c", start // 2, start, 80,
               "", "", words)
        for (start, length), field, stance in zip(
            spans, ("title", "summary", "text") * 3, ("claimed", "denied", "doubted", "historical") * 2, strict=False
        )
        if start < len(fields[field])
    ]  # fmt: skip
    quote = QUOTE._replace(text=words, speaker=title, role=summary, surface=words, side=title[:3])
    return STORY._replace(
        item=ITEM._replace(title=title, source=summary, link=words),
        summary=summary,
        text=words,
        author=words,
        tags=tuple(tags),
        quotes=(quote, quote._replace(kind="mixed", inferred=True)),
        revisions=(RevisionRow(1, words, title, 0), RevisionRow(2, title, summary, NOW_MS)),
        claims=(claim("claimed", title, summary, speakers=(words,)), claim("denied", words)),
        members=(member(title, words),),
        because=words,
    )


LOOKS = {"dark": LOOK, "mono": look_of("mono"), "ascii": look_of("light", ascii_only=True)}


@settings(max_examples=40)
@given(HOSTILE_PAGES, st.integers(42, 200), st.sampled_from(sorted(LOOKS)))
def test_every_line_of_a_hostile_page_fits_and_holds_nothing_that_acts(
    given: tuple[str, str, str, list[tuple[int, int]]], width: int, look: str
) -> None:
    setting = Setting(width, NOW_MS, (), LOOKS[look], why=True, query=parse("units OR leave"))
    for line in story_page(hostile(*given), setting).lines:
        assert cells(SafeText(text(line))) <= width
        assert not {unicodedata.category(letter) for letter in text(line)} & {"Cc", "Cs", "Zl", "Zp"}


@settings(max_examples=40)
@given(HOSTILE_PAGES, st.integers(42, 200))
def test_a_stop_of_the_evidence_is_where_the_words_of_its_tag_begin(
    given: tuple[str, str, str, list[tuple[int, int]]], width: int
) -> None:
    title, _, words, spans = given
    view, setting = hostile(title, "", words, spans), Setting(width, NOW_MS, (), LOOK)
    made = story_page(view, setting)
    lines = [letters(text(line)[setting.margin :]) for line in made.lines]
    line_of = {id(stop.tag): stop.line for stop in made.evidence}
    spoken = [tag for tag in view.tags if tag.field != "summary"]
    for tag in spoken:
        pieces = (words if tag.field == "text" else title)[tag.start : tag.end].split("\n")
        piece = letters(safe_run(pieces[0]))
        if piece and not any(_meets(tag, other) for other in spoken if other is not tag):
            line = line_of[id(tag)]
            at = "".join(lines[line:]).find(f"[{sign(tag.stance)}{piece}]")
            assert 0 <= at < len(lines[line])


def _meets(one: TagRow, other: TagRow) -> bool:
    return one.field == other.field and one.start <= other.end and other.start <= one.end


# Edits


@given(WORDS, WORDS)
def test_what_was_not_removed_gives_the_new_text_and_what_was_not_added_the_old(before: str, after: str) -> None:
    parts = word_diff(before, after)
    assert "".join(words for kept, words in parts if kept != "removed") == after.strip()
    assert letters("".join(words for kept, words in parts if kept != "added")) == letters(before)


def test_an_edit_is_shown_word_by_word_and_in_scripts_without_blanks_letter_by_letter() -> None:
    assert word_diff("units begin return", "units complete return") == (
        ("same", "units "), ("removed", "begin "), ("added", "complete "), ("same", "return"),
    )  # fmt: skip
    assert word_diff("部隊返回", "部隊離開") == (("same", "部隊"), ("removed", "返回"), ("added", "離開"))


def test_texts_that_would_take_long_to_compare_are_shown_as_replaced() -> None:
    assert [kept for kept, _ in word_diff("x " + "a b " * 500 + "y", "z " + "b a " * 500)] == ["removed", "added"]


# The place


def made(**sections: str) -> list[Section]:
    """Sections by their names, a line a word."""
    return [
        Section(SafeText(name), [[span(safe_text(word), LOOK.base)] for word in words.split()])
        for name, words in sections.items()
    ]


BEFORE = made(text="one two three", quotes="a b c", log="x y")


@pytest.mark.parametrize(
    ("after", "line", "now"),
    [
        (BEFORE, 5, 5),
        (made(text="one two three", quotes="new a b c", log="x y"), 5, 6),
        (made(text="more one two three", quotes="a b c", log="x y"), 9, 10),
        (made(text="one two three", quotes="a b c", notes="n", log="x y"), 9, 11),
        (made(text="one two three", quotes="a B c", log="x y"), 5, 5),
        (made(text="one two three", log="x y"), 5, 4),
        (made(text="one two three", quotes="a b c d", log="x y"), 7, 8),
        (made(text="onetwo three", quotes="a b c", log="x y"), 2, 1),
    ],
)
def test_a_line_stays_the_line_when_the_page_is_set_anew(after: list[Section], line: int, now: int) -> None:
    assert place_of(line, BEFORE, after) == now


SHAPES = st.dictionaries(
    st.sampled_from(["text", "quotes", "notes", "log"]),
    st.lists(st.sampled_from("abc"), min_size=1, max_size=6).map(" ".join),
    min_size=1,
)


@settings(max_examples=40)
@given(SHAPES, SHAPES, st.data())
def test_a_place_is_always_on_the_page(before: dict[str, str], after: dict[str, str], data: st.DataObject) -> None:
    lines = sum(len(words.split()) + 1 for words in before.values()) - 1
    line = data.draw(st.integers(0, lines - 1))
    now = place_of(line, made(**before), made(**after))
    assert 0 <= now < max(lines, sum(len(words.split()) + 1 for words in after.values()))


async def test_a_page_that_is_read_keeps_its_place_when_the_story_grows_or_the_pane_changes(scene: Scene) -> None:
    async with opened(scene, size=(80, 16)) as (desk, pilot):
        rows = desk.reader.item_rows(desk.reader.item_ids())
        await pilot.press("5")
        desk.story.show(next(id for id, row in rows.items() if "Kyiv doubts" in row.title))
        page = desk.story.widget
        page.move(8)
        top = text(page.lines[page.top])
        assert page.top > 0
        before = len(page.lines)
        await typed(desk, pilot, "N", "called the duty officer, who knows nothing")
        await until(lambda: len(page.lines) > before)
        assert text(page.lines[page.top]) == top
        desk.story.next_evidence()
        pointed = text(page.lines[page.pointed or 0])
        await typed(desk, pilot, "N", "called again")
        await until(lambda: len(desk.story.view.notes if desk.story.view else ()) == 2)
        assert text(page.lines[page.pointed or 0]) == pointed
        await pilot.resize_terminal(70, 16)
        await until(lambda: page.size.width == 70)
        assert text(page.lines[page.pointed or 0]).split()[-1] in pointed


# What it costs


def spent_ms(view: StoryView, setting: Setting) -> float:
    """CPU, the least of some runs."""
    spent = []
    for _ in range(5):
        start = time.process_time_ns()
        assert story_page(view, setting).lines
        spent.append(time.process_time_ns() - start)
    return min(spent) / 1e6


def test_a_page_is_set_within_milliseconds_whatever_its_text() -> None:
    words = "The ministry’s spokesman said that units “return to their garrisons” by rail. " * 140
    tags = tuple(
        TagRow("withdrawal", "claimed", "text", n * 300, n * 300 + 40, "", "", n, n + 9, 80, "", "", "")
        for n in range(30)
    )
    quotes: tuple[QuoteRow, ...] = (QUOTE._replace(field="text", text=words[:90]),) * 40
    view, setting = STORY._replace(text=words, tags=tags, quotes=quotes), Setting(93, NOW_MS, (), LOOK)
    assert spent_ms(view, setting) < 10
    for huge in (words * 100, "x" * 1_000_000, "部隊" * 500_000, "a\n" * 500_000):
        assert spent_ms(view._replace(text=huge), setting) < 30
