"""`feint tail`: what comes, a line each, as soon as it is committed; the same plain lines as the lists print."""

import json
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from feint.cli import tail
from feint.cli.app import run
from feint.cli.moments import now_ms
from storage.file.sqlite import SqliteError
from storage.reads.telling import Told
from tests.feint.desk import Desk as Shell
from tests.storage.desk import HOUR_MS, Desk, entry, open_desk, quote, tag
from tests.storage.ruling import match, rule, rules

SAID = "We did not order any of it"
WHY = "new: herald, 1 origin"
RING = rules(rule("shells", match("tag:escalation"), "flash"))
Step = Callable[[], object]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path / "desk.db", rules=RING) as opened:
        yield opened


class Tail:
    """Runs `feint tail`; each time it waits the next step is taken, and after the last one nobody reads it any more."""

    def __init__(self, desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._desk, self._capsys, self._monkeypatch = desk, capsys, monkeypatch

    def __call__(self, *words: str, steps: Iterable[Step] = ()) -> list[str]:
        """The lines of one that ends well."""
        code, out, err = self.ended(*words, steps=steps)
        assert (code, err) == (0, "")
        return out.splitlines()

    def ended(self, *words: str, steps: Iterable[Step] = ()) -> tuple[int, str, str]:
        """Exit code, output, complaint."""
        waiting = iter(steps)

        def wait(seconds: float) -> bool:
            assert seconds >= 0.2, "at most five looks a second"
            step = next(waiting, None)
            if step:
                step()
            return step is None

        self._monkeypatch.setattr(tail, "_until_hung_up", lambda: wait)
        return run(["--database", str(self._desk.path), "tail", *words]), *self._capsys.readouterr()


@pytest.fixture
def told(desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Tail:
    return Tail(desk, capsys, monkeypatch)


def rows(lines: list[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines]


# ------------------------------------------------------------------------------------------------ what is told


def test_it_begins_with_the_last_lines_and_goes_on_with_what_comes_each_once(desk: Desk, told: Tail) -> None:
    herald = desk.source("Herald")
    for title in ("One", "Two", "Three"):
        desk.item(herald, title)
    lines = told("-n", "2", steps=(lambda: desk.item(herald, "Four"), lambda: None, lambda: desk.item(herald, "Five")))
    assert [line.split("  ")[2] for line in lines] == ["Two", "Three", "Four", "Five"]
    assert told("-n", "0") == []


def test_an_items_line_reads_aloud_and_is_the_line_of_the_list(
    desk: Desk, told: Tail, capsys: pytest.CaptureFixture[str]
) -> None:
    tags = [tag("withdrawal", "claimed"), tag("withdrawal", "claimed"), tag("escalation", "denied")]
    desk.item(desk.source("Herald"), "Column  is\x1b[2J leaving", tags=tags)
    line = "2027-01-15T08:00:02Z  Herald  Column is\ufffd[2J leaving  withdrawal claimed, escalation denied  flash"
    assert told() == [line]
    for form in ([], ["--plain"]):
        assert run(["items", *form, "--database", str(desk.path)]) == 0
        assert capsys.readouterr().out == line + "\n"


def test_an_edit_is_told_with_the_headline_that_it_replaces(desk: Desk, told: Tail) -> None:
    herald = desk.source("Herald")
    desk.poll(herald, entry("Troops leave", guid="a"))
    lines = told(
        "-n", "0",
        steps=(
            lambda: desk.poll(herald, entry("Troops leave, ministry claims", guid="a", tags=[tag("withdrawal", "claimed")])),
            lambda: desk.poll(herald, entry("Troops leave, ministry claims", guid="a", summary="By rail.")),
        ),
    )  # fmt: skip
    assert lines == [
        "2027-01-15T08:00:03Z  Herald  edited: Troops leave, ministry claims  was: Troops leave  withdrawal claimed",
        "2027-01-15T08:00:04Z  Herald  edited: Troops leave, ministry claims  the headline stays, the text differs",
    ]
    assert told("-n", "1") == lines[1:], "an edit is one of the last lines too"


def test_alerts_are_told_when_they_are_raised_and_when_somebody_acknowledges_them(desk: Desk, told: Tail) -> None:
    herald = desk.source("Herald")
    steps = (
        lambda: desk.item(herald, "Shells fall", tags=[tag("escalation")]),
        lambda: desk.acts("ana").set_alert_state([1], "acked"),
    )
    lines = told("-n", "0", "--alerts", "--no-items", steps=steps)
    assert [line.split("  ")[1:] for line in lines] == [
        ["flash alert", "new", "Shells fall", WHY],
        ["flash alert", "acknowledged by ana", "Shells fall", WHY],
    ]
    assert lines[0].startswith("2027-01-15T08:00:02Z  ")


def test_an_alert_that_rings_for_nobody_says_who_wants_it_so(desk: Desk, told: Tail) -> None:
    desk.acts("ana").mute("alert:shells severity:flash", now_ms() + HOUR_MS, "a drill until noon")
    steps = (partial(desk.item, desk.source("Herald"), "Shells fall", tags=[tag("escalation")]),)
    (line,) = told("-n", "0", "--alerts", "--no-items", steps=steps)
    assert line.split("  ")[1:] == ["flash alert", "new, muted: ana: a drill until noon", "Shells fall", WHY]


def test_a_note_on_an_alert_is_told_in_its_own_words(desk: Desk, told: Tail) -> None:
    desk.item(desk.source("Herald"), "Shells fall", tags=[tag("escalation")])
    (line,) = told("-n", "0", "--all", steps=(lambda: desk.acts("ana").note_alert(1, "rang the army"),))
    assert line.split("  ")[2:] == ["ana", "noted", "alert 1 Shells fall", "rang the army"]
    assert told("-n", "0", "--alerts", steps=(lambda: desk.acts("ana").note_alert(1, "rang once more"),)) == []


def test_quotes_come_after_their_item_and_an_edit_tells_only_the_new_ones(desk: Desk, told: Tail) -> None:
    herald = desk.source("Herald")
    first, second = quote(SAID, "Anna Petrova"), quote("Nobody has", surface="officials", who="group", start=30)
    steps = (
        lambda: desk.poll(herald, entry("Denial", guid="a", summary=f"{SAID}.", quotes=[first])),
        lambda: desk.poll(herald, entry("Denial", guid="a", summary=f"{SAID}.    Nobody has", quotes=[first, second])),
    )
    words = [line.split("  ", 2)[2] for line in told("-n", "0", "--quotes", steps=steps)]
    assert words == [
        "Denial",
        f"quote of Anna Petrova: “{SAID}”",
        "edited: Denial  the headline stays, the text differs",
        "quote of officials (unnamed): “Nobody has”",
    ]


def test_all_tells_what_people_do_too_and_nothing_twice(desk: Desk, told: Tail) -> None:
    herald = desk.source("Herald")
    steps = (
        lambda: desk.item(herald, "Shells fall", tags=[tag("escalation")]),
        lambda: desk.acts("ana").set_state([1], "acked"),
        lambda: desk.acts("ben").log("the ministry rang back"),
    )
    words = [line.split("  ")[1:] for line in told("-n", "0", "--all", steps=steps)]
    assert words == [
        ["Herald", "Shells fall", "escalation asserted", "flash"],
        ["flash alert", "new", "Shells fall", WHY],
        ["line 2", "ana", "acknowledged", "item 1", "acknowledged “Shells fall” (Herald)"],
        ["line 3", "ben", "logged", "the ministry rang back"],
    ]


def test_scripts_get_the_rows_of_the_lists_with_the_event_before_them(
    desk: Desk, told: Tail, capsys: pytest.CaptureFixture[str]
) -> None:
    herald = desk.source("Herald")
    for title in ("Shells fall", "Shells fall again"):
        said = entry(title, guid="a", summary=SAID, tags=[tag("escalation")], quotes=[quote(SAID, "Anna Petrova")])
        desk.poll(herald, said)
    desk.acts("ana").log("noted")  # by the machine's clock, which is behind the desk's
    found = rows(told("--json", "--all"))
    assert [row["event"] for row in found] == ["log", "item", "quote", "alert", "revision"]
    assert all(list(row)[:2] == ["event", "at"] for row in found)
    by_event = {row.pop("event"): row for row in found}
    for event, name in (("item", "items"), ("quote", "quotes"), ("alert", "alerts")):
        assert run([name, "--json", "--database", str(desk.path)]) == 0
        (listed,) = rows(capsys.readouterr().out.splitlines())
        assert {key: value for key, value in by_event[event].items() if key != "at"} == listed
    assert (by_event["revision"]["was"], by_event["revision"]["at"]) == ("Shells fall", "2027-01-15T08:00:03Z")
    assert (by_event["log"]["act"], by_event["log"]["detail"]) == ("logged", "noted")


def test_a_query_narrows_items_edits_alerts_quotes_and_acts_alike(desk: Desk, told: Tail) -> None:
    herald, other = desk.source("Herald"), desk.source("Other")
    for source in (herald, other):
        guid = str(source)
        desk.poll(
            source, entry("Shells fall" + guid, guid=guid, tags=[tag("escalation")], quotes=[quote(SAID, "Anna")])
        )
        desk.poll(source, entry("Shells fall again" + guid, guid=guid, tags=[tag("escalation")]))
        desk.acts("ana").set_state([source], "acked")
    everything, narrowed = (
        rows(told("-n", "99", "--all", "--json")),
        rows(told("-n", "99", "--all", "--json", "--query", "source:other")),
    )
    told_of_other = [row for row in everything if "2" in str(row.get("title", "")) or row.get("ids") == [2]]
    assert {row["event"] for row in narrowed} == {"item", "revision", "alert", "log"}
    assert narrowed == told_of_other


def test_since_begins_with_what_was_committed_then(desk: Desk, told: Tail) -> None:
    herald = desk.source("Herald")
    desk.poll(herald, entry("Old", guid="a"))
    desk.item(herald, "Newer")
    desk.poll(herald, entry("Old, edited", guid="a"))
    since = ("--since", "2027-01-15T08:00:03")
    assert [line.split("  ")[2] for line in told(*since)] == ["Newer", "edited: Old, edited"]
    assert [line.split("  ")[2] for line in told(*since, "-n", "1")] == ["edited: Old, edited"]
    assert told("--since", "2027-01-16") == []


def test_a_thousand_at_once_come_by_the_page_in_the_order_of_their_coming(desk: Desk, told: Tail) -> None:
    herald = desk.source("Herald")
    many = [entry(f"Item {n}", guid=str(n)) for n in range(1_100)]
    lines = told("-n", "0", steps=(lambda: desk.poll(herald, *many),))
    assert [line.split("  ")[2] for line in lines] == [each.entry.title for each in many]


# ------------------------------------------------------------------------------------------------ how it waits and ends


def test_a_look_that_somebody_else_held_up_is_taken_again() -> None:
    looks, heard = iter([True, False]), list[Told]()

    def fresh(now_ms: int) -> Iterator[Told]:
        if next(looks):
            error = SqliteError("database is locked")
            error.sqlite_errorname = "SQLITE_BUSY"
            raise error
        yield Told(now_ms, "item", {})

    changed, waited = iter([True, False]), iter([False, True])
    tail.follow(fresh, lambda: next(changed), heard.append, lambda seconds: next(waited))
    assert len(heard) == 1


def test_it_reads_nothing_while_nothing_is_committed() -> None:
    asked, waited = list[int](), iter([False, False, True])

    def fresh(now_ms: int) -> Iterator[Told]:
        asked.append(now_ms)
        yield from ()

    tail.follow(fresh, lambda: False, lambda told: None, lambda seconds: next(waited))
    assert (asked, next(waited, None)) == ([], None)


def test_a_file_that_is_migrated_or_moved_under_it_ends_it_in_one_clear_line(
    desk: Desk, told: Tail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.reads.reader._CHECK_EVERY_S", -1.0)
    version = desk.one("PRAGMA user_version")
    for step, said in (
        (lambda: desk.connection.execute("PRAGMA user_version = 99"), "a newer feint has brought it up to date"),
        (lambda: desk.path.rename(tmp_path / "moved.db"), "was moved or deleted since this one opened it"),
    ):
        code, out, err = told.ended(steps=(step,))
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert said in err
        desk.connection.execute(f"PRAGMA user_version = {version}")


def test_what_cannot_be_asked_for_is_told_before_anything_is_opened(told: Tail) -> None:
    code, _, err = told.ended("--query", "sorce:x")
    assert (code, "did you mean source:?" in err) == (2, True)
    assert told.ended("--since", "soon")[0] == told.ended("-n", "-1")[0] == 2
    code, _, err = told.ended("--database", "/nowhere/desk.db")
    assert (code, err.count("\n")) == (2, 1)


def test_a_line_is_there_at_once_and_an_operator_may_stop_it(desk: Desk, tmp_path: Path) -> None:
    herald, shell = desk.source("Herald"), Shell(tmp_path)
    desk.item(herald, "One")
    tailing = shell.start("tail")
    assert tailing.stdout
    assert tailing.stdout.readline().endswith("One\n")
    began_s = time.monotonic()
    desk.item(herald, "Two")
    assert tailing.stdout.readline().endswith("Two\n")
    assert time.monotonic() - began_s < 5, "within a second; a busy machine may take its time"
    tailing.send_signal(signal.SIGINT)
    assert tailing.wait(timeout=10) == 0
    assert tailing.stderr
    assert tailing.stderr.read() == ""
    shell.kill_all()


def test_it_ends_when_its_reader_has_gone_though_nothing_comes(desk: Desk, tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    desk.item(desk.source("Herald"), "One")
    tailing = shell.start("tail")
    assert tailing.stdout
    assert tailing.stdout.readline()
    tailing.stdout.close()
    assert tailing.wait(timeout=10) == 0
    shell.kill_all()
