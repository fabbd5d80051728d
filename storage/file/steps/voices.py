"""Speakers are of a kind and known by dated aliases, tags have holders, items rest on several voices, stories can be
merged.
"""

SQL = """
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
