"""The demo's day, collected: whose word it is, who doubts it, who takes it back."""

import asyncio
import time
from pathlib import Path

import pytest

from feint.demo.day import load_day
from feint.demo.desk import demo_config
from feint.demo.server import DemoServer
from storage.query import parse
from storage.reads import listing
from tests.feint.desk import Desk, Row

HOUR_MS = 3_600_000
DAY_MS, STEP_MS = 11 * HOUR_MS, HOUR_MS // 12
NOW_MS = time.time_ns() // 1_000_000


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a desk holds that looked every five minutes."""
    desk, day, passed_ms = Desk(tmp_path_factory.mktemp("demo")), load_day(), [0]

    async def watch() -> None:
        async with desk.at_hand() as collector:
            for passed_ms[0] in range(0, DAY_MS + 1, STEP_MS):
                await collector.once()

    with DemoServer(day, 1.0, lambda: NOW_MS + passed_ms[0]) as server:
        # One feed after the other: what an item joins depends on what came before it.
        config = demo_config(server.port, day).replace("[collector]\n", "[collector]\nconcurrency = 1\n", 1)
        desk.config.write_text(config, "utf-8")
        asyncio.run(watch())
    return desk.database


def quotes(database: Path, query: str) -> list[Row]:
    return list(listing.quotes(database, parse(query), 1_000, NOW_MS))


def promise(database: Path) -> Row:
    """The story of the deputy minister's promise."""
    (story,) = listing.stories(database, parse('"promises fewer operations" source:"Northern Wire"'), 10, NOW_MS)
    return story


def standing(story: Row, key: str, label: str) -> dict[str, set[str]]:
    """Side -> the primaries that claim, doubt or deny a label."""
    found: dict[str, set[str]] = {}
    for side, stands in story[key].items():
        for stand in stands:
            if stand["tag"] == label:
                found.setdefault(side, set()).add(stand["primary"])
    return found


def test_one_statement_has_two_carriers_though_one_names_the_spokeswoman_and_one_her_office(database: Path) -> None:
    carriers = [row for row in quotes(database, "") if "home with empty pockets" in row["text"]]
    assert len({row["utterance"] for row in carriers}) == 1
    assert {row["carriers"] for row in carriers} == {2}
    assert {row["speaker_surface"] for row in carriers} == {
        "foreign ministry spokeswoman Mirela Zoranova",
        "a Varnian foreign ministry spokeswoman",
    }
    assert {row["speaker"] for row in carriers} == {"Mirela Zoranova"}


def test_a_name_that_only_another_paper_gives_is_inferred(database: Path) -> None:
    denials = [row for row in quotes(database, "") if row["text"].startswith("No unit has withdrawn from the border")]
    assert {row["speaker"] for row in denials} == {"Anton Brezh"}
    assert {row["source"] for row in denials if row["inferred"]} == {"Isles Courier"}


def test_the_copies_of_the_promise_are_one_origin_and_one_primary_claims_it(database: Path) -> None:
    story = promise(database)
    assert story["copies"] >= 2
    assert "Northern Wire" in story["origin_names"]
    assert "Ostrel Herald" not in {stand["primary"] for stands in story["claims"].values() for stand in stands}
    assert standing(story, "claims", "withdrawal")["va"] >= {"Varnia MoD"}


def test_the_promise_is_doubted_and_denied_on_other_sides(database: Path) -> None:
    story = promise(database)
    assert "nc" in standing(story, "doubts", "withdrawal")
    assert standing(story, "denials", "withdrawal")["ui"] == {"Isles defence ministry"}


def test_that_it_does_not_amount_to_a_ceasefire_is_a_denial_of_the_minister_who_says_so(database: Path) -> None:
    story = promise(database)
    assert standing(story, "claims", "deescalation")["va"] == {"Varnia MoD"}
    assert standing(story, "denials", "deescalation")["ke"] == {"Kestrian foreign ministry"}
    (denied,) = (stand for stand in story["denials"]["ke"] if stand["tag"] == "deescalation")
    assert denied["speakers"] == ["Lena Hadrik"]


def test_an_official_without_a_name_in_two_papers_is_one_voice(database: Path) -> None:
    said = [row for row in quotes(database, "") if "changing the guard" in row["text"]]
    assert len({row["source"] for row in said}) == 2
    assert len({row["utterance"] for row in said}) == 1
    assert {row["who"] for row in said} == {"anonymous"}


def test_the_spokesman_takes_in_the_evening_the_other_side_of_what_he_said_in_the_morning(database: Path) -> None:
    ledger: list[Row] = list(listing.ledger(database, "Brezh", parse(""), 100, NOW_MS))
    (reversal,) = (row for row in ledger if row["reverses"])
    earlier = next(row for row in ledger if row["id"] == reversal["reverses"])
    assert reversal["text"].startswith("No unit has withdrawn")
    assert reversal["reversed"] == "withdrawal"
    assert {"tag": "withdrawal", "stance": "claimed"} in earlier["tags"]


def test_most_of_those_who_are_quoted_by_name_have_a_side(database: Path) -> None:
    named = [row for row in quotes(database, "") if row["who"] == "person" and row["known_by"]]
    assert len(named) >= 30
    assert all(row["side"] for row in named)
