"""What operators set from the desk: sources paused and graded, mutes, views under digits."""

SQL = """
-- What operators decide of a source, over what the config says; empty: the config holds.
ALTER TABLE source ADD COLUMN paused_by TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN graded_by TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN config_grade TEXT NOT NULL DEFAULT '';
UPDATE source SET config_grade = grade;
-- When it was last paused, or let go on: its silence counts from then.
ALTER TABLE source ADD COLUMN pause_ms INTEGER NOT NULL DEFAULT 0;

-- What rings for nobody for a while: detection and counting go on.
CREATE TABLE mute (
    id INTEGER PRIMARY KEY,
    query TEXT NOT NULL,
    reason TEXT NOT NULL,
    operator TEXT NOT NULL,
    began_ms INTEGER NOT NULL,
    ends_ms INTEGER NOT NULL,
    ended_by TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX mute_by_end ON mute(ends_ms);

-- What `alert:` asks for.
CREATE INDEX alert_by_rule ON alert(rule);
-- Which lines are about an alert: a story's log leads from its items to their alerts, and on to these.
CREATE TABLE event_alert (
    alert_id INTEGER NOT NULL,
    n INTEGER NOT NULL REFERENCES event(n),
    PRIMARY KEY (alert_id, n)
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO event_alert(alert_id, n)
SELECT value, n FROM event CROSS JOIN json_each(subject_ids) WHERE subject = 'alert';
-- The gravest that nobody has dealt with, wherever among a million items it lies.
CREATE INDEX item_grave ON item(severity) WHERE severity > 0 AND state = 'new';

-- Queries that the desk keeps under a digit.
CREATE TABLE saved_view (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    operator TEXT NOT NULL,
    saved_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""
