"""How `feint channels` says it: in columns, in words, and for scripts."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from feint.cli.columns import aligned
from feint.cli.plain import fields, plain
from storage.alerting.faring import Answer, Faring
from storage.reads.jsonrows import iso
from storage.reads.mutes import minute

_HEADINGS = ("CHANNEL", "KIND", "STATE", "WAITING", "FAILED", "LAST ANSWER")
_NONE = "-"


class Listed(NamedTuple):
    """A channel of the config, and what the file knows of it."""

    id: str
    kind: str
    is_of_desks: bool
    """The collector sends nothing by it."""
    faring: Faring | None

    @property
    def state(self) -> str:
        """One word; `new` is one that no collector has taken over."""
        if self.is_of_desks:
            return "on"
        if self.faring is None:
            return "new"
        return "off" if self.faring.is_off else "failing" if self.faring.trouble else "on"


def listed(rows: Sequence[Listed], *, plainly: bool) -> Iterator[str]:
    """The channels for a person; under one that takes nothing stands why."""
    lines = [_in_words(row) for row in rows] if plainly else aligned([_HEADINGS, *map(_cells, rows)])
    if not plainly:
        yield lines.pop(0)
    for row, line in zip(rows, lines, strict=True):
        yield line
        if row.faring and row.faring.trouble and not plainly:
            yield f"    {plain(row.faring.trouble)}"


def as_json(rows: Iterable[Listed]) -> Iterator[str]:
    """The channels for a script, one object each."""
    for row in rows:
        faring = row.faring
        yield json.dumps({
            "channel": row.id, "kind": row.kind, "state": row.state, "waiting": faring and faring.waiting,
            "failed_7d": faring and faring.failed, "trouble": faring and faring.trouble,
            "last": faring and faring.last and {
                "at": iso(faring.last.at_ms), "state": faring.last.state, "receipt": faring.last.receipt,
            },
        }, ensure_ascii=False)  # fmt: skip


def _cells(row: Listed) -> tuple[str, ...]:
    faring = row.faring
    figures = (f"{faring.waiting:,}", f"{faring.failed:,}", _answer(faring.last)) if faring else (_NONE,) * 3
    return plain(row.id), row.kind, row.state, *figures


def _in_words(row: Listed) -> str:
    if (faring := row.faring) is None:
        return fields(row.id, row.kind, row.state)
    last = f"last {_answer(faring.last)}" if faring.last else ""
    waiting, failed = f"{faring.waiting:,} waiting", f"{faring.failed:,} failed in 7 days"
    return fields(row.id, row.kind, row.state, faring.trouble, waiting, failed, last)


def _answer(last: Answer | None) -> str:
    return plain(f"{minute(last.at_ms)} {last.state}: {last.receipt}") if last else _NONE
