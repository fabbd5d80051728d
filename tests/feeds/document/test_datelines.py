"""A text that begins with place, date and agency is the agency's; one that only looks so is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.document.agencies import NAMES, agency_of, first_agency
from feeds.document.datelines import dateline_agency


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        # English
        ("ORLOVO (AFP) - Two columns of lorries left the depot.", "AFP"),
        ("ORLOVO, March 3 (Reuters) - Two columns of lorries left.", "Reuters"),
        ("(Reuters) - Two columns of lorries left.", "Reuters"),
        ("March 3 (Reuters) - Two columns of lorries left.", "Reuters"),
        ("KYIV/WARSAW, 3 March (REUTERS) – Two columns of lorries left.", "Reuters"),
        ("ORLOVO, Ukraine (AP) — Two columns of lorries left.", "AP"),
        ("ABOARD THE TRAIN TO ORLOVO (AP) — The envoy slept.", "AP"),
        ("ORLOVO, March 3. /TASS/. Two columns of lorries left.", "TASS"),
        ("ORLOVO. March 3 (Interfax-Ukraine) – Two columns left.", "Interfax-Ukraine"),
        ("ORLOVO. March 3. Interfax - Two columns of lorries left.", "Interfax"),
        ("BEIJING, March 3 (Xinhua) -- Two columns of lorries left.", "Xinhua"),
        ("BRUSSELS (AFP, Reuters) - Two columns of lorries left.", "AFP"),
        ("By Jane Doe\nORLOVO, March 3 (Reuters) - Two columns left.", "Reuters"),
        ("[Reuters] - Two columns of lorries left.", "Reuters"),
        # German
        ("Berlin (dpa) - Zwei Kolonnen haben das Lager verlassen.", "dpa"),
        ("Kiew/Berlin (dpa) – Zwei Kolonnen haben das Lager verlassen.", "dpa"),
        ("Berlin (dpa/tmn) - Zwei Kolonnen haben das Lager verlassen.", "dpa"),
        ("Paris (AFP) Zwei Kolonnen haben das Lager verlassen.", "AFP"),
        ("Wien, 3. März (APA) - Zwei Kolonnen haben das Lager verlassen.", "APA"),
        ("Frankfurt an der Oder (epd). – Zwei Kolonnen standen dort.", "epd"),
        # French
        ("Orlovo (Ukraine), 3 mars (AFP) – Deux colonnes sont parties.", "AFP"),
        ("BRUXELLES, 3 fév (Belga) - Deux colonnes sont parties.", "Belga"),
        ("PARIS, 3 août (Agence France-Presse) - Deux colonnes sont parties.", "AFP"),
        # Spanish
        ("Orlovo, 3 mar (EFE).- Dos columnas han salido.", "EFE"),
        ("MADRID, 3 Mar. (EUROPA PRESS) - Dos columnas han salido.", "Europa Press"),
        ("San José de la Sierra, 3 abr (EFE).- Dos columnas han salido.", "EFE"),
        # Russian
        ("ОРЛОВО, 3 марта. /ТАСС/. Две колонны вышли из парка.", "TASS"),
        ("ОРЛОВО, 3 мар — РИА Новости. Две колонны вышли из парка.", "RIA Novosti"),
        ("Орлово. 3 марта. INTERFAX.RU - Две колонны вышли из парка.", "Interfax"),
        ("3 марта, Орлово /Корр. БЕЛТА/. Две колонны вышли из парка.", "BelTA"),
        ("ОРЛОВО (Рейтер) - Две колонны вышли из парка.", "Reuters"),
        # Ukrainian
        ("ОРЛОВЕ. 3 березня. УНН. Дві колони вийшли з парку.", "UNN"),
        ("Орлове, 3 березня (Укрінформ) — Дві колони вийшли з парку.", "Ukrinform"),
        ("Орлове. 3 березня. Інтерфакс-Україна – Дві колони вийшли.", "Interfax-Ukraine"),
        # others
        ("(ANSA) - ORLOVO, 3 MAR - Due colonne sono partite.", "ANSA"),
        ("Orłowo (PAP) - Dwie kolumny odjechały.", "PAP"),
        ("ANKARA (AA) - İki konvoy ayrıldı.", "Anadolu"),
    ],
)
def test_an_agency_in_the_dateline_wrote_the_text(text: str, agency: str) -> None:
    assert dateline_agency(text) == agency


@pytest.mark.parametrize(
    "text",
    [
        "ORLOVO (Herald) - Two columns of lorries left.",
        "(AFP PHOTO) - Two columns of lorries leave.",
        "ORLOVO (AP Photo/Jane Doe) - Two columns of lorries leave.",
        "ORLOVO (AFP via Getty Images) - Two columns of lorries leave.",
        "ORLOVO (AFP/Getty Images) - Two columns of lorries leave.",
        "Photo: dpa",
        "Foto Orlovo (dpa) - Zwei Kolonnen.",
        "ORLOVO (AP/file) - Two columns of lorries leave.",
        "PHOTO ORLOVO (AFP) - Two columns of lorries leave.",
        "(Reuters Breakingviews) - Lorries are cheap, and that is the trouble.",
        "Anna Bauer (dpa) Die Ministerin kam spät.",
        "Interlaken (Ria) - Two columns of lorries left.",
        "Ria, a driver (AFP) - said that two columns left.",
        "Two columns left Orlovo, officials said (AFP) - and more will.",
        "The drivers meet - AFP. They talk.",
        "Officials of the agency (TASS) - a large one - were there.",
        "On March 3. it rained. Reuters - so they say - knew.",
        "Two columns left the depot, the agency AFP reported.",
        "",
        "()",
        "//.",
    ],
)
def test_what_only_looks_like_a_dateline_is_none(text: str) -> None:
    assert dateline_agency(text) == ""


def test_a_dateline_stands_at_the_head_of_a_text_not_in_its_midst() -> None:
    text = "One.\nTwo.\nThree.\nORLOVO (AFP) - Two columns left."
    assert dateline_agency(text) == ""
    assert dateline_agency(text.removeprefix("One.\n")) == "AFP"
    assert dateline_agency(f"{'Orlovo ' * 30}(AFP) - Two columns left.") == ""


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("Reuters", "Reuters"),
        ("REUTERS", "Reuters"),
        ("reuters.com", "Reuters"),
        ("tass.ru", "TASS"),
        ("apnews.com", "AP"),
        ("Reuters World News", "Reuters"),
        ("Thomson Reuters", "Reuters"),
        ("The Associated Press", "AP"),
        ("AP News", "AP"),
        ("associated press", "AP"),
        ("© Agence France-Presse", "AFP"),
        ("l'AFP", "AFP"),
        ("Agencia EFE", "EFE"),
        ("агентство «Интерфакс»", "Interfax"),
        ("Xinhua News Agency", "Xinhua"),
        ("DPA", "dpa"),
        ("Ria", ""),
        ("Ana", ""),
        ("Sid", ""),
        ("Petra", ""),
        ("AFP PHOTO", ""),
        ("Reuters Breakingviews", ""),
        ("Interlaken", ""),
        ("", ""),
    ],
)
def test_an_agency_has_one_canonical_name(name: str, agency: str) -> None:
    assert agency_of(name) == agency


def test_every_name_leads_to_its_agency_and_that_to_itself() -> None:
    assert {agency_of(name) == canonical == agency_of(canonical) for name, canonical in NAMES.items()} == {True}


def test_of_several_agencies_the_first_counts_and_anybody_else_among_them_undoes_it() -> None:
    assert first_agency("Reuters/AFP") == "Reuters"
    assert first_agency("dpa/abc") == "dpa"
    assert first_agency("Reuters/Herald") == ""


@given(st.text(alphabet="AFPRIA (),/.-—\n3мартаОрлово", max_size=80) | st.text(max_size=80))
def test_whatever_the_text_an_agency_is_a_known_one_whose_name_it_holds(text: str) -> None:
    agency = dateline_agency(text)
    assert not agency or any(name.casefold() in text.casefold() for name in NAMES if NAMES[name] == agency)
