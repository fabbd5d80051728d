"""Whose word it is, as an operator reads it: speakers, stands by side, writers, and why items stand together."""

import pytest
from rich.segment import Segment

from storage.rows import ClaimRow, LabelRow, OriginRow, QuoteRow, RelatedRow, StoryView
from tests.tui.rows import CLAIM, CLAIMED, DENIAL, DENIED, ITEM, QUOTE, SAID, STORY, claim, member
from tests.tui.scene import MINUTE_MS, NOW_MS
from tui.look import Look, look_of
from tui.present.cite import citation
from tui.present.ledger import ledger_line
from tui.present.quotes import quote_line
from tui.present.setting import Setting
from tui.present.story import story_page
from tui.text import SafeText, cells

LOOK = look_of("dark").with_labels((LabelRow("withdrawal", "WD", "", "", 0),))


def text(line: list[Segment]) -> str:
    return "".join(segment.text for segment in line)


def style_of(line: list[Segment], words: str) -> object:
    return next(segment.style for segment in line if words in segment.text)


def page(view: StoryView, width: int = 100) -> list[str]:
    """Its lines without their margin."""
    setting = Setting(width, NOW_MS, (), LOOK)
    return [text(line)[setting.margin :].rstrip() for line in story_page(view, setting).lines]


def columns_of(claims: tuple[ClaimRow, ...], width: int = 100) -> tuple[list[str], list[str]]:
    """The two columns without their heads."""
    lines = page(STORY._replace(claims=claims), width)
    head = next(index for index, line in enumerate(lines) if "who claims" in line)
    pairs = [line.split(" │ ") for line in lines[head + 1 :]]
    return [pair[0].rstrip() for pair in pairs], [pair[1] for pair in pairs if len(pair) > 1]


# The line of a quote


def test_a_quote_reads_from_left_to_right_with_the_words_last() -> None:
    line = text(quote_line(SAID._replace(tags=(DENIED,)), 80, NOW_MS, LOOK))
    assert line.split()[:5] == ["2m", "M.", "Zakharova", "×2", "WD-"]
    assert "“the day that western war" in line


def test_a_person_stands_out_an_office_is_plain_a_group_is_dim_and_has_a_sign() -> None:
    assert style_of(quote_line(SAID, 80, NOW_MS, LOOK), "Zakharova") == LOOK.strong
    office = quote_line(SAID._replace(speaker="defence ministry", who="organisation"), 80, NOW_MS, LOOK)
    assert style_of(office, "defence ministry") == LOOK.base
    group = quote_line(SAID._replace(speaker="Western officials", who="group"), 80, NOW_MS, LOOK)
    assert text(group).startswith(" 2m ~Western officials")
    assert style_of(group, "Western officials") == LOOK.dim
    assert text(quote_line(SAID._replace(speaker="a diplomat", who="anonymous"), 80, NOW_MS, LOOK)).startswith(
        " 2m ~a dipl"
    )


def test_an_inferred_speaker_has_a_question_mark_and_nobody_a_dash() -> None:
    assert text(quote_line(SAID._replace(inferred=True), 80, NOW_MS, LOOK)).startswith(" 2m M. Zakharova? ")
    assert text(quote_line(SAID._replace(speaker=""), 80, NOW_MS, LOOK)).startswith(" 2m - ")


def test_a_long_name_keeps_its_question_mark() -> None:
    long = SAID._replace(speaker="Konstantin Aleksandrovich Rozhdestvensky", inferred=True)
    assert "…? " in text(quote_line(long, 62, NOW_MS, LOOK))


def test_the_spread_names_the_outlets_only_where_they_are_fewer_than_the_carriers() -> None:
    assert "×2 " in text(quote_line(SAID, 80, NOW_MS, LOOK))
    assert "×5/2 " in text(quote_line(SAID._replace(carriers=5), 80, NOW_MS, LOOK))
    assert "×" not in text(quote_line(SAID._replace(carriers=1, outlets=1), 80, NOW_MS, LOOK))


def test_one_outlet_that_repeats_itself_does_not_stand_out() -> None:
    assert style_of(quote_line(SAID._replace(carriers=3, outlets=1), 80, NOW_MS, LOOK), "×") == LOOK.dim
    assert style_of(quote_line(SAID, 80, NOW_MS, LOOK), "×") == LOOK.warn


