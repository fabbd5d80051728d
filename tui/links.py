"""A feed's link: fit to show, to copy and to hand to a browser, or nothing."""

import os
import subprocess
from urllib.parse import quote, urlsplit

from tui.text import SafeText

LONGEST = 2_000
_KEPT = "!#$%&'()*+,/:;=?@[]~-._"


def safe_url(link: str) -> SafeText | None:
    """The link in plain ASCII, or None when it is not http(s) with a host, or holds controls or blanks."""
    if len(link) > LONGEST or any(character.isspace() or not character.isprintable() for character in link):
        return None
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc or not _plain_host(host):
        return None
    rest = quote(parts._replace(scheme="", netloc="").geturl(), safe=_KEPT)
    return SafeText(f"{parts.scheme}://{host}{port}{rest}")


def _plain_host(host: str) -> bool:
    return all(character.isalnum() or character in "-._" for character in host)


def open_in_browser(url: SafeText) -> bool:
    """Whether a browser was started; argument list only, never a shell. Over SSH there is mostly none."""
    browser = os.environ.get("BROWSER") or (
        "xdg-open" if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") else ""
    )
    if not browser:
        return False
    quiet = subprocess.DEVNULL
    try:
        subprocess.Popen([browser, url], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    except OSError:
        return False
    return True
