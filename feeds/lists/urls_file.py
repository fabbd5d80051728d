"""newsboat's `urls` file: a line a feed, its address and its tags, `"~Title"` among them."""

import re

from feeds.document.decode import decode
from feeds.document.plain import clean_line
from feeds.lists.subscriptions import ListError, Subscription, SubscriptionList, address

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"?|(#.*)|(\S+)')
_ESCAPED = re.compile(r"\\(.)")
_KNOWN = re.compile(r'\s*"?(?:https?|feed|file|exec|filter|query):', re.IGNORECASE)
_HIDDEN = "hidden"


def is_urls_file(data: bytes) -> bool:
    """Tell whether a file has a line that newsboat would read as a feed."""
    return any(_KNOWN.match(line) for line in decode(data).splitlines())


def read_urls(data: bytes) -> SubscriptionList:
    """Return the feeds of a `urls` file; raises ListError when it is none."""
    if not is_urls_file(data):
        raise ListError("no urls file of newsboat: no line begins with a feed's address")
    feeds: list[Subscription] = []
    skipped: list[str] = []
    for line in decode(data).splitlines():
        if not (words := _words(line)):
            continue
        url, why_not = address(words[0])
        if why_not:
            skipped.append(why_not)
        else:
            feeds.append(_subscription(url, words[1:]))
    return SubscriptionList(tuple(feeds), tuple(skipped))


def _subscription(url: str, words: list[str]) -> Subscription:
    titles = [word[1:] for word in words if word.startswith("~")]
    hidden = any(word.startswith("!") for word in words)
    tags = (clean_line(word.removeprefix("!")) for word in words if not word.startswith("~"))
    return Subscription(
        url=url,
        title=clean_line(titles[0]) if titles else "",
        tags=tuple(tag for tag in tags if tag),
        lost=(_HIDDEN,) if hidden else (),
    )


def _words(line: str) -> list[str]:
    """Split a line as newsboat does: double quotes hold words together, a `#` that begins a word ends the line."""
    words = []
    for found in _TOKEN.finditer(line):
        if found[2]:
            break
        words.append(found[3] or _ESCAPED.sub(r"\1", found[1] or ""))
    return [word for word in words if word]
