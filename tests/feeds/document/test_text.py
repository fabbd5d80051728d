import re
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.document.plain import SUMMARY_CHARS, clean_line, clean_text
from feeds.document.text import body_of_html, clean_link, first_words, title_of_html, title_of_plain
from feeds.document.words import html_to_text

FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\ufdd0-\ufdef\U000e0000-\U000e0fff]"
)


def test_no_code_point_gets_through_that_does_not_show() -> None:
    for code in range(0x110000):
        character = chr(code)
        if len(kept := clean_line(f"a{character}b")) == 3:
            category = unicodedata.category(kept[1])
            assert category not in ("Cc", "Cf", "Cs", "Zl", "Zp"), hex(code)
            assert category != "Zs" or kept[1] == " ", hex(code)
            assert code & 0xFFFE != 0xFFFE and not 0xFDD0 <= code <= 0xFDEF, hex(code)
        assert "\n" not in kept


def test_bodies_keep_newlines_and_nothing_else_of_the_controls() -> None:
    for code in [*range(0x300), *range(0x2000, 0x2100), *range(0xFE00, 0x10000), *range(0xE0000, 0xE0200)]:
        kept = clean_text(f"a{chr(code)}b")
        assert not FORBIDDEN.search(kept), hex(code)


@given(st.text(st.characters(exclude_categories=[]), max_size=300))
def test_no_text_brings_a_forbidden_character(raw: str) -> None:
    for kept in (clean_line(raw), clean_text(raw), title_of_html(raw), title_of_plain(raw), body_of_html(raw, 1_000)):
        assert not FORBIDDEN.search(kept)
        marks = "".join("m" if unicodedata.category(c) in ("Mn", "Me") else " " for c in kept)
        assert "mmm" not in marks


@given(st.text(max_size=300))
def test_a_line_is_one_line_of_single_spaces(raw: str) -> None:
    kept = clean_line(raw)
    assert kept == " ".join(kept.split())
    assert len(kept) <= 500


CLEANABLE = st.text(
    st.characters(exclude_categories=[])
    | st.sampled_from(
        "\u200c\u200d\u0301\u0338\u0344\u064b\u0651\u0f73\u1161\u11a8\u1100می\U0001f469\U0001f692 \n\r\t\x85\x1c\u2028\u3000\xa0"
    ),
    max_size=120,
)


@settings(max_examples=400)
@given(CLEANABLE, st.integers(2, 60))
def test_cleaning_what_is_clean_changes_nothing(raw: str, limit: int) -> None:
    for cleaned in (clean_line, clean_text):
        kept = cleaned(raw, limit)
        assert cleaned(kept, limit) == kept
        assert len(kept) <= limit
    assert clean_text(clean_line(raw)) == clean_line(raw)


def test_terminal_sequences_lose_their_teeth() -> None:
    assert clean_line("\x1b[31mred\x1b[0m \x9b2Jgone \x1b]0;own\x07ed") == "[31mred[0m ›2Jgone ]0;owned"


def test_controls_that_were_windows_quotes_are_quotes_again() -> None:
    assert title_of_html("it\x92s \x93over\x94") == "it’s “over”"


def test_nothing_hides_behind_an_entity_escaped_twice() -> None:
    for raw in ("&#27;[31m", "&amp;#27;[31m", "&amp;amp;#x1b;[31m", "&#x9b;2J", "&#8238;evil", "&#8232;", "&#xD800;"):
        assert not FORBIDDEN.search(title_of_html(raw))
        assert not FORBIDDEN.search(body_of_html(raw, 100))


def test_markup_of_the_screen_stays_as_it_is() -> None:
    assert title_of_html("[bold]News[/bold] [link=x]") == "[bold]News[/bold] [link=x]"


def test_joiners_stay_only_where_scripts_need_them() -> None:
    assert clean_line("می\u200cخواهم") == "می\u200cخواهم"
    assert clean_line("क्\u200dष") == "क्\u200dष"
    assert clean_line("pay\u200cpal ad\u200dmin") == "paypal admin"
    assert clean_line("\u200cمی\u200c") == "می"


def test_joiners_stay_between_emoji_that_are_one_picture() -> None:
    assert clean_line("\U0001f469\u200d\U0001f692 on duty") == "\U0001f469\u200d\U0001f692 on duty"
    assert clean_line("\u2764\ufe0f\u200d\U0001f525") == "\u2764\u200d\U0001f525"
    assert clean_line("\U0001f469\u200d alone \u200d\U0001f692, \U0001f469\u200c\U0001f692") == (
        "\U0001f469 alone \U0001f692, \U0001f469\U0001f692"
    )


def test_a_cut_leaves_no_joiner_behind() -> None:
    for length in range(490, 510):
        kept = clean_line("م\u200c" * length)
        assert kept == clean_line(kept)
        assert len(kept) <= 500


def test_stacked_marks_are_cut_to_two() -> None:
    assert len(clean_line("Z" + "\u0337\u0322\u0327\u0334" * 12 + "alert")) == len("Z..alert")


