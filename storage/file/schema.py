"""The tables, as the steps that made them. A step that has been released is never edited: add another.

An item carries its newest text; `revision` keeps the texts that it replaced. All tables are STRICT, all times UTC epoch
milliseconds. Rows are numbered in order of arrival, so every list is `ORDER BY id DESC`.
"""

FIRST = """
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    family TEXT NOT NULL,
    kind TEXT NOT NULL,
    grade TEXT NOT NULL,
    language TEXT NOT NULL,
    side TEXT NOT NULL,
    active INTEGER NOT NULL DEFAULT 1,
    paused INTEGER NOT NULL DEFAULT 0,
    title TEXT NOT NULL DEFAULT '',
    etag TEXT,
    last_modified TEXT,
    validators_url TEXT NOT NULL DEFAULT '',
    body_hash BLOB NOT NULL DEFAULT x'',
    fingerprints BLOB NOT NULL DEFAULT x'',
    state TEXT NOT NULL DEFAULT 'new',
    reason TEXT NOT NULL DEFAULT '',
    since_ms INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    last_attempt_ms INTEGER,
    last_ok_ms INTEGER,
    next_attempt_ms INTEGER NOT NULL DEFAULT 0,
    interval_s REAL NOT NULL DEFAULT 0,
    full_ms INTEGER,
    news_ms INTEGER,
    items INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0,
    newest_item_ms INTEGER
) STRICT;

CREATE TABLE host (name TEXT PRIMARY KEY, gated_until_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE story (
    id INTEGER PRIMARY KEY,
    first_item_id INTEGER NOT NULL,
    first_seen_ms INTEGER NOT NULL,
    last_seen_ms INTEGER NOT NULL,
    origins INTEGER NOT NULL DEFAULT 1,
    primaries INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES source(id),
    identity TEXT NOT NULL,
    link_key TEXT NOT NULL,
    link TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    text TEXT NOT NULL,
    author TEXT NOT NULL,
    credit TEXT NOT NULL,
    published_ms INTEGER,
    published_raw TEXT NOT NULL,
    first_seen_ms INTEGER NOT NULL,
    first_poll INTEGER NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1,
    revised_ms INTEGER,
    lexicon TEXT NOT NULL,
    story_id INTEGER NOT NULL REFERENCES story(id),
    relation TEXT NOT NULL DEFAULT 'first' CHECK (relation IN ('first', 'same', 'copy')),
    copy_of INTEGER REFERENCES item(id),
    copies INTEGER NOT NULL DEFAULT 0,
    origin TEXT NOT NULL,
    voice TEXT NOT NULL,
    voice_side TEXT NOT NULL,
    badges TEXT NOT NULL,
    severity INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'acked', 'dismissed')),
    starred INTEGER NOT NULL DEFAULT 0,
    operator TEXT NOT NULL DEFAULT '',
    UNIQUE (source_id, identity)
) STRICT;
CREATE INDEX item_by_link ON item(source_id, link_key) WHERE link_key <> '';
CREATE INDEX item_by_story ON item(story_id, origin, voice);
CREATE INDEX item_by_arrival ON item(first_seen_ms, source_id);
CREATE INDEX item_copies ON item(copy_of) WHERE copy_of IS NOT NULL;
CREATE INDEX item_shown ON item(id) WHERE copy_of IS NULL;

-- Counted as they change: no key ever waits for a count over the whole table.
CREATE TRIGGER item_counted AFTER INSERT ON item BEGIN
    UPDATE source SET items = items + 1, unread = unread + (new.state = 'new'), newest_item_ms = new.first_seen_ms
    WHERE id = new.source_id;
END;
CREATE TRIGGER item_uncounted AFTER DELETE ON item BEGIN
    UPDATE source SET items = items - 1, unread = unread - (old.state = 'new') WHERE id = old.source_id;
END;
CREATE TRIGGER item_read AFTER UPDATE OF state ON item WHEN (old.state = 'new') <> (new.state = 'new') BEGIN
    UPDATE source SET unread = unread + (new.state = 'new') - (old.state = 'new') WHERE id = new.source_id;
END;

CREATE TABLE revision (
    item_id INTEGER NOT NULL REFERENCES item(id),
    n INTEGER NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    text TEXT NOT NULL,
    seen_ms INTEGER NOT NULL,
    PRIMARY KEY (item_id, n)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE item_fts USING fts5(
    title, summary, text, content='item', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER item_fts_insert AFTER INSERT ON item BEGIN
    INSERT INTO item_fts(rowid, title, summary, text) VALUES (new.id, new.title, new.summary, new.text);
END;
CREATE TRIGGER item_fts_delete AFTER DELETE ON item BEGIN
    INSERT INTO item_fts(item_fts, rowid, title, summary, text) VALUES ('delete', old.id, old.title, old.summary, old.text);
END;
CREATE TRIGGER item_fts_update AFTER UPDATE OF title, summary, text ON item BEGIN
    INSERT INTO item_fts(item_fts, rowid, title, summary, text) VALUES ('delete', old.id, old.title, old.summary, old.text);
    INSERT INTO item_fts(rowid, title, summary, text) VALUES (new.id, new.title, new.summary, new.text);
END;

CREATE TABLE tag (
    id INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL REFERENCES item(id),
    revision INTEGER NOT NULL,
    current INTEGER NOT NULL DEFAULT 1,
    label TEXT NOT NULL,
    stance TEXT NOT NULL,
    field TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    rule TEXT NOT NULL,
    cue TEXT NOT NULL,
    cue_start INTEGER NOT NULL,
    cue_end INTEGER NOT NULL,
    score INTEGER NOT NULL,
    by TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX tag_by_item ON tag(item_id);
CREATE INDEX tag_by_label ON tag(label, stance, item_id) WHERE current = 1;

CREATE TABLE speaker (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    norm TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL DEFAULT '',
    org TEXT NOT NULL DEFAULT '',
    side TEXT NOT NULL DEFAULT '',
    basis TEXT NOT NULL CHECK (basis IN ('config', 'seen'))
) STRICT;
CREATE TABLE speaker_alias (
    norm TEXT PRIMARY KEY,
    speaker_id INTEGER NOT NULL REFERENCES speaker(id)
) STRICT, WITHOUT ROWID;

CREATE TABLE utterance (
    id INTEGER PRIMARY KEY,
    norm_hash BLOB NOT NULL,
    speaker_id INTEGER REFERENCES speaker(id),
    text TEXT NOT NULL,
    kind TEXT NOT NULL,
    story_id INTEGER NOT NULL,
    first_seen_ms INTEGER NOT NULL,
    last_seen_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX utterance_by_words ON utterance(norm_hash);
CREATE INDEX utterance_by_story ON utterance(story_id);
CREATE INDEX utterance_by_age ON utterance(last_seen_ms);

CREATE TABLE quote (
    id INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL REFERENCES item(id),
    revision INTEGER NOT NULL,
    current INTEGER NOT NULL DEFAULT 1,
    utterance_id INTEGER REFERENCES utterance(id),
    field TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    speaker_id INTEGER REFERENCES speaker(id),
    speaker TEXT NOT NULL,
    surface TEXT NOT NULL,
    cue TEXT NOT NULL,
    basis TEXT NOT NULL,
    confidence INTEGER NOT NULL
) STRICT;
CREATE INDEX quote_by_item ON quote(item_id);
CREATE INDEX quote_by_utterance ON quote(utterance_id) WHERE current = 1;
CREATE INDEX quote_by_speaker ON quote(speaker_id) WHERE speaker_id IS NOT NULL;

CREATE TABLE posting (
    token TEXT NOT NULL,
    story_id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    PRIMARY KEY (token, story_id, item_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE alert (
    id INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    severity INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'acked', 'resolved')),
    title TEXT NOT NULL,
    raised_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    owner TEXT NOT NULL DEFAULT '',
    story_id INTEGER,
    source_id INTEGER
) STRICT;
CREATE UNIQUE INDEX alert_open ON alert(fingerprint) WHERE state <> 'resolved';
CREATE INDEX alert_by_fingerprint ON alert(fingerprint, raised_ms);
CREATE INDEX alert_by_state ON alert(state, updated_ms);

CREATE TABLE alert_evidence (
    alert_id INTEGER NOT NULL REFERENCES alert(id),
    item_id INTEGER NOT NULL REFERENCES item(id),
    PRIMARY KEY (alert_id, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_by_item ON alert_evidence(item_id);

CREATE TABLE event (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms INTEGER NOT NULL,
    operator TEXT NOT NULL,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_ids TEXT NOT NULL,
    detail TEXT NOT NULL,
    before TEXT NOT NULL DEFAULT '',
    undoes INTEGER REFERENCES event(n),
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX event_by_operator ON event(operator, n);
CREATE TRIGGER event_is_only_added BEFORE INSERT ON event WHEN new.n <> (SELECT coalesce(max(n), 0) + 1 FROM event)
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TABLE event_item (
    item_id INTEGER NOT NULL,
    n INTEGER NOT NULL REFERENCES event(n),
    PRIMARY KEY (item_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    made_ms INTEGER NOT NULL,
    channel TEXT NOT NULL,
    payload TEXT NOT NULL,
    sent_ms INTEGER
) STRICT;
CREATE INDEX outbox_waiting ON outbox(id) WHERE sent_ms IS NULL;

CREATE TABLE lease (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    taken_ms INTEGER NOT NULL,
    beat_ms INTEGER NOT NULL,
    beat_every_s REAL NOT NULL,
    polling INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE desk (
    id INTEGER PRIMARY KEY,
    operator TEXT NOT NULL,
    process TEXT NOT NULL,
    since_ms INTEGER NOT NULL,
    seen_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE lexicon_rev (
    digest TEXT PRIMARY KEY,
    first_used_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""

INTAKE = """
ALTER TABLE source RENAME COLUMN validators_url TO validators_for;
UPDATE source SET validators_for = '', etag = NULL, last_modified = NULL;
ALTER TABLE source ADD COLUMN moved_url TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN moving_url TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN moving_polls INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN moving_since_ms INTEGER;
ALTER TABLE source ADD COLUMN identity_by TEXT NOT NULL DEFAULT 'guid' CHECK (identity_by IN ('guid', 'link'));
ALTER TABLE source ADD COLUMN keys BLOB NOT NULL DEFAULT x'';
ALTER TABLE source ADD COLUMN newest_ms INTEGER;
ALTER TABLE source ADD COLUMN median_gap_s REAL NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN gap_from_ms INTEGER;
ALTER TABLE source ADD COLUMN gap_to_ms INTEGER;
ALTER TABLE source ADD COLUMN gone_polls INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN gone_since_ms INTEGER;
ALTER TABLE source ADD COLUMN probed_ms INTEGER;
ALTER TABLE source ADD COLUMN hides_news INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN skip_hours TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN skip_days TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN problems TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN waits_for TEXT NOT NULL DEFAULT '';
ALTER TABLE item ADD COLUMN published_basis TEXT NOT NULL DEFAULT '';
"""

WINDOW = """
CREATE TABLE item_words (
    item_id INTEGER PRIMARY KEY REFERENCES item(id),
    words BLOB NOT NULL
) STRICT;
INSERT INTO item_words(item_id, words)
SELECT item_id, packed_words(json_group_array(token)) FROM posting GROUP BY item_id;
DROP TABLE posting;
DROP INDEX quote_by_utterance;
CREATE INDEX quote_by_utterance ON quote(utterance_id) WHERE current = 1 AND utterance_id IS NOT NULL;
DROP TRIGGER item_counted;
DROP TRIGGER item_fts_insert;
DROP TABLE item_fts;
CREATE VIRTUAL TABLE item_fts USING fts5(
    title, summary, text, content='item', content_rowid='id', tokenize='unicode61 remove_diacritics 2', columnsize=0
);
INSERT INTO item_fts(item_fts) VALUES ('rebuild');
"""
"""The words of the window become a BLOB an item; what counts and indexes new items does so for a poll at once. The index need
not know how long each text is: nothing is ranked."""

LANGUAGE = """
CREATE TABLE label (
    name TEXT PRIMARY KEY,
    place INTEGER NOT NULL,
    short TEXT NOT NULL,
    colour TEXT NOT NULL,
    help TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What an operator says of a label on an item; an empty stance says that it does not hold.
CREATE TABLE verdict (
    item_id INTEGER NOT NULL REFERENCES item(id),
    label TEXT NOT NULL,
    stance TEXT NOT NULL,
    operator TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    overruled TEXT NOT NULL,
    PRIMARY KEY (item_id, label)
) STRICT, WITHOUT ROWID;

ALTER TABLE lexicon_rev ADD COLUMN feint TEXT NOT NULL DEFAULT '';
ALTER TABLE lexicon_rev ADD COLUMN layers TEXT NOT NULL DEFAULT '';

-- One row: the lexicon in use, what is wrong with the files on disk, and how far its re-tagging has come.
CREATE TABLE lexicon_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    digest TEXT NOT NULL,
    since_ms INTEGER NOT NULL,
    trouble TEXT NOT NULL DEFAULT '',
    retag_below INTEGER NOT NULL DEFAULT 0,
    retag_total INTEGER NOT NULL DEFAULT 0,
    retag_done INTEGER NOT NULL DEFAULT 0,
    retag_changed INTEGER NOT NULL DEFAULT 0,
    retag_ended_ms INTEGER
) STRICT;

