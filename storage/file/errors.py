"""What storage lets out when it cannot do as asked: always a line for a person, saying what is wrong and what to do."""


class StoreError(Exception):
    """The file cannot be used as asked; `str(error)` is the whole story in one line."""


class DiskFull(StoreError):
    """There is no room for a write. Nothing was half-written, reading goes on, and the same write may succeed later."""


class Superseded(StoreError):
    """The open file is no longer the one to use: a newer feint has migrated it, or another file lies in its place."""
