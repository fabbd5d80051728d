"""`feint rules`: the list, a trial, a backfill, on a small file that a collector filled."""

import asyncio
import json
from pathlib import Path

import pytest

from feint.cli.app import run
from tests.feint.desk import Desk
from tests.feint.loopback import Loopback

RULES = (
    '[[rule]]\nid = "garrison"\nkind = "match"\nseverity = "urgent"\nquery = "garrison"\n'
    '[[rule]]\nid = "edits"\nkind = "change"\n[[rule]]\nid = "quiet"\nkind = "silence"\nafter = "2h"\n'
)
FERRY = '[[rule]]\nid = "ferry"\nkind = "match"\nquery = "ferry"\n'


@pytest.fixture(scope="module")
def polled(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A feed polled twice under the rules: one alert, of what the second poll brought."""
    desk = Desk(tmp_path_factory.mktemp("rules"))
    with Loopback() as server:
        desk.watch(server.feed("/post.xml", "Harbour frozen", "Ferry stays in port"), more=RULES)
        asyncio.run(desk.once())
        server.feed("/post.xml", "Column leaves the garrison", "Ferry resumes", "Harbour frozen", "Ferry stays in port")
        asyncio.run(desk.once())
    return desk


@pytest.fixture
def desk(polled: Desk, tmp_path: Path) -> Desk:
    """A copy of the file, to be written to."""
    copy = Desk(tmp_path)
    copy.config.write_bytes(polled.config.read_bytes())
    copy.database.write_bytes(polled.database.read_bytes())
    return copy


class Said:
    """Runs a command in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def lines(self, desk: Desk, *words: str, code: int = 0, config: Path | None = None) -> list[str]:
        files = ["--config", str(config or desk.config), "--database", str(desk.database)]
        assert run([*words[:2], *files, *words[2:]]) == code
        out, err = self._capsys.readouterr()
        return (out or err).splitlines()


@pytest.fixture
def feint(capsys: pytest.CaptureFixture[str]) -> Said:
    return Said(capsys)


def altered(desk: Desk, text: str) -> Path:
    file = desk.folder / "new.toml"
    file.write_text(text, "utf-8")
    return file


def test_each_rule_is_listed_with_its_revision_and_its_alerts_of_a_week(polled: Desk, feint: Said) -> None:
    heading, garrison, edits, quiet = feint.lines(polled, "rules")
    assert heading.split() == ["RULE", "KIND", "SEVERITY", "REV", "SINCE", "7", "DAYS", "TO"]
    assert garrison.split()[:4] == ["garrison", "match", "urgent", "1"]
    assert garrison.split()[-2:] == ["1", "desk"]
    assert edits.split()[:4] == ["edits", "change", "-", "1"]
    assert quiet.split()[-2:] == ["0", "desk"]


def test_a_rule_that_no_collector_goes_by_yet_is_marked(desk: Desk, feint: Said) -> None:
    config = altered(desk, RULES.replace('query = "garrison"', 'query = "garrison barracks"') + FERRY)
    _, garrison, *_, ferry = feint.lines(desk, "rules", config=config)
    assert garrison.split()[3] == "1*"
    assert ferry.split()[3:5] == ["-", "-"]


def test_the_list_for_scripts_has_the_whole_definition(polled: Desk, feint: Said) -> None:
    garrison, *_ = map(json.loads, feint.lines(polled, "rules", "--json"))
    assert (garrison["rule"], garrison["kind"], garrison["revision"], garrison["current"]) == (
        "garrison",
        "match",
        1,
        True,
    )
    assert garrison["definition"]["query"] == "garrison"
    assert garrison["alerts_7d"] == 1


def test_in_words_each_rule_is_a_line_without_columns(polled: Desk, feint: Said) -> None:
    garrison, *_ = feint.lines(polled, "rules", "--plain")
    assert garrison.startswith("garrison  match  urgent  revision 1 since ")
    assert garrison.endswith("  1 in 7 days  to desk")


def test_a_trial_tells_days_alarms_an_hour_and_the_first_ones(polled: Desk, feint: Said) -> None:
    head, heading, day, total, terms, alarm, why = feint.lines(polled, "rules", "test", "garrison")
    assert head.startswith("garrison (match, urgent): ")
    assert head.endswith(" UTC, 4 items")
    assert heading.split() == ["DAY", "RAISED", "RANG", "OF", "THEM"]
    assert day.split()[1:] == ["1", "1", "1", "urgent"]
    assert total.startswith("in all 1 alert, 1 alarm: ")
    assert terms.startswith("as items stand today, the rule by itself")
    assert alarm.endswith("  urgent  Column leaves the garrison")
    assert why.startswith("    ")
    assert why.strip()


def test_a_trial_of_a_time_without_items_says_so(polled: Desk, feint: Said) -> None:
    assert feint.lines(polled, "rules", "test", "garrison", "--since", "2999-01-01") == [
        "garrison (match, urgent): nothing is stored since 2999-01-01 00:00 UTC"
    ]


def test_a_rule_of_another_config_is_tried_and_the_first_poll_does_not_ring(desk: Desk, feint: Said) -> None:
    config = altered(desk, FERRY)
    before = desk.database.read_bytes()
    (tried,) = feint.lines(desk, "rules", "test", "ferry", "--json", config=config)
    found = json.loads(tried)
    assert (found["alerts"], found["alarms"], [each["title"] for each in found["first"]]) == (1, 1, ["Ferry resumes"])
    (day,) = found["days"]
    assert (day["raised"], day["rang"]) == (1, {"notice": 1})
    assert desk.database.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("test", "garison"), 'the config has no rule "garison"; did you mean garrison?'),
        (("test", "edits"), "edits raises nothing of its own: it rings the alerts of other rules"),
        (("backfill", "garison", "--since", "2d"), 'the config has no rule "garison"; did you mean garrison?'),
        (("backfill", "quiet", "--since", "2d"), "quiet asks what is so now: of the past it can raise nothing"),
        (("backfill", "garrison", "--since", "2d", "--source", "Pots"), 'there is no source "Pots"'),
        (("test", "garrison", "--since", "then"), "'then' is neither a length of time"),
    ],
)
def test_what_cannot_be_tried_is_told(polled: Desk, feint: Said, words: tuple[str, ...], told: str) -> None:
    assert told in " ".join(feint.lines(polled, "rules", *words, code=2))


