"""The wall's clock is stepped by a day and back: stories and statements go on, whatever times their items have."""

import pytest

from storage.grouping import stories
from storage.voices import carriers
from tests.storage.desk import Desk, entry, quote

DAY_MS = 86_400_000
SAID = "no lorry will cross the Kora dam before the thaw"


@pytest.mark.parametrize("days", [-1, 1])
def test_a_copy_and_a_statement_are_known_again_after_a_step_and_after_the_step_back(desk: Desk, days: int) -> None:
    papers = [desk.source(name) for name in ("Herald", "Tribune", "Courier")]
    first = desk.item(papers[0], "Dam closed to lorries until further notice")
    desk.poll(papers[0], entry("Engineers at work", quotes=[quote(SAID, "A. Mason")]))
    for paper, title, step_ms in ((papers[1], "Thaw awaited", days * DAY_MS), (papers[2], "Ice holds", -days * DAY_MS)):
        desk.now_ms += step_ms
        desk.commit(lambda run: stories.forget_words(run, desk.now_ms))
        desk.commit(lambda run: carriers.forget_grams(run, desk.now_ms))
        copy = desk.item(paper, "Dam closed to lorries until further notice")
        assert desk.one("SELECT copy_of FROM item WHERE id = ?", copy) == first
        desk.poll(paper, entry(title, quotes=[quote(SAID)]))
    assert desk.one("SELECT count(*) FROM utterance") == 1
    assert desk.one("SELECT count(DISTINCT item_id) FROM quote WHERE utterance_id IS NOT NULL") == 3
