"""The rule of kind `quorum`: what its query finds comes from so many different families, origins, primaries or sides."""

from collections.abc import Collection, Iterable

from alerts import weighing
from alerts.arriving.brought import Brought, Seen
from alerts.firing import Firing
from alerts.kinds import grouping, matching
from alerts.life.raising import is_open
from alerts.rules import Quorum, Rule
from alerts.weighing import Group
from storage.alerting import matched, weights


def firings(rule: Rule, when: Quorum, brought: Brought) -> Iterable[Firing]:
    """One for each group that has just reached it, with all that it rests on; an alert that is open grows by what is new."""
    fresh = brought.fresh(rule.id, when.query)
    for group, found in grouping.grouped(brought.connection, rule, when.query, fresh).items():
        growing = matching.firing(rule, group, found)
        if is_open(brought.connection, growing.fingerprint):
            yield growing
        elif any(seen.rings for seen in found):
            since_ms = 0 if when.need.within_ms is None else brought.now_ms - when.need.within_ms
            ids = _within(when, group, brought, since_ms)
            prints = matched.prints(brought.connection, ids, brought.rules.late_ms)
            if _reached(growing, when, _gathered(rule, when, group, brought, prints, since_ms), brought, since_ms):
                yield matching.firing(rule, group, _gathered(rule, when, group, brought, ids, since_ms))


def _within(when: Quorum, group: Group, brought: Brought, since_ms: int) -> list[int]:
    """What the query finds in the window, of the group's story or of all."""
    story_id, connection, now_ms = grouping.story_of(group), brought.connection, brought.now_ms
    if story_id is None:
        return matched.since(connection, when.query, since_ms, now_ms)
    return matched.of_story(connection, when.query, story_id, since_ms, now_ms)


def _gathered(
    rule: Rule, when: Quorum, group: Group, brought: Brought, ids: Collection[int], since_ms: int
) -> list[Seen]:
    """Those of the items that are of the group."""
    near = brought.near(when.query, ids, since_ms)
    return grouping.grouped(brought.connection, rule, when.query, near).get(group, [])


def _reached(firing: Firing, when: Quorum, gathered: list[Seen], brought: Brought, since_ms: int) -> bool:
    """Is it enough? A copy counts from when its text was first seen, and what may not ring does not count."""
    seen_ms = {seen.item.id: min(seen.at_ms, seen.item.text_ms) for seen in gathered if _counts(seen)}
    weighed = weights.of(brought.connection, seen_ms, *weighing.asked(firing.rule, firing.group))
    counted = weighing.of_group(weighed, firing.rule, firing.group)
    return weighing.counts(counted, since_ms).reach(when.need.least)


def _counts(seen: Seen) -> bool:
    return seen.rings and seen.flag != "stale"
