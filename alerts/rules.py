"""What raises an alert, as the config says it."""

from dataclasses import dataclass

from storage.query import Query


@dataclass(frozen=True, slots=True)
class MatchRule:
    """An item that the query finds raises an alert, one for each story."""

    id: str
    severity: int
    query: Query

    def fingerprint(self, story_id: int) -> str:
        """What makes two firings one alert: the rule and the story."""
        return f"{self.id}/story/{story_id}"


@dataclass(frozen=True, slots=True)
class SilenceRule:
    """A source that answers but brings nothing new for `after_s` raises an alert.

    It speaks of the sources named or of the kinds named; of all where neither is.
    """

    id: str
    severity: int
    after_s: float
    kinds: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()

    def speaks_of(self, name: str, kind: str) -> bool:
        """Does the rule watch this source?"""
        return not (self.kinds or self.sources) or name in self.sources or kind in self.kinds

    def fingerprint(self, source_id: int) -> str:
        """What makes two firings one alert: the rule and the source."""
        return f"{self.id}/source/{source_id}"


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of a desk."""

    matches: tuple[MatchRule, ...] = ()
    silences: tuple[SilenceRule, ...] = ()
