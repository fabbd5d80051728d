"""From the config's words to how sources are reached: headers of their own, proxies, certificates, the one client."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from feeds.fetch.transport import DIRECT, Route, Transport
from feint.config import Config, Source
from feint.secrets import reveal


@dataclass(frozen=True, slots=True)
class Way:
    """How one source is reached."""

    own_headers: Mapping[str, str] = field(default_factory=dict)
    route: Route = DIRECT


def way_of(source: Source) -> Way:
    """Find the way to a source; secrets are read anew, so that a changed one needs no restart.

    Raises ConfigError for one that is not there.
    """
    headers = {name: reveal(value) for name, value in source.headers.items()}
    if source.user_agent:
        headers["User-Agent"] = source.user_agent
    return Way(headers, Route(proxy=reveal(source.proxy), ca_file=source.ca_file, insecure=source.insecure))


def transport_of(config: Config) -> Transport:
    """The client for all sources. Raises ConfigError for a proxy that is not there."""
    collector = config.collector
    return Transport(
        user_agent=collector.user_agent,
        allow_private=collector.allow_private,
        allow_local=collector.allow_local,
        proxy=reveal(collector.proxy),
        timeout_s=collector.timeout_s,
    )
