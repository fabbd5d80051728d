"""The rule of kind `match`: an item, or an edit of one, that its query newly finds."""

from collections.abc import Iterable

from alerts.arriving.brought import Brought, Seen
from alerts.firing import Firing
from alerts.kinds import grouping
from alerts.rules import Match, Rule
from alerts.weighing import Group


def firings(rule: Rule, when: Match, brought: Brought) -> Iterable[Firing]:
    """One for each group of what is new. What may not ring is named too: it is evidence of an alert that there is."""
    fresh = brought.fresh(rule.id, when.query)
    for group, found in grouping.grouped(brought.connection, rule, when.query, fresh).items():
        yield firing(rule, group, found)


def firing(rule: Rule, group: Group, found: list[Seen]) -> Firing:
    """That a rule holds of a group; it is called by the first headline that may ring."""
    named = next((seen for seen in found if seen.rings), found[0])
    return Firing(
        rule,
        group,
        named.item.title,
        rule.severity,
        found=tuple(seen.found() for seen in found),
        story_id=grouping.story_of(group),
        source_id=grouping.source_of(group),
    )