def test_words_that_are_not_the_speakers_own_have_no_marks() -> None:
    assert "“" not in text(quote_line(SAID._replace(kind="indirect"), 80, NOW_MS, LOOK))


def test_a_wide_list_also_tells_side_and_role() -> None:
    assert "RU  spokeswoman" in text(quote_line(SAID, 140, NOW_MS, LOOK))


@pytest.mark.parametrize("width", [47, 55, 60, 63, 76, 79, 120, 159])
@pytest.mark.parametrize("look", [LOOK, look_of("mono"), look_of("dark", ascii_only=True)])
def test_lines_of_quotes_and_ledgers_are_exactly_as_wide_as_their_pane(width: int, look: Look) -> None:
    wide = SAID._replace(speaker="Мария Захарова", carriers=1_000, outlets=70, inferred=True, tags=(CLAIMED, DENIED))
    assert cells(SafeText(text(quote_line(wide, width, NOW_MS, look)))) == width
    assert cells(SafeText(text(ledger_line(DENIAL, CLAIM, width, look)))) == width


# The line of a ledger


def test_a_ledgers_line_says_when_on_which_side_through_whom_and_what_it_goes_back_on() -> None:
    line = text(ledger_line(DENIAL, CLAIM, 80, LOOK))
    assert line.startswith("21 Sep 14:13Z WD-")
    assert "Kyiv Observer +2" in line
    assert "⇄ WD+ 3d before: “Nobody" in line


def test_a_statement_that_goes_back_on_nothing_carries_no_sign() -> None:
    assert "⇄" not in text(ledger_line(CLAIM, None, 80, LOOK))


def test_a_reversal_of_what_is_no_longer_listed_still_says_so() -> None:
    assert "⇄ WD before: “" in text(ledger_line(DENIAL, None, 80, LOOK))


def test_a_reversal_within_the_minute_was_just_before() -> None:
    assert "⇄ WD+ just before" in text(ledger_line(DENIAL, CLAIM._replace(said_ms=NOW_MS - 10_000), 80, LOOK))


def test_without_unicode_a_reversal_keeps_a_sign_of_its_own() -> None:
    assert "<> WIT+ 3d before" in text(ledger_line(DENIAL, CLAIM, 80, look_of("dark", ascii_only=True)))


# Who claims, who doubts


def test_claim_and_doubt_stand_side_by_side_each_side_named_once() -> None:
    ours, theirs = columns_of(
        (
            claim("claimed", "Russian defence ministry", "ru", speakers=("Igor Konashenkov",), outlets=("TASS", "AFP")),
            claim("claimed", "Russian foreign ministry", "ru"),
            claim("denied", "Ukrainian general staff", "ua"),
            claim("doubted", "Pentagon", "us", speakers=("John Kirby",)),
            claim("doubted", "Western officials"),
        )
    )
    assert ours[0] == "RU  WD+   Russian defence ministry"
    assert ours[1].strip() == "Igor Konashenkov in TASS, AFP"
    assert ours[2].startswith("    WD+   Russian foreign ministry")
    assert [line[:14] for line in theirs[:3]] == ["UA  WD-   Ukra", "US  WD?   Pent", "-   WD?   West"]
    assert "John Kirby in AFP" in theirs[1]


def test_one_primary_with_two_stances_on_a_side_is_one_line_and_with_two_sides_two() -> None:
    ours, theirs = columns_of(
        (claim("claimed", "Pentagon"), claim("asserted", "Pentagon"), claim("denied", "Pentagon"))
    )
    assert len([line for line in ours if "Pentagon" in line]) == 1
    assert len([line for line in theirs if "Pentagon" in line]) == 1


def test_who_writes_it_without_a_source_is_said_to_report_it() -> None:
    ours, _ = columns_of((claim("asserted", "AFP", own=True, outlets=("AFP", "Kyiv Observer")),), 140)
    assert "AFP  own reporting, also in Kyiv" in ours[0]


def test_a_claim_of_somebody_whom_no_item_names_is_nobodys_own_reporting() -> None:
    ours, _ = columns_of((claim("claimed", ""),))
    assert ours[0] == "-   WD+   nobody named  in AFP"


