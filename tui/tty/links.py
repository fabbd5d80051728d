"""A feed's link: fit to show, to copy and to hand to a browser, or nothing."""

import os
import shlex
import subprocess
from threading import Thread
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
    """Whether a browser was started, not waiting for it; argument list only, never a shell. Over SSH there is mostly none."""
    words = _browser()
    if not words or not url.startswith(("https://", "http://")):
        return False
    command, quiet = [word.replace("%s", url) for word in words], subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            command if command != words else [*words, url],
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            start_new_session=True,
        )
    except OSError:
        return False
    # Waited for elsewhere: else what has ended would stay in the system's table of processes.
    Thread(target=process.wait, name="browser", daemon=True).start()
    return True


def _browser() -> list[str]:
    """The first of $BROWSER in words, else what the session opens links with; empty where there is neither."""
    if chosen := os.environ.get("BROWSER", "").partition(os.pathsep)[0]:
        try:
            return shlex.split(chosen)
        except ValueError:  # a quote without its end
            return []
    return ["xdg-open"] if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") else []
