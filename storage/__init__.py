"""storage: the one SQLite file. Every SQL statement of the program stands in this room.

Import from here: rows (what is read), reader, acts (what operators do), intake, sources, lexicons and retagging (what the
collector does), alerts, events, query, listing, lease, migrate, backup. This room imports only the record types of feeds and
classifier.
"""