def test_what_an_operator_says_of_an_item_that_names_nobody_is_signed() -> None:
    signed = claim("doubted", "")._replace(operator="root\x1b[31m")
    _, theirs = columns_of((claim("claimed", "Kremlin"), signed, claim("denied", "")))
    assert theirs[0].startswith("-   WD?   by root")
    assert theirs[0].endswith("in AFP")
    assert "\x1b" not in theirs[0]
    assert theirs[1] == "    WD-   nobody named  in AFP"


def test_a_condition_takes_no_side() -> None:
    assert not any("who claims" in line for line in page(STORY._replace(claims=(claim("conditional", "Kremlin"),))))


def test_an_empty_column_says_that_nobody_is_there_yet() -> None:
    assert columns_of((claim("claimed", "Kremlin"),))[1] == ["nobody yet"]


def test_a_narrow_page_puts_doubt_below_claim() -> None:
    lines = page(STORY._replace(claims=(claim("claimed", "Kremlin"), claim("denied", "Pentagon"))), 60)
    assert lines.index("who claims") < lines.index("who doubts or denies")


# How independent


def test_the_writers_and_the_primaries_are_named_and_what_nobody_knows_is_counted() -> None:
    origins = (OriginRow("AFP", "own", ()), OriginRow("Reuters", "dateline", ()), OriginRow("", "unknown", ()))
    view = STORY._replace(
        item=ITEM._replace(origins_unknown=1),
        origins=origins,
        voices=("defence ministry",),
        members=(member("x", voices=("Pentagon",)),),
    )
    line = next(line for line in page(view) if "origins" in line)
    assert line == "2 origins: AFP, Reuters (+1 unknown) │ 2 primaries: defence ministry, Pentagon"


def test_where_the_counts_do_not_fit_a_line_it_breaks_between_them() -> None:
    view = STORY._replace(origins=(OriginRow("AFP", "own", ()), OriginRow("Reuters", "own", ())), voices=("Pentagon",))
    lines = page(view, 45)
    at = lines.index("2 origins: AFP, Reuters")
    assert lines[at + 1] == "2 primaries: Pentagon +1"


def test_of_many_writers_the_first_few_are_named() -> None:
    origins = tuple(OriginRow(name, "own", ()) for name in ("A", "B", "C", "D", "E", "F"))
    lines = page(STORY._replace(item=ITEM._replace(origins=6), origins=origins))
    assert any(line.startswith("6 origins: A, B, C, D +2 │") for line in lines)


def test_what_counts_as_one_is_named_once() -> None:
    view = STORY._replace(item=ITEM._replace(primaries=1), voices=("Western officials", "a senior official"))
    assert any(line.endswith("│ 1 primary: Western officials") for line in page(view))


def test_where_no_writer_is_known_it_is_said() -> None:
    view = STORY._replace(item=ITEM._replace(origins=0, origins_unknown=1), origins=(OriginRow("", "unknown", ()),))
    assert any(line.startswith("no known origin (+1 unknown) │") for line in page(view))


def test_whose_text_it_is_and_how_that_is_known() -> None:
    assert any(
        "text of Reuters (dateline)" in line for line in page(STORY._replace(origin="Reuters", origin_basis="dateline"))
    )
    assert any("writer unknown" in line for line in page(STORY._replace(origin="", origin_basis="unknown")))
    assert any("cites AFP" in line for line in page(STORY._replace(credit="AFP", origin_basis="cited")))
    assert any("by A. Correspondent" in line for line in page(STORY._replace(author="A. Correspondent")))


# Quotes of an item


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        (QUOTE, "Maria Zakharova, foreign ministry spokeswoman, RU: “We are leaving.”"),
        (
            QUOTE._replace(inferred=True, surface="a spokeswoman", role="spokeswoman", named_by="AFP"),
            "Maria Zakharova?, spokeswoman, RU: “We are leaving.” (“a spokeswoman”, named by AFP)",
        ),
        (
            QUOTE._replace(surface="the ministry's voice", who="office", role="", known_by="offices"),
            "Maria Zakharova, RU: “We are leaving.” (“the ministry's voice”, known by the office list)",
        ),
        (QUOTE._replace(surface="Zakharova", role="", known_by="config"), "Maria Zakharova, RU: “We are leaving.”"),
        (QUOTE._replace(surface="Zakharova", role="", known_by="ana"), "“We are leaving.” (identified by ana)"),
        (QUOTE._replace(surface="she", basis="pronoun", role="", known_by="config"), "“We are leaving.” (“she”)"),
        (QUOTE._replace(speaker="", surface="a source", role="", side="", who="anonymous"), "a source: “We are leaving.”"),
        (QUOTE._replace(speaker="", surface="", role="", side="", carriers=3), "nobody named ×3: “We are leaving.”"),
    ],
)  # fmt: skip
def test_a_quote_says_whose_it_is_and_how_that_is_known(quote: QuoteRow, said: str) -> None:
    assert said in " ".join(line.strip() for line in page(STORY._replace(quotes=(quote,)), 120))


