"""From what the lexicon finds to tags: which rules fire, in what stance, on whose word, and why."""
