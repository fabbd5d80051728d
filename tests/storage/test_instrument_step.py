"""A file of before operators paused, graded and muted: brought up, it says what it said, and more can be asked of it."""

from pathlib import Path

import pytest

from storage.file import migrate, sqlite
from storage.file.errors import StoreError
from storage.file.schema import STEPS
from storage.query import parse
from storage.reads.reader import Reader
from tests.storage.desk import NOW_MS, Desk

AN_ALERTED_DAY = f"""
INSERT INTO source(id, url, name, family, kind, grade, language, side) VALUES (1, 'a', 'Herald', 'herald', 'press', 'C', '', '');
INSERT INTO story(id, first_item_id, first_seen_ms, last_seen_ms) VALUES (1, 1, {NOW_MS}, {NOW_MS});
INSERT INTO item(id, source_id, identity, link_key, link, title, summary, text, author, credit, published_raw, first_seen_ms,
    first_poll, lexicon, story_id, origin, badges, severity)
SELECT value, 1, 'guid:' || value, '', '', 'Item', '', '', '', '', '', {NOW_MS}, 0, '', 1, 'herald', '', value
FROM json_each('[1,3]');
INSERT INTO alert(id, rule, fingerprint, severity, title, raised_ms, updated_ms, story_id)
VALUES (7, 'leaving', 'leaving/story/1', 3, 'Item', {NOW_MS}, {NOW_MS}, 1);
INSERT INTO alert_evidence VALUES (7, 1), (7, 3);
INSERT INTO event(n, at_ms, operator, act, subject, subject_ids, detail, hash) VALUES
    (1, {NOW_MS}, 'collector', 'raised', 'alert', '[7]', 'urgent', x''), (2, {NOW_MS}, 'ana', 'noted', 'item', '[1]', 'rang', x''),
    (3, {NOW_MS}, 'ana', 'acknowledged', 'alert', '[7,8,7]', 'acknowledged 2 alerts', x'');
INSERT INTO event_item VALUES (1, 2);
"""


def test_it_goes_on_with_its_grades_its_alerts_and_their_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "feint.db"
    with monkeypatch.context() as older:
        older.setattr(migrate, "STEPS", STEPS[: [name for name, _ in STEPS].index("instrument")])
        migrate.ready(path)
    connection = sqlite.connect(path, "collector")
    connection.executescript(AN_ALERTED_DAY)
    connection.close()
    with pytest.raises(StoreError, match="is of an older version; run `feint collect --once`"):
        Reader(path)
    desk = Desk(path)
    try:
        reader = desk.reader()
        (source,) = reader.sources(NOW_MS)
        assert (source.grade, source.config_grade, source.graded_by, source.paused_by) == ("C", "C", "", "")
        view = reader.story(3)
        assert view is not None
        assert [(line.n, line.act) for line in view.log] == [(1, "raised"), (3, "acknowledged")]
        assert [line.detail for line in view.notes] == ["rang"]
        assert list(reader.item_ids(parse("alert:leaving"))) == [3, 1]
        assert (reader.gravest_new(None), reader.gravest_new(None, 3)) == (3, 1)
        assert (reader.mutes(), reader.views()) == ((), ())
    finally:
        desk.close()
