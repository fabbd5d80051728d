"""Which addresses are on the public internet. Pure: names are looked up elsewhere."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from socket import inet_aton

_GLOBAL_UNICAST = IPv6Network("2000::/3")
"""All of IPv6 that is handed out to the public (IANA registry of address space)."""

_COMPATIBLE = IPv6Network("::/96")
_NAT64 = IPv6Network("64:ff9b::/96")
_LOCAL_NAT64 = IPv6Network("64:ff9b:1::/48")


def is_public(address: str) -> bool:
    """Tell whether an address is public: not loopback, private, link-local, CGNAT, multicast or reserved.

    An IPv6 address that stands for IPv4 ones is judged by those: a translator or a tunnel leads to them.
    """
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv4Address):
        return _is_public_v4(ip)
    inside = list(_inside(ip))
    if inside:
        return all(map(_is_public_v4, inside))
    return ip in _GLOBAL_UNICAST and ip.is_global


def is_private_host(host: str) -> bool:
    """Tell whether a host is private by its looks: a literal address in any notation, or a name of this machine."""
    host = host.lower().strip("[]").rstrip(".")
    if host.rpartition(".")[2] in ("localhost", "localdomain"):
        return True
    literal = _literal(host)
    return literal is not None and not is_public(literal)


def is_loopback_host(host: str) -> bool:
    """Tell whether a host is this machine by its looks."""
    host = host.lower().strip("[]").rstrip(".")
    literal = _literal(host)
    return host.rpartition(".")[2] == "localhost" or (literal is not None and ip_address(literal).is_loopback)


def _literal(host: str) -> str | None:
    """Return the address that a host is, else None; resolvers also read `127.1`, `0x7f000001` and `2130706433`."""
    try:
        return str(ip_address(host))
    except ValueError:
        pass
    try:
        return str(IPv4Address(inet_aton(host)))
    except (OSError, UnicodeError):
        return None


def _is_public_v4(ip: IPv4Address) -> bool:
    return ip.is_global and not ip.is_multicast


def _inside(ip: IPv6Address) -> Iterator[IPv4Address]:
    """Give the IPv4 addresses that an IPv6 address leads to."""
    last = IPv4Address(int(ip) & 0xFFFF_FFFF)
    if ip.ipv4_mapped or ip in _COMPATIBLE or ip in _NAT64:
        yield last
    elif ip.sixtofour:
        yield ip.sixtofour
    elif ip.teredo:
        yield from ip.teredo
    elif ip in _LOCAL_NAT64:
        yield from _by_local_nat64(ip)


def _by_local_nat64(ip: IPv6Address) -> Iterator[IPv4Address]:
    """A network's own prefix embeds at its end or, when all 48 bits are the prefix, around bits 64 to 71 (RFC 6052, 2.2).

    What fits neither form is given as the unspecified address, so that nothing else can hide in the bits between.
    """
    bits = int(ip) & ((1 << 80) - 1)
    if bits >> 32 == 0:
        yield IPv4Address(bits)
    elif bits & ((1 << 40) - 1) == 0 and bits >> 56 & 0xFF == 0:
        yield IPv4Address((bits >> 64) << 16 | (bits >> 40) & 0xFFFF)
    else:
        yield IPv4Address(0)
