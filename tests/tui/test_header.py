"""The first line of the screen: what it says, what goes first where there is little room, when it turns red."""

import re
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment

from storage.rows import LexiconRow, Status
from tests.tui.scene import NOW_MS
from tui.look import look_of
from tui.present import vitals
from tui.present.header import PLACES, header_line
from tui.present.vitals import Facts
from tui.text import SafeText, cells

LOOK = look_of("dark")
WIDTHS = (160, 120, 100, 80, 60, 40)
STATUS = Status("desk:1", NOW_MS - 2_000, 10.0, 0, 41, 2, 1, 45, 2, 10_233, 412, ("ana", "ben"), sources_paused=1)
ZONES = ((SafeText("MSK"), ZoneInfo("Europe/Moscow")), (SafeText("EST"), ZoneInfo("America/New_York")))
RINGING = (2, 4, 2, 3, 2, 3, 2)
FACTS = Facts("nato-east", "ana", NOW_MS, ZONES, STATUS, "", mutes=2, ringing=RINGING)
REFUSED = LexiconRow("", 0, "stance.toml line 4", 0, 0, 0, None)


def text(line: list[Segment]) -> str:
    return "".join(segment.text for segment in line)


def header(facts: Facts, width: int = 160) -> str:
    return text(header_line(facts, width, LOOK))


def test_a_desk_is_told_from_a_distance() -> None:
    line = header(FACTS)
    for words in (
        "feint nato-east",
        "14:13:20Z",
        "MSK 17:13  EST 10:13",
        "F1 U2 N4, ack 2",
        "sources 41/45 quiet 2 down 1 paused 1",
        "muted 2",
        "ana* ben",
        "collector 0s",
    ):
        assert words in line


def test_each_severity_has_its_letter_in_its_colour() -> None:
    styles = {segment.text: segment.style for segment in header_line(FACTS, 160, LOOK)}
    assert (styles["F1"], styles["U2"], styles["N4"]) == (
        LOOK.severity.flash,
        LOOK.severity.urgent,
        LOOK.severity.notice,
    )


@pytest.mark.parametrize(
    ("width", "shown", "left_out"),
    [
        (120, ("feint nato-east", "MSK 17:13  EST 10:13", "F1 U2 N4, ack 2", "sources 41/45 ~2 !1 =1", "muted 2"), ()),
        (
            100,
            ("feint nato-east", "14:13:20Z", "MSK", "F1 U2 N4, ack 2", "41/45", "muted 2", "collector 0s"),
            ("EST",),
        ),
        (80, ("14:13:20Z", "MSK 17:13", "F1 U2 N4", "41/45 ~2 !1 =1", "muted 2", "collector 0s"), ("nato-east",)),
        (60, ("14:13:20Z", "F1 U2 N4", "41/45 ~2 !1 =1", "collector 0s"), ("MSK", "nato-east")),
        (40, ("F1 U2 N4", "41/45 ~2 !1 =1", "collector 0s"), ("14:13:20Z", "muted", "ana")),
        (20, ("collector 0s",), ("F1",)),
    ],
)
def test_where_room_is_short_the_weightiest_stays(
    width: int, shown: tuple[str, ...], left_out: tuple[str, ...]
) -> None:
    line = header(FACTS, width)
    assert [words for words in shown if words not in line] == []
    assert [words for words in left_out if words in line] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_trouble_with_the_file_comes_before_all_but_the_heartbeat(width: int) -> None:
    line = header(replace(FACTS, trouble="the disk is full: nothing is written until there is room"), width)
    assert "the disk is full" in line
    assert "collector 0s" in line


@pytest.mark.parametrize("width", WIDTHS)
def test_two_missed_beats_turn_red_and_say_who_is_silent_and_for_how_long(width: int) -> None:
    facts = replace(FACTS, now_ms=NOW_MS + 23_000)
    line = header_line(facts, width, LOOK)
    assert re.search("collector (silent|lost) .*25s", text(line))
    assert next(segment.style for segment in line if "25s" in segment.text) == LOOK.flash
    assert "collector lost 25s" in header(facts, 20)


def test_how_long_it_is_silent_is_told_where_there_is_room() -> None:
    assert "collector silent since 14:13:18Z, 3m" in header(replace(FACTS, now_ms=NOW_MS + 200_000), 200)


def test_one_missed_beat_is_no_trouble_and_the_clock_alone_turns_it_red() -> None:
    beaten_ms = NOW_MS - 2_000
    assert "collector 20s" in header(replace(FACTS, now_ms=beaten_ms + 20_000))
    assert "collector silent" in header(replace(FACTS, now_ms=beaten_ms + 22_000))


def test_why_no_collector_runs_is_told_where_there_is_room() -> None:
    facts = replace(FACTS, status=STATUS._replace(collector="", beat_ms=None), note="lock held")
    assert "no collector: lock held" in header(facts)
    assert "no collector" in header(facts, 40)
    assert "no collector" in header(replace(facts, status=None), 20)


_PASSING = st.builds(
    STATUS._replace,
    alerts_acked=st.integers(0, 9),
    sources_ok=st.integers(10, 45),
    sources_quiet=st.integers(0, 9),
    sources_down=st.integers(0, 9),
    sources_paused=st.integers(0, 9),
    beat_ms=st.integers(NOW_MS - 15_000, NOW_MS),
    operators=st.sampled_from([(), ("ana",), ("ana", "ben"), ("ana", "ben", "root@tower")]),
    polling=st.integers(0, 9),
    lexicon=st.sampled_from([None, REFUSED]),
)


