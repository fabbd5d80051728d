"""storage: the one SQLite file. Every SQL statement of the program stands in this room.

Import from here: rows (what is read), reader, acts (what operators do), intake and sources (what the collector does), alerts,
events, query, lease, migrate, backup. This room imports only the record types of feeds and classifier.
"""
