"""Bytes to text: the ladder of encodings, best evidence first. Never raises."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HTTP_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']", re.IGNORECASE)

# Labels as servers use them, which is often for a superset (WHATWG Encoding, 4.2). What is not here is not believed:
# Python's own table also holds codecs that are no charsets, and some of those are slow on purpose-made input.
_CODECS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "latin1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "x-mac-cyrillic": "mac-cyrillic",
    "ibm866": "cp866",
    **{f"iso-8859-{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"windows-{page}": f"cp{page}" for page in (874, *range(1250, 1259))},
    **{f"cp{page}": f"cp{page}" for page in (866, *range(1250, 1259))},
}


def decode(body: bytes, content_type: str = "") -> str:
    """Return the text of a document, by BOM, NUL pattern, valid UTF-8, then the labels, then the likeliest guess."""
    for bom, codec in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(codec, "replace")
    if codec := _utf16_without_bom(body):
        return body.decode(codec, "replace")
    for codec in ("utf-8", *_labelled(body, content_type)):
        try:
            return body.decode(codec)
        except UnicodeDecodeError:
            continue
    return _best_guess(body, content_type)


def _utf16_without_bom(body: bytes) -> str:
    """A markup document begins with an ASCII character, so in UTF-16 its first or second byte is zero."""
    head = body[:4]
    if len(head) == 4 and head[1] == head[3] == 0 != head[0]:
        return "utf-16-le"
    if len(head) == 4 and head[0] == head[2] == 0 != head[1]:
        return "utf-16-be"
    return ""


def _labelled(body: bytes, content_type: str) -> list[str]:
    """Return the codecs of the labels, HTTP's first; but Latin-1 last, since servers say it by default."""
    labels = []
    if found := _HTTP_CHARSET.search(content_type[:500]):
        labels.append(found[1].lower())
    if declared := _XML_ENCODING.search(body[:1_000]):
        labels.append(declared[1].decode("ascii", "replace").lower())
    codecs_ = [_CODECS[label] for label in labels if label in _CODECS and not _CODECS[label].startswith("utf-16")]
    return sorted(codecs_, key=lambda codec: codec == "cp1252")


def _best_guess(body: bytes, content_type: str) -> str:
    """Nothing fits without loss: UTF-8 when most of its sequences are sound, else a label, else cp1252."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if len(text) - len(text.encode("ascii", "ignore")) > 2 * broken:
        return text
    others = [codec for codec in _labelled(body, content_type) if codec != "utf-8"]
    return body.decode(others[0] if others else "cp1252", "replace")
