"""Alerts ring for facts: what each knows, its notices, their deliveries, the revisions of rules."""

SQL = """
-- An alert goes on living: it is snoozed, dismissed, expires; it knows when it has last been told of, and when to look again.
DROP INDEX evidence_by_item;
ALTER TABLE alert_evidence RENAME TO former_evidence;
ALTER TABLE alert RENAME TO former_alert;
CREATE TABLE alert (
    id INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,
    rule_rev INTEGER NOT NULL DEFAULT 0,
    -- The rule and the values it groups by: what makes two firings one alert.
    fingerprint TEXT NOT NULL,
    severity INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'acked', 'snoozed', 'resolved', 'dismissed', 'expired')),
    -- Why it was resolved or dismissed, in the operator's words or the collector's.
    reason TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL,
    raised_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    state_ms INTEGER NOT NULL,
    -- When it came by its newest evidence; it expires so long after.
    evidence_ms INTEGER NOT NULL,
    owner TEXT NOT NULL DEFAULT '',
    story_id INTEGER,
    source_id INTEGER,
    snoozed_until_ms INTEGER,
    -- When the last notice went out, and how grave it was; NULL: none yet.
    noticed_ms INTEGER,
    noticed_severity INTEGER NOT NULL DEFAULT 0,
    -- How many steps of its severity's escalation have been taken since it became new.
    escalated INTEGER NOT NULL DEFAULT 0,
    -- Of a rate: since when it is below the mark at which it clears.
    below_ms INTEGER,
    origins INTEGER NOT NULL DEFAULT 0,
    primaries INTEGER NOT NULL DEFAULT 0,
    sides INTEGER NOT NULL DEFAULT 0,
    -- Why nobody is told of it: the alert that inhibits it, or what brought it in quietly; 0 and empty: nothing.
    inhibited_by INTEGER NOT NULL DEFAULT 0,
    quiet TEXT NOT NULL DEFAULT '',
    -- When the collector looks at it again; NULL: only when something happens to it.
    wake_ms INTEGER
) STRICT;
INSERT INTO alert(id, rule, fingerprint, severity, state, title, raised_ms, updated_ms, state_ms, evidence_ms, owner, story_id,
    source_id, noticed_ms, noticed_severity, wake_ms)
SELECT id, rule, fingerprint, severity, state, title, raised_ms, updated_ms, updated_ms, updated_ms, owner, story_id, source_id,
    CAST(strftime('%s', 'now') AS INTEGER) * 1000, severity, iif(state = 'resolved', NULL, 0) FROM former_alert;
CREATE TABLE alert_evidence (
    alert_id INTEGER NOT NULL REFERENCES alert(id),
    item_id INTEGER NOT NULL REFERENCES item(id),
    -- When what counts was seen: the item, or the revision that first matched.
    at_ms INTEGER NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1,
    -- Of a contradiction: which of its queries found it.
    part TEXT NOT NULL DEFAULT '' CHECK (part IN ('', 'left', 'right', 'both')),
    -- What is to be known of it: late, stale, backfill, edited, withdrawn; empty: nothing.
    flag TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (alert_id, item_id)
) STRICT, WITHOUT ROWID;
INSERT INTO alert_evidence(alert_id, item_id, at_ms)
SELECT alert_id, item_id, coalesce(first_seen_ms, 0) FROM former_evidence LEFT JOIN item ON item.id = item_id;
DROP TABLE former_evidence;
DROP TABLE former_alert;
CREATE INDEX evidence_by_item ON alert_evidence(item_id);
CREATE UNIQUE INDEX alert_open ON alert(fingerprint) WHERE state IN ('new', 'acked', 'snoozed');
CREATE INDEX alert_by_fingerprint ON alert(fingerprint, raised_ms);
CREATE INDEX alert_by_state ON alert(state, severity, updated_ms);
CREATE INDEX alert_by_age ON alert(updated_ms);
CREATE INDEX alert_of_source ON alert(source_id) WHERE source_id IS NOT NULL AND state IN ('new', 'acked', 'snoozed');
CREATE INDEX alert_by_rule ON alert(rule);
CREATE INDEX alert_by_story ON alert(story_id) WHERE story_id IS NOT NULL;
CREATE INDEX alert_awake ON alert(wake_ms) WHERE wake_ms IS NOT NULL;

-- What an alert knows, each fact once: nobody is told of it twice.
CREATE TABLE alert_fact (
    alert_id INTEGER NOT NULL REFERENCES alert(id),
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    item_id INTEGER,
    -- The notice that told of it; NULL: none has yet.
    notice_id INTEGER,
    PRIMARY KEY (alert_id, kind, value)
) STRICT, WITHOUT ROWID;
INSERT INTO alert_fact(alert_id, kind, value, at_ms, notice_id) SELECT id, 'raised', '', raised_ms, 0 FROM alert;
INSERT INTO alert_fact(alert_id, kind, value, at_ms, notice_id) SELECT id, 'rung', severity, raised_ms, 0 FROM alert;
INSERT OR IGNORE INTO alert_fact(alert_id, kind, value, at_ms, item_id, notice_id)
SELECT alert_id, 'primary', name, at_ms, alert_evidence.item_id, 0 FROM alert_evidence
CROSS JOIN voice ON voice.item_id = alert_evidence.item_id;
INSERT OR IGNORE INTO alert_fact(alert_id, kind, value, at_ms, item_id, notice_id)
SELECT alert_id, 'side', side, at_ms, alert_evidence.item_id, 0 FROM alert_evidence
CROSS JOIN voice ON voice.item_id = alert_evidence.item_id WHERE side <> '';

-- What rings: desks read on from the last one they know.
CREATE TABLE notice (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    alert_id INTEGER NOT NULL REFERENCES alert(id),
    -- Its number among the alert's.
    seq INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    severity INTEGER NOT NULL,
    reason TEXT NOT NULL,
    -- Why it rings, in a sentence.
    said TEXT NOT NULL,
    -- The channels it is for, joined by blanks.
    channels TEXT NOT NULL,
    -- What keeps it from ringing, a mute or an inhibition; empty: nothing.
    held TEXT NOT NULL DEFAULT '',
    UNIQUE (alert_id, seq)
) STRICT;
CREATE INDEX notice_by_time ON notice(at_ms);
-- Those that told something, not reminders: why an alert rang last.
CREATE INDEX notice_telling ON notice(alert_id, seq) WHERE reason NOT IN ('renotify', 'escalated');
CREATE INDEX notice_held ON notice(held, severity) WHERE held <> '';

-- What the collector sends, at least once, each under its own name for ever.
DROP INDEX outbox_waiting;
DROP TABLE outbox;
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    -- `alert:seq:channel`, of a digest `digest:first:channel`: the receiver tells repeats by it.
    delivery TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    -- NULL: a digest.
    notice_id INTEGER REFERENCES notice(id),
    severity INTEGER NOT NULL,
    payload TEXT NOT NULL,
    made_ms INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed', 'digested')),
    attempts INTEGER NOT NULL DEFAULT 0,
    due_ms INTEGER NOT NULL,
    done_ms INTEGER,
    -- What the receiver answered, or why it failed.
    receipt TEXT NOT NULL DEFAULT '',
    -- The delivery that told of it instead.
    digest_id INTEGER REFERENCES outbox(id)
) STRICT;
CREATE INDEX outbox_waiting ON outbox(channel, due_ms) WHERE state = 'waiting';
-- What a flood holds back: desks ask at every change.
CREATE INDEX outbox_flooded ON outbox(channel) WHERE state = 'waiting' AND attempts = 0 AND due_ms > made_ms;
CREATE INDEX outbox_of_notice ON outbox(notice_id) WHERE notice_id IS NOT NULL;
CREATE INDEX outbox_done ON outbox(channel, done_ms) WHERE done_ms IS NOT NULL;
CREATE INDEX outbox_by_digest ON outbox(digest_id) WHERE digest_id IS NOT NULL;
-- How a channel fares; one that is off is sent nothing until its config changes or an operator says so.
CREATE TABLE channel (
    name TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    off_ms INTEGER,
    trouble TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

-- What a rule said when: an alert names the revision that raised it.
CREATE TABLE rule_rev (
    rule TEXT NOT NULL,
    rev INTEGER NOT NULL,
    digest TEXT NOT NULL,
    definition TEXT NOT NULL,
    since_ms INTEGER NOT NULL,
    PRIMARY KEY (rule, rev)
) STRICT, WITHOUT ROWID;
"""
