"""Which proxy a request goes through: the source's, else the collector's, else the environment's. Pure."""

from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from feeds.fetch.addresses import is_loopback_host
from feeds.fetch.exchange import FetchError

NO_PROXY = "none"
PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")


def proxy_for(url: str, own: str, usual: str, environment: Mapping[str, str]) -> str:
    """Return the URL of the proxy for `url`, or empty to go direct; raises FetchError for what cannot be a proxy.

    `own` is the source's choice and `usual` the collector's: a URL, `none`, or empty to leave it to the next.
    `environment` is as of `urllib.request.getproxies_environment`: `http`, `https`, `all`, `no`.
    """
    proxy = own or usual or _by_environment(url, environment)
    if proxy in ("", NO_PROXY):
        return ""
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    if proxy.partition("://")[0].lower() not in PROXY_SCHEMES:
        raise FetchError("refused", f"a proxy is one of {', '.join(f'{scheme}://' for scheme in PROXY_SCHEMES)}")
    return proxy


def _by_environment(url: str, environment: Mapping[str, str]) -> str:
    proxy = environment.get(url.partition(":")[0].lower()) or environment.get("all", "")
    if not proxy:
        return ""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    exceptions = environment.get("no", "").lower().replace(",", " ").split()
    excepted = is_loopback_host(host) or any(_is_meant(host, parts.port, exception) for exception in exceptions)
    return "" if excepted else proxy


def _is_meant(host: str, port: int | None, exception: str) -> bool:
    """Read a word of NO_PROXY as curl does: `*`, a domain and all below it, an address, a network; a port may follow."""
    if exception == "*":
        return True
    if "/" in exception:
        return _is_within(host, exception)
    name, colon, its_port = exception.rpartition(":")
    if colon and its_port.isdecimal() and (":" not in name or name.endswith("]")):
        return port == int(its_port) and _is_meant(host, None, name)
    domain = exception.strip("[]").removeprefix("*").removeprefix(".")
    return host == domain or host.endswith(f".{domain}")


def _is_within(host: str, network: str) -> bool:
    try:
        return ip_address(host) in ip_network(network, strict=False)
    except ValueError:
        return False