ALTER TABLE story ADD COLUMN disputed TEXT NOT NULL DEFAULT '';
-- CROSS JOIN leads from a story's items to their tags: the other way round took 35 s for 30,000 items, this 0.2 s (measured).
UPDATE story SET disputed = coalesce((
    SELECT group_concat(pair, ' ') FROM (
        SELECT DISTINCT label || ':' || stance AS pair, label FROM item CROSS JOIN tag ON item_id = item.id
        WHERE item.story_id = story.id AND current = 1 ORDER BY pair
    ) AS said WHERE EXISTS (
        SELECT 1 FROM item CROSS JOIN tag ON item_id = item.id
        WHERE item.story_id = story.id AND current = 1 AND tag.label = said.label AND stance IN ('asserted', 'claimed')
    ) AND EXISTS (
        SELECT 1 FROM item CROSS JOIN tag ON item_id = item.id
        WHERE item.story_id = story.id AND current = 1 AND tag.label = said.label AND stance IN ('denied', 'doubted')
    )
), '') WHERE id IN (SELECT story_id FROM item WHERE badges LIKE '%:denied%' OR badges LIKE '%:doubted%');
CREATE INDEX item_unread ON item(first_seen_ms, badges, state, copy_of)
    WHERE state = 'new' AND copy_of IS NULL AND badges <> '';
