"""What a look at a database asks of its log, which the folder of the file does not know."""

from storage.file.sqlite import Connection
from storage.log import chain


def end_of_log(connection: Connection) -> str:
    """What is wrong with the newest lines, for a person; empty: nothing."""
    return _told(chain.verify_last(connection).wrong)


def whole_log(connection: Connection) -> str:
    """What is wrong with all lines, for a person; empty: nothing."""
    return _told(chain.verify(connection).wrong)


def _told(wrong: str) -> str:
    return f"its log does not hold: {wrong}" if wrong else ""
