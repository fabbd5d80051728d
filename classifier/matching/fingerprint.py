"""What a statement is looked up by in other papers: its words in one spelling, and pairs of neighbours among them."""

import hashlib
from dataclasses import replace
from itertools import pairwise
from zlib import crc32

from classifier.matching.quotewords import quote_words, says_something
from classifier.records import Quote
from classifier.words.wording import stem

_FEWEST = 4
"""A shorter fragment is no statement that could be recognised elsewhere."""
_MOST_GRAMS = 24
_DIGEST_BYTES = 12


def recognisable(quote: Quote) -> Quote:
    """The quote with what it is looked up by, where that is more than a fragment and in the speaker's own words.

    It takes 40 us (measured), hence it is done by those who read feeds side by side, not by the one who stores.
    """
    if quote.kind == "indirect" or len(quote.text.split(maxsplit=_FEWEST)) < _FEWEST:
        return quote
    digest = hashlib.sha256(quote_norm(quote.text).encode()).digest()[:_DIGEST_BYTES]
    return replace(quote, norm_hash=digest, grams=quote_grams(quote.text))


def quote_norm(text: str) -> str:
    """The folded form under which the same words in two papers are equal."""
    return quote_words(text).norm


def quote_grams(text: str) -> tuple[int, ...]:
    """Digests of neighbouring content words, by which a quote is looked up: at most 24, of the same words the same."""
    stems = [stem(word) for word in quote_words(text).words if says_something(word)]
    pairs = {crc32(" ".join(sorted(pair)).encode()) for pair in pairwise(stems)}
    return tuple(sorted(pairs)[:_MOST_GRAMS])
