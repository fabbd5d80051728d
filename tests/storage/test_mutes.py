"""Mutes: what rings for nobody and why, for how long, and what each has held back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.acting import acts as acting
from storage.acting import muting
from storage.acting.acts import Acts, Done, Touched
from storage.file.errors import StoreError
from storage.query import parse
from storage.reads import listing, mutes
from storage.reads.mutes import Ringing
from tests.storage.alerted import raised, told
from tests.storage.desk import HOUR_MS, MINUTE_MS, Desk, entry, open_desk, tag

DAY_MS = 24 * HOUR_MS


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Four alerts: two of `leaving`, one of `left-again` on the item of the second, and one of a silent source."""
    with open_desk(tmp_path / "feint.db") as desk:
        monkeypatch.setattr(acting, "_now", lambda: desk.now_ms)
        herald, wire = desk.source("Herald", grade="C"), desk.source("Wire", kind="wire", grade="A")
        rings(desk, herald, "Units leave the garrison", "leaving")
        desk.now_ms += 2 * HOUR_MS
        rings(desk, herald, "Sailors go home again", "leaving", "left-again")
        raised(desk, "quiet", "notice", "Wire: nothing new", source=wire)
        desk.poll(wire)
        yield desk


def rings(desk: Desk, source: int, title: str, *rules: str, severity: str = "urgent") -> int:
    """An item on which alerts of these rules rest; returns the number of the last one."""
    item = desk.item(source, title, tags=[tag("withdrawal")])
    return [raised(desk, rule, severity, title, story=item, items=(item,)) for rule in rules][-1]


@pytest.fixture
def ana(desk: Desk) -> Acts:
    return desk.acts("ana")


def muted(desk: Desk) -> dict[str, str]:
    """Alert -> why it is muted."""
    rows = desk.reader().alerts(now_ms=desk.now_ms)
    return {f"{row.rule} {row.title.split()[0]}": row.muted for row in rows}


def silent(desk: Desk) -> set[str]:
    return {alert for alert, why in muted(desk).items() if why}


def test_without_a_mute_everything_rings(desk: Desk) -> None:
    assert muted(desk) == dict.fromkeys(("leaving Units", "leaving Sailors", "left-again Sailors", "quiet Wire:"), "")
    assert desk.reader().status(desk.now_ms).mutes == 0


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("alert:leaving", {"leaving Units", "leaving Sailors"}),
        ("alert:left*", {"left-again Sailors"}),
        ("alert:LEAVING again", {"leaving Sailors"}),
        ("-alert:leaving", {"left-again Sailors", "quiet Wire:"}),
        ("alert:quiet", {"quiet Wire:"}),
        ("source:wire", {"quiet Wire:"}),
        ("kind:wire grade:A", {"quiet Wire:"}),
        ("source:wire alert:leaving", set()),
        (
            "source:wire OR story:1",
            {"leaving Units"},
        ),  # nothing but rule and source is asked of an alert without an item
        ("-source:wire", {"leaving Units", "leaving Sailors", "left-again Sailors"}),
        ("-units", {"leaving Sailors", "left-again Sailors"}),
        ("source:herald", {"leaving Units", "leaving Sailors", "left-again Sailors"}),
        ("story:2", {"leaving Sailors", "left-again Sailors"}),
        ("tag:escalation", set()),
    ],
)
def test_an_alert_is_muted_by_its_rule_by_its_newest_item_or_by_its_source(
    desk: Desk, ana: Acts, query: str, kept: set[str]
) -> None:
    assert desk.reader().would_mute(parse(query), 0) == len(kept)
    ana.mute(query, desk.now_ms + HOUR_MS, "drill")
    assert silent(desk) == kept
    assert set(muted(desk).values()) - {""} == ({"ana: drill"} if kept else set())


def test_a_mute_has_its_line_and_its_row_and_the_one_that_ends_first_counts(desk: Desk, ana: Acts) -> None:
    done = ana.mute("  alert:leaving ", desk.now_ms + 3 * HOUR_MS, " the drill ")
    assert (done.act, done.text) == ("muted", "muted alert:leaving until 2027-01-15 13:00Z")
    assert desk.log("muted")[0][2] == "muted alert:leaving until 2027-01-15 13:00Z: the drill"
    named = desk.acts("cara").mute('source:"Herald"', desk.now_ms + MINUTE_MS, "")
    assert named.text == "muted Herald until 2027-01-15 10:01Z"
    desk.acts("cara").end_mute(2)
    desk.acts("ben").mute("tag:withdrawal", desk.now_ms + HOUR_MS, "")
    first, second = desk.reader().mutes(desk.now_ms)
    assert (first.query, first.reason, first.operator) == ("tag:withdrawal", "", "ben")
    assert (second.query, second.reason, second.operator) == ("alert:leaving", "the drill", "ana")
    assert (second.began_ms, second.ends_ms) == (desk.now_ms, desk.now_ms + 3 * HOUR_MS)
    assert muted(desk)["leaving Units"] == "ben: tag:withdrawal"
    assert desk.reader().status(desk.now_ms).mutes == 2
    desk.now_ms += HOUR_MS
    assert muted(desk)["leaving Units"] == "ana: the drill"
    assert [mute.operator for mute in desk.reader().mutes(desk.now_ms)] == ["ana"]


