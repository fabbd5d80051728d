"""What desks and commands are shown; nothing here writes."""
