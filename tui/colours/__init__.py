"""The palettes of the themes, each for terminals of several depths."""
