import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.decode import decode

RUSSIAN = "Сводка: колонна вернулась в гарнизон"
GREEK = "Η αποστολή επέστρεψε"
FRENCH = "Un cessez-le-feu d’été – “à l’essai”"


def document(text: str, label: str = "") -> str:
    declaration = f'<?xml version="1.0" encoding="{label}"?>' if label else ""
    return f"{declaration}<rss><title>{text}</title></rss>"


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(codec: str) -> None:
    assert decode(document(RUSSIAN).encode(codec), "text/xml; charset=iso-8859-1") == document(RUSSIAN)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_shows_by_its_zeros(codec: str) -> None:
    assert decode(document(RUSSIAN).encode(codec)) == document(RUSSIAN)


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1251", "gb2312", "us-ascii"])
def test_valid_utf_8_wins_over_any_label(label: str) -> None:
    body = document(RUSSIAN, label).encode()
    assert decode(body, f"text/xml; charset={label}") == body.decode()


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "KOI8-R"),
        (RUSSIAN, "iso8859-5", "ISO-8859-5"),
        (GREEK.replace("ή", "η"), "iso8859-7", "iso-8859-7"),
        (FRENCH, "cp1252", "iso-8859-1"),
        ("撤军声明 鎔", "gb18030", "gb2312"),
        ("部隊が撤収", "cp932", "Shift_JIS"),
        ("철수 발표", "cp949", "euc-kr"),
    ],
)
def test_a_label_is_believed_wherever_it_stands(text: str, codec: str, label: str) -> None:
    assert RUSSIAN not in text or decode(document(text).encode(codec), f'text/xml; charset="{label}"') == document(text)
    assert decode(document(text, label).encode(codec)) == document(text, label)


def test_the_http_label_goes_before_the_declaration() -> None:
    body = document(RUSSIAN, "koi8-r").encode("cp1251")
    assert RUSSIAN in decode(body, "text/xml; charset=windows-1251")


def test_but_latin_1_is_what_servers_say_by_default() -> None:
    body = document(RUSSIAN, "windows-1251").encode("cp1251")
    assert RUSSIAN in decode(body, "text/xml; charset=ISO-8859-1")


def test_a_few_broken_bytes_do_not_spoil_the_rest() -> None:
    body = document(RUSSIAN).encode().replace(b"<title>", b"<title>\xff")
    assert RUSSIAN in decode(body)


def test_without_any_evidence_it_is_cp1252() -> None:
    assert decode(document(FRENCH).encode("cp1252")) == document(FRENCH)


@pytest.mark.parametrize("label", ["rot13", "zlib", "punycode", "unicode_escape", "idna", "no-such"])
def test_python_s_own_codecs_are_no_charsets(label: str) -> None:
    body = document("caf\xe9 \\u001b[31m", label).encode("cp1252")
    assert decode(body, f"text/xml; charset={label}") == document("café \\u001b[31m", label)


@given(st.binary(max_size=300), st.text(max_size=60))
def test_no_bytes_break_it(body: bytes, content_type: str) -> None:
    assert isinstance(decode(body, content_type), str)
