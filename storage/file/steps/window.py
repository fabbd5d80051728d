"""The words of the window become a BLOB an item; what counts and indexes new items does so for a poll at once. The index
need not know how long each text is: nothing is ranked.
"""

SQL = """
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
