"""Held items beside what the classifier said of them, as a comparison of lexicons needs them."""

from pathlib import Path

import pytest

from storage.file.errors import StoreError
from storage.items import readings
from tests.storage.desk import Desk, tag

CLAIMED = [tag("withdrawal", "claimed", start=6, end=11)]


def test_an_item_is_read_with_what_the_classifier_said_and_what_an_operator_says_instead(desk: Desk) -> None:
    desk.use()
    item = desk.item(desk.source("Herald"), "Units leave the garrison", tags=CLAIMED)
    desk.acts("ana").tag([item], "withdrawal", "denied")
    held = readings.of_item(desk.path, item)
    assert held is not None
    assert (held.source, held.title) == ("Herald", "Units leave the garrison")
    assert [(said.label, said.stance, held.words(said)) for said in held.said] == [("withdrawal", "claimed", "leave")]
    assert [(verdict.label, verdict.stance) for verdict in held.verdicts] == [("withdrawal", "denied")]


def test_many_items_come_newest_first_page_by_page_with_their_number(desk: Desk) -> None:
    source = desk.source("Herald")
    items = [desk.item(source, f"Units leave garrison {n}", tags=CLAIMED) for n in range(readings._PAGE + 3)]
    read = list(readings.since(desk.path, 0))
    assert [held.item_id for held, _ in read] == items[::-1]
    assert {of for _, of in read} == {len(items)}
    assert all(held.said for held, _ in read)


def test_what_was_seen_before_is_left_out(desk: Desk) -> None:
    desk.item(desk.source("Herald"), "Units leave the garrison")
    assert list(readings.since(desk.path, 1 << 60)) == []


def test_an_item_that_is_not_there_is_none_and_a_file_that_is_none_says_so(desk: Desk, tmp_path: Path) -> None:
    assert readings.of_item(desk.path, 4711) is None
    with pytest.raises(StoreError):
        readings.of_item(tmp_path / "nothing.db", 1)