@pytest.mark.parametrize(
    ("query", "lasts_ms", "said"),
    [
        (" ", HOUR_MS, "a mute needs a query: what nobody shall hear"),
        ("tga:withdrawal", HOUR_MS, "the query cannot be read: column 1: there is no field tga:; did you mean tag:?"),
        ("alert:leaving", 0, "a mute ends in times to come"),
        ("alert:leaving", 7 * DAY_MS + 1, "a mute lasts seven days at the most"),
    ],
)
def test_what_cannot_be_muted_is_refused_in_words(desk: Desk, ana: Acts, query: str, lasts_ms: int, said: str) -> None:
    with pytest.raises(StoreError) as refused:
        ana.mute(query, desk.now_ms + lasts_ms, "drill")
    assert str(refused.value) == said
    assert (desk.reader().mutes(0), desk.log("muted")) == ((), [])


def test_seven_days_are_not_too_long(desk: Desk, ana: Acts) -> None:
    ana.mute("alert:leaving", desk.now_ms + 7 * DAY_MS, "drill")
    assert len(silent(desk)) == 2


def test_it_can_be_ended_and_the_end_and_the_mute_itself_be_taken_back(desk: Desk, ana: Acts) -> None:
    ana.mute("alert:leaving", desk.now_ms + HOUR_MS, "drill")
    done = ana.end_mute(1)
    assert (done.act, done.text) == ("unmuted", "ended the mute of alert:leaving")
    assert silent(desk) == set()
    steps = []
    for turn in (ana.undo, ana.undo, ana.redo, ana.redo):
        assert isinstance(turn(), Done)
        steps.append(bool(silent(desk)))
    assert steps == [True, False, True, False]


def test_an_ended_mute_is_not_ended_again(desk: Desk, ana: Acts) -> None:
    ends_ms = desk.now_ms + HOUR_MS
    for query in ("alert:leaving", "alert:quiet"):
        ana.mute(query, ends_ms, "drill")
    desk.acts("ben").end_mute(1)
    desk.now_ms = ends_ms
    for mute_id, said in (
        (1, "ben has ended that mute already"),
        (2, "that mute has ended by itself"),
        (9, "no mute 9"),
    ):
        with pytest.raises(StoreError, match=said):
            ana.end_mute(mute_id)
    desk.commit(lambda run: muting.let_end(run, ends_ms))
    with pytest.raises(StoreError, match="that mute has ended by itself"):
        ana.end_mute(2)


def test_who_takes_back_a_mute_that_another_has_ended_is_told(desk: Desk, ana: Acts) -> None:
    ana.mute("alert:leaving", desk.now_ms + HOUR_MS, "drill")
    desk.acts("ben").end_mute(1)
    question = ana.undo()
    assert isinstance(question, Touched)
    assert question.text.startswith("ben unmuted it since, just now: nothing of yours is left to take back")


def test_detection_goes_on_and_the_end_is_told_once_with_what_was_held_back(desk: Desk, ana: Acts) -> None:
    began_ms = desk.now_ms
    ana.mute("alert:leaving", began_ms + HOUR_MS, "drill")
    held = f"mute 1 by {mutes.told(desk.reader().mutes(began_ms)[0])}"
    for title, severity in (("Guns are hauled off", "notice"), ("Tents were struck", "urgent")):
        desk.now_ms += MINUTE_MS
        told(desk, rings(desk, 1, title, "leaving", severity=severity), severity=severity, held=held)
    told(desk, 1, severity="flash")
    told(desk, 1, severity="flash", held="mute 11 by ben: another one")
    assert [mute.held for mute in desk.reader().mutes(began_ms)] == [2]
    desk.commit(lambda run: muting.let_end(run, began_ms + HOUR_MS - 1))
    assert desk.log("unmuted") == []
    for _ in range(2):
        desk.commit(lambda run: muting.let_end(run, began_ms + HOUR_MS))
    assert desk.log("unmuted") == [
        ("collector", "[1]", "mute ended: alert:leaving, held back 2 notices, the gravest urgent")
    ]
    desk.now_ms = began_ms + HOUR_MS
    question = ana.undo()
    assert isinstance(question, Touched)
    assert question.text.startswith("the collector unmuted it since")


