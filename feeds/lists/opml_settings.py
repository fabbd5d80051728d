"""What Miniflux and FreshRSS write of a feed into OPML beside its address, in the words of our config."""

from collections.abc import Mapping

MINIFLUX, FRESHRSS = "https://miniflux.app/opml", "https://freshrss.org/opml"

_PLAIN = {"userAgent": "user_agent", "CURLOPT_USERAGENT": "user_agent", "proxyUrl": "proxy"}
_MINIFLUX_NAMES = frozenset(
    {"scraperRules", "rewriteRules", "urlRewriteRules", "blocklistRules", "keeplistRules", "blockFilterEntryRules"}
    | {"keepFilterEntryRules", "userAgent", "proxyUrl", "crawler", "ignoreHTTPCache", "fetchViaProxy", "disabled"}
    | {"noMediaPlayer", "hideGlobally", "allowSelfSignedCertificates", "disableHTTP2", "ignoreEntryUpdates"}
)
"""Older exports write them without a namespace."""
_PROXY_SCHEMES = {"0": "http", "2": "https", "5": "socks5", "7": "socks5h"}
"""CURLOPT_PROXYTYPE, as in curl.h."""
_WITHOUT_EFFECT = frozenset({"", "0", "false"})
_SCRAPED = ("xpath", "dotnotation")


def is_scraped(kind: str) -> bool:
    """Tell whether the `type` of an outline says that it is no feed but a page that FreshRSS reads by rules."""
    return any(word in kind.lower() for word in _SCRAPED)


def settings(outline: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return what we have a key for, by our names, and the names of what we have none for.

    `outline` holds the attributes of an outline, names as ElementTree writes them: `{namespace}name`.
    """
    theirs = {local: value.strip() for name, value in outline.items() if (local := _their_name(name))}
    ours: dict[str, str] = {}
    lost = []
    for name, value in theirs.items():
        if name in _PLAIN and value:
            ours[_PLAIN[name]] = value
        elif name == "disabled":
            ours |= {"enabled": "false"} if value.lower() == "true" else {}
        elif name == "allowSelfSignedCertificates":
            ours |= {"insecure": "true"} if value.lower() == "true" else {}
        elif name == "ttl":
            ours |= _interval(value)
        elif name == "CURLOPT_PROXY":
            ours |= _proxy(value, theirs.get("CURLOPT_PROXYTYPE", "0"))
        elif name != "CURLOPT_PROXYTYPE" and value.lower() not in _WITHOUT_EFFECT:
            lost.append(name)
    return ours, tuple(lost)


def _their_name(name: str) -> str:
    """Return the local name of an attribute of theirs, or nothing."""
    namespace, _, local = name.rpartition("}")
    if namespace:
        return local if namespace[1:] in (MINIFLUX, FRESHRSS) else ""
    return local if local in _MINIFLUX_NAMES else ""


def _interval(ttl: str) -> dict[str, str]:
    """FreshRSS's seconds between two polls; negative where the feed is muted."""
    if not ttl.removeprefix("-").isdecimal() or len(ttl) > 9:
        return {}
    interval = {"interval": f"{abs(int(ttl))}s"} if int(ttl) else {}
    return interval | ({"enabled": "false"} if int(ttl) < 0 else {})


def _proxy(address: str, kind: str) -> dict[str, str]:
    if kind == "-1":
        return {"proxy": "none"}
    if not address:
        return {}
    return {"proxy": address if "://" in address else f"{_PROXY_SCHEMES.get(kind, 'socks4')}://{address}"}
