"""Standard Webhooks: a receiver who holds a secret can tell that a delivery is ours, whole, and of now."""

import hashlib
import hmac
from base64 import b64decode, b64encode

import pytest

from alerts.delivery import signing

KEY = bytes(range(32))
SECRET = "whsec_" + b64encode(KEY).decode()
BODY = '{"said":"«мы уходим»"}'.encode()


def _is_ours(headers: dict[str, str], body: bytes, key: bytes) -> bool:
    """What the other side does, by the words of the specification."""
    signed = headers["webhook-id"].encode() + b"." + headers["webhook-timestamp"].encode() + b"." + body
    expected = hmac.new(key, signed, hashlib.sha256).digest()
    given = [part.split(",") for part in headers["webhook-signature"].split(" ")]
    return any(version == "v1" and b64decode(mark) == expected for version, mark in given)


def test_the_other_side_knows_a_delivery_by_the_secret() -> None:
    headers = signing.headers("12:3:duty", 1_800_000_000, BODY, [SECRET])
    assert headers["webhook-id"] == "12:3:duty"
    assert headers["webhook-timestamp"] == "1800000000"
    assert _is_ours(headers, BODY, KEY)


def test_another_body_another_name_another_time_or_another_key_does_not_hold() -> None:
    headers = signing.headers("12:3:duty", 1_800_000_000, BODY, [SECRET])
    assert not _is_ours(headers, BODY + b" ", KEY)
    assert not _is_ours({**headers, "webhook-id": "12:4:duty"}, BODY, KEY)
    assert not _is_ours({**headers, "webhook-timestamp": "1800000001"}, BODY, KEY)
    assert not _is_ours(headers, BODY, KEY[::-1])


def test_while_a_secret_is_replaced_who_holds_either_knows_us() -> None:
    headers = signing.headers("12:3:duty", 1_800_000_000, BODY, ["the new one", "the old one"])
    assert _is_ours(headers, BODY, b"the new one")
    assert _is_ours(headers, BODY, b"the old one")
    assert not _is_ours(headers, BODY, b"another one")


def test_the_example_of_the_reference_libraries_comes_out_as_theirs() -> None:
    headers = signing.headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1_614_265_330,
        b'{"test": 2432232314}',
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_without_a_secret_a_delivery_is_named_and_not_signed() -> None:
    assert set(signing.headers("1:1:duty", 1, BODY, [])) == {"webhook-id", "webhook-timestamp"}


def test_a_secret_without_padding_is_the_same_secret() -> None:
    assert signing.key_of(SECRET.rstrip("=")) == KEY


@pytest.mark.parametrize("secret", ["whsec_", "whsec_no base64 at all", "whsec_ключ"])
def test_a_secret_that_cannot_be_read_is_refused_without_being_told(secret: str) -> None:
    with pytest.raises(ValueError) as refused:
        signing.key_of(secret)
    assert secret.removeprefix("whsec_") == "" or secret.removeprefix("whsec_") not in str(refused.value)
