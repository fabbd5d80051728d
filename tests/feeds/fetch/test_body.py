"""A body as it arrives, without a network."""

import gzip
import random

import pytest

from feeds.fetch.body import Body
from feeds.fetch.exchange import MIB, FetchError


def taken(packed: bytes, cap: int = 10 * MIB, step: int = 4_096) -> bytes:
    body = Body("gzip", cap)
    for at in range(0, len(packed), step):
        body.feed(packed[at : at + step])
    return body.finish()


def test_what_inflates_a_thousandfold_is_refused_long_before_the_cap() -> None:
    body = Body("gzip", 10 * MIB)
    with pytest.raises(FetchError, match="inflates more than 100-fold") as refused:
        body.feed(gzip.compress(bytes(64 * MIB)))
    assert refused.value.kind == "too-big"
    assert len(body._out) < 8 * MIB


def test_a_small_body_may_inflate_as_it_likes() -> None:
    assert taken(gzip.compress(bytes(MIB - 1))) == bytes(MIB - 1)


@pytest.mark.parametrize("step", [1_000, 1 << 20])
def test_a_long_feed_of_much_the_same_is_no_bomb(step: int) -> None:
    chance = random.Random(1)
    entry = "<item><title>Ferry {} resumes</title><description>{}</description></item>"
    feed = "".join(entry.format(chance.randrange(10_000), "The ferry runs again. " * 20) for _ in range(9_000)).encode()
    packed = gzip.compress(feed)
    assert 30 < len(feed) / len(packed) < 100
    assert taken(packed, step=step) == feed


def test_the_cap_counts_where_the_fold_does_not() -> None:
    noise = random.Random(1).randbytes(3 * MIB)
    with pytest.raises(FetchError, match="larger than 2 MiB"):
        taken(gzip.compress(noise), cap=2 * MIB)
