"""classifier: from text to tags and quotes, and from a pair to same or not. Pure: no I/O after the lexicon is read, no clock.

Standard library only, this room imports no other. Read words, lexicon, quoting, tagging, matching in that order; engine puts
them together. Import from here: records, engine (`Classifier`), cases, lexicon.document, tagging.explain, matching.
"""
