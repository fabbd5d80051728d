"""Whose bot wall stands before a feed, as far as a response's headers name it. Pure."""

import re
from collections.abc import Mapping

_BY_HEADER = {
    "cf-mitigated": "Cloudflare",
    "x-datadome": "DataDome",
    "x-iinfo": "Imperva",
    "x-akamai-transformed": "Akamai",
    "x-sucuri-id": "Sucuri",
}
_BY_SERVER = {
    "cloudflare": "Cloudflare",
    "akamaighost": "Akamai",
    "ddos-guard": "DDoS-Guard",
    "qrator": "Qrator",
    "bigip": "F5",
    "big-ip": "F5",
    "imperva": "Imperva",
    "datadome": "DataDome",
}
_BY_COOKIE = {
    "__cf_bm": "Cloudflare",
    "cf_clearance": "Cloudflare",
    "datadome": "DataDome",
    "incap_ses": "Imperva",
    "visid_incap": "Imperva",
    "_abck": "Akamai",
    "ak_bmsc": "Akamai",
    "bigipserver": "F5",
    "ts01": "F5",
}


def vendor_of(headers: Mapping[str, str]) -> str:
    """Return whose wall the headers (names in lower case) name, or nothing."""
    server = headers.get("server", "").lower()
    cookies = [name.lower() for name in re.findall(r"(?:^|, ?)([\w.-]{1,60})=", headers.get("set-cookie", ""))]
    by_header = (vendor for name, vendor in _BY_HEADER.items() if name in headers)
    by_server = (vendor for name, vendor in _BY_SERVER.items() if name in server)
    by_cookie = (vendor for name, vendor in _BY_COOKIE.items() if any(cookie.startswith(name) for cookie in cookies))
    return next(by_header, "") or next(by_server, "") or next(by_cookie, "")
