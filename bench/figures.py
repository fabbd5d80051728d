"""What one poll of all feeds took, and how far that is from what was hoped for."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from statistics import median
from typing import Literal

HEADINGS = ("wall s", "CPU s", "memory MB", "requests", "304s", "items", "bytes/item")


@dataclass(frozen=True, slots=True)
class Figures:
    """One poll; fields in the order of `HEADINGS`."""

    wall_s: float
    cpu_s: float
    memory_mb: float
    requests: float
    unchanged: float
    items: float
    bytes_an_item: float

    @classmethod
    def median_of(cls, polls: Sequence["Figures"]) -> "Figures":
        """The median of each field."""
        return cls(*map(median, zip(*map(astuple, polls), strict=True)))


@dataclass(frozen=True, slots=True)
class _Target:
    """At most so many times what newsboat takes."""

    feeds: int
    phase: str
    figure: Literal["wall", "CPU"]
    most: float
    moonshot: float | None = None


_TARGETS = (
    _Target(100, "cold", "wall", 2.0),
    _Target(100, "warm", "wall", 2.0),
    _Target(1_000, "cold", "wall", 0.6, 0.3),
    _Target(1_000, "warm", "wall", 0.25, 0.1),
    _Target(1_000, "warm", "CPU", 0.25, 0.1),
    _Target(1_000, "one new", "wall", 0.3, 0.1),
    _Target(1_000, "one new", "CPU", 0.3, 0.1),
)
_MOST_MB = {1_000: 220}


def verdicts(feeds: int, taken: Mapping[tuple[str, str], Figures]) -> list[tuple[str, float, str, str]]:
    """Judge each target: what is compared, the figure, the target, `holds` or `misses`. `taken` by reader and phase."""
    rows = []
    for target in _TARGETS:
        beside = taken.get(("newsboat", target.phase))
        if target.feeds == feeds and beside is not None:
            ours = taken["feint", target.phase]
            ratio = ours.wall_s / beside.wall_s if target.figure == "wall" else ours.cpu_s / beside.cpu_s
            rows.append((f"feint / newsboat, {target.phase}, {target.figure}", ratio, *_judged(ratio, target)))
    if feeds in _MOST_MB:
        memory = max(figures.memory_mb for (reader, _), figures in taken.items() if reader == "feint")
        most = _MOST_MB[feeds]
        rows.append(("feint, memory at most, MB", memory, f"<= {most}", "holds" if memory <= most else "misses"))
    return rows


def _judged(ratio: float, target: _Target) -> tuple[str, str]:
    goal = f"<= {target.most:g}"
    if target.moonshot is not None:
        goal += f", moonshot {target.moonshot:g}"
        if ratio <= target.moonshot:
            return goal, "holds, and the moonshot"
    return goal, "holds" if ratio <= target.most else "misses"
