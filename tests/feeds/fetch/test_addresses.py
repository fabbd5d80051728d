"""Which addresses and hosts count as public."""

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.fetch.addresses import is_loopback_host, is_private_host, is_public

PUBLIC = "93.184.215.14"
PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "0.0.0.0",
    "255.255.255.255",
]


def ways_inside(address: str) -> dict[str, str]:
    """Return the IPv6 addresses that lead to an IPv4 one."""
    bits = int(IPv4Address(address))
    in_local_nat64 = 0x64_FF9B_0001 << 80 | (bits >> 16) << 64 | (bits & 0xFFFF) << 40
    return {
        "mapped": f"::ffff:{address}",
        "compatible": f"::{address}",
        "6to4": str(IPv6Address(0x2002 << 112 | bits << 80)),
        "teredo": str(IPv6Address(0x2001 << 112 | int(IPv4Address(PUBLIC)) << 64 | bits ^ 0xFFFF_FFFF)),
        "nat64": f"64:ff9b::{address}",
        "nat64 of a network": f"64:ff9b:1::{address}",
        "nat64 of a network, all of it": str(IPv6Address(in_local_nat64)),
    }


@pytest.mark.parametrize("address", PRIVATE)
def test_no_private_ipv4_address_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "2606:4700::6810:84e5", "2a00:1450:4001::1"])
def test_what_is_on_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    ["::1", "::", "fe80::1%eth0", "fd00::1", "fec0::1", "ff02::1", "ff0e::1", "2001:db8::1", "100::1", "4000::1"],
)
def test_no_private_or_unassigned_ipv6_address_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("way", ways_inside(PUBLIC))
def test_an_ipv6_address_that_leads_to_an_ipv4_one_is_judged_by_it(way: str) -> None:
    assert is_public(ways_inside(PUBLIC)[way])
    assert not any(is_public(ways_inside(address)[way]) for address in PRIVATE)


def test_a_tunnel_is_judged_by_both_of_its_ends() -> None:
    server, client = int(IPv4Address("10.0.0.1")), int(IPv4Address(PUBLIC)) ^ 0xFFFF_FFFF
    assert not is_public(str(IPv6Address(0x2001 << 112 | server << 64 | client)))


def test_no_address_can_hide_between_the_forms_of_a_networks_nat64() -> None:
    whole = IPv6Address(ways_inside("127.0.0.1")["nat64 of a network, all of it"])
    assert not is_public(str(IPv6Address(int(whole) | int(IPv4Address(PUBLIC)))))


@given(st.integers(0, (1 << 128) - 1))
def test_every_address_is_judged(bits: int) -> None:
    assert is_public(str(IPv6Address(bits))) in (True, False)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST.",
        "printer.localhost",
        "localhost.localdomain",
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "10.0.0.1.",
        "[::1]",
        "::ffff:10.0.0.1",
        "[64:ff9b::7f00:1]",
    ],
)
def test_a_host_is_private_by_its_looks(host: str) -> None:
    assert is_private_host(host)


@pytest.mark.parametrize("host", ["example.org", PUBLIC, "localhost.example.org", "[2606:4700::6810:84e5]", ""])
def test_any_other_host_is_not(host: str) -> None:
    assert not is_private_host(host)


@pytest.mark.parametrize(
    ("host", "is_loopback"),
    [("localhost", True), ("127.9.9.9", True), ("[::1]", True), ("10.0.0.1", False), ("example.org", False)],
)
def test_this_machine_is_known_by_its_looks(host: str, is_loopback: bool) -> None:
    assert is_loopback_host(host) is is_loopback