@given(
    status=_PASSING,
    ringing=st.lists(st.integers(1, 4), max_size=9).filter(lambda ranks: len({*ranks}) < 4),
    mutes=st.integers(0, 9),
    width=st.integers(40, 200),
    read_only=st.booleans(),
)
def test_what_comes_and_goes_moves_nothing_that_is_always_there(
    status: Status, ringing: list[int], mutes: int, width: int, read_only: bool
) -> None:
    calm = replace(FACTS, read_only=read_only, mutes=0, ringing=(), status=STATUS._replace(operators=()))
    now, then = header(replace(calm, status=status, mutes=mutes, ringing=ringing), width), header(calm, width)
    assert now[: _column_of_alerts(then)] == then[: _column_of_alerts(then)]
    assert (" sources " in now, now.rindex("collector")) == (" sources " in then, then.rindex("collector"))


def _column_of_alerts(line: str) -> int:
    return next(line.index(words) for words in ("no new alert", "none new") if words in line)


@pytest.mark.parametrize("width", [100, 120, 160])
def test_of_what_comes_and_goes_polls_are_the_first_to_go(width: int) -> None:
    line = header(replace(FACTS, mutes=12, status=STATUS._replace(polling=3)), width)
    assert "muted 12" in line
    assert "polling" not in line or "ana* ben" in line


def test_while_offline_it_is_said_loudly_at_every_width() -> None:
    facts = replace(FACTS, status=STATUS._replace(offline=True))
    assert all(" OFFLINE " in header(facts, width) for width in WIDTHS)


def test_many_people_are_counted() -> None:
    crowd = replace(FACTS, status=STATUS._replace(operators=tuple(f"operator{n}" for n in range(9))))
    assert "9 here" in header(crowd)


def test_a_read_only_desk_is_nobody_and_says_what_it_is() -> None:
    line = header(replace(FACTS, read_only=True))
    assert " RO " in line
    assert "ana ben" in line


def test_a_refused_lexicon_is_said_where_there_is_room() -> None:
    facts = replace(FACTS, status=STATUS._replace(lexicon=REFUSED), zones=())
    assert "lexicon refused" in header(facts)
    assert "lexicon" not in header(facts, 60)


def test_a_quiet_desk_says_so_and_nothing_more() -> None:
    well = STATUS._replace(alerts_acked=0, sources_ok=45, sources_quiet=0, sources_down=0, sources_paused=0)
    line = header(replace(FACTS, status=well, mutes=0, ringing=()))
    assert "no new alert" in line
    assert "sources 45/45 " in line
    assert not any(word in line for word in ("ack", "quiet", "down", "paused", "muted"))


_NAMES = st.text(max_size=30)
_FACTS = st.builds(
    Facts,
    desk=_NAMES,
    operator=_NAMES,
    now_ms=st.integers(NOW_MS, NOW_MS + 10**7),
    zones=st.sampled_from([(), ZONES[:1], ZONES]),
    status=st.none()
    | st.builds(
        STATUS._replace,
        collector=st.sampled_from(["", "desk:1"]),
        alerts_acked=st.integers(0, 99),
        sources_down=st.integers(0, 500),
        operators=st.lists(_NAMES, max_size=9).map(tuple),
        polling=st.integers(0, 9),
        offline=st.booleans(),
        lexicon=st.sampled_from([None, REFUSED]),
    ),
    note=_NAMES,
    trouble=_NAMES,
    read_only=st.booleans(),
    mutes=st.integers(0, 12),
    ringing=st.lists(st.integers(1, 4), max_size=99),
)


@given(facts=_FACTS, width=st.sampled_from((*WIDTHS, 20, 10, 3)))
def test_it_is_exactly_as_wide_as_the_screen(facts: Facts, width: int) -> None:
    assert cells(SafeText(header(facts, width))) == width


@given(facts=_FACTS, width=st.sampled_from(WIDTHS))
def test_parts_are_whole_or_left_out_and_the_heartbeat_never_is(facts: Facts, width: int) -> None:
    parts = vitals.parts(facts, LOOK)
    names = (*PLACES[0], *PLACES[1])
    whole = ("|".join(re.escape(_pressed(text(list(form)))) for form in parts[name]) for name in names)
    line = _pressed(header(facts, width))
    assert re.fullmatch("".join(f"(?:{forms})?" for forms in whole), line)
    assert "collector" in line


def _pressed(line: str) -> str:
    return line.replace(" ", "")


def test_what_is_snoozed_is_counted_beside_what_is_acknowledged() -> None:
    assert "F1 U2 N4, ack 2 z3" in header(replace(FACTS, status=STATUS._replace(alerts_snoozed=3)))
    assert "F1 U2 N4, z3" in header(replace(FACTS, status=STATUS._replace(alerts_acked=0, alerts_snoozed=3)))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_flood_is_told_at_every_width_and_where_there_is_room_of_which_channel(width: int) -> None:
    line = header(replace(FACTS, status=STATUS._replace(flooded=("duty",)), flooded=True), width)
    assert " FLOOD " in line
    assert cells(SafeText(line)) == width
    assert ("FLOOD duty" in line) == (width == 160)


def test_where_only_this_desk_is_flooded_no_channel_is_named() -> None:
    assert " FLOOD    collector" in header(replace(FACTS, flooded=True))
    assert "FLOOD" not in header(FACTS)


def test_a_channel_that_is_off_is_trouble_after_what_keeps_the_collector_from_its_work() -> None:
    off = STATUS._replace(channels_off=(("duty", "410 gone"), ("wall", "no such host")))
    assert vitals.trouble_of(off) == "channel duty is off: 410 gone; channel wall is off: no such host"
    assert vitals.trouble_of(off._replace(trouble="the disk is full")) == "the disk is full"
    assert vitals.trouble_of(STATUS) == ""