def test_a_backfill_shows_what_is_missing_and_raises_nothing_without_a_yes(desk: Desk, feint: Said) -> None:
    config = altered(desk, FERRY)
    said = feint.lines(desk, "rules", "backfill", "ferry", "--since", "2d", config=config)
    assert said[0] == "ferry has missed 2 alerts"
    assert desk.rows("SELECT id FROM alert WHERE rule = 'ferry'") == []


def test_a_backfill_raises_silently_and_leaves_a_line_of_who_did_it(desk: Desk, feint: Said) -> None:
    config = altered(desk, FERRY)
    words = ("rules", "backfill", "ferry", "--since", "2d", "--yes", "--operator", "ana")
    assert feint.lines(desk, *words, config=config)[-1] == "raised 2 alerts, without ringing"
    rows = desk.rows("SELECT quiet, noticed_ms FROM alert WHERE rule = 'ferry'")
    assert [(bool(row["quiet"]), row["noticed_ms"]) for row in rows] == [(True, None)] * 2
    line = desk.one("SELECT operator, detail FROM event WHERE act = 'backfilled'")
    assert line == {"operator": "ana", "detail": "rule ferry: 2 raised without ringing"}
    assert feint.lines(desk, *words, config=config) == ["ferry has missed nothing"]


def test_a_title_of_a_feed_reaches_no_terminal_as_it_is(
    desk: Desk, feint: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    from storage.file import sqlite

    connection = sqlite.connect(desk.database, "collector")
    connection.execute("UPDATE item SET title = 'Column \x1b[31m leaves the garrison' WHERE title LIKE 'Column%'")
    connection.close()
    assert not any("\x1b" in line for line in feint.lines(desk, "rules", "test", "garrison"))
