"""What a page is that should have been a feed, or should have led to one, in a line for a person. Pure."""

import re

from feeds.document.decode import decode
from feeds.fetch.exchange import Response
from feeds.lists.page import asks_for_password
from feeds.manners.walls import vendor_of

_LOGIN = re.compile(r"[/.=](?:log-?in|sign-?in|sso|auth|account/login|idp)(?=[/.?&=]|$)", re.IGNORECASE)
_CHALLENGE = re.compile(
    r"just a moment|attention required|access denied|are you (?:a )?(?:human|robot)|pardon our interruption|"
    r"checking your browser|request unsuccessful|enable javascript and cookies|the requested url was rejected",
    re.IGNORECASE,
)
_REFUSALS = frozenset({401, 403, 405, 406, 429, 503})
_HEAD_CHARS = 20_000


def obstacle(response: Response, asked: str) -> str:
    """Say what stands between us and the address that was asked for, or nothing where it is a page like any other."""
    vendor = vendor_of(response.headers)
    html = decode(response.body, response.headers.get("content-type", "")) if response.body else ""
    if "cf-mitigated" in response.headers or (response.status in _REFUSALS and vendor):
        return f"HTTP {response.status}, a bot wall of {vendor}; ask the site for access, or set user_agent"
    was_sent = response.url != asked  # a page of news may have a field for a password too
    if response.status == 401 or _LOGIN.search(response.url) or (was_sent and asks_for_password(html)):
        return 'a login page; what lets feint in goes into headers = { Authorization = "env:NAME" }'
    if _CHALLENGE.search(html[:_HEAD_CHARS]):
        return f"a bot wall{f' of {vendor}' if vendor else ''}; ask the site for access, or set user_agent"
    return f"HTTP {response.status}" if response.status >= 400 else ""
