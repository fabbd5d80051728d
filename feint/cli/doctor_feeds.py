"""What `feint doctor` tells of each feed as the database remembers it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from feint.cli.columns import aligned
from feint.cli.doctor import Finding
from feint.config import Config, Source
from storage.file.errors import StoreError
from storage.query import parse
from storage.reads import listing
from tui.ages import age, stamp, wait

Row = Mapping[str, object]

_WORST_FIRST = (
    "gone", "not-a-feed", "malformed", "too-big", "http-error", "unreachable", "timeout", "rate-limited", "offline",
    "paused", "frozen", "empty", "new", "ok",
)  # fmt: skip
_RANKS = {state: rank for rank, state in enumerate(_WORST_FIRST)}
_WELL = frozenset({"ok", "empty", "new"})
_GAP_TOLD_MS = 7 * 86_400_000


def remembered(config: Config, database: Path, now_ms: int) -> list[Finding]:
    """A line a feed, the worst first and of these the longest in trouble; then a summary."""
    try:
        rows: list[Row] = list(listing.sources(database, parse(""), 100_000, 0))
    except StoreError:  # not there or damaged: the line about the database has said so
        return [("note", "feeds", "nothing is known of them yet; --fetch asks them now")] if config.sources else []
    by_url = {source.url: source for source in config.sources}
    rows.sort(key=lambda row: (_rank(row, now_ms), _said(row, "since")))
    lines = aligned([_columns(row, by_url.get(_said(row, "url")), now_ms) for row in rows])
    told = [("ok" if _is_well(row, now_ms) else "note", "feed", line) for row, line in zip(rows, lines, strict=True)]
    unknown = len({source.url for source in config.sources if source.enabled} - {_said(row, "url") for row in rows})
    return [*told, _summary(rows, unknown, now_ms)]


def marks(source: Source | None) -> list[str]:
    """What is unusual in how a source is asked."""
    if source is None:
        return []
    said = {"via proxy": source.proxy not in ("", "none"), "own headers": source.headers, "own CA": source.ca_file}
    return [*(words for words, holds in said.items() if holds), *(["INSECURE"] if source.insecure else [])]


def _columns(row: Row, source: Source | None, now_ms: int) -> list[str]:
    since_ms, good_ms, next_ms = (_ms(row, name) for name in ("since", "last_ok", "next_attempt"))
    state = _said(row, "state") + (f" {age(since_ms, now_ms)}" if since_ms else "")
    next_in = f"next in {wait(next_ms, now_ms)}" if next_ms and next_ms > now_ms else "next now"
    if _said(row, "state") == "paused":
        next_in = "not polled"
    why_then, _, remark = _said(row, "waits_for").partition(", ")
    return [
        _said(row, "name"),
        state,
        f"{row['items']} items",
        f"last good {age(good_ms, now_ms)}" if good_ms else "never good",
        f"{next_in} ({why_then})" if why_then else next_in,
        "; ".join(_remarks(row, remark, source, now_ms)),
    ]


def _remarks(row: Row, on_waiting: str, source: Source | None, now_ms: int) -> Iterator[str]:
    yield from filter(None, (_said(row, "reason"), on_waiting, _gap(row, now_ms)))
    if moved_url := _said(row, "moved_url"):
        yield f"moved to {moved_url}"
    yield from marks(source)


def _gap(row: Row, now_ms: int) -> str:
    """Say between which polls entries may have been missed, in the last week."""
    from_ms, to_ms = _ms(row, "gap_from"), _ms(row, "gap_to")
    if from_ms is None or to_ms is None or now_ms - to_ms > _GAP_TOLD_MS:
        return ""
    return f"possible gap {stamp(from_ms)} to {stamp(to_ms)}"


def _is_well(row: Row, now_ms: int) -> bool:
    return _said(row, "state") in _WELL and not _gap(row, now_ms)


def _rank(row: Row, now_ms: int) -> int:
    state = _said(row, "state")
    return _RANKS["frozen"] if _gap(row, now_ms) and state in _WELL else _RANKS.get(state, -1)


def _summary(rows: list[Row], unknown: int, now_ms: int) -> Finding:
    states = Counter(_said(row, "state") for row in rows)
    best_first = sorted(states, key=lambda state: -_RANKS.get(state, -1))
    parts = [f"{states[state]} {state}" for state in best_first]
    parts += [f"{unknown} not seen by a collector yet"] if unknown else []
    gaps = sum(bool(_gap(row, now_ms)) for row in rows)
    parts += [f"{gaps} with a possible gap"] if gaps else []
    is_well = all(_is_well(row, now_ms) for row in rows)
    return "ok" if is_well else "note", "feeds", ", ".join(parts) or "none"


def _said(row: Row, name: str) -> str:
    return str(row.get(name) or "")


def _ms(row: Row, name: str) -> int | None:
    said = _said(row, name)
    return round(datetime.fromisoformat(said).timestamp() * 1000) if said else None
