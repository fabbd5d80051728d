"""What a poll brings and what becomes of it: items, their edits, tags, verdicts, the lexicon that read them."""
