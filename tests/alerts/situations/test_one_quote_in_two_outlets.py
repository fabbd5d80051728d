"""The same quote in two outlets: one utterance with its carriers, so that repetition does not look like confirmation."""

import pytest

from tests.alerts.situations.articles import COMMENT, COURIER, GAZETTE, Article
from tests.alerts.situations.newsroom import Newsroom
from tests.storage.ruling import quorum, rule, rules

SAID = "<p>“March 3, 2026: remember the date, for on it the eastern propaganda machine broke its teeth,” {}.</p>"
IN_THE_MIRROR = Article("mirror-1", "The taunt of the day", SAID.format("Mirela Zoranova said"))
NAMED = Article(
    "named-1", "Zoranova taunts the Compact", SAID.format("foreign ministry spokeswoman Mirela Zoranova said")
)
BY_ROLE = Article(
    "role-1", "What Halvarn thinks of us", SAID.format("a Varnian foreign ministry spokeswoman told reporters at noon")
)


@pytest.fixture
def items(newsroom: Newsroom) -> tuple[int, int]:
    """The comment, which names the spokeswoman's office, and the courier's report, which names her."""
    (comment,) = newsroom.serve(newsroom.source("Isles Chronicle"), COMMENT).new
    (courier,) = newsroom.serve(newsroom.source("Isles Courier"), COURIER).new
    return comment, courier


def utterance(newsroom: Newsroom, item_id: int) -> tuple[int, str, bool, int]:
    """(number, speaker, inferred, carriers) of the spokeswoman's words as an item has them."""
    view = newsroom.reader().story(item_id)
    assert view is not None
    (found,) = (quote for quote in view.quotes if "broke its teeth" in quote.text)
    assert found.utterance_id is not None
    return found.utterance_id, found.speaker, found.inferred, found.carriers


def test_letter_case_marks_and_paragraphs_part_no_utterance_and_the_name_is_inferred(
    newsroom: Newsroom, items: tuple[int, int]
) -> None:
    comment, courier = (utterance(newsroom, item_id) for item_id in items)
    assert comment[0] == courier[0]
    assert (comment[1], comment[2], comment[3]) == ("Mirela Zoranova", True, 2)
    assert (courier[1], courier[2]) == ("Mirela Zoranova", False)


def test_the_name_goes_when_the_words_that_give_it_go(newsroom: Newsroom, items: tuple[int, int]) -> None:
    cut = COURIER.body.replace("Mirela Zoranova said", "a man in the street said")
    newsroom.serve(2, COURIER._replace(body=cut.replace("Foreign ministry spokeswoman ", "")))
    _, speaker, inferred, _ = utterance(newsroom, items[0])
    assert "Zoranova" not in speaker
    assert not inferred


def test_both_are_one_story_and_a_report_of_weeks_later_is_not(newsroom: Newsroom, items: tuple[int, int]) -> None:
    (later,) = newsroom.serve(newsroom.source("Border Gazette"), GAZETTE, after_min=40 * 24 * 60).new
    comment, courier, gazette = newsroom.reader().item_rows([*items, later]).values()
    assert comment.story_id == courier.story_id != gazette.story_id


def test_no_other_words_of_the_two_are_one_utterance(newsroom: Newsroom, items: tuple[int, int]) -> None:
    shared = newsroom.all(
        "SELECT utterance.text FROM utterance JOIN quote ON utterance_id = utterance.id WHERE quote.current = 1"
        " GROUP BY utterance.id HAVING count(DISTINCT item_id) > 1 ORDER BY utterance.id"
    )
    assert [str(text)[:12] for (text,) in shared] == ["March 3, 202", "Nobody fired"]


def test_one_statement_in_two_outlets_is_two_writers_and_one_voice_and_an_aggregator_is_neither(
    newsroom: Newsroom,
) -> None:
    words = '"propaganda machine"'
    newsroom.begin(
        rules(
            rule("two-voices", quorum(words, primaries=2)),
            rule("two-writers", quorum(words, origins=2)),
            rule("three-writers", quorum(words, origins=3)),
        )
    )
    newsroom.serve(newsroom.source("Isles Chronicle"), BY_ROLE)
    newsroom.serve(newsroom.source("Night Mirror", kind="aggregator", grade="F"), IN_THE_MIRROR)
    assert newsroom.notices() == []
    newsroom.serve(newsroom.source("Isles Courier"), NAMED)
    assert [notice.rule for notice in newsroom.notices()] == ["two-writers"]
