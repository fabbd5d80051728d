"""The tables of the first desk."""

SQL = """
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
