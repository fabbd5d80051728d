"""How grave a rule calls what it names."""

SEVERITIES = ("none", "info", "notice", "urgent", "flash")
"""By rank: 0 is an item that no rule named."""
