"""The numbered log: what was done by whom, and what operators ask of the collector through it."""
