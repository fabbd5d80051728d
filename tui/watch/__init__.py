"""What the desk sees and says by itself: the file's changes, the clock, colleagues, trouble."""
