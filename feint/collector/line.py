"""Our own line: what the polls say of it, what is remembered of the sources while it is cut, and the one alert about it."""

from dataclasses import replace
from functools import partial

from alerts import health
from feeds.manners import http_policy
from feeds.manners.outage import WORTH_SAYING_MS, Outage
from feeds.records import PollState
from feint.collector.ledger import Ledger
from feint.collector.poll import Outcome, Source


class Line:
    """Holds every outcome against the outage that it may be part of."""

    def __init__(self) -> None:
        self.outage = Outage()
        self._is_said = False

    def weigh(
        self, source: Source, outcome: Outcome, now_ms: int, steady_ms: int
    ) -> tuple[Outcome, dict[int, PollState]]:
        """Return the outcome as it is to be stored, and the states of other sources that are to be set right.

        A source that could not be reached while we are offline is not at fault; nor are those that failed just before. The
        outage goes by the steady clock: a wall's clock that is set back must not put off the question whether it is over.
        """
        if source.is_local:
            return outcome, {}
        if not outcome.unreached:
            self.outage.answered(source.id)
            return outcome, {}
        before = source.state
        self.outage.unreached(source.id, source.host, before, steady_ms)
        if self.outage.since_ms is None:
            return outcome, {}
        acquitted = {id: http_policy.while_offline(state, now_ms) for id, state in self.outage.acquitted().items()}
        acquitted.pop(source.id, None)
        polled = replace(outcome.polled, state=http_policy.while_offline(before, now_ms))
        return replace(outcome, polled=polled), acquitted

    async def tell(self, ledger: Ledger, now_ms: int, steady_ms: int) -> None:
        """Raise the alert once an outage is worth one, and resolve it when it is over."""
        since_ms = self.outage.since_ms
        if since_ms is not None and not self._is_said and steady_ms - since_ms >= WORTH_SAYING_MS:
            began_ms = now_ms - (steady_ms - since_ms)
            self._is_said = await ledger.attempt(partial(health.offline, since_ms=began_ms, now_ms=now_ms))
        elif since_ms is None and self._is_said:
            self._is_said = not await ledger.attempt(partial(health.online, now_ms=now_ms))
