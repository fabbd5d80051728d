"""The story's page: one item set to be read from the top."""

from zoneinfo import ZoneInfo

import pytest
from rich.segment import Segment

from storage.reads.reader import Reader
from storage.rows import EventRow, LabelRow, MemberRow, QuoteRow, RevisionRow, StoryView, TagRow
from tests.tui.rows import ITEM, QUOTE, STORY, claim, member
from tests.tui.scene import MINUTE_MS, NOW_MS, Scene
from tui.commands import keymap
from tui.look import Look, look_of
from tui.present.setting import MEASURE, WIDEST, Setting
from tui.present.story import StoryPage, story_page
from tui.present.unread import empty_page
from tui.text import SafeText, cells

LABELS = (LabelRow("withdrawal", "WD", "", "", 0), LabelRow("escalation", "ESC", "", "", 0))
LOOK = look_of("dark").with_labels(LABELS)
ZONES = ((SafeText("MSK"), ZoneInfo("Europe/Moscow")),)
TEXT = (
    "The ministry says that its units leave the border districts today.\nKyiv doubts that anybody does leave and says"
    " that nobody was seen to leave."
)
WIDTHS = [44, 52, 75, 76, 78, 93, 117, 158, 198]


def text(line: list[Segment]) -> str:
    return "".join(segment.text for segment in line)


def page(view: StoryView, width: int = 100, look: Look = LOOK) -> StoryPage:
    return story_page(view, Setting(width, NOW_MS, ZONES, look, operator="ana"))


def lines_of(view: StoryView, width: int = 100, look: Look = LOOK) -> list[str]:
    return [text(line).rstrip() for line in page(view, width, look).lines]


def section(view: StoryView, name: str, width: int = 100) -> list[str]:
    """The lines of a section without their margin."""
    setting = Setting(width, NOW_MS, ZONES, LOOK, operator="ana")
    found = next(section for section in story_page(view, setting).sections if section.name == name)
    return [text(line)[setting.margin :].rstrip() for line in found.lines]


def tag(words: str, stance: str = "claimed", label: str = "withdrawal", within: str = TEXT) -> TagRow:
    start = within.index(words)
    return TagRow(label, stance, "text", start, start + len(words), "rule", "", 0, 0, 80, "", "", "")


def event(act: str, detail: str, operator: str = "ben", ids: tuple[int, ...] = (1,), subject: str = "item") -> EventRow:
    return EventRow(1, NOW_MS - 5 * MINUTE_MS, operator, act, subject, ids, detail)


def edited(*titles: str, summaries: tuple[str, ...] = ()) -> StoryView:
    """An item whose headline, and summary, became others every twelve minutes."""
    given = summaries or ("",) * len(titles)
    first_ms = NOW_MS - 12 * MINUTE_MS * len(titles)
    rows = [
        RevisionRow(n + 1, title, summary, first_ms + n * 12 * MINUTE_MS)
        for n, (title, summary) in enumerate(zip(titles, given, strict=True))
    ]
    return STORY._replace(revisions=tuple(rows))


FULL = STORY._replace(
    text=TEXT,
    tags=(tag("leave the border"), tag("does leave", "denied"), tag("to leave", "doubted")),
    quotes=(QUOTE._replace(field="text", start=20, end=40, carriers=4), QUOTE._replace(kind="indirect")),
    revisions=edited("Units begin return", "Units complete return").revisions,
    claims=(claim("claimed", "defence ministry", "ru"), claim("doubted", "general staff", "ua")),
    members=(member("Kyiv doubts it", "7 rare words with 3 of 4 items"),),
    notes=(event("noted", "called the duty officer", "ana"),),
    log=(event("raised", "urgent, rule pull-back: units leave", "collector", subject="alert"),),
)


# The page as a whole


def test_the_page_is_read_from_the_headline_down_to_the_log() -> None:
    assert [section.name for section in page(FULL).sections] == [
        "headline", "", "text", "voices", "quotes", "1 edit", "notes", "carried by", "log",
    ]  # fmt: skip


def test_one_empty_line_stands_between_two_sections_and_none_within_or_around() -> None:
    for width in (44, 100):
        lines = lines_of(FULL._replace(claims=()), width)
        assert lines[0] and lines[-1]
        assert lines.count("") == len(page(FULL._replace(claims=()), width).sections) - 1


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("look", [LOOK, look_of("mono"), look_of("dark", ascii_only=True)])
def test_no_line_is_wider_than_the_pane(width: int, look: Look) -> None:
    long = FULL._replace(item=ITEM._replace(title="Units leave " * 30, link="https://e.example/" + "long/" * 90))
    assert all(cells(SafeText(line)) <= width for line in lines_of(long, width, look))


