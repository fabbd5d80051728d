"""Which story an item belongs to, and whose copy it is."""
