"""A file of before alerts rang for facts: it comes up with its alerts whole, and nothing rings for what was told before."""

from pathlib import Path

import pytest

from storage.file import migrate, sqlite
from storage.file.dump import dump_to
from storage.file.restore import load_new
from storage.file.schema import STEPS
from storage.query import parse
from storage.severity import SEVERITIES
from tests.storage.desk import MINUTE_MS, NOW_MS, Desk, by, entry, tag
from tests.storage.ruling import match, rule, rules, urgency

AN_ALERTED_DAY = f"""
INSERT INTO source(id, url, name, family, kind, grade, language, side, config_grade, last_ok_ms)
VALUES (1, 'https://feeds.example/0', 'Herald', 'herald', 'press', 'C', 'en', '', 'C', {NOW_MS});
INSERT INTO story(id, first_item_id, first_seen_ms, last_seen_ms) SELECT value, value, {NOW_MS}, {NOW_MS}
FROM json_each('[1,2,3]');
INSERT INTO item(id, source_id, identity, link_key, link, title, summary, text, author, credit, published_raw, first_seen_ms,
    first_poll, lexicon, story_id, origin, badges, severity)
SELECT value, 1, 'guid:' || value, '', '', 'Units leave the garrison ' || value, '', '', '', '', '', {NOW_MS} + value, 0, '',
    value, 'herald', 'withdrawal:claimed', 3 FROM json_each('[1,2,3]');
INSERT INTO item_fts(item_fts) VALUES ('rebuild');
INSERT INTO voice(item_id, name, side, own, unnamed) VALUES (1, 'Ministry', 'va', 0, 0), (1, 'A mayor', '', 0, 0);
INSERT INTO alert(id, rule, fingerprint, severity, state, title, raised_ms, updated_ms, owner, story_id, source_id) VALUES
    (7, 'leaving', 'leaving/story/1', 3, 'new', 'Units leave', {NOW_MS}, {NOW_MS} + 5, '', 1, NULL),
    (8, 'leaving', 'leaving/story/2', 3, 'acked', 'Units leave', {NOW_MS}, {NOW_MS} + 6, 'ana', 2, NULL),
    (9, 'leaving', 'leaving/story/3', 3, 'resolved', 'Units leave', {NOW_MS}, {NOW_MS} + 7, 'ben', 3, NULL),
    (10, 'quiet', 'quiet/source/1', 2, 'new', 'Herald: nothing new', {NOW_MS}, {NOW_MS} + 8, '', NULL, 1);
INSERT INTO alert_evidence VALUES (7, 1), (8, 2), (9, 3);
INSERT INTO mute(query, reason, operator, began_ms, ends_ms) VALUES ('alert:quiet', 'drill', 'ana', 0, 1);
"""


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file as the version before left it, and its export beside it."""
    path = tmp_path / "feint.db"
    with monkeypatch.context() as then:
        then.setattr(migrate, "STEPS", STEPS[: [name for name, _ in STEPS].index("alerting")])
        migrate.ready(path)
        connection = sqlite.connect(path, "collector")
        connection.executescript(AN_ALERTED_DAY)
        connection.close()
        dump_to(path, path.with_suffix(".jsonl"))
    return path


def shown(desk: Desk) -> list[tuple[object, ...]]:
    rows = desk.reader().alerts(now_ms=desk.now_ms)
    return [
        (row.id, row.state, row.owner, row.evidence, row.state_ms - NOW_MS, row.story_id, row.source_id) for row in rows
    ]


WHOLE = [
    (7, "new", "", 1, 5, 1, None),
    (10, "new", "", 0, 8, None, 1),
    (8, "acked", "ana", 1, 6, 2, None),
    (9, "resolved", "ben", 1, 7, 3, None),
]


def test_its_alerts_are_whole_and_what_they_rest_on_is_told(older: Path) -> None:
    desk = Desk(older)
    try:
        assert shown(desk) == WHOLE
        view = desk.reader().alert(7)
        assert view is not None
        assert {(fact.kind, fact.value) for fact in view.facts} == {
            ("raised", ""), ("rung", "3"), ("primary", "Ministry"), ("primary", "A mayor"), ("side", "va"),
        }  # fmt: skip
        assert desk.all("SELECT * FROM alert_fact WHERE notice_id IS NULL") == []
        assert [(each.item_id, each.at_ms, each.flag) for each in view.evidence] == [(1, NOW_MS + 1, "")]
        assert list(desk.reader().item_ids(parse("is:evidence"))) == [3, 2, 1]
    finally:
        desk.close()


def test_nothing_rings_by_the_step_nor_for_who_had_spoken_before(older: Path) -> None:
    leaving = rule("leaving", match("tag:withdrawal"), "urgent")
    desk = Desk(older, rules=rules(leaving, urgent=urgency(renotify_min=10, ack_timeout_min=30)))
    try:
        herald = desk.source("Herald", polled=False)
        # The step counts from when it was done, by the wall's clock.
        desk.commit(lambda run: run.execute("UPDATE alert SET noticed_ms = ?", (desk.now_ms,)))
        desk.look()
        said = tag("withdrawal", "claimed", holder=by("Petrov", role="minister", org="Ministry"))
        desk.poll(herald, entry("Units leave the garrison 1 today", guid="1", tags=[said]))
        assert (desk.notices(), desk.one("SELECT count(*) FROM alert")) == ([], 4)
        desk.wait(11 * MINUTE_MS)
        assert {(notice.alert_id, notice.reason) for notice in desk.notices()} == {(7, "renotify")}
    finally:
        desk.close()


def test_its_export_is_read_as_the_file_itself(older: Path, tmp_path: Path) -> None:
    load_new(tmp_path / "other.db", older.with_suffix(".jsonl"), lambda _: "")
    desk = Desk(tmp_path / "other.db")
    try:
        assert shown(desk) == WHOLE
        assert desk.one("SELECT count(*) FROM alert_fact") == 11
        assert desk.all("SELECT id, severity FROM alert ORDER BY id")[0] == (7, SEVERITIES.index("urgent"))
    finally:
        desk.close()
