"""alerts: when it rings, when it keeps quiet, and that it commits with its items."""
