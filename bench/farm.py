"""A loopback server of healthy feeds, so that a bench measures feint and not a network."""

import hashlib
import http.server
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from html import escape

_WHO = (
    "the defence ministry",
    "a border guard commander",
    "the foreign minister",
    "two western officials",
    "the mayor",
)
_DID = (
    "said its units had begun loading for the journey back to their garrisons",
    "denied that any battalion had left its positions",
    "warned of strikes should the convoy move",
    "called the rail movements a rotation and not a pull-back",
    "opened a new bridge in front of a small crowd",
    "said talks on the grain corridor would resume on Tuesday",
    "reported a quiet night along the river",
    "published figures on the harvest",
)
_WHERE = ("Ostmark", "the Varna gap", "Lisova", "the northern bank", "Port Hale", "Cape Dorn", "the Sula valley")


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    bodies: dict[str, tuple[bytes, str]]

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """A feed, or 304 when the reader has it."""
        body, tag = self.bodies[self.path]
        if self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            body = b""
        else:
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", tag)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def farm(feeds: int, items: int) -> Iterator[list[str]]:
    """Serve `feeds` feeds of `items` items each; yields their URLs."""
    chance = random.Random(f"{feeds}x{items}")
    bodies = {f"/{n}.xml": _feed(n, items, chance) for n in range(feeds)}
    handler = type("Handler", (_Handler,), {"bodies": bodies})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield [f"http://127.0.0.1:{server.server_port}{path}" for path in bodies]
    finally:
        server.shutdown()
        server.server_close()


def config_of(urls: list[str]) -> str:
    """The config of a desk on these feeds, host manners waived: the host is this machine."""
    collector = '[collector]\nallow_private = true\nper_host = 16\nhost_gap = "0s"\n'
    return collector + "".join(f'\n[[source]]\nurl = "{url}"\n' for url in urls)


def _feed(n: int, items: int, chance: random.Random) -> tuple[bytes, str]:
    entries = []
    for k in range(items):
        sentences = [
            f"{chance.choice(_WHO).capitalize()} {chance.choice(_DID)} near {chance.choice(_WHERE)}." for _ in range(4)
        ]
        number = chance.randrange(10_000)
        entries.append(
            f"<item><title>{escape(sentences[0].rstrip('.'))}, report {number}</title><guid>{n}-{k}</guid>"
            f"<link>http://feed{n}.example/{k}</link><pubDate>{formatdate(1_770_000_000 + 600 * k)}</pubDate>"
            f"<description>{escape(' '.join(sentences[1:]))} “We have counted {number} vehicles and no more,” said"
            f" Colonel Anna Brandt of the observer mission.</description></item>"
        )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Feed {n}</title>{"".join(entries)}</channel></rss>'.encode()
    return body, f'"{hashlib.sha256(body).hexdigest()[:16]}"'
