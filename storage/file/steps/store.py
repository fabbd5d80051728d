"""The log knows when things happened, desks see each other, the collector says what keeps it; every list has its index."""

SQL = """
-- When something that an operator writes down happened, where that is another time than when it was written.
ALTER TABLE event ADD COLUMN occurred_ms INTEGER;
-- The item that a desk's operator is looking at.
ALTER TABLE desk ADD COLUMN item_id INTEGER;
-- Why the collector cannot do its work, for a person; empty: it can.
ALTER TABLE lease ADD COLUMN trouble TEXT NOT NULL DEFAULT '';

-- What a look through the newest items reads: 30 bytes an item and not 1,500.
DROP INDEX item_shown;
CREATE INDEX item_queue ON item(id, copy_of, source_id, first_seen_ms, state);
-- When 4,096 items in a row were first seen, at the earliest and at the latest: two looks. Clocks may be set back.
CREATE INDEX item_by_block ON item(id >> 12, first_seen_ms);
-- Each ends in the item's number: the newest of a source, of a state, of a speaker lie together, newest last.
-- Written so that only who writes it so goes by it: else what looks for one item of a source would.
CREATE INDEX item_by_source ON item(source_id + 0);
CREATE INDEX item_by_state ON item(state || '');
CREATE INDEX item_starred ON item(starred) WHERE starred = 1;
CREATE INDEX item_alerting ON item(severity) WHERE severity > 0;
CREATE INDEX item_edited ON item(id) WHERE revision > 1;
CREATE INDEX item_by_operator ON item(operator) WHERE operator <> '';
DROP INDEX quote_by_speaker;
CREATE INDEX quote_by_speaker ON quote(speaker_id, current, item_id) WHERE speaker_id IS NOT NULL;
DROP INDEX quote_by_utterance;
CREATE INDEX quote_by_utterance ON quote(utterance_id, current, item_id) WHERE utterance_id IS NOT NULL;
DROP INDEX story_disputed;
CREATE INDEX story_disputed ON story(last_seen_ms) WHERE disputed <> '';
CREATE INDEX story_by_age ON story(last_seen_ms);
-- The gravest of a state first, and of those as grave the one that changed last; for lists, whatever their state.
DROP INDEX alert_by_state;
CREATE INDEX alert_by_state ON alert(state, severity, updated_ms);
CREATE INDEX alert_by_age ON alert(updated_ms);
CREATE INDEX alert_of_source ON alert(source_id) WHERE source_id IS NOT NULL AND state <> 'resolved';
CREATE INDEX event_by_time ON event(at_ms);
CREATE INDEX event_by_act ON event(act);
DROP INDEX event_by_operator;
CREATE INDEX event_by_operator ON event(operator, n, act);
CREATE INDEX event_by_subject ON event(subject, n) WHERE subject <> 'item';
CREATE INDEX event_undoable ON event(operator, n, act, undoes) WHERE before <> '' OR undoes IS NOT NULL;
CREATE INDEX source_sides ON source(coalesce(nullif(agency, ''), family), side) WHERE side <> '';

-- No REFERENCES: the check would read the whole table for each utterance that goes.
ALTER TABLE utterance_gram RENAME TO former_gram;
CREATE TABLE utterance_gram (
    gram INTEGER NOT NULL,
    utterance_id INTEGER NOT NULL,
    PRIMARY KEY (gram, utterance_id)
) STRICT, WITHOUT ROWID;
INSERT INTO utterance_gram SELECT * FROM former_gram;
DROP TABLE former_gram;
-- What sources have printed of which the items have gone: a digest of who prints it and of its words, and the day it went.
CREATE TABLE departed (key INTEGER PRIMARY KEY, day INTEGER NOT NULL) STRICT;
"""