CREATE INDEX item_said ON item(story_id, badges) WHERE badges <> '';
CREATE INDEX story_disputed ON story(disputed) WHERE disputed <> '';
CREATE INDEX tag_by_rule ON tag(rule, item_id) WHERE current = 1;
"""
"""Labels are data, operators overrule tags, a lexicon has a history, stories know on what they disagree."""

VOICES = """
ALTER TABLE speaker ADD COLUMN kind TEXT NOT NULL DEFAULT 'person'
    CHECK (kind IN ('person', 'office', 'organisation', 'group', 'anonymous'));
-- Who a name that papers use is, by an alias; nobody but itself where there is none.
ALTER TABLE speaker ADD COLUMN same_as INTEGER REFERENCES speaker(id);
CREATE INDEX speaker_by_org ON speaker(org) WHERE side <> '';
CREATE INDEX speaker_same ON speaker(same_as) WHERE same_as IS NOT NULL;
CREATE INDEX utterance_by_speaker ON utterance(speaker_id) WHERE speaker_id IS NOT NULL;

-- An alias holds from a date until another: offices change hands. `by` is `config`, `offices` or an operator.
DROP TABLE speaker_alias;
CREATE TABLE speaker_alias (
    norm TEXT NOT NULL,
    by TEXT NOT NULL,
    from_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    speaker_id INTEGER NOT NULL REFERENCES speaker(id),
    PRIMARY KEY (norm, by, from_ms)
) STRICT, WITHOUT ROWID;

