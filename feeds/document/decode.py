"""Bytes to text: the ladder of encodings, best evidence first. Never raises."""

import codecs
import re
import zlib

from feeds.document.charset import likely_codec

MAX_BYTES = 10 << 20
"""Of a body that is still packed: as much as the collector takes from a server."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HTTP_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']", re.IGNORECASE)

# Labels as servers use them, which is often for a superset (WHATWG Encoding, 4.2), without case and punctuation. What is not
# here is not believed: Python's own table also holds codecs that are no charsets, and some of those are slow on purpose-made
# input.
_CODECS = {
    "utf8": "utf-8",
    **dict.fromkeys(("ascii", "usascii", "latin1", "l1", "iso88591", "cp819", "ansix341968"), "cp1252"),
    **dict.fromkeys(("latin2", "l2"), "iso8859-2"),
    **dict.fromkeys(("latin5", "iso88599"), "cp1254"),
    **dict.fromkeys(("iso885911", "tis620", "dos874"), "cp874"),
    **dict.fromkeys(("gb2312", "gbk", "xgbk", "gb18030", "cp936", "ms936", "csgb2312", "euccn"), "gb18030"),
    **dict.fromkeys(("big5", "cnbig5", "xxbig5", "big5hkscs", "cp950", "csbig5"), "big5hkscs"),
    **dict.fromkeys(("shiftjis", "sjis", "xsjis", "mskanji", "windows31j", "cp932", "csshiftjis"), "cp932"),
    **dict.fromkeys(("eucjp", "xeucjp", "cseucpkdfmtjapanese"), "euc_jp"),
    **dict.fromkeys(("euckr", "ksc56011987", "ksc5601", "windows949", "cp949", "uhc", "korean"), "cp949"),
    **dict.fromkeys(("koi8r", "koi8", "koi", "cskoi8r"), "koi8-r"),
    **dict.fromkeys(("koi8u", "koi8ru"), "koi8-u"),
    **dict.fromkeys(("cyrillic", "csisolatincyrillic"), "iso8859-5"),
    **dict.fromkeys(("greek", "greek8", "elot928"), "iso8859-7"),
    **dict.fromkeys(("hebrew", "iso88598i", "iso88598e", "logical"), "iso8859-8"),
    **dict.fromkeys(("macintosh", "macroman", "xmacroman", "mac"), "mac-roman"),
    **dict.fromkeys(("xmaccyrillic", "xmacukrainian"), "mac-cyrillic"),
    "iso2022jp": "iso2022_jp",
    **{f"iso8859{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"{prefix}{page}": f"cp{page}" for page in (874, *range(1250, 1259)) for prefix in ("windows", "xcp", "cp")},
    **{
        f"{prefix}{page}": f"cp{page}"
        for page in (437, 737, 775, 850, 852, 855, 857, 866)
        for prefix in ("ibm", "cp", "dos")
    },
}
_PUNCTUATION = re.compile(r"[^a-z0-9]")
_AMBIGUOUS = frozenset({"cp1252", "cp1251", "koi8-r", "koi8-u", "iso8859-5", "cp866"})
"""Codecs that take almost any bytes, and that servers say without looking."""


def decode(body: bytes, content_type: str = "") -> str:
    """Return the text of a document: by BOM, zeros, UTF-8 when it is sound, then the labels, then the likeliest guess."""
    body = _unpacked(body)
    for bom, codec in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(codec, "replace")
    if codec := _wide_without_bom(body):
        return body.decode(codec, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if _is_mostly_utf8(body):
        return body.decode("utf-8", "replace")
    labelled = [codec for codec in _labelled(body, content_type) if codec != "utf-8"]
    codec = next((codec for codec in labelled if _fits(body, codec)), labelled[0] if labelled else "cp1252")
    return body.decode(likely_codec(body, codec) if codec in _AMBIGUOUS else codec, "replace")


def _unpacked(body: bytes) -> bytes:
    """Inflate a gzip file that was served, or kept, as the document itself."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, MAX_BYTES)
    except zlib.error:
        return body


def _wide_without_bom(body: bytes) -> str:
    """Markup and JSON begin with two ASCII characters, so the zeros beside the first ones tell UTF-16 and UTF-32."""
    zeros = "".join("0" if byte == 0 else "x" for byte in body[:4])
    return {"x0x0": "utf-16-le", "0x0x": "utf-16-be", "x000": "utf-32-le", "000x": "utf-32-be"}.get(zeros, "")


def _is_mostly_utf8(body: bytes) -> bool:
    """Tell whether most of what is not ASCII is sound UTF-8: a few broken bytes must not spoil the rest."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = len(text) - len(text.encode("ascii", "ignore")) - broken
    return sound > broken


def _labelled(body: bytes, content_type: str) -> list[str]:
    """Return the codecs of the labels, HTTP's first; but Latin-1 last, since servers say it by default."""
    labels = []
    if found := _HTTP_CHARSET.search(content_type[:500]):
        labels.append(found[1])
    if declared := _XML_ENCODING.search(body[:1_000]):
        labels.append(declared[1].decode("ascii", "replace"))
    names = [_PUNCTUATION.sub("", label.lower()) for label in labels]
    return sorted((_CODECS[name] for name in names if name in _CODECS), key=lambda codec: codec == "cp1252")


def _fits(body: bytes, codec: str) -> bool:
    try:
        body.decode(codec)
    except UnicodeDecodeError:
        return False
    return True