@pytest.mark.parametrize("width", [1, 7, 20])
def test_a_pane_that_is_too_narrow_to_be_read_is_no_trouble(width: int) -> None:
    assert lines_of(FULL, width)


def test_words_keep_to_a_measure_however_wide_the_pane() -> None:
    lines = lines_of(FULL._replace(text="Nobody saw anybody leave. " * 40), 198)
    margin = Setting(198, NOW_MS, (), LOOK).margin
    assert max(len(line) for line in lines if "Nobody saw" in line) <= margin + MEASURE
    assert max(map(len, lines)) <= margin + WIDEST


def test_the_head_of_a_section_stands_in_the_margin_or_above_where_that_is_narrow() -> None:
    assert any(line.startswith("log         14:0") for line in lines_of(FULL, 100))
    narrow = lines_of(FULL, 60)
    assert narrow[narrow.index("log") + 1].startswith("      14:0")


def test_the_source_line_tells_source_clocks_and_a_link_cut_to_one_line() -> None:
    item = ITEM._replace(published_ms=NOW_MS - 30 * MINUTE_MS, link="https://e.example/" + "a" * 200)
    lines = section(FULL._replace(item=item), "")
    assert lines[0] == "TASS │ state │ grade D │ RU │ 2 more carriers"
    assert lines[2:-1] == ["first seen 21 Sep 14:11Z, MSK 17:11 │ published 21 Sep 13:43Z, 28m before"]
    assert lines[-1].startswith("https://e.example/aaa")
    assert lines[-1].endswith("…")


def test_an_empty_page_says_what_will_stand_there_and_which_keys_help() -> None:
    keys = keymap({"evidence": "ctrl+e"})
    for width in (44, 100):
        words = " ".join(text(line) for line in empty_page(Setting(width, NOW_MS, (), LOOK), keys)).split()
        assert {"headline,", "claims", "edits,", "j", "Enter", "^e", "+"} <= set(words)


# Evidence


@pytest.mark.parametrize(
    ("stance", "shown"),
    [
        ("claimed", "[+leave]"), ("asserted", "[+leave]"), ("doubted", "[?leave]"), ("conditional", "[?leave]"),
        ("denied", "[-leave]"), ("historical", "[~leave]"),
    ],
)  # fmt: skip
def test_the_words_of_a_tag_bear_the_sign_of_its_stance_and_its_badge_stands_beside_them(
    stance: str, shown: str
) -> None:
    line = next(line for line in lines_of(STORY._replace(text=TEXT, tags=(tag("leave", stance),))) if "[" in line)
    assert shown in line
    assert line.split()[0] == "WD" + shown[1]


def test_two_tags_on_a_line_both_have_their_badge_and_what_finds_no_room_goes_to_the_next_line() -> None:
    both = STORY._replace(text=TEXT, tags=(tag("says"), tag("leave the border", "denied", "escalation")))
    wide, narrow = (section_margin(both, width) for width in (100, 50))
    assert wide == ["WD+ ESC-", ""]
    assert narrow[:2] == ["WD+", "ESC-"]


def section_margin(view: StoryView, width: int) -> list[str]:
    setting = Setting(width, NOW_MS, (), LOOK)
    found = next(section for section in story_page(view, setting).sections if section.name == "text")
    return [text(line)[: setting.margin].strip() for line in found.lines]


def test_one_badge_stands_for_a_label_that_is_claimed_twice_on_a_line() -> None:
    twice = STORY._replace(text=TEXT, tags=(tag("says"), tag("leave the", "asserted")))
    assert section_margin(twice, 100)[0] == "WD+"


def test_where_tags_overlap_the_later_one_has_the_words_and_both_are_evidence() -> None:
    over = STORY._replace(text=TEXT, tags=(tag("its units leave"), tag("leave the border", "denied")))
    assert "that [+its units ][-leave the border] districts" in " ".join(section(over, "text"))
    assert [stop.tag.stance for stop in page(over).evidence] == ["claimed", "denied"]


