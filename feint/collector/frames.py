"""Messages between collector and worker: a length, then msgpack. Typed on both sides: a worker that has read a hostile feed
is not trusted with pickles."""

import struct

import msgspec

from feint.collector.job import Job, Read

LENGTH = struct.Struct("<I")
MOST_BYTES = 256 << 20

encode_job = msgspec.msgpack.Encoder().encode
decode_job = msgspec.msgpack.Decoder(Job).decode
encode_read = msgspec.msgpack.Encoder().encode
decode_read = msgspec.msgpack.Decoder(Read).decode


def header(message: bytes) -> bytes:
    """What goes before a message; the two are written apart, for a body may be 10 MB and need not be copied."""
    return LENGTH.pack(len(message))
