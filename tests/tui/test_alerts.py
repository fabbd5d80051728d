"""The alerts as an operator reads them: a line, a row of the table, the page of one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment

from storage.rows import AlertRow, AlertView, EventRow
from tests.tui.hostile import PAYLOADS
from tests.tui.rows import ALERT, CLAIMED, VIEW, delivery, evidence, notice
from tests.tui.scene import MINUTE_MS, NOW_MS
from tui.look import Look, look_of
from tui.present.alertpage import alert_sections, story_below
from tui.present.alerts import alert_line
from tui.present.alerttable import TABLE_FROM, alert_heading, alert_row
from tui.present.fill import joined
from tui.present.setting import Section, Setting
from tui.text import SafeText, cells

LOOK = look_of("dark")
LOOKS = [LOOK, look_of("light"), look_of("mono"), look_of("light", ascii_only=True)]
STATES = ("new", "acked", "snoozed", "resolved", "dismissed", "expired")
ACKED = ALERT._replace(state="acked", owner="anastasia")
SNOOZED = ALERT._replace(state="snoozed", owner="benedict", snoozed_until_ms=NOW_MS + 40 * MINUTE_MS)
AGAIN = ("a side beside ru", "2 sides within 60 min: flash")


def text(line: list[Segment]) -> str:
    return "".join(segment.text for segment in line)


def line(alert: AlertRow, width: int = 33, look: Look = LOOK) -> str:
    return text(alert_line(alert, width, NOW_MS, look))


def row(alert: AlertRow, width: int = 158) -> str:
    return text(alert_row(alert, width, NOW_MS, LOOK))


def page(view: AlertView, width: int = 100, look: Look = LOOK, again: tuple[str, ...] = AGAIN) -> list[Section]:
    return alert_sections(view, again, Setting(width, NOW_MS, (), look, operator="ana"))


def section(view: AlertView, name: str, width: int = 100) -> list[str]:
    """The lines of a section without their margin."""
    margin = Setting(width, NOW_MS, (), LOOK).margin
    return [text(line)[margin:].rstrip() for each in page(view, width) if each.name == name for line in each.lines]


# A line


def test_in_thirty_three_columns_it_is_told_how_old_how_grave_what_and_on_how_many_voices() -> None:
    assert line(ALERT) == "14m F Shelling near the line  4/2"
    assert line(ACKED) == "14m✓F Shelling near the…  4/2 ana"


def test_when_it_wakes_and_whose_it_is_come_before_counts() -> None:
    assert line(SNOOZED) == "14mzF Shelling near t… ben in 40m"
    assert line(SNOOZED, 44).endswith("4/2 ben in 40m")


@pytest.mark.parametrize("look", LOOKS)
def test_where_an_alert_stands_is_told_by_a_sign_of_its_own(look: Look) -> None:
    rows = [*(ALERT._replace(state=state) for state in STATES), ALERT._replace(muted="ana: drill")]
    signs = [line(each, 40, look)[3] for each in rows]
    assert len(set(signs)) == len(signs)
    assert signs[0] == " "


def test_one_item_and_one_voice_are_not_worth_counting() -> None:
    alone = ALERT._replace(evidence=1, origins=1, primaries=1)
    assert line(alone, 40) == "14m F Shelling near the line".ljust(31) + " shelling"
    assert line(alone._replace(evidence=3, origins=0, primaries=0, sides=0, rule="r")).endswith("×3")


def test_with_room_sides_items_and_the_rule_are_named() -> None:
    assert line(ALERT._replace(rule="withdrawal-claimed"), 67).endswith(" withdrawal-claimed ×12 4/2/1")
    long = ALERT._replace(rule="withdrawal-claimed", title="Shelling near the line " * 5)
    assert line(long, 67).endswith("…  withdrawal-… ×12 4/2/1")
    assert "withdrawal" not in line(long, 40)


def test_a_screen_of_eighty_columns_names_the_rule_beside_a_long_title() -> None:
    long = ACKED._replace(rule="contradiction", title="Varnia promises fewer operations, says troops pulling back")
    assert line(long, 80) == "14m✓F Varnia promises fewer operations, says troops… contradiction ×12 4/2/1 ana"


def test_nobody_owns_what_is_new() -> None:
    assert "ana" not in line(ALERT._replace(owner="anastasia"), 40)


def test_what_rings_steps_forward_and_what_is_muted_or_dealt_with_steps_back() -> None:
    def ink(alert: AlertRow) -> object:
        return next(each.style for each in alert_line(alert, 40, NOW_MS, LOOK) if "Shelling" in each.text)

    assert ink(ALERT) == LOOK.strong
    assert ink(ACKED) == ink(SNOOZED) == ink(ALERT._replace(muted="ana: drill")) == LOOK.dim
    assert ink(ALERT._replace(state="expired")) == LOOK.struck


def test_a_line_is_a_few_pieces_on_the_wire() -> None:
    assert len(joined(alert_line(ALERT, 33, NOW_MS, LOOK))) <= 5
    assert len(joined(alert_line(ACKED, 67, NOW_MS, LOOK))) <= 7


@given(
    st.integers(12, 300),
    st.sampled_from(STATES),
    st.integers(0, 2_000),
    st.integers(0, 200),
    st.booleans(),
    st.sampled_from([*PAYLOADS[::9], "撤軍" * 40]),
)
def test_a_line_and_a_row_are_as_wide_as_their_pane(
    width: int, state: str, items: int, origins: int, muted: bool, words: str
) -> None:
    alert = ALERT._replace(
        state=state, evidence=items, origins=origins, muted=words if muted else "", owner=words, title=words, rule=words,
        said=words, reason=words, snoozed_until_ms=NOW_MS + items * MINUTE_MS,
    )  # fmt: skip
    assert cells(SafeText(line(alert, width))) == width
    if width >= TABLE_FROM:
        assert cells(SafeText(row(alert, width))) == width


# The table


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (98, ["age", "state", "rule", "owner", "o/p/s", "items", "alert"]),
        (158, ["age", "state", "rule", "owner", "o/p/s", "items", "alert", "why", "it", "rang", "last"]),
    ],
)
def test_a_wider_table_has_more_columns_and_what_stands_in_one_stands_under_its_heading(
    width: int, shown: list[str]
) -> None:
    heading, told = text(alert_heading(width, LOOK)), row(ACKED, width)
    assert heading.split() == shown
    assert cells(SafeText(heading)) == cells(SafeText(told)) == width
    for name, words in (("state", "acked"), ("owner", "anast"), ("o/p/s", "4/2/1"), ("alert", "Shelling")):
        assert heading.index(name) == told.index(words)


def test_the_table_says_why_it_rang_last_or_why_it_does_not_ring() -> None:
    assert row(ALERT).rstrip().endswith("a second primary: the Kremlin (ru)")
    assert row(ALERT._replace(muted="ana: drill")).rstrip().endswith("ana: drill")
    assert " muted " in row(ALERT._replace(muted="ana: drill"))
    assert row(ALERT._replace(state="dismissed", reason="false positive")).rstrip().endswith("false positive")
    assert " snoozed 40m " in row(SNOOZED)


# The page


FIRST, CLIMBED = (
    notice("new: 2 origins", 90),
    notice("graver: 2 sides within 60 min", 14, channels=("desk", "duty", "wall")),
)
HELD = notice("a second primary: the Kremlin (ru)", 20, held="mute 3 by ana: drill")
FULL = VIEW._replace(
    evidence=(evidence("Units leave", "left"), evidence("Nobody leaves", "right", "late", 20)),
    notices=(FIRST, HELD, CLIMBED),
    deliveries=(delivery(CLIMBED, "duty", "sent", receipt="200"), delivery(CLIMBED, "wall", "failed", 5, "410 gone")),
    log=(EventRow(7, NOW_MS, "ana", "noted", "alert", (1,), "rang the ministry"),),
    definition='{"id":"shelling","query":"tag:escalation","raise":[{"sides":2}]}',
)  # fmt: skip


def test_the_page_says_what_rings_why_what_would_ring_next_on_what_it_rests_and_who_was_told() -> None:
    assert [each.name for each in page(FULL)] == [
        "alert",
        "why it rang",
        "rings again",
        "evidence",
        "told",
        "alert log",
    ]


def test_the_head_names_severity_rule_revision_state_owner_and_counts() -> None:
    assert section(FULL, "alert") == [
        "Shelling near the line",
        "flash │ rule shelling r3 │ new since 13:59Z",
        "12 items │ 4 origins │ 2 primaries │ 1 side │ raised 12:43Z",
        "asks for tag:escalation",
    ]
    assert "acked by anastasia since 13:59Z" in section(FULL._replace(alert=ACKED), "alert")[1]
    assert "snoozed by benedict until 14:53Z" in section(FULL._replace(alert=SNOOZED), "alert")[1]
    over = ALERT._replace(state="resolved", owner="ana", reason="handled")
    assert "resolved by ana since 13:59Z: handled" in section(FULL._replace(alert=over), "alert")[1]
    muted = FULL._replace(alert=ALERT._replace(muted="ana: drill"))
    assert "muted: ana: drill" in " ".join(section(muted, "alert"))


def test_the_last_sentence_stands_first_and_what_nobody_heard_is_said_to_be_held() -> None:
    assert section(FULL, "why it rang") == [
        "13:59Z F graver: 2 sides within 60 min",
        "13:53Z F a second primary: the Kremlin (ru) (held: mute 3 by ana: drill)",
        "12:43Z F new: 2 origins",
    ]
    last = next(each for each in page(FULL) if each.name == "why it rang").lines[0]
    assert last[-1].style == LOOK.strong


def test_an_alert_that_is_held_or_raised_for_the_past_says_that_it_has_not_rung() -> None:
    assert section(FULL._replace(notices=()), "why it rang") == ["it has not rung yet"]


def test_reminders_are_one_line_below_what_was_told() -> None:
    reminders = tuple(notice(f"no ack for {n} h", 9 - n)._replace(reason="renotify") for n in range(9))
    assert section(FULL._replace(notices=(FIRST, CLIMBED, *reminders)), "why it rang") == [
        "13:59Z F graver: 2 sides within 60 min",
        "12:43Z F new: 2 origins",
        "14:12Z F no ack for 8 h (9 times)",
    ]


def test_of_many_notices_the_newest_are_told_and_the_others_counted() -> None:
    view = FULL._replace(notices=tuple(notice(f"no ack for {n} min", 90 - n) for n in range(40)))
    lines = section(view, "why it rang")
    assert lines[0].endswith("no ack for 39 min")
    assert lines[-1] == "… 28 more"


@pytest.mark.parametrize(
    ("definition", "asked"),
    [
        ('{"left":"stance:claimed","right":"stance:denied"}', "asks for stance:claimed against stance:denied"),
        ('{"kind":"silence","query":7}', None),
        ("[]", None),
        ("{", None),
        ("", None),
    ],
)
def test_what_the_rule_asked_for_in_that_revision_is_told_where_it_is_known(definition: str, asked: str | None) -> None:
    lines = section(FULL._replace(definition=definition), "alert")
    assert lines[3:] == ([asked] if asked else [])


def test_what_would_make_it_ring_again_is_a_list() -> None:
    assert section(FULL, "rings again") == [*AGAIN]
    assert "rings again" not in [each.name for each in page(VIEW, again=())]


def test_evidence_has_time_part_badge_grade_source_headline_and_flag() -> None:
    first, second = section(FULL, "evidence")
    assert first.split() == ["13:43Z", "claims", "WIT+", "A", "Reuters", "Units", "leave"]
    assert second.split() == ["13:53Z", "doubts", "WIT+", "A", "Reuters", "Nobody", "leaves", "late"]
    assert CLAIMED[0].upper().startswith("WIT")


def test_where_the_page_is_narrow_a_headline_of_the_evidence_stands_whole_below() -> None:
    words = "Units leave the border districts by rail and by road, says the ministry of defence"
    lines = section(FULL._replace(evidence=(evidence(words),)), "evidence", 50)
    assert lines[1] == "13:43Z WIT+ A Reuters"
    assert " ".join(" ".join(lines[2:]).split()) == words


def test_what_was_withdrawn_is_struck_out_and_never_taken_away() -> None:
    view = FULL._replace(evidence=(evidence("Units leave", flag="withdrawn"),))
    (shown,) = next(each for each in page(view) if each.name == "evidence").lines
    assert next(each.style for each in shown if "Units leave" in each.text) == LOOK.struck
    assert text(shown).rstrip().endswith("withdrawn")


def test_each_channel_says_what_became_of_a_notice() -> None:
    assert section(FULL, "told") == [
        "13:59Z  desks │ duty sent 14:00Z: 200 │ wall failed after 5: 410 gone",
        "13:53Z  nobody: mute 3 by ana: drill",
        "12:43Z  desks",
    ]
    renotified = FULL._replace(notices=tuple(notice(f"no ack for {n} min", 90 - n) for n in range(40)), deliveries=())
    assert section(renotified, "told") == ["13:22Z  desks │ 40 times"], "what went nowhere else needs no line each"
    waits = FULL._replace(deliveries=(delivery(CLIMBED, "duty", "waiting", 3, "timed out"),))
    assert "duty waits until 14:14Z after 3: timed out │ wall" in section(waits, "told")[0]
    digested = FULL._replace(deliveries=(delivery(CLIMBED, "duty", "digested"),))
    assert "duty in a digest" in section(digested, "told")[0]


def test_its_log_is_its_own_and_needs_not_say_that_it_is_about_an_alert() -> None:
    assert section(FULL, "alert log") == ["14:13Z  you  noted: rang the ministry"]


@pytest.mark.parametrize("width", [44, 52, 75, 76, 100, 158])
@pytest.mark.parametrize("look", LOOKS)
def test_no_line_of_the_page_is_wider_than_its_pane(width: int, look: Look) -> None:
    blow = " ".join(PAYLOADS[::11])
    hostile = FULL._replace(
        alert=ALERT._replace(title=blow, rule=blow, owner=blow, muted=blow, reason=blow),
        evidence=(evidence(blow, "left", "stale")._replace(source=blow),),
        notices=(CLIMBED._replace(said=blow, held=blow), CLIMBED._replace(said=blow, channels=(blow, "desk"))),
        deliveries=(delivery(CLIMBED, blow, "sent", receipt=blow),),
        definition=blow,
    )
    setting = Setting(width, NOW_MS, (), look)
    sections = [*page(hostile, width, look, (blow,)), story_below(setting)]
    assert max(cells(SafeText(text(line))) for each in sections for line in each.lines) <= width
    assert not any("\x1b" in text(line) for each in sections for line in each.lines)


@pytest.mark.parametrize("width", [1, 7, 20])
def test_a_pane_that_is_too_narrow_for_the_page_is_no_trouble(width: int) -> None:
    assert page(FULL, width)