ALTER TABLE quote ADD COLUMN who TEXT NOT NULL DEFAULT '';
ALTER TABLE quote ADD COLUMN role TEXT NOT NULL DEFAULT '';
-- By whose alias the speaker is known: `config`, `offices`, an operator; empty: by the very name.
ALTER TABLE quote ADD COLUMN known_by TEXT NOT NULL DEFAULT '';
-- Whose word a tag is; NULL: the outlet's own.
ALTER TABLE tag ADD COLUMN speaker_id INTEGER REFERENCES speaker(id);

-- What an utterance is recognised by: digests of neighbouring words, for seven days.
CREATE TABLE utterance_gram (
    gram INTEGER NOT NULL,
    utterance_id INTEGER NOT NULL REFERENCES utterance(id),
    PRIMARY KEY (gram, utterance_id)
) STRICT, WITHOUT ROWID;

-- Whose word an item rests on: a speaker's organisation, else the speaker, else (own) whoever wrote it.
CREATE TABLE voice (
    item_id INTEGER NOT NULL REFERENCES item(id),
    name TEXT NOT NULL,
    side TEXT NOT NULL,
    own INTEGER NOT NULL,
    unnamed INTEGER NOT NULL,
    PRIMARY KEY (item_id, name)
) STRICT, WITHOUT ROWID;
INSERT INTO voice(item_id, name, side, own, unnamed)
SELECT item.id, voice, voice_side, voice = source.family, 0 FROM item JOIN source ON source.id = source_id;
CREATE INDEX voice_by_name ON voice(name);
CREATE INDEX voice_by_side ON voice(side) WHERE side <> '';
CREATE INDEX tag_by_speaker ON tag(speaker_id, item_id) WHERE current = 1 AND speaker_id IS NOT NULL;
DROP INDEX item_by_story;
ALTER TABLE item DROP COLUMN voice;
ALTER TABLE item DROP COLUMN voice_side;
-- An item whose writer is unknown has an empty origin.
CREATE INDEX item_by_story ON item(story_id, origin, copy_of);
CREATE INDEX item_by_origin ON item(origin);
-- How the origin is known: `own`, `source`, `byline`, `dateline`, `relayed`, `copy`, `cited`, or `unknown`.
ALTER TABLE item ADD COLUMN origin_basis TEXT NOT NULL DEFAULT 'own';
-- How the credit is known: as in feeds.records.Entry.
ALTER TABLE item ADD COLUMN credit_basis TEXT NOT NULL DEFAULT '';
UPDATE item SET credit_basis = 'source', origin_basis = 'source' WHERE credit <> '';
UPDATE item SET origin_basis = 'copy' WHERE copy_of IS NOT NULL;
ALTER TABLE story ADD COLUMN unknown_origins INTEGER NOT NULL DEFAULT 0;
-- The news agency that a source is, by its canonical name; empty for any other newsroom.
ALTER TABLE source ADD COLUMN agency TEXT NOT NULL DEFAULT '';
-- What an aggregator brings without a credit is of nobody known.
UPDATE item SET origin = '', origin_basis = 'unknown'
WHERE credit = '' AND copy_of IS NULL AND source_id IN (SELECT id FROM source WHERE kind = 'aggregator');
DELETE FROM voice WHERE own = 1 AND item_id IN (SELECT id FROM item WHERE origin = '');
UPDATE story SET origins = (SELECT count(DISTINCT nullif(origin, '')) FROM item WHERE story_id = story.id),
    unknown_origins = (SELECT count(*) FROM item WHERE story_id = story.id AND origin = '' AND copy_of IS NULL),
    primaries = (SELECT count(DISTINCT name) FROM item CROSS JOIN voice ON item_id = item.id WHERE story_id = story.id)
