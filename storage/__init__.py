"""storage: the one SQLite file. Every SQL statement of the program stands in this room.

Read downward: file (the file itself), log, grouping (stories), voices (who said what), items (what polls bring), keeping (what
grows old), query (the language in which all is asked for), reads (what is shown), acting (what operators do); beside them rows,
what is read. This room imports only the record types of feeds and classifier.
"""
