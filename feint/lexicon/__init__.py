"""The desk's own lexicon: where its layers lie, what a change would do to stored items, what is in it, what operators corrected."""
