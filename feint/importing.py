"""Which feeds of another reader's list become sources of a config, as what, and what is told of the others. Pure."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import get_args
from urllib.parse import urlsplit

import msgspec

from feeds.fetch.addresses import is_private_host
from feeds.lists.subscriptions import Subscription, shown
from feint.config import Config, Source, SourceKind
from feint.config_addresses import LOCAL, same_place, scheme, wrong_proxy, wrong_url
from feint.config_writing import Addition, Value, free_name, printable
from feint.durations import written

SAID = ("family", "kind", "grade", "language", "side", "interval", "user_agent", "timezone")
"""The keys that a list may set."""
_KINDS = {form: kind for kind in get_args(SourceKind) for form in (kind, f"{kind}s")}
_MOST_NAMED = 3
_NO_PLACE, _NOT_OURS = "feint has no such setting", "--ours takes it from a list that you trust"
_UNREADABLE = "it holds a password, or cannot be read"
_INSTEAD = {
    "CURLOPT_COOKIE": 'write headers = { Cookie = "env:NAME" }',
    "CURLOPT_HTTPHEADER": 'write headers = { Name = "env:NAME" } for each that is needed',
    "hidden": "every source is shown; enabled = false stops it",
}


@dataclass(frozen=True, slots=True)
class Import:
    """What is to be written, and what to say of the rest."""

    additions: tuple[Addition, ...]
    already: int
    """So many feeds of the list were sources before, or stood in the list twice."""
    left_out: tuple[str, ...]
    notes: tuple[str, ...]


def importable(feeds: Iterable[Subscription], config: Config, *, ours: bool) -> Import:
    """Decide on each feed of a list; `ours` when the list is an export of our own."""
    fresh, left_out, already = _sorted_out(feeds, config)
    additions: list[Addition] = []
    notes: list[str] = []
    losses: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, feed in _named(fresh, config):
        said, unfit = _said(feed, ours=ours)
        additions.append(Addition({"url": feed.url, "name": name, **said}, _remark(feed, str(said.get("kind", "")))))
        notes += _worth_knowing(name, feed)
        for loss in (*((setting, _INSTEAD.get(setting, _NO_PLACE)) for setting in feed.lost), *unfit):
            losses[loss].append(name)
    notes += [_loss(setting, why, of) for (setting, why), of in losses.items()]
    return Import(tuple(additions), already, tuple(left_out), tuple(notes))


def exported(source: Source) -> Subscription:
    """A source as an entry of a list: its references go along, for what they refer to stays here."""
    attributes = {name: getattr(source, name) for name in (*SAID, "proxy", "ca_file") if name != "interval"}
    if source.interval_s is not None:
        attributes["interval"] = written(source.interval_s)
    if source.headers:
        attributes["headers"] = json.dumps(source.headers, separators=(",", ":"))
    attributes["enabled"] = "" if source.enabled else "false"
    attributes["insecure"] = "true" if source.insecure else ""
    return Subscription(source.url, source.name, source.kind, {k: v for k, v in attributes.items() if v})


def _sorted_out(feeds: Iterable[Subscription], config: Config) -> tuple[list[Subscription], list[str], int]:
    """Part a list into what is new, a line for each that this config does not allow, and how many are sources already."""
    places = {same_place(source.url) for source in config.sources}
    fresh: list[Subscription] = []
    left_out = []
    already = 0
    for feed in feeds:
        if same_place(feed.url) in places:
            already += 1
        elif words := _not_allowed(feed.url, config):
            left_out.append(f"{shown(feed.url)} {words}")
        else:
            places.add(same_place(feed.url))
            fresh.append(feed)
    return fresh, left_out, already


def _not_allowed(url: str, config: Config) -> str:
    """Say why an address cannot become a source of this config, or nothing."""
    if words := wrong_url(url, allow_local=config.collector.allow_local):
        return words
    is_private = scheme(url) not in LOCAL and is_private_host(urlsplit(url).hostname or "")
    if is_private and not config.collector.allow_private:
        return "is a private address: needs allow_private = true under [collector]"
    return ""


def _named(feeds: Iterable[Subscription], config: Config) -> Iterator[tuple[str, Subscription]]:
    names = {source.name for source in config.sources}
    for feed in feeds:
        bare = feed.url.partition("://")[2] or feed.url.partition(":")[2].strip()
        name = free_name(names, _title(feed), urlsplit(feed.url).hostname or "", bare)
        names.add(name)
        yield name, feed


def _title(feed: Subscription) -> str:
    return printable(feed.title).strip()


def _worth_knowing(name: str, feed: Subscription) -> Iterator[str]:
    if _title(feed) not in ("", name):
        yield f'"{_title(feed)}" is a source already; {shown(feed.url)} is called "{name}"'
    if scheme(feed.url) == "exec":
        yield f'"{name}" runs a command on this machine: {feed.url.partition(":")[2].strip()}'


def _said(feed: Subscription, *, ours: bool) -> tuple[dict[str, Value], list[tuple[str, str]]]:
    """Return the keys for a feed's table; and those that are not taken, each with why."""
    known = {key: printable(value) for key, value in feed.attributes.items()}
    said: dict[str, Value] = {key: known[key] for key in SAID if key in known}
    if "kind" not in said and (kind := _kind(feed)):
        said["kind"] = kind
    unfit = []
    for key, value in _trusted(known).items():
        if value is None or not ours:
            unfit.append((key, _UNREADABLE if value is None else _NOT_OURS))
        else:
            said[key] = value
    if known.get("enabled") == "false":
        said["enabled"] = False
    return said, unfit


def _trusted(known: Mapping[str, str]) -> dict[str, Value | None]:
    """Return what only a list of our own may set; None for what we could not read or keep.

    By these a stranger's list could have a secret of this machine sent elsewhere, or its feeds changed on the way.
    """
    found: dict[str, Value | None] = {}
    if "headers" in known:
        try:
            found["headers"] = msgspec.json.decode(known["headers"], type=dict[str, str])
        except msgspec.DecodeError:
            found["headers"] = None
    if "proxy" in known:
        found["proxy"] = None if wrong_proxy(known["proxy"]) else known["proxy"]
    if "ca_file" in known:
        found["ca_file"] = known["ca_file"]
    if known.get("insecure") == "true":
        found["insecure"] = True
    return found


def _kind(feed: Subscription) -> str:
    """The kind that a folder or tag names, the innermost first."""
    words = (*reversed(feed.category.split("/")), *feed.tags)
    return next((_KINDS[word.casefold()] for word in words if word.casefold() in _KINDS), "")


def _remark(feed: Subscription, kind: str) -> str:
    """Folder and tags, where they say more than the kind: kept above the table for whoever reads the file."""
    words = (feed.category, *feed.tags)
    return ", ".join(word for word in words if word and not (kind and _KINDS.get(word.casefold()) == kind))


def _loss(setting: str, why: str, names: list[str]) -> str:
    named = ", ".join(f'"{name}"' for name in names[:_MOST_NAMED])
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"{setting} not taken over, of {named}{more}: {why}"
