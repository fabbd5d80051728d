"""Whose text an entry is: dateline before byline before the feed's own source, pictures and mere mentions never."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.document.citations import named_agency
from feeds.document.credits import Credit, byline_agency, credit_of
from feeds.document.datelines import dateline_agency
from feeds.document.read import read

PARAGRAPHS = "Two columns of lorries left the depot.\nNobody said where to.\nIt rained."


@pytest.mark.parametrize(
    ("author", "agency"),
    [
        ("Reuters", "Reuters"),
        ("By Reuters", "Reuters"),
        ("Reuters Staff", "Reuters"),
        ("AFP and staff", "AFP"),
        ("Staff and AFP", "AFP"),
        ("Agence France-Presse in Orlovo", "AFP"),
        ("By JANE DOE, Associated Press", "AP"),
        ("Jane Doe, AP Business Writer", "AP"),
        ("Jane Doe | AP", "AP"),
        ("Jane Doe (Reuters)", "Reuters"),
        ("Von dpa", "dpa"),
        ("Redaktion/dpa", "dpa"),
        ("mit dpa", "dpa"),
        ("Le Courrier avec AFP", "AFP"),
        ("par AFP", "AFP"),
        ("Redacción con EFE", "EFE"),
        ("ТАСС", "TASS"),
        ("РИА Новости", "RIA Novosti"),
        ("Редакція та Укрінформ", "Ukrinform"),
    ],
)
def test_an_agency_among_the_authors_wrote_the_text(author: str, agency: str) -> None:
    assert byline_agency(author) == agency


@pytest.mark.parametrize(
    "author",
    [
        "",
        "Jane Doe",
        "Ria",
        "Ria Novak",
        "Ana",
        "Dinara Interlaken",
        "AP Photo",
        "Jane Doe; photo by AFP",
        "Foto: Jane Doe/dpa",
        "Getty Images/AFP",
        "Jane Doe, Reuters Breakingviews",
        "Jane Doe, former Reuters editor",
        "Фото: ТАСС",
    ],
)
def test_a_person_a_picture_or_a_former_employer_is_no_byline_of_an_agency(author: str) -> None:
    assert byline_agency(author) == ""


def test_the_text_itself_goes_before_what_the_feed_says_of_it() -> None:
    told = "ORLOVO (AFP) - Two columns left."
    assert credit_of("Herald", "Reuters", "Columns leave", told, "") == Credit("AFP", "dateline")
    assert credit_of("Herald", "Reuters", "Columns leave", "Two columns left.", told) == Credit("AFP", "dateline")
    assert credit_of("Herald", "Reuters", "Columns leave", "Two columns left.", "") == Credit("Reuters", "byline")
    assert credit_of("Herald", "Jane Doe", "Columns leave", "", "") == Credit("Herald", "source")
    assert credit_of("REUTERS", "Jane Doe", "Columns leave", "", "") == Credit("Reuters", "source")
    assert credit_of("", "Jane Doe", "Columns leave", "Two columns left.", "") == Credit("", "")


def test_an_agency_signs_at_the_foot_of_a_text_but_not_of_one_line_which_may_be_a_caption() -> None:
    assert credit_of("", "", "Columns leave", "", f"{PARAGRAPHS} (AFP)") == Credit("AFP", "byline")
    assert credit_of("", "", "Columns leave", "", f"{PARAGRAPHS}\n(avec Reuters)") == Credit("Reuters", "byline")
    assert credit_of("", "", "Columns leave", "", f"{PARAGRAPHS}\n(Photo: AFP)") == Credit("", "")
    assert credit_of("", "", "Columns leave", "Lorries at the depot. (AFP)", "") == Credit("", "")
    assert credit_of("", "", "Columns leave", "", "Lorries. (AFP)\nTwo columns left.\nIt rained.") == Credit("", "")


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("“Two columns have left,” the mayor told Reuters.", "Reuters"),
        ("Interfax reported on Monday that two columns had left.", "Interfax"),
        ("According to the state news agency TASS, two columns left.", "TASS"),
        ("The Associated Press has reported two columns.", "AP"),
        ("Die Bürgermeisterin sagte der Nachrichtenagentur AFP, zwei Kolonnen seien fort.", "AFP"),
        ("Deux colonnes sont parties, a déclaré le maire. « Deux », a-t-il dit à l'AFP.", "AFP"),
        ("Dos columnas han salido, según la agencia EFE.", "EFE"),
        ("Две колонны вышли, заявил РИА Новости мэр.", "RIA Novosti"),
        ("Две колонны вышли, пишет газета со ссылкой на «Интерфакс».", "Interfax"),
        ("Дві колони вийшли, повідомив Укрінформу мер.", "Ukrinform"),
    ],
)
def test_an_agency_that_is_told_or_quoted_is_cited(text: str, agency: str) -> None:
    assert named_agency(text) == (agency, "cited")


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Две колонны вышли из парка. Об этом сообщает ТАСС.", "TASS"),
        ("Две колонны вышли из парка, передаёт «Интерфакс».", "Interfax"),
        ("Дві колони вийшли з парку. Про це пише Укрінформ.", "Ukrinform"),
        ("Two columns left the depot. This was first reported by Interfax.", "Interfax"),
        ("Zwei Kolonnen haben das Lager verlassen.\nQuelle: AFP", "AFP"),
        ("Reuters reported rain. Two columns left.\nSource: Interfax", "Interfax"),
    ],
)
def test_a_text_that_says_whose_report_it_hands_on_relays_it(text: str, agency: str) -> None:
    assert named_agency(text) == (agency, "relayed")


@pytest.mark.parametrize(
    "text",
    [
        "Two columns left the depot. Reuters has an office in Orlovo.",
        "The mayor told Ria to stay at home.",
        "The mayor of Interlaken said that two columns had left.",
        "Shares of Thomson Reuters fell.",
        "The mayor told parliament that AFP was not there.",
        "Lorries at the depot (AFP PHOTO).",
    ],
)
def test_an_agency_that_is_but_mentioned_is_neither(text: str) -> None:
    assert named_agency(text) == ("", "")


def test_an_entry_carries_its_credit_and_what_that_rests_on() -> None:
    items = """
        <item><title>Columns leave</title><guid>1</guid><description>ORLOVO (AFP) - Two columns left.</description></item>
        <item><title>It rains</title><guid>2</guid><author>jane@paper.example (Jane Doe, REUTERS)</author></item>
        <item><title>A bridge</title><guid>3</guid><source url="https://herald.example/">The Herald</source></item>
        <item><title>A road</title><guid>4</guid><description>The mayor told Interfax.</description></item>
        <item><title>A field</title><guid>5</guid><description>Photo: dpa</description></item>
    """
    body = f"<rss version='2.0'><channel><title>Paper</title>{items}</channel></rss>".encode()
    feed = read(body, "application/rss+xml", "https://paper.example/feed")
    assert [(entry.credit, entry.credit_basis) for entry in feed.entries] == [
        ("AFP", "dateline"),
        ("Reuters", "byline"),
        ("The Herald", "source"),
        ("Interfax", "cited"),
        ("", ""),
    ]


@given(
    st.sampled_from(["(", "/", "[AFP] ", " - AFP", "AFP told ", "Об этом ", "передает the ", "A. 1 A. "]),
    st.integers(0, 3),
)
def test_only_the_head_of_a_text_is_looked_at_however_long_it_is(piece: str, shift: int) -> None:
    hostile = (piece * 2_000)[shift:]
    assert named_agency(hostile) == named_agency(hostile[:1_500])
    assert dateline_agency(hostile) == dateline_agency(hostile[:500])


@pytest.mark.parametrize(
    ("source", "credit"),
    [
        ('<source url="https://paper.example/feed">Paper, front page</source>', ""),
        ('<source url="https://www.paper.example/">Front page</source>', ""),
        ("<source>Paper</source>", ""),
        ('<source url="https://paper.example/afp">AFP</source>', "AFP"),
        ('<source url="https://herald.example/feed">Herald</source>', "Herald"),
        ('<source url="">Herald</source>', "Herald"),
    ],
)
def test_a_feed_that_names_itself_as_the_source_credits_nobody(source: str, credit: str) -> None:
    item = f"<item><title>Columns leave</title><guid>1</guid>{source}</item>"
    body = f"<rss version='2.0'><channel><title>Paper</title>{item}</channel></rss>".encode()
    (entry,) = read(body, "application/rss+xml", "https://paper.example/feed").entries
    assert (entry.credit, entry.credit_basis) == (credit, "source" if credit else "")
