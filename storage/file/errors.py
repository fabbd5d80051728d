"""The one error that storage lets out: a line for a person, saying what is wrong and what to do."""


class StoreError(Exception):
    """The file cannot be used as asked; `str(error)` is the whole story in one line."""
