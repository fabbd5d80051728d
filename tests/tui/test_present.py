"""From rows to lines: what an operator reads."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from rich.segment import Segment

from storage.reads.reader import Reader
from storage.rows import AlertRow, ItemRow, LabelRow, SourceRow, Status
from tests.tui.scene import NOW_MS, Scene
from tui.ages import age, stamp, wait
from tui.look import Look, look_of
from tui.present.alerts import alert_line
from tui.present.header import Facts, header_line
from tui.present.queue import queue_line
from tui.present.setting import Setting
from tui.present.sources import source_line, source_said
from tui.present.story import story_page
from tui.present.title import Note, Title, title_line
from tui.present.worddiff import word_diff
from tui.present.wrap import wrap
from tui.text import SafeText, cells, safe_text

LOOK = look_of("dark").with_labels((LabelRow("withdrawal", "WD", "", "", 0), LabelRow("deescalation", "DE", "", "", 0)))
MINUTE = 60_000
TAGS = (("withdrawal", "claimed"), ("deescalation", "doubted"))
ITEM = ItemRow(
    1, 1, "TASS", "state", "D", "ru", "Moscow says units start return to garrison", "https://e.example/1", NOW_MS - 2 * MINUTE,
    None, TAGS, (TAGS[0], ("withdrawal", "doubted")), 3, 1, 4, 2, 2, 3, "new", True, "",
)  # fmt: skip
SOURCE = SourceRow(
    1, "https://e.example", "AFP", "afp", "wire", "B", "en", "int", "AFP", "ok", "", 0, 0, NOW_MS - MINUTE, NOW_MS - MINUTE,
    NOW_MS + 600_000, 120.0, 300, 61, (0,) * 20 + (1, 2, 4, 8), "its pace", None, None, "",
)  # fmt: skip
ALERT = AlertRow(
    1, "rule", 4, "new", "shelling near the line", NOW_MS - 14 * MINUTE, NOW_MS - 14 * MINUTE, "", 5, None, 1, 3
)
STATUS = Status("desk:1", NOW_MS - 2_000, 10.0, 0, 41, 2, 1, 44, (0, 0, 4, 2, 1), 2, 10_233, 412, ("ana", "ben"))


def text(line: list[Segment]) -> str:
    return "".join(segment.text for segment in line)


def style_of(line: list[Segment], words: str) -> object:
    return next(segment.style for segment in line if words in segment.text)


def test_ages_take_at_most_four_cells() -> None:
    minutes = (0, 2, 59, 60, 1_439, 1_440, 10_080, 5_000_000)
    assert [age(NOW_MS - m * MINUTE, NOW_MS) for m in minutes] == ["now", "2m", "59m", "1h", "23h", "1d", "1w", "496w"]
    assert age(NOW_MS + MINUTE, NOW_MS) == "now"
    assert wait(NOW_MS + 40_000, NOW_MS) == "40s"
    assert stamp(10**18) == "?"


def test_a_queue_line_reads_from_left_to_right_with_the_headline_last() -> None:
    line = text(queue_line(ITEM, 100, NOW_MS, LOOK)).split()
    assert line[:7] == ["2m", "U", "4/2", "WD+", "DBT", "DE?", "★Δ2×3"]
    assert line[7] == "TASS"
    assert " ".join(line[8:]) == ITEM.title


@pytest.mark.parametrize("width", [30, 63, 64, 83, 84, 200])
def test_a_queue_line_is_exactly_as_wide_as_its_pane(width: int) -> None:
    assert cells(SafeText(text(queue_line(ITEM, width, NOW_MS, LOOK)))) == width


@pytest.mark.parametrize("look", [look_of("dark"), look_of("mono"), look_of("dark", ascii_only=True)])
def test_what_is_dealt_with_is_told_by_a_sign_and_by_who(look: Look) -> None:
    acked = text(queue_line(replace(ITEM, state="acked", operator="ben"), 100, NOW_MS, look))
    dismissed = text(queue_line(replace(ITEM, state="dismissed", operator="ben"), 100, NOW_MS, look))
    assert "be" in acked.split()[5]
    assert len({text(queue_line(ITEM, 100, NOW_MS, look)), acked, dismissed}) == 3


def test_state_media_is_marked_in_the_queue_and_by_a_letter_in_the_sources() -> None:
    assert style_of(queue_line(ITEM, 100, NOW_MS, LOOK), "TASS") == LOOK.state_media
    assert text(source_line(replace(SOURCE, kind="state"), 32, NOW_MS, LOOK)).startswith("B S AFP")


def test_a_source_shows_its_last_poll_what_is_unread_and_its_day() -> None:
    line = text(source_line(SOURCE, 34, NOW_MS, LOOK))
    assert line.startswith("B w AFP")
    assert "1m   61 " in line
    assert line.endswith(" ▁█")


def test_a_source_in_trouble_says_why_how_often_and_when_it_is_tried_again() -> None:
    failing = replace(SOURCE, name="BelTA", state="http-error", reason="503", failures=4)
    assert text(source_line(failing, 34, NOW_MS, LOOK)).split() == ["!", "BelTA", "503", "×4,", "10m"]


def test_a_frozen_source_is_no_outage_and_says_since_when_it_stands_still() -> None:
    frozen = replace(SOURCE, name="BelTA", state="frozen", reason="2026-03-03 is its newest entry")
    assert text(source_line(frozen, 50, NOW_MS, LOOK)).startswith("~ BelTA")
    assert "2026-03-03 is its newest entry" in text(source_line(frozen, 50, NOW_MS, LOOK))


def test_a_possible_gap_is_shown_for_some_hours() -> None:
    gap = replace(SOURCE, gap_from_ms=NOW_MS - 40 * MINUTE, gap_to_ms=NOW_MS - 10 * MINUTE)
    assert "possible gap 13:33Z-14:03Z" in text(source_line(gap, 60, NOW_MS, LOOK))
    assert "possible gap" not in text(source_line(gap, 60, NOW_MS + 7 * 60 * MINUTE, LOOK))


def test_a_source_says_how_it_fares_and_what_it_waits_for() -> None:
    failing = replace(
        SOURCE,
        name="BelTA",
        state="http-error",
        reason="HTTP 503",
        failures=4,
        since_ms=NOW_MS - MINUTE,
        waits_for="back-off",
    )
    assert source_said(failing, NOW_MS) == (
        "BelTA: HTTP 503, 4 in a row since 21 Sep 14:12Z; next in 10m (back-off); last good 21 Sep 14:12Z"
    )
    assert source_said(SOURCE, NOW_MS) == "AFP: ok; next in 10m (its pace)"


def test_a_source_that_is_asked_more_often_than_its_server_likes_says_so() -> None:
    rude = replace(SOURCE, waits_for="its own interval, impolite: the server says 15 min")
    assert "AFP impolite" in text(source_line(rude, 50, NOW_MS, LOOK))


def test_while_offline_the_header_says_so_loudly() -> None:
    facts = Facts("night", "ana", NOW_MS, (), replace(STATUS, offline=True), "")
    assert " OFFLINE " in text(header_line(facts, 160, LOOK))


def test_an_alert_shows_severity_age_state_and_owner() -> None:
    assert text(alert_line(ALERT, 40, NOW_MS, LOOK)).split()[:3] == ["F", "14m", "NEW"]
    acked = text(alert_line(replace(ALERT, state="acked", owner="ana"), 40, NOW_MS, LOOK))
    assert "ACK" in acked
    assert acked.endswith("ana")


def header(status: Status | None, width: int = 160, note: str = "") -> str:
    facts = Facts("nato-east", "ana", NOW_MS, ((SafeText("MSK"), ZoneInfo("Europe/Moscow")),), status, note)
    return text(header_line(facts, width, LOOK))


def test_the_header_tells_the_desk_from_a_distance() -> None:
    line = header(STATUS)
    for words in (
        "feint nato-east",
        "F1 U2 N4",
        "ack 2",
        "sources 41/44 quiet 2 down 1",
        "ana* ben",
        "collector 0s ago",
    ):
        assert words in line


@pytest.mark.parametrize("width", [20, 60, 80, 120, 160, 300])
def test_the_heartbeat_is_never_left_out(width: int) -> None:
    assert "collector" in header(STATUS, width)


def test_a_silent_or_missing_collector_is_told() -> None:
    assert "collector silent 1m" in header(replace(STATUS, beat_ms=NOW_MS - 90_000))
    assert "no collector: lock held" in header(replace(STATUS, collector="", beat_ms=None), note="lock held")


def test_a_pane_head_keeps_its_count_before_its_notes() -> None:
    title = Title(2, SafeText("Queue"), (Note(SafeText("PAUSED 12 new"), LOOK.warn),), SafeText("412/10,233"))
    assert text(title_line(title, 60, True, LOOK)).rstrip("─").endswith("412/10,233 ")
    assert "PAUSED 12 new" in text(title_line(title, 60, True, LOOK))
    assert "PAUSED" not in text(title_line(title, 24, True, LOOK))
    assert cells(SafeText(text(title_line(title, 24, True, LOOK)))) == 24


def test_words_wrap_and_too_long_ones_break() -> None:
    lines = wrap([(safe_text("one two three"), LOOK.base), (SafeText("four"), LOOK.strong)], 9, LOOK.base)
    assert [text(line) for line in lines] == ["one two", "threefour"]
    assert all(cells(SafeText(text(line))) <= 4 for line in wrap([(SafeText("abcdefghij"), LOOK.base)], 4, LOOK.base))


def test_an_edit_is_shown_word_by_word() -> None:
    assert word_diff("units begin return", "units complete return") == [
        ("same", "units"),
        ("removed", "begin"),
        ("added", "complete"),
        ("same", "return"),
    ]
    assert word_diff("a " * 500, "b") == [("removed", " ".join("a" * 500)), ("added", "b")]


def story(scene: Scene, title: str, width: int = 100, why: bool = False) -> tuple[list[str], list[int]]:
    reader = Reader(scene.path)
    ids = reader.item_ids()
    item_id = next(id for id, row in reader.item_rows(ids).items() if title in row.title)
    view = reader.story(item_id)
    reader.close()
    assert view is not None
    page = story_page(view, Setting(width, NOW_MS, (), LOOK, why))
    return [text(line).rstrip() for line in page.lines], list(page.evidence)


def test_the_story_sets_claim_against_doubt(scene: Scene) -> None:
    lines, evidence = story(scene, "Kyiv doubts")
    head = next(index for index, line in enumerate(lines) if "who claims" in line)
    assert "who doubts or denies" in lines[head]
    assert "MoD Russia" in lines[head + 1].split("│")[0]
    assert "Olena Hrytsenko" in lines[head + 1].split("│")[1]
    assert evidence[0] == 0


def test_a_date_ahead_of_our_clock_is_said_to_be(scene: Scene) -> None:
    scene.connection.execute("UPDATE item SET published_ms = first_seen_ms + 11 * 60000")
    lines, _ = story(scene, "Kyiv doubts")
    assert any("(ahead of our clock)" in line for line in lines)
    scene.connection.execute("UPDATE item SET published_ms = first_seen_ms + 9 * 60000")
    lines, _ = story(scene, "Kyiv doubts")
    assert not any("ahead" in line for line in lines)


def test_why_names_words_rule_cue_and_lexicon(scene: Scene) -> None:
    lines, _ = story(scene, "Kyiv doubts", why=True)
    reason = " ".join(lines[lines.index("why") + 1 :])
    for words in ("“begin return to garrison”", "withdrawal.rule", "“doubts”", "lexicon 000000000000"):
        assert words in reason


def test_an_edit_shows_what_went_and_what_came(scene: Scene) -> None:
    lines, _ = story(scene, "Grain index")
    assert "Grain index up -0.64- +0.71+ % in -thin- +heavy+ trade" in lines


def test_a_narrow_story_puts_doubt_below_claim(scene: Scene) -> None:
    lines, _ = story(scene, "Kyiv doubts", width=60)
    claims = next(index for index, line in enumerate(lines) if line.startswith("who claims"))
    assert any(line.startswith("who doubts") for line in lines[claims + 1 :])
