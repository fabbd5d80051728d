"""The lexicon: its files (TOML beside this), how they are read, checked and compiled, and where their words stand in a text."""
