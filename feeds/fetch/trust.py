"""Whose certificates are believed."""

import ssl
from functools import lru_cache

from feeds.fetch.exchange import FetchError, Route


@lru_cache(maxsize=32)
def trust(route: Route) -> ssl.SSLContext:
    """Return what verifies a route's certificates: the operating system's store, and the route's own file besides.

    A company's root certificate counts so. Reading the store takes 20 ms, hence only for who speaks TLS, and once.
    """
    if route.insecure:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context
    context = ssl.create_default_context()
    if route.ca_file:
        try:
            context.load_verify_locations(cafile=route.ca_file)
        except OSError as problem:
            reason = "no certificates in it" if isinstance(problem, ssl.SSLError) else problem.strerror
            raise FetchError("refused", f"ca_file {route.ca_file}: {reason}") from None
    return context


@lru_cache(maxsize=1)
def nobody() -> ssl.SSLContext:
    """Return what verifies nothing at all, for those who don't speak TLS."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
