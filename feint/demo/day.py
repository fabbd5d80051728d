"""The day as it stands in day.toml: who publishes, and what when."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from feint.config_words import Grade, SourceKind

DAY_FILE = Path(__file__).with_name("day.toml")
Clock = Annotated[str, msgspec.Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Outlet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who publishes: one feed, and one source of the demo's desk."""

    name: str
    kind: SourceKind
    grade: Grade
    side: str = ""
    format: Literal["rss", "atom", "json"] = "rss"
    fault: int = 0
    """An HTTP status that every request gets instead of the feed; 0 for a feed that works."""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing published, or one edit. A copy takes its summary from the original and credits its outlet."""

    at: Clock
    outlet: str
    title: str
    summary: str = ""
    id: str = ""
    edit_of: str = ""
    copy_of: str = ""
    credit: str = ""
    """The name of the outlet whose text this is; filled in for copies."""

    @property
    def minute(self) -> int:
        """Minutes since the day's midnight."""
        hours, minutes = self.at.split(":")
        return int(hours) * 60 + int(minutes)


class Day(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole day, in the order in which it happens; every entry has an id."""

    opens: Clock
    """The moment at which a demo starts; what is older has been published by then."""
    outlet: dict[str, Outlet]
    entry: tuple[Entry, ...]

    @property
    def opens_minute(self) -> int:
        """Minutes from midnight to the moment at which a demo starts."""
        return Entry(at=self.opens, outlet="", title="").minute


def load_day(path: Path = DAY_FILE) -> Day:
    """Read a day; ValueError where it contradicts itself."""
    day = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Day)
    entries = tuple(_completed(day))
    if [entry.minute for entry in entries] != sorted(entry.minute for entry in entries):
        raise ValueError("the entries of a day stand in the order in which they happen")
    return msgspec.structs.replace(day, entry=entries)


def _completed(day: Day) -> Iterator[Entry]:
    """Give every entry an id, and every copy the text and the credit of its original."""
    seen: dict[str, Entry] = {}
    for n, entry in enumerate(day.entry):
        if entry.outlet not in day.outlet:
            raise ValueError(f"{entry.at}: no outlet {entry.outlet}")
        for other in filter(None, (entry.edit_of, entry.copy_of)):
            if other not in seen:
                raise ValueError(f"{entry.at}: nothing called {other} was published before")
        if entry.edit_of and seen[entry.edit_of].outlet != entry.outlet:
            raise ValueError(f"{entry.at}: {entry.outlet} edits another's entry")
        entry = msgspec.structs.replace(entry, id=entry.id or f"{entry.outlet}-{n}")
        if entry.copy_of:
            original = seen[entry.copy_of]
            entry = msgspec.structs.replace(entry, summary=original.summary, credit=day.outlet[original.outlet].name)
        seen[entry.id] = entry
        yield entry
