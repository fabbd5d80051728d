"""The rule of kind `change`: what an open alert rests on is taken back, or says something else now.

It raises no alert of its own: the alert that rests on it rings again, as grave as it is, acknowledged or not, with the reason
`correction`. So its `severity` and `group_by` mean nothing. Its query is held against the item as it stands now.

What was resolved, or has expired, a little before opens again where a report says of itself that it is taken back or corrected;
an edit that does not say so is nothing to it.
"""

from collections.abc import Collection

from alerts import weighing
from alerts.arriving.brought import Brought
from alerts.facts import CORRECTION, WITHDRAWN, Fact
from alerts.firing import Found
from alerts.kinds import withdrawal
from alerts.life import raising
from alerts.life.growing import EDITED
from alerts.life.lifecycle import OPEN
from alerts.rules import Altered, Change, Rate, Rule
from storage.alerting import altered, matched
from storage.alerting.altered import Edit
from storage.alerting.evidence import Rests
from storage.alerting.matched import Item


def tell(brought: Brought) -> frozenset[int]:
    """Let open alerts know what has become of their evidence; returns the items that do nothing but take another back."""
    asked = [rule.when for rule in brought.rules.rules if isinstance(rule.when, Altered)]
    if not asked:
        return frozenset()
    _edits(brought, asked)
    return _notices(brought, asked) if any("withdrawn" in when.on for when in asked) else frozenset()


def _edits(brought: Brought, asked: Collection[Altered]) -> None:
    rests = _live_on(brought, brought.stored.revised) if brought.stored.revised else []
    edited = {item.id: item for item in matched.items(brought.connection, {each.item_id for each in rests})}
    for rest in rests:
        item, rule = edited[rest.item_id], brought.rules.rule(rest.rule)
        before = altered.edit(brought.connection, item.id, item.revision)
        if before is None or (rule and isinstance(rule.when, Rate)):  # a burst does not rest on any one item
            continue
        on = _on(brought, asked, item.id)
        said = withdrawal.taken(*item.texts)
        if said and said != withdrawal.taken(before.title, before.summary, before.text) and "withdrawn" in on:
            _tell(brought, rest, item.revision, withdrawn=said == "withdrawn")
        elif brought.course != "reset" and rest.state in OPEN and on & _changes(item, before, rule):
            _tell(brought, rest, item.revision, withdrawn=False)


def _on(brought: Brought, asked: Collection[Altered], item_id: int) -> frozenset[Change]:
    """Which changes of an item are asked for."""
    meant = [when.on for when in asked if when.query is None or brought.finds(when.query, item_id)]
    return frozenset[Change]().union(*meant)


def _changes(item: Item, before: Edit, rule: Rule | None) -> frozenset[Change]:
    """What an edit has done that is more than typography. `rule`: that of the alert."""
    found: set[Change] = set()
    if not withdrawal.same_words(before.title, item.title):
        found.add("headline")
    if withdrawal.missing(before.quotes, item.texts):
        found.add("quote_removed")
    labels, stances = weighing.asked(rule) if rule else ((), ())
    if any(label in labels and stance in (stances or (stance,)) for label, stance in before.lost):
        found.add("tag_removed")
    return frozenset(found)


def _notices(brought: Brought, asked: Collection[Altered]) -> frozenset[int]:
    """New items that say of an earlier one of their source, by its headline, that it is taken back."""
    takes = {
        item_id: (said, texts)
        for item_id, texts in altered.texts(brought.connection, brought.stored.new)
        if (said := withdrawal.taken(*texts))
    }
    since_ms = brought.now_ms - brought.rules.reopen_ms
    held = altered.evidence_of(brought.connection, brought.stored.source_id, since_ms) if takes else []
    notices: set[int] = set()
    for item_id, (said, texts) in takes.items():
        named = withdrawal.named(texts, held)
        for rest in _live_on(brought, named) if named else ():
            if "withdrawn" in _on(brought, asked, rest.item_id):
                _tell(brought, rest, 1, withdrawn=said == "withdrawn", by=item_id)
        if named and said == "withdrawn":
            notices.add(item_id)
    return frozenset(notices)


def _live_on(brought: Brought, item_ids: Collection[int]) -> list[Rests]:
    return raising.live_on(brought.connection, brought.rules, item_ids, brought.now_ms)


def _tell(brought: Brought, rest: Rests, revision: int, *, withdrawn: bool, by: int | None = None) -> None:
    """Let one alert know. `by`: the item that says so, where it is not the evidence itself."""
    value = str(rest.item_id) if withdrawn else f"{by or rest.item_id}:{revision}"
    fact = Fact(WITHDRAWN if withdrawn else CORRECTION, value, rest.item_id)
    found = Found(rest.item_id, brought.now_ms, revision, flag=WITHDRAWN if withdrawn else EDITED)
    raising.tell(brought.connection, brought.rules, rest.alert_id, (fact,), brought.now_ms, (found,))
