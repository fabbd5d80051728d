"""`feint add`: a feed found from the address of a page, shown, and written into the config."""

import asyncio
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from feint.cli.files import Files, config_alone

if TYPE_CHECKING:
    from feeds.lists.discover import Found, Search
    from feint.config import Config, Source

_LANGUAGE = re.compile(r"[a-z]{2,3}(?=-|$)")
_PORT = re.compile(r"[\w.-]+:\d")
"""Of `localhost:8080/feed`, which has no scheme."""
_NAME_CHARS = 60


@click.command("add", short_help="Find a page's feed, show it, and make it a source.")
@config_alone
@click.option("--name", metavar="NAME", help="What to call the source; else the feed's own title.")
@click.option("--yes", is_flag=True, help="Ask nothing: take the first that is found.")
@click.argument("url")
def add_command(files: Files, url: str, name: str | None, yes: bool) -> int:
    """Look for the feed at URL, or at what its page names, at most 12 requests in all; show it and add it to the config.

    Without a terminal and without --yes nothing is written, and the exit code is 1.

    \b
      feint add https://www.example.org/world
      feint add https://www.example.org/world/rss.xml --name "Example World" --yes
    """
    from feint.config import Config, find_config, load

    target = files.given_config or find_config(None) or Path("config.toml")
    config = load(target) if target.exists() else Config()
    address = _address(url, config)
    if there := _source_at(address, config):
        return _is_there(there, target)
    search = asyncio.run(_search(address, config))
    if not search.found:
        click.echo(f"{address}: {_nothing(search, address)}", err=True)
        return 1
    fresh = _show_all(search, config)
    if not fresh:
        return 0
    if not yes and not sys.stdin.isatty():
        click.echo("nothing was written: go on with --yes, or with the address of one of these and --yes", err=True)
        return 1
    chosen = fresh[0] if yes else _chosen(fresh)
    if chosen is None:
        click.echo("nothing was written", err=True)
        return 1
    return _write(chosen, name, target, config)


def _address(url: str, config: "Config") -> str:
    """The address that was meant; a word that no source could have is a UsageError."""
    from feeds.lists.subscriptions import address
    from feint.config_addresses import scheme, wrong_url

    url = url.strip()
    has_scheme = scheme(url) and not _PORT.match(url)
    meant, why_not = address(url if has_scheme else f"https://{url}")
    if words := why_not or wrong_url(meant, allow_local=config.collector.allow_local):
        raise click.UsageError(why_not or f"{meant}: {words}")
    return meant


async def _search(address: str, config: "Config") -> "Search":
    from feint.look import looking

    async with looking(config) as looker:
        return await looker.find(address)


def _source_at(url: str, config: "Config") -> "Source | None":
    from feint.config_addresses import same_place

    return next((source for source in config.sources if same_place(source.url) == same_place(url)), None)


def _is_there(source: "Source", target: Path) -> int:
    off = "" if source.enabled else "; it is not polled: enabled = false"
    click.echo(f'{target}: "{source.name}" is there already, at {source.url}{off}')
    return 0


def _nothing(search: "Search", address: str) -> str:
    """Say why no feed was found."""
    from feeds.lists.obstacles import obstacle

    first = search.first
    if first.response is None:
        hint = "; allow_private = true under [collector] permits it" if "private address" in first.why else ""
        return first.why + hint
    said = (
        obstacle(first.response, address)
        or first.why
        or "no feed there, none named by the page, none where feeds usually are"
    )
    return f"{said} ({search.requests} requests)"


def _show_all(search: "Search", config: "Config") -> "list[Found]":
    """Show what was found, and return what is no source yet: these have numbers."""
    there = {found.url: _source_at(found.url, config) for found in search.found}
    fresh = [found for found in search.found if there[found.url] is None]
    for n, found in enumerate(fresh, 1):
        _show(str(n), found)
    for found in search.found:
        if source := there[found.url]:
            _show("-", found, f'  (there already: "{source.name}")')
    if search.unasked:
        click.echo(f"not looked at, named by the page too: {', '.join(search.unasked)}")
    return fresh


def _show(mark: str, found: "Found", told: str = "") -> None:
    click.echo(f"{mark}  {found.feed.title or 'a feed without a title'}{told}")
    click.echo(f"   {found.url}")
    click.echo(f"   {_described(found)}")
    for problem in found.feed.problems:
        click.echo(f"   note: {problem}")


def _described(found: "Found") -> str:
    """`rss 2.0, 30 entries, newest 2022-03-04 08:30Z (3h), en`."""
    from tui.ages import age

    feed, now_ms = found.feed, time.time_ns() // 1_000_000
    count = len(feed.fingerprints)
    words = [feed.format, f"{count} entries" if count != 1 else "1 entry"]
    times = [ms for ms in feed.published_ms if ms <= now_ms]
    if times:
        newest = time.strftime("%Y-%m-%d %H:%MZ", time.gmtime(max(times) / 1000))
        words.append(f"newest {newest} ({age(max(times), now_ms)})")
    else:
        words.append("no dates")
    return ", ".join([*words, feed.language or "no language named"])


def _chosen(fresh: "list[Found]") -> "Found | None":
    """Ask which; none is an answer too."""
    if len(fresh) == 1:
        return fresh[0] if click.confirm("Add it?", default=True) else None
    choice: int = click.prompt("Add which? 0 for none", type=click.IntRange(0, len(fresh)), default=1)
    return fresh[choice - 1] if choice else None


def _write(found: "Found", name: str | None, target: Path, config: "Config") -> int:
    from feint.config_writing import Addition, Value, add_sources, free_name, printable

    names = {source.name for source in config.sources}
    if name and name in names:
        raise click.UsageError(f'"{name}" is a source already; --name takes another')
    title = printable(found.feed.title)[:_NAME_CHARS].strip()
    host = urlsplit(found.url).hostname or ""
    chosen = name or free_name(names, title, host, found.url.partition(":")[2].lstrip("/"))
    said: dict[str, Value] = {"url": found.url, "name": chosen}
    if language := _LANGUAGE.match(found.feed.language):
        said["language"] = language[0]
    add_sources(target, config, [Addition(said)], found.url)
    click.echo(
        f'{target}: "{chosen}" added, a press source of grade F: kind, grade, side and family are yours to judge'
    )
    return 0
