"""storage: what the one file promises, each promise a test."""
