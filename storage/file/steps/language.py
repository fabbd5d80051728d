"""Labels are data, operators overrule tags, a lexicon has a history, stories know on what they disagree."""

SQL = """
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