WHERE id IN (SELECT story_id FROM item WHERE origin = '');

-- Why an item is in its story, and which operator put it there; empty: the collector.
ALTER TABLE item ADD COLUMN joined_because TEXT NOT NULL DEFAULT '';
ALTER TABLE item ADD COLUMN joined_by TEXT NOT NULL DEFAULT '';
ALTER TABLE story ADD COLUMN merged_into INTEGER REFERENCES story(id);
CREATE INDEX story_merged ON story(merged_into) WHERE merged_into IS NOT NULL;
-- Stories on one subject that are not one event: shown to each other, never joined.
CREATE TABLE story_relation (
    story_id INTEGER NOT NULL REFERENCES story(id),
    earlier_id INTEGER NOT NULL REFERENCES story(id),
    because TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (story_id, earlier_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_related_to ON story_relation(earlier_id);
"""
"""Speakers are of a kind and known by dated aliases, tags have holders, items rest on several voices, stories can be merged."""

STORE = """
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
"""The log knows when things happened, desks see each other, the collector says what keeps it; every list has its index."""

INSTRUMENT = """
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
"""What operators set from the desk: sources paused and graded, mutes, views under digits."""

ALERTING = """
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
-- New alerts that ring for nobody: counts of what rings leave them out.
CREATE INDEX alert_unheard ON alert(severity) WHERE state = 'new' AND (inhibited_by <> 0 OR quiet <> '');

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
CREATE INDEX outbox_of_notice ON outbox(notice_id) WHERE notice_id IS NOT NULL;
CREATE INDEX outbox_done ON outbox(channel, done_ms) WHERE done_ms IS NOT NULL;
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
"""Alerts ring for facts: what each knows, its notices, their deliveries, the revisions of rules."""

STEPS: tuple[tuple[str, str], ...] = (
    ("first", FIRST),
    ("intake", INTAKE),
    ("window", WINDOW),
    ("language", LANGUAGE),
    ("voices", VOICES),
    ("store", STORE),
    ("instrument", INSTRUMENT),
    ("alerting", ALERTING),
)
"""(name, SQL) in order; the file's `user_version` is how many of them it has."""
