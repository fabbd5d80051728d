"""Which alert an item is of: what a rule groups by, and the value of that for each item."""

from collections.abc import Iterable, Sequence
from itertools import product

from alerts import weighing
from alerts.arriving.brought import Seen
from alerts.rules import Rule
from alerts.weighing import NOBODYS, Group
from storage.alerting import matched, weights
from storage.file.sqlite import Connection
from storage.query import Query


def grouped(connection: Connection, rule: Rule, query: Query, found: Sequence[Seen]) -> dict[Group, list[Seen]]:
    """Each group and what was found of it. An item whose word is of two sides, or that holds two labels, is of two groups."""
    ids = [seen.item.id for seen in found]
    labels = matched.said(connection, ids, query) if "label" in rule.group_by else {}
    sides = _sides(connection, rule, found) if "side" in rule.group_by else {}
    groups: dict[Group, list[Seen]] = {}
    for seen in found:
        values: dict[str, Iterable[str | int]] = {
            "story": (seen.item.story_id,),
            "source": (seen.item.source_id,),
            "label": labels.get(seen.item.id) or (NOBODYS,),
            "side": sides.get(seen.item.id) or (NOBODYS,),
        }
        names = [name for name in rule.group_by if name != "rule"]
        for group in product(*([(name, value) for value in values[name]] for name in names)):
            groups.setdefault(group, []).append(seen)
    return groups


def story_of(group: Group) -> int | None:
    """The story that a group is of, if it is of one."""
    return next((int(value) for name, value in group if name == "story"), None)


def source_of(group: Group) -> int | None:
    """The source that a group is of, if it is of one."""
    return next((int(value) for name, value in group if name == "source"), None)


def _sides(connection: Connection, rule: Rule, found: Sequence[Seen]) -> dict[int, list[str]]:
    held = weights.of(connection, {seen.item.id: seen.at_ms for seen in found}, *weighing.asked(rule))
    return {weight.item_id: list(weighing.sides([weight])) for weight in held}
