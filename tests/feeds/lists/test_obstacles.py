"""What stands between us and a feed."""

import pytest

from feeds.fetch.exchange import Response
from feeds.lists.obstacles import obstacle

URL = "https://post.example/feed"


def answer(status: int = 200, body: bytes = b"", url: str = URL, **headers: str) -> Response:
    return Response(status, {name.replace("_", "-"): value for name, value in headers.items()}, body, url, ())


@pytest.mark.parametrize(
    ("response", "vendor"),
    [
        (answer(403, cf_mitigated="challenge", server="cloudflare"), "Cloudflare"),
        (answer(200, cf_mitigated="challenge"), "Cloudflare"),
        (answer(403, server="AkamaiGHost"), "Akamai"),
        (answer(403, x_datadome="protected"), "DataDome"),
        (answer(403, set_cookie="datadome=x; Path=/"), "DataDome"),
        (answer(403, x_iinfo="1-2-3"), "Imperva"),
        (answer(403, set_cookie="lang=en; Path=/, visid_incap_77=abc; Path=/"), "Imperva"),
        (answer(403, server="BigIP"), "F5"),
        (answer(403, set_cookie="TS01abcdef=x; Path=/"), "F5"),
    ],
)
def test_a_bot_wall_is_named_by_its_vendor(response: Response, vendor: str) -> None:
    assert f"a bot wall of {vendor}" in obstacle(response, URL)


def test_a_challenge_that_calls_itself_a_page_is_seen_by_its_words() -> None:
    assert "a bot wall" in obstacle(answer(body=b"<title>Just a moment...</title>"), URL)


@pytest.mark.parametrize(
    "response",
    [
        answer(401),
        answer(url="https://post.example/login?next=/feed"),
        answer(url="https://sso.post.example/"),
        answer(url="https://post.example/welcome", body=b"<input type=password>"),
    ],
)
def test_a_login_page_is_called_one(response: Response) -> None:
    assert "a login page" in obstacle(response, URL)


@pytest.mark.parametrize(
    "response",
    [
        answer(body=b"<title>News</title><input type=password>"),
        answer(url="https://post.example/authors/feed", body=b"<title>Authors</title>"),
        answer(server="cloudflare", body=b"<title>News</title>"),
    ],
)
def test_a_page_like_any_other_is_no_obstacle(response: Response) -> None:
    assert obstacle(response, URL) == ""


def test_another_status_is_told_as_it_is() -> None:
    assert obstacle(answer(404), URL) == "HTTP 404"
