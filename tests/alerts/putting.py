"""Firings put into alerts without a rule's kind in between: items, whose word they are, and what a rule would say of them."""

from collections.abc import Sequence

from alerts.facts import Fact
from alerts.firing import Firing, Found
from alerts.life import looking, raising
from alerts.rules import Rule, Rules
from storage.alerting import shelf
from storage.alerting.shelf import Alert
from storage.log.events import Event, append
from tests.storage.desk import Desk, by, entry, tag

SIDES = {"MoD": "ru", "Kremlin": "ru", "General Staff": "ua", "Pentagon": "us"}


class Putting:
    """A desk, one rule, and a story of which papers write."""

    def __init__(self, desk: Desk, rule: Rule, rules: Rules | None = None, *, story: int = 1) -> None:
        self.desk = desk
        self.rule = rule
        self.desk.rules = Rules()
        self.rules = rules or Rules((rule,))
        self.group: tuple[tuple[str, str | int], ...] = (("story", story),)

    def item(self, paper: str, title: str, whose: str | None = None) -> int:
        """A paper prints that something is leaving, on somebody's word or its own."""
        known = self.desk.all("SELECT id FROM source WHERE name = ?", paper)
        source_id = int(str(known[0][0])) if known else self.desk.source(paper)
        if whose and not self.desk.all("SELECT 1 FROM speaker WHERE name = ?", whose):
            self.desk.speaker(whose, role="", side=SIDES.get(whose, ""))
        holder = by(whose, who="organisation") if whose else None
        claimed = tag("withdrawal", "claimed" if whose else "asserted", holder=holder)
        (item_id,) = self.desk.poll(source_id, entry(title, tags=[claimed], guid=f"{paper}: {title}")).new
        return item_id

    def fire(
        self,
        *items: int | Found,
        facts: Sequence[Fact] = (),
        flag: str = "",
        quiet: str = "",
        severity: int | None = None,
        look: bool = True,
    ) -> int | None:
        """The rule finds these items now, and what is due is done."""
        at_ms = self.desk.now_ms
        firing = Firing(
            self.rule,
            self.group,
            "They leave",
            self.rule.severity if severity is None else severity,
            tuple(item if isinstance(item, Found) else Found(item, at_ms, flag=flag) for item in items),
            tuple(facts),
            story_id=next((int(value) for name, value in self.group if name == "story"), None),
            quiet=quiet,
        )
        alert_id = self.desk.commit(lambda run: raising.fire(run, self.rules, firing, at_ms))
        if look:
            self.look()
        return alert_id

    def look(self) -> None:
        """What is due now is done."""
        self.desk.commit(lambda run: looking.look(run, self.rules, self.desk.now_ms))

    def wait(self, ms: int) -> None:
        """Time passes, with a look whenever something is due."""
        self.look()
        until_ms = self.desk.now_ms + ms
        while (wake_ms := looking.next_wake(self.desk.connection)) is not None and wake_ms <= until_ms:
            assert wake_ms > self.desk.now_ms
            self.desk.now_ms = wake_ms
            self.look()
        self.desk.now_ms = until_ms

    def turn(self, state: str, *, owner: str = "ana", until_ms: int | None = None) -> None:
        """An operator brings the alert that is open, or else the last, into a state, now."""
        at_ms = self.desk.now_ms
        self.desk.commit(
            lambda run: run.execute(
                "UPDATE alert SET state = ?, state_ms = ?, owner = ?, snoozed_until_ms = ?, wake_ms = 0"
                " WHERE id = (SELECT max(id) FROM alert)",
                (state, at_ms, owner, until_ms),
            )
        )
        said = Event(at_ms, owner, state, "alert", [1], state)
        self.desk.commit(lambda run: append(run, said))
        self.look()

    def alert(self, alert_id: int = 1) -> Alert:
        """An alert as it stands."""
        return shelf.alert(self.desk.connection, alert_id)

    def told(self, *, held: bool = False) -> list[tuple[str, str]]:
        """(reason, sentence) of all that rang; `held`: of all that would have."""
        return [(each.reason, each.said) for each in self.desk.notices() if bool(each.held) == held]

    def reasons(self) -> list[str]:
        """Why it rang, each time."""
        return [reason for reason, _ in self.told()]
