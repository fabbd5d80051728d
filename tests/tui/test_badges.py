"""What a tag looks like: letters for its label, a sign for its stance, a word for what stands against it."""

import pytest
from rich.segment import Segment

from storage.rows import LabelRow
from tui.look import look_of
from tui.options import Theme
from tui.present.badges import badges, short_label
from tui.text import SafeText, cells

LABELS = (
    LabelRow("withdrawal", "WD", "", "pulling back", 4),
    LabelRow("escalation", "ESC", "", "pushing forward", 31),
    LabelRow("prisoner", "POW", "orange", "prisoners of war", 1),
)
LOOK = look_of("dark").with_labels(LABELS)
CLAIMED, DOUBTED, DENIED = (("withdrawal", stance) for stance in ("claimed", "doubted", "denied"))


def text(line: list[Segment]) -> str:
    return "".join(segment.text for segment in line)


def test_each_stance_has_its_own_sign_and_its_own_colour() -> None:
    stances = ("claimed", "doubted", "denied", "historical")
    lines = [badges([("withdrawal", stance)], 4, LOOK) for stance in stances]
    assert [text(line).strip() for line in lines] == ["WD+", "WD?", "WD-", "WD~"]
    assert len({line[0].style for line in lines}) == 4


def test_badges_that_do_not_fit_are_counted() -> None:
    many = [CLAIMED, ("escalation", "denied"), ("shelling", "asserted")]
    assert text(badges(many, 8, LOOK)) == "WD+ +2  "
    assert text(badges(many, 13, LOOK)) == "WD+ ESC- SHE+"


def test_a_label_that_no_lexicon_names_any_more_still_has_letters() -> None:
    assert short_label("blockade", LOOK) == "BLO"


def test_an_operators_label_has_the_letters_and_the_colour_of_its_lexicon() -> None:
    letters, sign, *_ = badges([("prisoner", "denied")], 6, LOOK)
    assert (letters.text, letters.style) == ("POW", LOOK.inks["orange"])
    assert (sign.text, sign.style) == ("-", LOOK.stance.denied)


@pytest.mark.parametrize("theme", ["dark", "light", "contrast"])
def test_every_theme_knows_the_same_colours(theme: Theme) -> None:
    assert look_of(theme).inks.keys() == LOOK.inks.keys()
    assert len(set(map(str, look_of(theme).inks.values()))) == len(LOOK.inks)


def test_without_colours_the_letters_of_a_label_are_as_its_stance() -> None:
    plain = look_of("mono").with_labels(LABELS)
    assert text(badges([("prisoner", "denied")], 6, plain)) == "POW-  "


def test_a_claim_that_the_story_doubts_says_so() -> None:
    assert text(badges([CLAIMED], 8, LOOK, [CLAIMED, DOUBTED])) == "WD+ DBT "


def test_a_denial_weighs_more_than_a_doubt() -> None:
    assert text(badges([CLAIMED], 8, LOOK, [CLAIMED, DENIED, DOUBTED])) == "WD+ DNY "


def test_who_doubts_is_told_that_others_claim_it() -> None:
    assert text(badges([DOUBTED], 8, LOOK, [CLAIMED, DOUBTED])) == "WD? CLM "


def test_an_item_that_holds_both_sides_is_one_badge_with_both_signs() -> None:
    assert text(badges([CLAIMED, DOUBTED], 8, LOOK, [CLAIMED, DOUBTED])) == "WD+?    "
    assert text(badges([DENIED, DOUBTED], 8, LOOK)) == "WD?-    "


def test_what_the_story_holds_beyond_the_item_stands_behind_its_signs() -> None:
    assert text(badges([DOUBTED, DENIED], 8, LOOK, [CLAIMED, DOUBTED, DENIED])) == "WD?- CLM"
    assert text(badges([CLAIMED, DOUBTED], 8, LOOK, [CLAIMED, DOUBTED, DENIED])) == "WD+? DNY"
    assert text(badges([CLAIMED, DOUBTED], 5, LOOK, [CLAIMED, DOUBTED, DENIED])) == "WD+?-"


@pytest.mark.parametrize("width", range(3, 9))
def test_a_denial_is_never_shown_as_a_mere_doubt(width: int) -> None:
    for tags in ([DOUBTED, DENIED], [DENIED, DOUBTED], [CLAIMED, DOUBTED, DENIED]):
        for disputed in ([], [CLAIMED, DOUBTED, DENIED]):
            assert "-" in text(badges(tags, width, LOOK, disputed))


def test_each_sign_of_a_badge_keeps_its_colour() -> None:
    letters, denied, _ = badges([DOUBTED, DENIED], 5, LOOK)
    assert (letters.text, letters.style) == ("WD?", LOOK.stance.doubted)
    assert (denied.text, denied.style) == ("-", LOOK.stance.denied)


def test_a_condition_contradicts_nobody() -> None:
    assert text(badges([("withdrawal", "conditional")], 8, LOOK, [CLAIMED, DENIED])) == "WD?     "


def test_another_label_of_the_story_is_not_disputed() -> None:
    assert text(badges([("escalation", "asserted")], 8, LOOK, [CLAIMED, DENIED])) == "ESC+    "


def test_where_there_is_no_room_for_the_word_its_sign_stands() -> None:
    assert text(badges([CLAIMED], 4, LOOK, [CLAIMED, DENIED])) == "WD+-"
    assert text(badges([CLAIMED], 3, LOOK, [CLAIMED, DENIED])) == "WD+"


@pytest.mark.parametrize("width", range(30))
def test_badges_are_exactly_as_wide_as_their_column(width: int) -> None:
    tags = [CLAIMED, ("escalation", "denied"), ("prisoner", "asserted"), ("новое", "claimed")]
    assert cells(SafeText(text(badges(tags, width, LOOK, [CLAIMED, DOUBTED])))) == width
