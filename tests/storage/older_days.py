"""What stood in files of former versions, as SQL: each day fills a file of the steps before one that is tested."""

from tests.storage.desk import NOW_MS

AN_OLDER_DAY = f"""
INSERT INTO source(id, url, name, family, kind, grade, language, side) VALUES (1, 'a', 'Herald', 'herald', 'press', 'C', '', '');
INSERT INTO story(id, first_item_id, first_seen_ms, last_seen_ms) VALUES (1, 1, {NOW_MS}, {NOW_MS});
INSERT INTO item(id, source_id, identity, link_key, link, title, summary, text, author, credit, published_raw, first_seen_ms,
    first_poll, lexicon, story_id, origin, voice, voice_side, badges)
VALUES (1, 1, 'guid:1', '', '', 'Bridge closed at noon', '', '', '', '', '', {NOW_MS}, 0, '', 1, 'herald', 'herald', '', '');
INSERT INTO posting(token, story_id, item_id) VALUES ('bridge', 1, 1), ('closed', 1, 1), ('noon', 1, 1);
"""

A_DISPUTED_DAY = f"""
INSERT INTO source(id, url, name, family, kind, grade, language, side) VALUES (1, 'a', 'Herald', 'herald', 'press', 'C', '', '');
INSERT INTO story(id, first_item_id, first_seen_ms, last_seen_ms) VALUES (1, 1, {NOW_MS}, {NOW_MS}), (2, 4, {NOW_MS}, {NOW_MS});
INSERT INTO item(id, source_id, identity, link_key, link, title, summary, text, author, credit, published_raw, first_seen_ms,
    first_poll, lexicon, origin, voice, voice_side, revision, story_id, badges)
SELECT column1, 1, 'guid:' || column1, '', '', 'Item', '', '', '', '', '', {NOW_MS}, 0, 'older', 'herald', 'herald', '',
    column2, column3, column4
FROM (VALUES (1, 1, 1, 'withdrawal:claimed escalation:asserted'), (2, 2, 1, 'withdrawal:doubted'),
    (3, 1, 1, 'withdrawal:conditional'), (4, 1, 2, 'withdrawal:denied'), (5, 1, 2, ''));
INSERT INTO tag(item_id, revision, current, label, stance, field, start, "end", rule, cue, cue_start, cue_end, score)
SELECT column1, column2, column3, column4, column5, 'title', 0, 4, 'r', '', 0, 0, 80
FROM (VALUES (1, 1, 1, 'withdrawal', 'claimed'), (1, 1, 1, 'escalation', 'asserted'), (2, 1, 0, 'escalation', 'denied'),
    (2, 2, 1, 'withdrawal', 'doubted'), (3, 1, 1, 'withdrawal', 'conditional'), (4, 1, 1, 'withdrawal', 'denied'));
"""

A_DAY_OF_SINGLE_VOICES = f"""
INSERT INTO source(id, url, name, family, kind, grade, language, side) VALUES (1, 'a', 'Herald', 'herald', 'press', 'C', '', ''),
    (2, 'b', 'Courier', 'courier', 'press', 'C', '', ''), (3, 'c', 'Pile', 'pile', 'aggregator', 'F', '', '');
INSERT INTO story(id, first_item_id, first_seen_ms, last_seen_ms, origins, primaries)
VALUES (1, 1, {NOW_MS}, {NOW_MS}, 2, 2), (2, 4, {NOW_MS}, {NOW_MS}, 1, 1);
INSERT INTO item(id, source_id, identity, link_key, link, title, summary, text, author, credit, published_raw, first_seen_ms,
    first_poll, lexicon, origin, voice, voice_side, story_id, relation, copy_of, copies, badges)
SELECT column1, column2, 'guid:' || column1, '', '', column3, '', '', '', column4, '', {NOW_MS}, 0, 'older', column5, column6,
    column7, column8, column9, column10, column1 = 2, column11
FROM (VALUES (1, 1, 'Units leave the rail head', '', 'herald', 'Ministry', 'east', 1, 'first', NULL, 'withdrawal:claimed'),
    (2, 2, 'Units leave the rail line', 'AFP', 'AFP', 'Ministry', 'east', 1, 'same', NULL, ''),
    (3, 1, 'Units leave the rail line', '', 'AFP', 'herald', '', 1, 'copy', 2, ''),
    (4, 3, 'Harvest is late', '', 'pile', 'pile', '', 2, 'first', NULL, ''));
INSERT INTO item_words(item_id, words)
SELECT column1, packed_words(column2) FROM (VALUES (1, '["units","leave","rail","head"]'), (2, '["units","leave","rail","line"]'));
INSERT INTO tag(item_id, revision, label, stance, field, start, "end", rule, cue, cue_start, cue_end, score)
VALUES (1, 1, 'withdrawal', 'claimed', 'title', 0, 5, 'r', '', 0, 0, 80);
INSERT INTO speaker(id, name, norm, role, org, side, basis)
VALUES (1, 'Petrov', 'petrov', 'minister', 'Ministry', 'east', 'config');
INSERT INTO speaker_alias(norm, speaker_id) VALUES ('the minister', 1), ('petrov', 1);
INSERT INTO utterance(id, norm_hash, speaker_id, text, kind, story_id, first_seen_ms, last_seen_ms)
VALUES (1, x'01', 1, 'we have begun to leave today', 'direct', 1, {NOW_MS}, {NOW_MS});
INSERT INTO quote(item_id, revision, utterance_id, field, start, "end", kind, text, speaker_id, speaker, surface, cue, basis,
    confidence)
SELECT id, 1, 1, 'summary', 0, 5, 'direct', 'we have begun to leave today', 1, 'Petrov', 'he', 'said', 'pronoun', 90
FROM item WHERE id < 3;
"""
