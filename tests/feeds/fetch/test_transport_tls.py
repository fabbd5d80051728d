"""Whose certificates are believed, and how it is said that one is not."""

import asyncio
import ssl
from pathlib import Path

import pytest

from feeds.fetch.transport import DIRECT, FetchError, Request, Response, Route
from tests.feeds.fetch.loopback import FEED, reply, serving, speaking, transport

CERTIFICATES = Path(__file__).parent / "certificates"
"""Made once by the `make.sh` beside them."""
AUTHORITY = str(CERTIFICATES / "authority.pem")


def identity(name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / f"{name}.pem")
    return context


async def fetched(certificate: str, route: Route) -> Response:
    async with serving(lambda asked: reply(FEED), identity(certificate)) as server, transport() as client:
        return await client.fetch(Request(f"{server.base}/feed", {}, route=route))


async def test_an_authority_of_the_source_is_trusted_besides_the_systems() -> None:
    assert (await fetched("good", Route(ca_file=AUTHORITY))).body == FEED


async def test_the_systems_store_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", AUTHORITY)
    assert (await fetched("good", Route(ca_file=str(CERTIFICATES / "alone.pem")))).body == FEED


async def test_a_body_of_megabytes_comes_whole_through_tls() -> None:
    body = bytes(range(256)) * 12_000
    async with (
        serving(lambda asked: reply(body), identity("good")) as server,
        transport(wire_cap=5 << 20, body_cap=5 << 20) as client,
    ):
        for _ in range(2):
            response = await client.fetch(Request(server.base, {}, route=Route(ca_file=AUTHORITY)))
            assert response.body == body
    assert server.connections == 1


@pytest.mark.parametrize(
    ("certificate", "route", "reason"),
    [
        ("good", DIRECT, "TLS: the certificate's authority is not trusted"),
        ("alone", DIRECT, "TLS: the certificate is self-signed"),
        ("expired", Route(ca_file=AUTHORITY), "TLS: the certificate has expired"),
        ("elsewhere", Route(ca_file=AUTHORITY), "TLS: the certificate is for another host"),
    ],
)
async def test_a_bad_certificate_is_refused_in_plain_words(certificate: str, route: Route, reason: str) -> None:
    with pytest.raises(FetchError) as caught:
        await fetched(certificate, route)
    assert (caught.value.kind, caught.value.reason) == ("unreachable", reason)


@pytest.mark.parametrize("certificate", ["alone", "expired", "elsewhere"])
async def test_an_insecure_source_takes_any_certificate(certificate: str) -> None:
    assert (await fetched(certificate, Route(insecure=True))).body == FEED


async def test_one_insecure_source_makes_no_other_insecure() -> None:
    async with serving(lambda asked: reply(FEED), identity("alone")) as server, transport() as client:
        await client.fetch(Request(server.base, {}, route=Route(insecure=True)))
        with pytest.raises(FetchError, match="self-signed"):
            await client.fetch(Request(server.base, {}))


@pytest.mark.parametrize(
    ("file", "reason"), [("none.pem", "No such file or directory"), ("make.sh", "no certificates in it")]
)
async def test_a_ca_file_that_cannot_be_read_is_named(file: str, reason: str) -> None:
    with pytest.raises(FetchError, match=reason) as caught:
        await fetched("good", Route(ca_file=str(CERTIFICATES / file)))
    assert caught.value.kind == "refused"


async def test_plain_http_on_an_https_address_is_a_tls_error() -> None:
    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await reader.read()

    async with speaking(speak) as port, transport() as client:
        with pytest.raises(FetchError) as caught:
            await client.fetch(Request(f"https://127.0.0.1:{port}/", {}))
    assert (caught.value.kind, caught.value.reason) == ("unreachable", "TLS: wrong version number")


async def test_what_is_said_before_the_tls_greeting_is_not_taken_for_the_answer() -> None:
    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(reply(FEED))
        await reader.read()

    async with speaking(speak) as port, transport() as client:
        with pytest.raises(FetchError, match=r"^TLS: "):
            await client.fetch(Request(f"https://127.0.0.1:{port}/", {}, route=Route(insecure=True)))


async def test_https_does_not_lead_to_http() -> None:
    async with serving(lambda asked: reply(FEED)) as plain:
        moved = reply(status="301 Moved", Location=plain.base)
        async with serving(lambda asked: moved, identity("good")) as server, transport() as client:
            with pytest.raises(FetchError, match="redirect from https to http"):
                await client.fetch(Request(server.base, {}, route=Route(ca_file=AUTHORITY)))
    assert plain.asked == []


async def test_http_may_lead_to_https_but_leaves_the_credentials_behind() -> None:
    async with serving(lambda asked: reply(FEED), identity("good")) as secure:
        moved = reply(status="301 Moved", Location=secure.base)
        async with serving(lambda asked: moved) as server, transport() as client:
            own = {"Authorization": "Bearer x"}
            assert (await client.fetch(Request(server.base, {}, own, Route(ca_file=AUTHORITY)))).body == FEED
    assert "authorization" not in secure.asked[0].headers
