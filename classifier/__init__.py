"""classifier: from text to tags and quotes, and from a pair to same or not. Pure: no I/O after the lexicon is read, no clock.

Standard library only. Import from here: records, document (`Layer`), engine (`Classifier`), cases, explain, match.
This room imports no other.
"""
