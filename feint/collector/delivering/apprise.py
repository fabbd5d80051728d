"""Whatever Apprise reaches, by a child process of ours: its import, what hangs in it and its memory are not the collector's."""

import json
import os
import sys
from collections.abc import Mapping
from typing import Any
from urllib.request import getproxies_environment

from alerts.delivery.outcomes import Ended, Fault, Reply
from feeds.fetch.local import PASSED_ON
from feeds.fetch.routes import NO_PROXY
from feint.collector.delivering.program import run
from feint.config import ConfigError
from feint.config_alerts import AppriseChannel
from feint.secrets import reveal

MISSING = 69
"""The child's exit status where there is no Apprise (EX_UNAVAILABLE of sysexits.h)."""
TIMEOUT_S = 60.0
_PASSED_ON = (*PASSED_ON, "PYTHONPATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")
_MOST_LINKS = 3


class Apprise:
    """Hands title, text and addresses to the child."""

    def __init__(self, channel: AppriseChannel, proxy: str = "") -> None:
        """`proxy` is the collector's: an address, `none`, or empty for the environment's."""
        self._urls = channel.urls
        self._proxies = _proxies(proxy)

    async def send(self, delivery: str, body: str) -> Reply:
        """Have it told once to every address."""
        try:
            urls = reveal(self._urls).split()
        except ConfigError as error:
            return Fault(str(error))
        title, text = worded(json.loads(body))
        asked = json.dumps({"urls": urls, "title": title, "text": text}).encode()
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | self._proxies
        argv = [sys.executable, "-m", "feint.collector.delivering.apprise_child"]
        reply = await run(argv, asked, environment, TIMEOUT_S)
        if isinstance(reply, Ended) and reply.status == MISSING:
            return Fault("apprise is not installed: pip install 'feint[apprise]'")
        return reply

    async def close(self) -> None:
        """Nothing is held."""


def _proxies(proxy: str) -> dict[str, str]:
    """The variables by which Apprise goes as the collector does."""
    if proxy == NO_PROXY:
        return {}
    if proxy:
        return {"http_proxy": proxy, "https_proxy": proxy}
    return {f"{scheme}_proxy": value for scheme, value in getproxies_environment().items()}


def worded(payload: Mapping[str, Any]) -> tuple[str, str]:
    """A payload as a person reads it: one line of title, and some of text."""
    severity = str(payload["severity"]).upper()
    alert = payload.get("alert")
    if alert is None:
        gravest = [f"{each['severity']} {each['rule']}: {each['title']}" for each in payload.get("gravest", ())]
        return f"{severity} feint", "\n".join([payload["said"], *gravest])
    links = [each["link"] for each in payload["evidence"] if each["link"]]
    return f"{severity} {alert['title']}", "\n".join([payload["said"], f"rule {alert['rule']}", *links[:_MOST_LINKS]])