def test_evidence_over_two_paragraphs_is_one_stop_and_has_brackets_in_both() -> None:
    across = STORY._replace(text=TEXT, tags=(tag("today.\nKyiv"),))
    assert len(page(across).evidence) == 1
    assert "[+today.]" in section(across, "text")[0]
    assert "[+Kyiv]" in section(across, "text")[1]


def test_a_tag_of_an_operator_who_named_no_words_is_no_evidence() -> None:
    assert not page(STORY._replace(text=TEXT, tags=(tag("leave")._replace(start=0, end=0),))).evidence


def test_a_text_that_is_longer_than_is_set_says_how_much_is_missing_and_keeps_its_evidence() -> None:
    words = "Port traffic is steady. " * 2_000 + "Then they leave. " + "Port traffic is steady. " * 2_000
    view = STORY._replace(text=words, tags=(tag("they leave", within=words),))
    setting = Setting(100, NOW_MS, (), LOOK, to_see_more=SafeText("+ shows more"))
    made = story_page(view, setting)
    lines = [text(line).strip() for line in made.lines]
    assert len(lines) < 300
    (stop,) = made.evidence
    assert lines[stop.line].startswith("WD+")
    assert "[+they" in lines[stop.line]
    left_out = [line for line in lines if "more characters" in line]
    assert len(left_out) == 2
    assert left_out[1].endswith(": + shows more")
    shown = sum(int(line.split()[1].replace(",", "")) for line in left_out)
    assert 20_000 < shown < len(words) - setting.most_text


# Quotes


@pytest.mark.parametrize(
    ("kind", "shown"),
    [("direct", ": “We are leaving.”"), ("mixed", ": …“We are leaving.”…"), ("indirect", ": We are leaving.")],
)
def test_how_a_quote_is_given_is_told_by_its_marks(kind: str, shown: str) -> None:
    (line,) = section(STORY._replace(quotes=(QUOTE._replace(kind=kind),)), "quotes")
    assert line.endswith(shown)


def test_a_quote_bears_the_badges_of_what_is_tagged_in_it() -> None:
    quote: QuoteRow = QUOTE._replace(field="text", start=TEXT.index("nobody"), end=len(TEXT))
    view = STORY._replace(text=TEXT, quotes=(quote,), tags=(tag("says"), tag("seen to leave", "denied")))
    assert any(line.startswith("quotes  WD- Maria") for line in lines_of(view))


def test_of_many_quotes_the_page_shows_some_and_counts_the_others() -> None:
    lines = section(STORY._replace(quotes=(QUOTE,) * 1_000), "quotes")
    assert len(lines) < 500
    assert lines[-1] == "… 800 more"


# Edits


def test_an_edit_shows_what_went_and_what_came_and_how_much_later() -> None:
    view = edited("Index up 0.64 % in thin trade", "Index up 0.71 % in heavy trade")
    assert section(view, "1 edit") == [
        "Δ1  14:01Z, 12m later", "headline  Index up -0.64- +0.71+ % in -thin- +heavy+ trade",
    ]  # fmt: skip


def test_headline_and_summary_are_told_apart_and_the_newest_edit_is_first() -> None:
    view = edited("Units leave", "Units leave", "Units stay", summaries=("No number.", "No date.", "No date."))
    lines = section(view, "2 edits")
    assert [line.split()[0] for line in lines] == ["Δ2", "headline", "Δ1", "summary"]


def test_of_a_long_summary_only_what_is_near_a_change_is_shown() -> None:
    words = [f"word{n}" for n in range(200)]
    other = [*words[:100], "changed", *words[101:]]
    lines = section(edited("a", "a", summaries=(" ".join(words), " ".join(other))), "1 edit")
    shown = " ".join(" ".join(lines[1:]).split())
    assert shown == (
        "summary … word95 word96 word97 word98 word99 -word100- +changed+ word101 word102 word103 word104 word105 …"
    )


def test_ten_versions_stay_short() -> None:
    summaries = tuple(f"{'The same words again. ' * 60}{n}" for n in range(10))
    lines = section(edited(*(f"Version {n}" for n in range(10)), summaries=summaries), "9 edits")
    assert len(lines) <= 3 * 3 + 6
    assert lines[-1].startswith("Δ1  ")
    assert "-0- +1+" in lines[-1]


def test_a_text_that_is_replaced_does_not_fill_the_page() -> None:
    before, after = " ".join(f"old{n}" for n in range(3_000)), " ".join(f"new{n}" for n in range(3_000))
    assert len(section(edited("a", "b", summaries=(before, after)), "1 edit")) <= 9


