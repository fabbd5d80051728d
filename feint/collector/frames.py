"""Messages between collector and worker: a length, then msgpack. Typed on both sides: a worker that has read a hostile feed
is not trusted with pickles."""

import struct

import msgspec

from feint.collector.job import Analyses, Job, Learnt, Lesson, Read, Texts

LENGTH = struct.Struct("<I")
MOST_BYTES = 256 << 20

encode = msgspec.msgpack.Encoder().encode
decode_lesson = msgspec.msgpack.Decoder(Lesson).decode
decode_learnt = msgspec.msgpack.Decoder(Learnt).decode
decode_job = msgspec.msgpack.Decoder(Job).decode
decode_read = msgspec.msgpack.Decoder(Read).decode
decode_texts = msgspec.msgpack.Decoder(Texts).decode
decode_analyses = msgspec.msgpack.Decoder(Analyses).decode


def header(message: bytes) -> bytes:
    """What goes before a message; the two are written apart, for a body may be 10 MB and need not be copied."""
    return LENGTH.pack(len(message))