def test_composed_and_decomposed_spellings_become_one() -> None:
    assert clean_line("Зеленськии\u0306") == "Зеленський"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain words", "plain words"),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("in<b>si</b>de", "inside"),
        ("<ul><li>one<li>two</ul>", "one\ntwo"),
        ("<p>wrapped\nline</p>", "wrapped line"),
        ("plain\n\nparagraphs", "plain\n\nparagraphs"),
        ("<script>alert(1)</script>kept<style>p{}</style>", "kept"),
        ("<img src=x onerror=alert(1)>kept", "kept"),
        ("<!-- gone -->kept", "kept"),
        ("AT&amp;T &lt;3 &euro;5&nbsp;000", "AT&T <3 €5 000"),
        ("5 < 6 & 7 > 2", "5 < 6 & 7 > 2"),
        ("&lt;p&gt;escaped &lt;b&gt;twice&lt;/b&gt;&lt;/p&gt;", "escaped twice"),
        ("<iframe src=//x></iframe><noscript>no</noscript>kept", "kept"),
        ("unclosed <a href='x", "unclosed"),
    ],
)
def test_html_becomes_its_words(html: str, text: str) -> None:
    assert body_of_html(html, SUMMARY_CHARS) == text


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("Talks &amp;#8211; day two", "Talks – day two"),
        ("Ceasefire &#8216;in days&#8217;", "Ceasefire ‘in days’"),
        ("<b>Breaking</b>: bridge shut", "Breaking: bridge shut"),
        ("Two\n  lines", "Two lines"),
        ("R&D", "R&D"),
    ],
)
def test_titles_are_read_as_people_meant_them(raw: str, title: str) -> None:
    assert title_of_html(raw) == title


def test_a_plain_title_shows_its_angle_brackets() -> None:
    assert title_of_plain("The <b> tag &amp; you") == "The <b> tag & you"


def test_long_texts_are_cut_and_say_so() -> None:
    assert clean_line("x" * 600) == "x" * 499 + "…"
    assert len(clean_text("word " * 10_000)) <= SUMMARY_CHARS
    assert len(title_of_html("<p>" * 9_000 + "x" * 9_000)) <= 500


def test_the_head_of_a_summary_is_cut_between_words() -> None:
    assert first_words("Short note") == "Short note"
    head = first_words("the harbour stays shut, " * 20)
    assert len(head) <= 101
    assert head.endswith(("harbour…", "shut…", "stays…", "the…"))
    assert first_words("x" * 300) == "x" * 100


@pytest.mark.parametrize(
    ("raw", "link"),
    [
        ("https://example.org/a?b=1&c=2#d", "https://example.org/a?b=1&c=2#d"),
        ("/a/b", "https://base.example/a/b"),
        ("c", "https://base.example/dir/c"),
        ("//other.example/x", "https://other.example/x"),
        ("  https://example.org/a\n", "https://example.org/a"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        (
            "https://example.org/новости?q=мир",
            "https://example.org/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8?q=%D0%BC%D0%B8%D1%80",
        ),
        ("https://пример.рф/x", "https://xn--e1afmkfd.xn--p1ai/x"),
        ("HTTPS://Example.ORG/A", "https://example.org/A"),
        ("http://[2001:db8::1]:8080/x", "http://[2001:db8::1]:8080/x"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("mailto:a@example.org", ""),
        ("https://user:pass@example.org/", ""),
        ("https://example.org@evil.example/", ""),
        ("https://аррӏе.com/", "https://xn--80ak6aa92e.com/"),
        ("https://раypal.com/", "https://xn--ypal-43d9g.com/"),
        ("https://example.org/\x1b[31m", ""),
        ("https://example.org/\u202egnp.exe", ""),
        ("https://example.org:99999/", ""),
        ("https://exa mple.org/", ""),
        ("https://[::1", ""),
        ("", ""),
        ("https://example.org/" + "x" * 3_000, ""),
    ],
)
def test_only_web_links_are_kept(raw: str, link: str) -> None:
    assert clean_link(raw, "https://base.example/dir/feed.xml") == link


@given(st.text(max_size=80).map(lambda tail: f"https://example.org/{tail}") | st.text(max_size=80))
def test_a_kept_link_is_printable_ascii_without_spaces(raw: str) -> None:
    link = clean_link(raw, "https://base.example/")
    assert link == "" or re.fullmatch(r"https?://[!-~]+", link)
    assert clean_link(link) == link


@pytest.mark.parametrize(
    "piece", ["<div>", "<!--", "<b>", "<", "<a href=", "<table><tr><td>", "&amp", "\u0301", "\u200c", "\n"]
)
def test_hostile_html_costs_linear_time(piece: str) -> None:
    began = time.process_time()
    html_to_text(piece * (400_000 // len(piece)))
    clean_text(piece * (400_000 // len(piece)), 100_000)
    assert time.process_time() - began < 1.0
