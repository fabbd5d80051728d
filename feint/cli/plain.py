"""Words of a feed, or of a file, as they may reach a terminal."""


def plain(words: str) -> str:
    """One line without a control, bidi or otherwise invisible character: an article is as hostile as a feed."""
    return "".join(character if character.isprintable() else "\ufffd" for character in words)
