"""From the config's tables to the records that the rooms understand."""

import re
from collections.abc import Collection

from feeds.document.agencies import agency_of
from feeds.manners.pace import Policy
from feint.config import Config, Source
from storage.items.sources import Configured
from storage.query import parse


def sources_of(config: Config) -> list[Configured]:
    """The sources to be polled."""
    return [
        Configured(
            s.url, s.name, s.family, s.kind, s.grade, s.language, s.side, agency_of(s.family) or agency_of(s.name)
        )
        for s in config.sources
        if s.enabled
    ]


_SIDES = re.compile(r'(?<![\w"])side:([\w,-]+)')
_URGENT = frozenset({"wire", "official", "state"})
"""Kinds whose news a desk waits for by the minute."""


def policy_of(config: Config, source: Source) -> Policy:
    """How often to poll one source."""
    collector = config.collector
    return Policy(
        interval_s=collector.interval_s,
        interval_min_s=collector.interval_min_s,
        interval_max_s=collector.interval_max_s,
        own_s=source.interval_s,
        urgent=source.kind in _URGENT,
    )


def unknown_sides(config: Config) -> list[str]:
    """Every side that a query of the config names and the config has not, one line each."""
    from feint.config_reading import nearest

    known = {side.casefold() for side in config.sides}
    return [
        f'{place}: "{side}" isn\'t under [sides]{nearest(side, list(config.sides))}'
        for place, query in config.queries()
        for said in _SIDES.findall(query)
        for side in said.split(",")
        if side and side.casefold() not in known
    ]


def unknown_labels(config: Config, known: Collection[str]) -> list[str]:
    """Every label that a query of the config names and no rule of the lexicon gives, one line each."""
    from classifier.lexicon.document import nearest

    return [
        f"{place}: no rule gives the label {label}{nearest(label, known)}"
        for place, query in config.queries()
        for label in parse(query).labels
        if label not in known
    ]
