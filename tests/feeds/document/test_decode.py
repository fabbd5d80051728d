import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.document.decode import MAX_BYTES, decode

RUSSIAN = "Сводка: колонна вернулась в гарнизон"
GREEK = "Η αποστολή επέστρεψε"
FRENCH = "Un cessez-le-feu d’été – “à l’essai”"


def document(text: str, label: str = "") -> str:
    declaration = f'<?xml version="1.0" encoding="{label}"?>' if label else ""
    return f"{declaration}<rss><title>{text}</title></rss>"


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(codec: str) -> None:
    assert decode(document(RUSSIAN).encode(codec), "text/xml; charset=iso-8859-1") == document(RUSSIAN)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_utf_16_and_32_without_a_mark_shows_by_its_zeros(codec: str) -> None:
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


UKRAINIAN = "Зведення: колона повернулася до гарнізону"
ARABIC = "أعلنت وزارة الدفاع أن القوات عادت إلى ثكناتها"
HEBREW = "משרד הביטחון הודיע כי הכוחות חזרו לבסיסם"


@pytest.mark.parametrize("label", ["", "iso-8859-1", "us-ascii", "windows-1252"])
@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "iso8859-5"),
        (RUSSIAN, "cp866"),
        (UKRAINIAN, "cp1251"),
        (UKRAINIAN, "koi8-u"),
        (GREEK.replace("ή", "η"), "iso8859-7"),
        (ARABIC, "cp1256"),
        (HEBREW, "cp1255"),
        ("部隊は訓練を終えて駐屯地に戻ったという。", "euc_jp"),
        ("部隊は訓練を終えて駐屯地に戻ったという。", "cp932"),
        ("국방부는 부대가 훈련을 마치고 돌아왔다고 발표했다", "cp949"),
        ("国防部宣布部队在演习结束后已经返回，这是一个信号。", "gb18030"),
        ("國防部宣布部隊在演習結束後已經返回，這是一個信號。", "big5hkscs"),
    ],
)
def test_a_western_label_on_another_script_is_not_believed(text: str, codec: str, label: str) -> None:
    assert text in decode(document(text, label).encode(codec))


@pytest.mark.parametrize("label", ["koi8-r", "iso-8859-5", "windows-1251", "ibm866"])
@pytest.mark.parametrize("codec", ["cp1251", "koi8-r", "iso8859-5"])
def test_one_cyrillic_label_for_another_is_seen_through(codec: str, label: str) -> None:
    assert RUSSIAN in decode(document(RUSSIAN, label).encode(codec), "text/xml; charset=utf-8")


@pytest.mark.parametrize(
    "text",
    [
        FRENCH,
        "Größere Übung der Kräfte südlich von Köln",
        "El cañón más pequeño apareció mañana",
        "Þjóðin á Íslandi ræðir öryggismál",
        "Försvaret är på övning på öarna",
    ],
)
def test_accents_among_ascii_letters_are_western(text: str) -> None:
    assert decode(document(text).encode("cp1252")) == document(text)
    assert decode(document(text, "iso-8859-1").encode("cp1252")) == document(text, "iso-8859-1")


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("Windows-1250", "cp1250"),
        ("x-cp1250", "cp1250"),
        ("ISO_8859-2", "iso8859-2"),
        ("latin2", "iso8859-2"),
        ("iso-8859-16", "iso8859-16"),
    ],
)
def test_a_label_is_known_however_it_is_spelt(label: str, codec: str) -> None:
    text = "Zażółć gęślą jaźń"
    assert decode(document(text, label).encode(codec, "ignore")) == document(text, label).encode(
        codec, "ignore"
    ).decode(codec)


def test_a_few_broken_bytes_in_a_row_are_no_other_script() -> None:
    body = document("Ferry back. " * 30).encode().replace(b"Ferry", b"\xff\xfe\xc3( Ferry", 2)
    assert "яю" not in decode(body, "text/xml; charset=utf-8")


def test_a_cut_in_the_middle_of_a_character_does_not_make_utf_8_another_charset() -> None:
    body = document(RUSSIAN).encode()
    for label in ("iso-8859-1", "koi8-r", "windows-1251"):
        assert RUSSIAN[:25] in decode(body[: body.index("гарнизон".encode()) + 3], f"text/xml; charset={label}")


def test_a_gzip_file_is_unpacked_up_to_a_size() -> None:
    assert decode(gzip.compress(document(RUSSIAN).encode())) == document(RUSSIAN)
    assert len(decode(gzip.compress(b"<rss>" + bytes(50 << 20)))) <= MAX_BYTES
    assert decode(b"\x1f\x8b no gzip").endswith("no gzip")


@pytest.mark.parametrize("label", ["rot13", "zlib", "punycode", "unicode_escape", "idna", "no-such"])
def test_python_s_own_codecs_are_no_charsets(label: str) -> None:
    body = document("caf\xe9 \\u001b[31m", label).encode("cp1252")
    assert decode(body, f"text/xml; charset={label}") == document("café \\u001b[31m", label)


@given(st.binary(max_size=300), st.text(max_size=60))
def test_no_bytes_break_it(body: bytes, content_type: str) -> None:
    assert isinstance(decode(body, content_type), str)
