"""What may stand at the cursor of a query: names of fields at once, values from the file beside the keys."""

import re
from collections.abc import Callable, Coroutine
from itertools import takewhile
from typing import NamedTuple

from storage.query import FIELDS
from storage.reads.reader import Reader
from tui.asking.lane import Lane

Values = tuple[tuple[str, str], ...]
"""(value, what it means for a person), the likeliest first."""

MOST = 40
"""Values asked for at once."""
_FIELD = re.compile(r"([A-Za-z_]+):(.*)", re.DOTALL)
_PLAIN = re.compile(r"[\w<>=][\w<>=.'-]*")
"""A value that needs no quotes."""


class Completions(NamedTuple):
    """What may stand in a line from `start` to `end`, its cursor; never empty."""

    start: int
    end: int
    values: Values

    @property
    def common(self) -> str:
        """As far as all agree."""
        letters = zip(*(value for value, _ in self.values), strict=False)
        return "".join(each[0] for each in takewhile(lambda each: len(set(each)) == 1, letters))


class Place(NamedTuple):
    """Where in a query the cursor stands."""

    field: str
    """Whose value is being typed; empty: a field's name, or a word."""
    start: int
    typed: str
    """What stands there so far, without quotes."""


class Completer:
    """Completes queries; values are known a few milliseconds after they are first asked for, and then shown."""

    def __init__(
        self, lane: Lane[Reader], beside: Callable[[Coroutine[None, None, None]], object], came: Callable[[], object]
    ) -> None:
        """`beside` runs what must not hold a key up, `came` is told when values are known."""
        self._lane = lane
        self._beside = beside
        self._came = came
        self._known: dict[tuple[str, str], Values] = {}
        self._asked: tuple[str, str] | None = None

    def __call__(self, text: str, cursor: int) -> Completions | None:
        """What may stand at the cursor, as far as is known now."""
        place = place_of(text, cursor)
        if place is None:
            return None
        values = self._values(place) if place.field else _names(place.typed)
        return Completions(place.start, cursor, values) if values else None

    def is_half(self, text: str) -> bool:
        """Is the last word a value that the file does not hold, as far as is known, but one that begins so?"""
        place = place_of(text, len(text))
        if place is None or not place.field or not place.typed:
            return False
        values = [value.strip('"').casefold() for value, _ in self._values(place)]
        return bool(values) and place.typed.casefold() not in values

    def forget(self) -> None:
        """Another line begins: what the file holds may have changed since the last one."""
        self._known.clear()
        self._asked = None

    def _values(self, place: Place) -> Values:
        field, typed = place.field, place.typed.casefold()
        known = self._known.get((field, typed))
        if known is None:
            self._ask(field, typed)
            known = self._meanwhile(field, typed)
        return tuple((quoted(value), means) for value, means in known)

    def _meanwhile(self, field: str, typed: str) -> Values:
        """Of what is known of a shorter beginning, what fits the longer one: a Tab typed fast must find something."""
        beginnings = (self._known.get((field, typed[:length])) for length in range(len(typed) - 1, -1, -1))
        known = next((values for values in beginnings if values is not None), ())
        return tuple(value for value in known if _fits(value[0], typed))

    def _ask(self, field: str, typed: str) -> None:
        if self._asked != (field, typed):
            self._asked = (field, typed)
            self._beside(self._hear(field, typed))

    async def _hear(self, field: str, typed: str) -> None:
        values = await self._lane.ask(lambda reader: reader.values_of(field, typed, MOST))
        if values is not None:
            self._known[field, typed] = values
            self._came()


def place_of(text: str, cursor: int) -> Place | None:
    """Where the cursor stands; None within a phrase, or after the name of what is no field."""
    start, value_start, in_quotes = 0, 0, False
    for at, character in enumerate(text[:cursor]):
        in_quotes ^= character == '"'
        if not in_quotes and (character.isspace() or character in "()"):
            start = value_start = at + 1
        elif not in_quotes and character == ",":
            value_start = at + 1
    start += text.startswith("-", start, cursor)
    token = text[start:cursor]
    field = _FIELD.fullmatch(token)
    if field is None:
        return None if '"' in token else Place("", start, token)
    name = field[1].lower()
    if name not in FIELDS:
        return None
    value_start = max(value_start, start + field.start(2))
    return Place(name, value_start, text[value_start:cursor].replace('"', ""))


def quoted(value: str) -> str:
    """A value as it may stand in a query."""
    return value if _PLAIN.fullmatch(value) else '"{}"'.format(value.replace('"', ""))


def _names(typed: str) -> Values:
    return tuple((f"{name}:", means) for name, means in FIELDS.items() if name.startswith(typed.lower()))


def _fits(value: str, typed: str) -> bool:
    """Does it begin so, or one of its words?"""
    folded = value.casefold()
    return folded.startswith(typed) or any(word.startswith(typed) for word in re.split(r"[\s\-_.]+", folded))
