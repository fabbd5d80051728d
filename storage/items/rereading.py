"""What another lexicon, or another engine, says of held items, put in the place of what was said of them before."""

import json
from collections import Counter
from collections.abc import Sequence
from functools import partial

from classifier.records import Analysis, Attribution
from storage.file.sqlite import Connection, Row
from storage.grouping.stories import Judge
from storage.items import disputes, recutting, retagging, tags
from storage.items.retagging import Stale
from storage.items.verdicts import Said, heard
from storage.log.events import COLLECTOR, Event, append
from storage.voices import identity, independence
from storage.voices.speakers import Speakers, attributions
from storage.voices.utterances import Carrier

Done = Sequence[tuple[Stale, Analysis | None]]
"""What was read, and what it says; None for an item that no worker survives, of which all stays as it is."""


def write(connection: Connection, done: Done, digest: str, judge: Judge, now_ms: int) -> int:
    """Write what this lexicon says of a batch inside the caller's transaction; returns how many items' tags changed.

    Their quotes are cut anew too, and whose word they rest on follows. Nothing rings: alerts, severity and state are left
    alone. Items revised or gone since they were read are left out, and all of them when yet another lexicon has come into use.
    """
    state = retagging.state_of(connection, digest)
    if state is None or not done:
        return 0
    items = _held(connection, [stale.item_id for stale, _ in done])
    read = {stale.item_id: says for stale, says in done if _is_that(items.get(stale.item_id), stale)}
    says = {item_id: analysis for item_id, analysis in read.items() if analysis is not None}
    changed, recut = _reread(connection, items, says, judge, now_ms)
    connection.execute(
        "UPDATE item SET lexicon = ? WHERE id IN (SELECT value FROM json_each(?))", (digest, json.dumps(list(read)))
    )
    retagging.advance(connection, digest, state["retag_below"], min(stale.item_id for stale, _ in done))
    connection.execute("UPDATE lexicon_state SET retag_changed = retag_changed + ?", (len(changed),))
    for which, what in ((changed, "tags"), ([each for each in recut if each not in changed], "quotes")):
        if which:
            _log(connection, now_ms, "item", which, f"read again with lexicon {digest}: other {what}")
    return len(changed)


def _reread(
    connection: Connection, items: dict[int, Row], says: dict[int, Analysis], judge: Judge, now_ms: int
) -> tuple[list[int], list[int]]:
    """Write the tags and the quotes that are others now; returns which items have other tags, and which other quotes."""
    speakers = Speakers(connection, attributions(says.values()))
    said: dict[int, list[Said]] = {}
    recut: list[int] = []
    reattributed: set[int] = set()
    for item_id, analysis in says.items():
        item = items[item_id]
        seen_ms = item["first_seen_ms"]
        said[item_id] = heard(analysis.tags, partial(_holder, speakers, seen_ms))
        quotes = [(quote, speakers.of(quote.by, seen_ms)) for quote in analysis.quotes]
        carrier = Carrier(item_id, item["revision"], item["story_id"], seen_ms)
        cut = recutting.recut(connection, carrier, quotes, judge)
        recut += [item_id] if cut.changed else []
        reattributed |= cut.reattributed
    changed = _rewrite(connection, items, said, now_ms)
    if touched := reattributed.union(changed, recut, identity.items(connection, speakers.learnt)):
        independence.settle(connection, touched)
    return changed, recut


def _holder(speakers: Speakers, at_ms: int, by: Attribution) -> int | None:
    return speakers.of(by, at_ms).id


def _rewrite(connection: Connection, items: dict[int, Row], said: dict[int, list[Said]], now_ms: int) -> list[int]:
    """Write the tags of those items of which something else is said than before; returns which."""
    before = tags.heard(connection, {item_id: items[item_id]["revision"] for item_id in said})
    changed = [item_id for item_id, now in said.items() if Counter(now) != Counter(before.get(item_id, []))]
    verdicts = tags.verdicts(connection, changed) if changed else {}
    for item_id in changed:
        tags.rewrite(connection, item_id, items[item_id]["revision"], said[item_id], verdicts.get(item_id, []))
    if changed:
        disputes.recount(connection, {items[item_id]["story_id"] for item_id in changed}, now_ms)
    return changed


def _is_that(held: Row | None, stale: Stale) -> bool:
    """Whether an item is there still, in the revision that was read."""
    return held is not None and held["revision"] == stale.revision


def _held(connection: Connection, item_ids: Sequence[int]) -> dict[int, Row]:
    found = connection.execute(
        "SELECT id, revision, story_id, first_seen_ms FROM item WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(item_ids),),
    ).fetchall()
    return {row["id"]: row for row in found}


def _log(connection: Connection, at_ms: int, subject: str, item_ids: Sequence[int], said: str) -> None:
    append(connection, Event(at_ms, COLLECTOR, "retagged", subject, item_ids, said))
