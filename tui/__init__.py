"""tui: the desk. Reads storage, acts through storage, paints with Textual.

Import from here: app (run), options, commands (check_keys). This room imports storage and alerts, and of third parties only textual
and rich: a desk starts in the time its imports take.
"""
