"""A webhook: signed, guarded, and unharmed by whatever answers."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import pytest

from alerts.delivery import outcomes
from alerts.delivery.outcomes import Again, Answered, Fault, Off, Reply, Sent, Tried
from feint.collector.clock import Clock
from feint.collector.delivering.exits import exits
from feint.config import Config
from feint.config_alerts import WebhookChannel
from feint.durations import Seconds
from feint.wiring_alerts import rules_of
from tests.feint.receiver import OK_HEAD, Behaviour, Receiver, answers, drips, floods, raw, receiving, then_hangs

NOW_MS = 1_800_000_000_000
BODY = '{"delivery":"12:3:duty","v":1,"said":"«мы уходим»"}'
Send = Callable[[], Awaitable[Reply]]


@asynccontextmanager
async def _hook(
    behaves: Behaviour,
    *,
    timeout_s: float = 0.5,
    private: bool = True,
    url: str = "",
    secret: str = "",
    old_secret: str = "",
) -> AsyncIterator[tuple[Receiver, Send]]:
    """A receiver, and the channel that posts to it."""
    async with receiving(behaves) as receiver:
        channel = WebhookChannel(
            id="duty",
            kind="webhook",
            url=url or receiver.url(),
            secret=secret,
            old_secret=old_secret,
            timeout_s=Seconds(timeout_s),
            allow_private=private,
        )
        config = Config(channels=(channel,))
        (exit,) = exits(config, rules_of(config), Clock(lambda: NOW_MS))

        async def send() -> Reply:
            return await exit.sender.send("12:3:duty", BODY)

        try:
            yield receiver, send
        finally:
            await exit.sender.close()


def _means(reply: Reply) -> outcomes.Outcome:
    return outcomes.of(reply, Tried(NOW_MS, 0, NOW_MS, 0.0))


async def test_a_notice_is_posted_as_json_under_its_name() -> None:
    async with _hook(answers(200, b"ticket 4711\nmore")) as (receiver, send):
        assert await send() == Answered(200, "", "ticket 4711")
    (posted,) = receiver.posted
    assert (posted.method, posted.path) == ("POST", "/hook")
    assert posted.headers["content-type"] == "application/json"
    assert posted.headers["webhook-id"] == "12:3:duty"
    assert posted.headers["webhook-timestamp"] == str(NOW_MS // 1_000)
    assert json.loads(posted.body) == json.loads(BODY)


async def test_whoever_holds_the_secret_can_tell_that_it_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    key = b"a key of thirty-two bytes in all"
    monkeypatch.setenv("NEW", "whsec_" + base64.b64encode(key).decode())
    monkeypatch.setenv("OLD", "the secret of before")
    async with _hook(answers(204), secret="env:NEW", old_secret="env:OLD") as (receiver, send):
        await send()
    (posted,) = receiver.posted
    signed = f"{posted.headers['webhook-id']}.{posted.headers['webhook-timestamp']}.".encode() + posted.body
    expected = [
        "v1," + base64.b64encode(hmac.new(each, signed, hashlib.sha256).digest()).decode()
        for each in (key, b"the secret of before")
    ]
    assert posted.headers["webhook-signature"].split(" ") == expected


async def test_secrets_are_read_anew_each_time(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    async with _hook(answers(200), secret=f"file:{file}") as (receiver, send):
        assert isinstance(await send(), Fault)
        file.write_text("one\n")
        await send()
        file.write_text("another\n")
        await send()
    one, another = (posted.headers["webhook-signature"] for posted in receiver.posted)
    assert one != another


async def test_no_secret_stands_in_anything_that_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    async with receiving(answers(200, b"thanks for /hook/T0KEN-9 signed with hush-hush")) as other:
        monkeypatch.setenv("URL", other.url("/hook/T0KEN-9"))
        monkeypatch.setenv("SECRET", "hush-hush")
        monkeypatch.setenv("BAD", "whsec_hush-hush!")
        told: list[object] = []
        async with _hook(answers(200), url="env:URL", secret="env:SECRET") as (_, send):
            told.append(await send())
        async with _hook(answers(200), url="env:URL", secret="env:BAD") as (_, send):
            told.append(await send())
        monkeypatch.setenv("URL", "http://127.0.0.1:1/hook/T0KEN-9")
        async with _hook(answers(200), url="env:URL") as (_, send):
            told.append(await send())
        async with _hook(answers(200), url="env:URL", private=False) as (_, send):
            told.append(await send())
    assert isinstance(told[0], Answered)
    assert len(told) == 4
    assert "T0KEN" not in str(told)
    assert "hush" not in str(told)


@pytest.mark.parametrize("echo", ["T0KEN%2F9", "T0KEN/9", "hunter22", "k3y-in-query"])
async def test_a_receipt_that_repeats_any_piece_of_the_address_is_not_kept(
    monkeypatch: pytest.MonkeyPatch, echo: str
) -> None:
    async with receiving(answers(200, f"no such thing: {echo}".encode())) as other:
        address = other.url("/services/T0KEN%2F9?v=1&key=k3y-in-query").replace("://", "://desk:hunter22@")
        monkeypatch.setenv("URL", address)
        async with _hook(answers(200), url="env:URL") as (_, send):
            assert await send() == Answered(200, "", "")
    assert other.posted[0].headers["authorization"].startswith("Basic ")


async def test_a_private_address_is_refused_unless_the_channel_may() -> None:
    async with _hook(answers(200), private=False) as (receiver, send):
        assert await send() == Fault("127.0.0.1 has the private address 127.0.0.1")
    assert receiver.posted == []


async def test_a_redirect_to_a_private_address_is_followed_by_nobody() -> None:
    async with receiving(answers(200)) as inner:
        async with _hook(answers(307, b"", f"Location: {inner.url('/admin')}")) as (_, send):
            outcome = _means(await send())
        assert inner.posted == []
    assert outcome == outcomes.Failed("HTTP 307: redirects are not followed")


async def test_a_receiver_that_is_gone_and_one_that_is_busy_say_so() -> None:
    async with _hook(answers(410)) as (_, send):
        assert _means(await send()) == Off("HTTP 410")
    async with _hook(answers(429, b"", "Retry-After: 90")) as (_, send):
        assert _means(await send()) == Again(NOW_MS + 90_000, "HTTP 429")


HOSTILE: dict[str, tuple[Behaviour, type[outcomes.Outcome]]] = {
    "says nothing": (then_hangs(), Again),
    "half a status line": (then_hangs(b"HTTP/1."), Again),
    "headers for ever": (drips(OK_HEAD, b"X-A: b\r\n"), Again),
    "one header for ever": (drips(OK_HEAD + b"X-A: ", b"b"), Again),
    "interim answers for ever": (drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), Again),
    "hangs up at once": (raw(), Again),
    "is no HTTP": (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), Again),
    "says 500": (answers(500, b"x" * 100_000), Again),
    "breaks off in its headers": (raw(OK_HEAD + b"Content-Length: 5"), Again),
    "drips its body": (drips(OK_HEAD + b"Content-Length: 1000000\r\n\r\n", b"x"), Sent),
    "breaks off in its body": (raw(OK_HEAD + b"Content-Length: 1000\r\n\r\nyes"), Sent),
    "answers 50 MB": (floods(OK_HEAD + b"Content-Length: 52428800\r\n\r\n"), Sent),
    "answers 50 MB in no time": (floods(b"HTTP/1.1 503 Busy\r\n\r\n"), Again),
    "claims to be a bomb": (answers(200, b"\x1f\x8b" + b"\0" * 3_000, "Content-Encoding: gzip"), Sent),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_receiver_costs_its_time_limit_at_most(name: str) -> None:
    behaves, meant = HOSTILE[name]
    async with _hook(behaves, timeout_s=0.15) as (_, send):
        began_s = monotonic()
        reply = await send()
        assert monotonic() - began_s < 0.15 + 1.0
    assert isinstance(_means(reply), meant), reply
    assert str(reply).isprintable()
    assert len(str(reply)) < 400


async def test_nobody_there_is_tried_again() -> None:
    async with _hook(answers(200)) as (receiver, _):
        port = receiver.port
    async with _hook(answers(200), url=f"http://127.0.0.1:{port}/") as (_, send):
        assert await send() == Fault("connection refused")


async def test_of_a_great_answer_no_more_is_read_than_is_kept() -> None:
    sent = 0

    async def behave(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(OK_HEAD + b"\r\n")
        for _ in range(800):
            writer.write(b"x" * 65_536)
            await writer.drain()
            sent += 65_536

    async with _hook(behave, timeout_s=5) as (_, send):
        assert isinstance(await send(), Answered)
    assert sent < 16 << 20
