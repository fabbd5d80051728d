"""On which labels a story holds both sides, whoever brings the other one."""

import pytest

from classifier.records import Stance
from storage.items.disputes import disputed
from storage.query import parse
from tests.storage.desk import Desk, entry, tag

BOTH = "withdrawal:claimed withdrawal:doubted"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (["a:claimed", "a:denied"], "a:claimed a:denied"),
        (["a:asserted", "a:doubted"], "a:asserted a:doubted"),
        (["a:claimed", "a:denied", "a:conditional", "b:claimed"], "a:claimed a:conditional a:denied"),
        (["b:denied", "a:doubted", "b:claimed", "a:asserted"], "a:asserted a:doubted b:claimed b:denied"),
        (["a:claimed", "a:asserted"], ""),
        (["a:denied", "a:doubted"], ""),
        (["a:conditional", "a:historical", "a:denied"], ""),
        (["a:claimed", "b:denied"], ""),
        ([], ""),
    ],
)
def test_a_label_is_disputed_when_somebody_claims_it_and_somebody_else_does_not(said: list[str], shown: str) -> None:
    assert disputed(said) == shown


def told(desk: Desk, paper: str, *stances: Stance, more: str = "") -> int:
    """A report on the one event of these tests."""
    tags = [tag("withdrawal", stance) for stance in stances]
    return desk.item(desk.source(paper), f"units leave rail head garrison {more or paper}", tags=tags)


def test_a_doubt_that_joins_a_claim_is_shown_on_every_row_of_the_story_and_told_once(desk: Desk) -> None:
    first, second = told(desk, "Wire", "claimed"), told(desk, "Plain")
    assert desk.disputed(first) == ""
    third = told(desk, "Herald", "doubted")
    rows = desk.reader().item_rows([first, second, third])
    assert {row.disputed for row in rows.values()} == {(("withdrawal", "claimed"), ("withdrawal", "doubted"))}
    assert list(desk.reader().item_ids(parse("is:disputed"))) == [third, second, first]
    told(desk, "Courier", "doubted")
    assert desk.log("disputed") == [
        ("collector", f"[{first},{second},{third}]", "disputed in its story: withdrawal claimed, withdrawal doubted")
    ]


def test_one_item_may_hold_both_sides(desk: Desk) -> None:
    assert desk.disputed(told(desk, "Wire", "claimed", "doubted")) == BOTH


def test_an_edit_brings_the_other_side_and_takes_it_away(desk: Desk) -> None:
    first = told(desk, "Wire", "claimed")
    source = desk.source("Herald")
    title = "units leave rail head garrison"
    desk.poll(source, entry(title, guid="1"))
    desk.poll(source, entry(f"{title} maybe", guid="1", tags=[tag("withdrawal", "doubted")]))
    assert desk.disputed(first) == BOTH
    desk.poll(source, entry(f"{title} at dusk", guid="1"))
    assert desk.disputed(first) == ""
    assert [line[2] for line in desk.log("disputed")][1:] == ["no longer disputed in its story"]


def test_a_verdict_ends_a_dispute_and_its_undo_brings_it_back(desk: Desk) -> None:
    desk.use()
    first, second = told(desk, "Wire", "claimed"), told(desk, "Herald", "doubted")
    acts = desk.acts()
    done = acts.tag([second], "withdrawal", "claimed")
    assert (desk.disputed(first), done.item_ids) == ("", (second,))
    acts.undo()
    assert desk.disputed(first) == BOTH


def test_a_copy_does_not_keep_up_a_dispute_that_a_verdict_on_its_original_has_ended(desk: Desk) -> None:
    desk.use()
    first, second = told(desk, "Wire", "claimed"), told(desk, "Herald", "doubted", more="dusk")
    told(desk, "Courier", "doubted", more="dusk")
    desk.acts().tag([second], "withdrawal", "claimed")
    told(desk, "Post", "doubted", more="dusk")
    assert desk.disputed(first) == ""


def test_another_lexicon_ends_a_dispute_that_there_never_was(desk: Desk) -> None:
    desk.use()
    first, second = told(desk, "Wire", "claimed"), told(desk, "Herald", "doubted")
    desk.use("another")
    desk.retag_all("another", lambda stale: [tag("withdrawal", "claimed")] if stale.item_id == first else [])
    assert (desk.disputed(first), desk.badges(second)) == ("", "")


def test_an_item_without_tags_costs_no_statement_more(desk: Desk) -> None:
    source = desk.source("Wire")
    asked: list[str] = []
    desk.connection.set_trace_callback(asked.append)
    desk.item(source, "Harvest is late")
    desk.connection.set_trace_callback(None)
    assert not [sql for sql in asked if "disputed" in sql or "verdict" in sql]
    desk.connection.set_trace_callback(asked.append)
    desk.item(source, "Units leave the garrison", tags=[tag("withdrawal")])
    desk.connection.set_trace_callback(None)
    assert [sql for sql in asked if "disputed" in sql]
