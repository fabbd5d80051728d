"""What a poll has brought, as rules look at it: what their queries find of it, what of that is new, and what of it may ring."""

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import NamedTuple

from alerts.arriving import arrival
from alerts.arriving.arrival import QUIET, Arrived, Course, Flag, Poll
from alerts.firing import Found
from alerts.rules import Rules
from storage.alerting import delays, gaps, matched
from storage.alerting.matched import Item
from storage.file.sqlite import Connection
from storage.items.intake import Stored
from storage.query import Query


class Seen(NamedTuple):
    """An item that a query finds."""

    item: Item
    at_ms: int
    """When what counts of it was seen."""
    flag: Flag

    @property
    def rings(self) -> bool:
        """May it raise an alert?"""
        return self.flag not in QUIET

    def found(self, part: str = "") -> Found:
        """The same as evidence."""
        return Found(self.item.id, self.at_ms, self.item.revision, part, self.flag)


class Brought:
    """The new and the revised items of one poll."""

    def __init__(self, connection: Connection, rules: Rules, stored: Stored, now_ms: int) -> None:
        self.connection = connection
        self.rules = rules
        self.stored = stored
        self.now_ms = now_ms
        self.ids = frozenset((*stored.new, *stored.revised))
        self._seen: dict[int, Seen] = {}
        self._found: dict[str, list[Seen]] = {}
        """By the words of the query."""
        self._behind: dict[int, int] = {}
        """By source."""
        self._labels = matched.labels(connection, self.ids)

    def found(self, query: Query) -> list[Seen]:
        """What a query finds of it, be it news or not."""
        if (known := self._found.get(query.text)) is None:
            ids = matched.found(self.connection, query, self.ids, self._labels, self.now_ms)
            self._look([item_id for item_id in ids if item_id not in self._seen])
            known = self._found[query.text] = [self._seen[item_id] for item_id in ids]
        return known

    @property
    def has_found(self) -> bool:
        """Has any query found any of it?"""
        return bool(self._seen)

    def finds(self, query: Query, item_id: int) -> bool:
        """Does a query find an item, of this poll or not?"""
        labels = matched.labels(self.connection, [item_id])
        return bool(matched.found(self.connection, query, [item_id], labels, self.now_ms))

    def fresh(self, rule: str, query: Query) -> list[Seen]:
        """What it newly finds: new items, and edits that make one what it was not.

        Where alerts of the rule rest on it already, only those that bring somebody else's word.
        """
        found = self.found(query)
        revised = [seen for seen in found if seen.item.id in self.stored.revised]
        if not revised:
            return found
        rests = matched.evidence(self.connection, rule, [seen.item.id for seen in revised])
        known = {
            seen.item.id
            for seen in revised
            if not (matched.names_another if seen.item.id in rests else matched.is_new)(
                self.connection, query, seen.item
            )
        }
        return [seen for seen in found if seen.item.id not in known]

    def near(self, query: Query, ids: Collection[int], since_ms: int) -> list[Seen]:
        """Items that a query finds, of this poll and of earlier ones, as they stood when they came."""
        earlier = [item_id for item_id in ids if item_id not in self.ids]
        near: dict[int, Seen] = {}
        for item in matched.items(self.connection, earlier, copies_too=False):
            seen = self._earlier(query, item, since_ms)
            printed = near.get(item.text_id)
            is_stale = seen.rings and printed is not None and printed.flag == "stale"
            near[item.id] = seen._replace(flag="stale") if is_stale else seen
        return [*near.values(), *(seen for seen in self.found(query) if seen.item.id in ids)]

    def leave(self, item_ids: Collection[int]) -> None:
        """Let rules pass these by."""
        self.ids -= frozenset(item_ids)
        self._found.clear()

    @cached_property
    def course(self) -> Course:
        """What kind of poll it was."""
        return arrival.course(self._poll, self._arrived)

    @cached_property
    def _poll(self) -> Poll:
        stored = self.stored
        interval_s = gaps.interval_s(self.connection, stored.source_id)
        return Poll(self.now_ms, stored.first_poll, stored.last_ok_ms, interval_s, stored.total)

    @cached_property
    def _arrived(self) -> Sequence[Arrived]:
        source_id = self.stored.source_id
        return [
            self._arrival(item_id, self._published(source_id, stated_ms, raw, basis, self.now_ms))
            for item_id, stated_ms, raw, basis in matched.stated(self.connection, self.ids)
        ]

    def _arrival(self, item_id: int, published_ms: int | None) -> Arrived:
        return Arrived(item_id, item_id in self.stored.revised, published_ms)

    def _published(self, source_id: int, stated_ms: int | None, raw: str, basis: str, seen_ms: int) -> int | None:
        """When an item was published at the latest; what all of its source's dates are behind is no delay of its own."""
        published_ms = arrival.published_ms(stated_ms, raw, basis, seen_ms)
        if published_ms is None or published_ms >= seen_ms - min(self.rules.late_ms, self.rules.catchup_ms):
            return published_ms
        if source_id not in self._behind:
            self._behind[source_id] = delays.least_ms(self.connection, source_id, self.now_ms)
        return min(seen_ms, published_ms + self._behind[source_id])

    def _look(self, ids: Collection[int]) -> None:
        for item in matched.items(self.connection, ids):
            arrived = self._arrival(item.id, self._dated(item, self.now_ms))
            flag = arrival.flag(arrived, self._poll, self.course, self.rules, *item.texts)
            self._seen[item.id] = Seen(item, self.now_ms, flag)

    def _dated(self, item: Item, seen_ms: int) -> int | None:
        return self._published(item.source_id, item.published_ms, item.published_raw, item.published_basis, seen_ms)

    def _earlier(self, query: Query, item: Item, since_ms: int) -> Seen:
        """An item of an earlier poll; it counts from an edit of late if that is what the query finds."""
        edited_ms = item.revised_ms or 0
        revised = item.first_seen_ms < since_ms <= edited_ms and matched.is_new(self.connection, query, item)
        seen_ms = edited_ms if revised else item.first_seen_ms
        arrived = Arrived(item.id, revised, self._dated(item, seen_ms))
        flag = arrival.standing(arrived, seen_ms, bool(item.first_poll), self.rules, *item.texts)
        return Seen(item, seen_ms, flag)
