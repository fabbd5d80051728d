"""Which entries a demo's feeds hold at a moment, and what date they carry: a pure function of the time that went by."""

from dataclasses import dataclass

from feint.demo.day import Day, Entry

MINUTES_SHOWN = 10.0
"""How long, in real minutes, the part of the day after its opening takes at the usual speed."""


@dataclass(frozen=True, slots=True)
class Published:
    """An entry as a feed serves it now: its latest wording, and the time of its first."""

    entry: Entry
    published_ms: int
    updated_ms: int


def usual_speed(day: Day) -> float:
    """Say how many minutes of the day pass in a minute so that the day is over after `MINUTES_SHOWN`."""
    return (day.entry[-1].minute - day.opens_minute) / MINUTES_SHOWN


def date_of(entry: Entry, day: Day, started_ms: int, speed: float) -> int:
    """Say when an entry appears. What precedes the opening lies back as long as in the day; the rest comes at speed."""
    offset_ms = (entry.minute - day.opens_minute) * 60_000
    return started_ms + int(offset_ms if offset_ms <= 0 else offset_ms / speed)


def published(day: Day, outlet: str, started_ms: int, now_ms: int, speed: float) -> list[Published]:
    """List what an outlet's feed holds now, newest first; an edit replaces the wording of what it edits."""
    held: dict[str, Published] = {}
    for entry in day.entry:
        date_ms = date_of(entry, day, started_ms, speed)
        if entry.outlet != outlet or date_ms > now_ms:
            continue
        first_ms = held[entry.edit_of].published_ms if entry.edit_of else date_ms
        held[entry.edit_of or entry.id] = Published(entry, first_ms, date_ms)
    return sorted(held.values(), key=lambda each: each.published_ms, reverse=True)