def test_a_mute_that_this_version_cannot_read_holds_nothing_back(desk: Desk) -> None:
    desk.commit(
        lambda run: run.execute(
            "INSERT INTO mute(query, reason, operator, began_ms, ends_ms) VALUES ('was:so', '', 'ana', 0, ?)",
            (desk.now_ms + HOUR_MS,),
        )
    )
    assert silent(desk) == set()


def test_a_flash_rings_through_a_mute_that_does_not_name_it(desk: Desk, ana: Acts) -> None:
    rings(desk, 1, "Gates were left open", "leaving", severity="flash")
    until_ms = desk.now_ms + HOUR_MS
    for query, kept in (
        ("alert:leaving", 2),
        ("alert:leaving severity:urgent", 0),
        ("-severity:flash alert:leaving", 2),
        ("-(tag:withdrawal severity:flash)", 3),
        ('alert:leaving OR "the severity:flash of it"', 2),
        ('severity:"flash" OR alert:leaving', 3),
    ):
        assert desk.reader().would_mute(parse(query), 0) == kept
    ana.mute("alert:leaving", until_ms, "drill")
    assert "leaving Gates" not in silent(desk)
    ana.mute("(severity:info,flash OR alert:leaving)", until_ms, "drill")
    assert {"leaving Gates", "leaving Units"} <= silent(desk)


def test_a_notice_names_the_mute_that_held_it_back(desk: Desk, ana: Acts) -> None:
    ana.mute("alert:leaving", desk.now_ms + HOUR_MS, "")
    ana.mute("-alert:quiet", desk.now_ms + MINUTE_MS, "the drill")
    ringing = [Ringing(1, "leaving", 3, None, 1), Ringing(4, "quiet", 2, 2, None), Ringing(9, "leaving", 4, None, 1)]
    holding = mutes.holding(desk.connection, ringing, desk.now_ms)
    assert {alert: mutes.held(mute) for alert, mute in holding.items()} == {1: "mute 2 by ana: the drill"}
    later = mutes.holding(desk.connection, ringing, desk.now_ms + MINUTE_MS)
    assert mutes.held(later[1]) == "mute 1 by ana: alert:leaving"


@pytest.mark.parametrize("query", ["garrison*", "title:garrison", "alert:leaving garrison", "-garrison"])
def test_a_reader_that_has_asked_of_a_text_asks_anew_when_it_is_edited(desk: Desk, ana: Acts, query: str) -> None:
    ana.mute(query, desk.now_ms + HOUR_MS, "drill")
    reader = desk.reader()

    def is_muted() -> bool:
        return bool(next(row.muted for row in reader.alerts(now_ms=desk.now_ms) if row.id == 1))

    before = is_muted()
    assert before == (query != "-garrison")
    assert is_muted() == before
    desk.poll(1, entry("Units leave the barracks", guid="Units leave the garrison"))
    assert is_muted() != before


def test_an_inhibited_alert_and_one_that_came_quietly_say_so(desk: Desk) -> None:
    desk.commit(lambda run: run.execute("UPDATE alert SET inhibited_by = 4 WHERE id = 1"))
    desk.commit(lambda run: run.execute("UPDATE alert SET quiet = 'brought in by hand' WHERE id IN (2, 3)"))
    assert muted(desk) == {
        "leaving Units": "quiet is open", "leaving Sailors": "brought in by hand", "left-again Sailors": "brought in by hand",
        "quiet Wire:": "",
    }  # fmt: skip


def test_only_what_is_new_is_said_to_be_muted(desk: Desk, ana: Acts) -> None:
    (alert, *_) = [row for row in desk.reader().alerts() if row.rule == "leaving"]
    ana.set_alert_state([alert.id], "acked")
    ana.mute("alert:leaving", desk.now_ms + HOUR_MS, "drill")
    assert len(silent(desk)) == 1


def test_scripts_are_told_why_an_alert_rings_for_nobody(desk: Desk, ana: Acts) -> None:
    ana.mute("alert:left* OR alert:quiet", desk.now_ms + HOUR_MS, "drill")
    told = {row["rule"]: row["muted"] for row in listing.alerts(desk.path, parse(""), 9, desk.now_ms)}
    assert told == {"leaving": None, "left-again": "ana: drill", "quiet": "ana: drill"}
