import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.document.plain import SUMMARY_CHARS
from feeds.document.text import body_of_html
from feeds.document.words import html_to_text

ARTICLE = "<p>The ferry came back at noon with two hundred people.</p><p>The harbour master thanked the pilots.</p>"
WORDS = "The ferry came back at noon with two hundred people.\n\nThe harbour master thanked the pilots."


def body(html: str) -> str:
    return body_of_html(html, SUMMARY_CHARS)


@pytest.mark.parametrize(
    "furniture",
    [
        "<script>track('strike')</script>",
        "<style>p { color: red }</style>",
        "<nav><a href='/'>Home</a> <a href='/world'>World</a></nav>",
        "<aside>Sign up for our letter</aside>",
        "<form><label>Mail</label><input><button>Join</button></form>",
        "<button>Share</button>",
        "<figure><img src='a.jpg' alt='pier'><figcaption>The pier. Photo: A. Lens</figcaption></figure>",
        "<p class='wp-caption-text'>The pier in May</p>",
        "<div class='wide caption'>The pier in May</div>",
        "<div hidden>Not for you</div>",
        "<span aria-hidden='true'>★★★</span>",
        "<div style='color:red; display:none'>Not for you</div>",
        "<div style='display: none'>Not for you</div>",
        "<iframe src='https://video.example/1'>Your browser is old</iframe>",
        "<video controls>Your browser is old</video>",
        "<img src='https://count.example/1.gif' width='1' height='1'>",
        "<div class='sharedaddy'><h3>Share this</h3><ul><li>Mail</li></ul></div>",
        "<div class='related-posts'><a href='/1'>Older strike kills two</a></div>",
        "<h3>Related articles:</h3><ul><li><a href='/1'>Older strike</a></li><li><a href='/2'>Older talks</a></li></ul>",
        "<p><strong>Читайте также:</strong></p>\n<ul><li><a href='/1'>Старый удар</a></li></ul>",
        "<P>READ MORE</P><UL><LI><A HREF='/1'>Older talks</A></UL>",
        "<noscript><img src='x'>Switch it on</noscript>",
        "<aside>One <aside>within <nav>another</nav></aside></aside>",
        "<!-- <p>not said</p> -->",
    ],
)
def test_what_frames_an_article_is_not_its_words(furniture: str) -> None:
    halves = ARTICLE.partition("</p>")
    for html in (ARTICLE + furniture, furniture + ARTICLE, halves[0] + halves[1] + furniture + halves[2]):
        assert body(html) == WORDS


@pytest.mark.parametrize(
    "html",
    [
        f"<aside>{ARTICLE}</aside>",
        f"<form>{ARTICLE}<button>Join</button></form>",
        f"<div class='share'>{ARTICLE}</div>",
        f"<nav><a>Home</a></nav><div hidden>{ARTICLE}</div>",
        f"<aside>{ARTICLE}",
    ],
)
def test_an_element_that_holds_most_of_the_words_is_the_article_whatever_it_is_called(html: str) -> None:
    assert WORDS in body(html)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Sanctioned:</p><ul><li><a href='/1'>North Bank</a></li></ul>", "Sanctioned:\n\nNorth Bank"),
        (
            "<p>Related</p><ul><li>Talks <a href='/1'>go on</a> in the north and in the south.</li></ul>",
            "Related\n\nTalks go on",
        ),
        ("<figure><blockquote>We stay.</blockquote><figcaption>N.</figcaption></figure>", "We stay."),
        ("<blockquote>We stay.<footer>The mayor</footer></blockquote>", "We stay.\nThe mayor"),
        ("<table><caption>Losses</caption><tr><td>1</td></tr></table>", "Losses"),
        ("<p class='lead related-to-war'>The lead.</p>", "The lead."),
    ],
)
def test_the_article_s_own_words_stay(html: str, text: str) -> None:
    assert body(html).startswith(text)


@pytest.mark.parametrize(
    "html",
    [
        "<a title='x > y'>words</a>",
        '<a title="it\'s <b>">words</a>',
        "<b>wor</b>ds",
        "<span data-x=1>words</span>",
        "<p\tid=a>words</p>",
        "<img alt='a' src=b />words",
        "<IMG ALT=a>words",
    ],
)
def test_attributes_are_no_words(html: str) -> None:
    assert body(html) == "words"


@pytest.mark.parametrize("depth", [10, 3_900, 40_000])
@pytest.mark.parametrize(
    "piece", ["<svg>", "<nav>", "<aside>", "<ul>", "<div hidden>", "<p>Related</p><ul><a>x", "<button>", "<p x='"]
)
def test_hostile_furniture_costs_linear_time(piece: str, depth: int) -> None:
    began = time.process_time()
    html_to_text(piece * depth)
    assert time.process_time() - began < 2.0


PIECES = st.sampled_from(
    [
        "<ul>",
        "</ul>",
        "<li>",
        "<a>",
        "</a>",
        "<p>",
        "Related",
        "<nav>",
        "</nav>",
        "<svg>",
        "<aside class=caption>",
        "x",
        "<ol>",
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join) | st.text("<>/pabliu='\"-! &;", max_size=80) | st.text(max_size=80))
def test_no_html_breaks_it(html: str) -> None:
    assert isinstance(html_to_text(html), str)