# What stands around


def test_an_item_of_the_story_says_why_it_is_there() -> None:
    lines = page(STORY._replace(members=(member("Kyiv doubts it", "7 rare words with 3 of 4 items"),)))
    at = next(index for index, line in enumerate(lines) if "Kyiv doubts it" in line)
    assert lines[at + 1].strip() == "7 rare words with 3 of 4 items"


def test_a_copy_needs_no_reason() -> None:
    copy = member("Kyiv doubts it", "a copy of item 37")._replace(relation="copy")
    assert not any("item 37" in line for line in page(STORY._replace(members=(copy,))))
    by_hand = copy._replace(because="ana made them one story", joined_by="ana")
    assert any("ana made them" in line for line in page(STORY._replace(members=(by_hand,))))


def test_what_an_operator_put_there_stands_out() -> None:
    by_hand = STORY._replace(members=(member("Kyiv doubts it", "ana made them one story", "ana"),))
    lines = story_page(by_hand, Setting(100, NOW_MS, (), LOOK)).lines
    assert style_of(next(line for line in lines if "ana made" in text(line)), "ana made") == LOOK.accent


def test_the_item_on_the_page_says_why_it_is_in_its_story() -> None:
    lines = page(STORY._replace(because="the same words as item 12", members=(member("Kyiv doubts it"),)))
    at = next(index for index, line in enumerate(lines) if "Kyiv doubts it" in line)
    assert lines[at - 1].strip() == "this one: the same words as item 12"


def test_a_related_story_says_what_keeps_it_apart() -> None:
    near = RelatedRow(4, 12, "Forty tanks leave", "number: 20 / 40", NOW_MS - 3 * MINUTE_MS)
    lines = page(STORY._replace(related=(near,)))
    line = next(line for line in lines if "Forty" in line)
    assert line.startswith("  3m Forty tanks leave")
    assert line.endswith("number: 20 / 40")


# A citation


def test_a_citation_names_speaker_role_outlet_time_and_link() -> None:
    cited = citation(QUOTE, ITEM)
    assert cited.startswith("“We are leaving.” (Maria Zakharova, foreign ministry spokeswoman, TASS, 21 Sep 14:11Z")
    assert cited.endswith(", https://e.example/1)")


def test_a_citation_gives_the_papers_own_words_where_the_name_comes_from_elsewhere() -> None:
    inferred = QUOTE._replace(inferred=True, surface="a spokeswoman", named_by="AFP")
    assert "(a spokeswoman, named by AFP as Maria Zakharova, TASS" in citation(inferred, ITEM)
    unnamed = inferred._replace(surface="", named_by="")
    assert "(unnamed there, named by another paper as Maria Zakharova, TASS" in citation(unnamed, ITEM)
    listed = QUOTE._replace(surface="the ministry's voice", basis="role", known_by="offices")
    assert "(the ministry's voice, known by the office list as Maria Zakharova, TASS" in citation(listed, ITEM)
    by_hand = QUOTE._replace(surface="Zakharova", known_by="ana")
    assert "(Zakharova, identified by ana as Maria Zakharova, TASS" in citation(by_hand, ITEM)
    pronoun = QUOTE._replace(surface="she", basis="pronoun", known_by="config")
    assert "(Maria Zakharova, foreign ministry spokeswoman, TASS" in citation(pronoun, ITEM)


def test_a_citation_puts_no_marks_around_what_is_no_quotation() -> None:
    assert citation(QUOTE._replace(kind="indirect"), ITEM).startswith("We are leaving. (Maria")


def test_where_nothing_is_quoted_the_headline_is_cited() -> None:
    assert citation(None, ITEM).startswith("“Moscow says units start return to garrison” (TASS, ")