# Notes and the log


def test_a_note_says_when_who_and_on_which_item() -> None:
    view = FULL._replace(notes=(*FULL.notes, event("noted", "confirmed by phone", "benedict", ids=(2,))))
    assert section(view, "notes") == [
        "14:08Z  you       called the duty officer",
        "14:08Z  benedict  confirmed by phone (AFP)",
    ]


def test_the_log_says_what_was_done_to_what_in_words() -> None:
    view = FULL._replace(
        log=(
            *FULL.log,
            event("acknowledged", "acknowledged 2 items", "ana", (1, 2)),
            event("starred", "starred “Units leave” (AFP)", "benedict", (2,)),
            event("undone", "undone: starred “Units leave” (AFP)", "benedict", (2,)),
        ),
    )
    assert section(view, "log") == [
        "14:08Z       alert raised: urgent, rule pull-back: units leave",
        "14:08Z  you  acknowledged 2 items (this one, AFP)",
        "14:08Z  ben  starred “Units leave” (AFP)",
        "14:08Z  ben  undone: starred “Units leave” (AFP)",
    ]


def test_times_of_another_day_have_their_day_and_all_stand_below_each_other() -> None:
    old = event("starred", "starred 1 item")._replace(at_ms=NOW_MS - 3 * 24 * 60 * MINUTE_MS)
    lines = section(FULL._replace(log=(old, event("dismissed", "dismissed 1 item"))), "log")
    assert lines == ["18 Sep 14:13Z  ben  starred 1 item", "14:08Z         ben  dismissed 1 item"]


def test_what_happened_at_another_time_than_it_was_written_stands_at_that_time() -> None:
    told = event("noted", "they called")._replace(occurred_ms=NOW_MS - 65 * MINUTE_MS)
    assert section(FULL._replace(notes=(told,)), "notes")[0].startswith("13:08Z")


# What carries the story


def test_the_first_item_leads_and_copies_are_folded_into_a_line() -> None:
    def carrier(n: int, source: str, relation: str) -> MemberRow:
        return member(f"Headline {n}", "7 rare words")._replace(id=n, source=source, relation=relation)

    view = STORY._replace(members=(carrier(2, "AFP", "copy"), carrier(3, "Reuters", "same"), carrier(4, "UPI", "first"),
                 carrier(5, "BelTA", "copy")),
        members_in_all=9,
    )  # fmt: skip
    lines = section(view, "carried by")
    assert [line.split()[2] for line in (lines[0], lines[2])] == ["UPI", "Reuters"]
    assert lines[1].strip() == "the first"
    assert lines[-2:] == ["×2   copies: AFP 1m, BelTA 1m", "     … 5 more"]


# With a file


def shown(scene: Scene, title: str, why: bool = False) -> tuple[list[str], StoryPage]:
    reader = Reader(scene.path)
    ids = reader.item_ids()
    item_id = next(id for id, row in reader.item_rows(ids).items() if title in row.title)
    view = reader.story(item_id)
    reader.close()
    assert view is not None
    made = story_page(view, Setting(100, NOW_MS, (), LOOK, why))
    return [text(line).rstrip() for line in made.lines], made


def test_the_story_sets_claim_against_doubt(scene: Scene) -> None:
    lines, made = shown(scene, "Kyiv doubts")
    head = next(index for index, line in enumerate(lines) if "who claims" in line)
    assert "who doubts or denies" in lines[head]
    assert "MoD Russia" in lines[head + 1].split("│")[0]
    assert "Olena Hrytsenko" in lines[head + 1].split("│")[1]
    assert made.evidence[0].line == 0


def test_a_date_ahead_of_our_clock_is_said_to_be(scene: Scene) -> None:
    scene.connection.execute("UPDATE item SET published_ms = first_seen_ms + 11 * 60000")
    assert any("(ahead of our clock)" in line for line in shown(scene, "Kyiv doubts")[0])
    scene.connection.execute("UPDATE item SET published_ms = first_seen_ms + 9 * 60000")
    assert not any("ahead" in line for line in shown(scene, "Kyiv doubts")[0])


def test_why_names_words_rule_cue_and_lexicon(scene: Scene) -> None:
    lines, made = shown(scene, "Kyiv doubts", why=True)
    reason = " ".join(lines[made.start_of(SafeText("why")) :])
    for words in ("“begin return to garrison”", "withdrawal.rule", "“doubts”", "lexicon 000000000000"):
        assert words in reason
