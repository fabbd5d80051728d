"""How a webhook proves that it is ours: the headers of Standard Webhooks 1.0 (standardwebhooks.com, signature scheme v1). Pure."""

import hmac
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Sequence

_PREFIX = "whsec_"


def headers(delivery: str, at_s: int, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """The headers of one attempt, signed under every secret: there are several while one replaces another, or none.

    `at_s`: epoch seconds. Raises ValueError, which does not quote it, for a secret that cannot be read.
    """
    named = {"webhook-id": delivery, "webhook-timestamp": str(at_s)}
    if not secrets:
        return named
    signed = f"{delivery}.{at_s}.".encode() + body
    return {**named, "webhook-signature": " ".join(_signature(signed, key_of(secret)) for secret in secrets)}


def key_of(secret: str) -> bytes:
    """The key that a secret stands for: `whsec_` and base64, or any other text as it is. Raises ValueError."""
    if not secret.startswith(_PREFIX):
        return secret.encode()
    encoded = secret.removeprefix(_PREFIX)
    try:
        key = b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (Error, ValueError):
        raise ValueError("what follows whsec_ is not base64") from None
    if not key:
        raise ValueError("nothing follows whsec_")
    return key


def _signature(signed: bytes, key: bytes) -> str:
    return f"v1,{b64encode(hmac.digest(key, signed, 'sha256')).decode()}"
