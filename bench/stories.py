"""Stories: what placing a new item costs when the window holds 20,000, on reports of events of our own invention."""

import random
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.replaying import Record, replay
from bench.table import table

_WINDOW_ITEMS = 20_000
_MEASURED = 1_000
_MEDIAN_MS, _P95_MS = 3.0, 10.0
"""At most."""
_FAMILIES = 40
_NEW_EVENT, _GOING_ON = 0.6, 200
"""So many of the reports begin an event; so many events are reported on at a time."""
_BEGAN_MS, _LASTS_MS = 1_800_000_000_000, 70 * 3_600_000
_SYLLABLES = (
    "ka", "to", "ri", "vel", "sun", "dor", "mi", "len", "gra", "po", "shi", "bek", "ul", "tar", "no", "vi", "zem", "ash",
    "el", "dra", "ko", "fin", "lu", "mor",
)  # fmt: skip
_REPORTS = (
    "{who} of {org} says {thing} in {place} after {deed}", "{place}: {deed} leaves {thing} in doubt, {org} warns",
    "{org} blames {who} as {deed} halts {thing}", "What {deed} in {place} means for {thing}",
    "{thing}: {who} calls {deed} in {place} a mistake",
)  # fmt: skip
_LEADS = (
    "Officials said on {day} that {number} people had waited near {place} since {deed}, while {org} asked for patience.",
    "{who}, who speaks for {org}, told reporters that {thing} would go on once {deed} was over; {number} families agreed.",
    "For {number} days {place} has talked of nothing but {deed}. {org} has promised an answer on {thing} by {day}.",
)
_DEEDS = (
    "the flood", "a strike", "the landslide", "a power cut", "the vote", "a fire", "the ruling", "an outbreak", "the raid",
    "a collision", "the ban", "a protest", "the recall", "a shooting", "the merger",
)  # fmt: skip
_THINGS = (
    "the ferry line", "a school roof", "the harvest", "the night train", "a water main", "the dam", "a museum", "the port",
    "grain sales", "a hospital wing", "the census", "a football final",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def reports(n: int, seed: int = 1) -> Iterator[Record]:
    """Reports of invented events, some of one outlet, some of six, within 70 hours: rare names among common words."""
    chance = random.Random(seed)
    events: list[dict[str, str]] = []
    for k in range(n):
        if not events or chance.random() < _NEW_EVENT:
            events.append(_event(chance))
        event = events[-1] if chance.random() < 0.5 else chance.choice(events[-_GOING_ON:])
        title = chance.choice(_REPORTS).format(**event)
        lead = " ".join(each.format(**event) for each in chance.sample(_LEADS, 2))
        at_ms = _BEGAN_MS + k * _LASTS_MS // n
        yield Record(f"Paper {k % _FAMILIES}", at_ms, title[0].upper() + title[1:], lead, f"https://paper.example/{k}")


def main() -> None:
    """Fill a window, then place more."""
    with tempfile.TemporaryDirectory() as folder:
        spent_ms = replay(list(reports(_WINDOW_ITEMS + _MEASURED)), Path(folder) / "stories.db")[-_MEASURED:]
    median, p95 = statistics.median(spent_ms), statistics.quantiles(spent_ms, n=20)[-1]
    rows = [
        (name, ms, most, "holds" if ms <= most else "misses")
        for name, ms, most in (("median", median, _MEDIAN_MS), ("p95", p95, _P95_MS))
    ]
    table(f"a new item against {_WINDOW_ITEMS:,} in the window, CPU ms", ("", "is", "at most", ""), rows)


def _event(chance: random.Random) -> dict[str, str]:
    return {
        "who": f"{_name(chance)} {_name(chance)}", "org": f"{_name(chance)} council", "place": _name(chance),
        "deed": chance.choice(_DEEDS), "thing": chance.choice(_THINGS), "day": chance.choice(_DAYS),
        "number": f"{chance.randrange(11, 4_000):,}",
    }  # fmt: skip


def _name(chance: random.Random) -> str:
    """One of 5,000, so that events which have nothing to do with each other share some."""
    return "".join(random.Random(chance.randrange(5_000)).sample(_SYLLABLES, 3)).capitalize()
