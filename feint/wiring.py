"""From the config's tables to the records that the rooms understand."""

from alerts.rules import MatchRule, Rules, SilenceRule
from feeds.http_policy import Policy
from feint.config import Config, Rule, Source
from storage.query import QueryError, parse
from storage.rows import SEVERITIES
from storage.sources import Configured, Speaker


def rules_of(config: Config) -> Rules:
    """The config's rules, their queries compiled. Raises QueryError; `check_queries` says where."""
    return Rules(
        matches=tuple(_match(rule) for rule in config.rules if rule.kind == "match"),
        silences=tuple(
            SilenceRule(
                rule.id, SEVERITIES.index(rule.severity), rule.after_s, frozenset(rule.kinds), frozenset(rule.sources)
            )
            for rule in config.rules
            if rule.kind == "silence"
        ),
    )


def sources_of(config: Config) -> list[Configured]:
    """The sources to be polled."""
    return [
        Configured(s.url, s.name, s.family, s.kind, s.grade, s.language, s.side) for s in config.sources if s.enabled
    ]


def speakers_of(config: Config) -> list[Speaker]:
    """The speakers that the desk knows."""
    return [Speaker(s.name, s.role, s.org, s.side, s.aliases) for s in config.speakers]


def policy_of(config: Config, source: Source) -> Policy:
    """How often to poll one source; never more often than an interval of its own says, whatever is learned."""
    collector, own_s = config.collector, source.interval_s
    if own_s is None:
        return Policy(collector.interval_s, collector.interval_min_s, collector.interval_max_s)
    return Policy(own_s, own_s, max(own_s, collector.interval_max_s))


def check_queries(config: Config) -> list[str]:
    """Every query of the config that cannot be read, one line each."""
    wrong = []
    for place, query in config.queries():
        try:
            parse(query)
        except QueryError as error:
            wrong.append(f"{place}: {error}")
    return wrong


def _match(rule: Rule) -> MatchRule:
    return MatchRule(rule.id, SEVERITIES.index(rule.severity), parse(rule.query))
