"""Sources remember moves, gaps, paces and what tells their entries apart."""

SQL = """
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
