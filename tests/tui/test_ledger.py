"""A speaker's ledger in the place of the quotes, and an operator's word on who a speaker is."""

from dataclasses import replace

import pytest
from textual import events

from tests.tui.desks import opened, screen, until, walking
from tests.tui.scene import Item, Scene
from tui.desk import Desk

DEPUTY = "Olena Hrytsenko"
CLAIM = Item(
    "Deputy minister reports pull-back at the river",
    "The deputy minister said that “the northern brigade is pulling back to the rail head”.",
    (("withdrawal", "claimed", "the northern brigade is pulling back", "said"),),
    DEPUTY,
    "the northern brigade is pulling back to the rail head",
    minutes_ago=190,
    source="Kyiv Observer",
)
DENIAL = Item(
    "Nobody leaves the river bank, says deputy",
    "“Not one brigade is pulling back from anywhere tonight,” she said.",
    (("withdrawal", "denied", "Not one brigade is pulling back", "said"),),
    DEPUTY,
    "Not one brigade is pulling back from anywhere tonight,",
    minutes_ago=5,
    source="Reuters",
)
LATER = Item(
    "Deputy minister speaks once more",
    "“The talks about the river go on tomorrow morning,” she said.",
    speaker=DEPUTY,
    said="The talks about the river go on tomorrow morning,",
    minutes_ago=0,
)
NAMELESS = Item(
    "Somebody speaks of the river",
    "“There is more than one river in this country,” it was said.",
    said="There is more than one river in this country,",
    minutes_ago=0,
)


@pytest.fixture
def spoken(scene: Scene) -> Scene:
    """The evening, and a deputy minister who goes back on her word."""
    scene.poll(CLAIM, DENIAL)
    return scene


def pane(desk: Desk) -> list[str]:
    """The lines of the quotes, the head first."""
    lines, box = screen(desk), desk.plan.boxes["quotes"]
    return [line[box.x : box.x + box.width].rstrip() for line in lines[box.y : box.y + box.height]]


def go_to_words(desk: Desk, words: str) -> None:
    rows = desk.reader.utterance_rows(desk.quotes.rows_of.ids)
    assert desk.quotes.rows_of.go_to(next(id for id, row in rows.items() if words in row.text))
    desk.quotes.widget.update()


async def test_the_ledger_lists_all_that_one_speaker_has_said_the_newest_first(spoken: Scene) -> None:
    async with opened(spoken) as (desk, pilot):
        await pilot.press("4")
        go_to_words(desk, "We shall believe it")
        await pilot.press("L")
        head, *lines = pane(desk)
        assert "4 Quotes  what Olena Hrytsenko said" in head
        assert "1/3" in head
        assert [words in line for words, line in zip(("Not one", "We shall", "northern"), lines, strict=False)] == [
            True
        ] * 3
        assert "21 Sep 14:08Z WD-" in lines[0]


async def test_a_reversal_carries_a_sign_and_names_what_it_goes_back_on(spoken: Scene) -> None:
    async with opened(spoken) as (desk, pilot):
        await pilot.press("4")
        go_to_words(desk, "Not one brigade")
        await pilot.press("L")
        head, denial, doubt, claim = pane(desk)[:4]
        assert "1 reversal" in head
        assert "⇄ WD+ 3h before" in denial
        assert "⇄" not in doubt + claim


@pytest.mark.parametrize("key", ["q", "L"])
async def test_q_and_the_same_key_lead_back_to_where_one_was(spoken: Scene, key: str) -> None:
    async with opened(spoken) as (desk, pilot):
        await pilot.press("4", "j", "j")
        before, shown = desk.quotes.rows_of.cursor_id, pane(desk)
        await pilot.press("L", "j", key)
        assert desk.quotes.rows_of.cursor_id == before
        assert pane(desk) == shown
        assert desk.active is desk.quotes


async def test_from_the_queue_and_the_story_it_is_of_the_first_one_whom_the_item_names_and_leads_back_there(
    spoken: Scene,
) -> None:
    async with opened(spoken) as (desk, pilot):
        for key, name in (("2", "queue"), ("5", "story")):
            await pilot.press(key)
            await pilot.press("g", "L")
            assert "what Olena Hrytsenko said" in pane(desk)[0]
            assert desk.active is desk.quotes
            await pilot.press("q")
            assert desk.active.name == name
            assert "what" not in pane(desk)[0]


async def test_where_only_another_paper_names_the_speaker_the_ledger_is_of_the_one_it_names(spoken: Scene) -> None:
    spoken.poll(
        replace(DENIAL, title="A voice from the ministry denies it", speaker=None, source="Baltic Desk", minutes_ago=1)
    )
    async with opened(spoken) as (desk, pilot):
        assert desk.story.view is not None
        assert desk.story.view.quotes[0].named_by == "Reuters"
        await pilot.press("L")
        assert "what Olena Hrytsenko said" in pane(desk)[0]
        assert "1/3" in pane(desk)[0]


async def test_where_nobody_is_named_there_is_no_ledger(spoken: Scene) -> None:
    spoken.poll(NAMELESS)
    async with opened(spoken) as (desk, pilot):
        await pilot.press("L")
        assert "nobody is named here" in screen(desk)[-2]
        await pilot.press("4")
        go_to_words(desk, "more than one river")
        await pilot.press("L")
        assert "nobody is named here" in screen(desk)[-2]
        assert desk.quotes.ledger is None


async def test_a_new_statement_comes_in_on_top_and_the_cursor_stays_on_its_own(spoken: Scene) -> None:
    async with opened(spoken, now=walking()) as (desk, pilot):
        await pilot.press("4")
        go_to_words(desk, "Not one brigade")
        await pilot.press("L", "j")
        here = desk.quotes.widget.model.cursor_id
        spoken.poll(LATER)
        await until(lambda: "The talks about the" in pane(desk)[1])
        assert desk.quotes.widget.model.cursor_id == here
        assert "3/4" in pane(desk)[0]


async def test_enter_opens_the_story_and_the_ledger_stays_open(spoken: Scene) -> None:
    async with opened(spoken) as (desk, pilot):
        await pilot.press("4")
        go_to_words(desk, "Not one brigade")
        await pilot.press("L", "j", "j", "enter")
        assert desk.active is desk.story
        assert desk.story.view is not None
        assert desk.story.view.item.title == CLAIM.title
        await pilot.press("4")
        assert "what Olena Hrytsenko said" in pane(desk)[0]
        assert desk.quotes.ledger is not None
        assert desk.quotes.ledger.rows_of.cursor == 2


async def test_a_quote_is_copied_from_the_ledger_as_its_paper_printed_it(spoken: Scene) -> None:
    async with opened(spoken) as (desk, pilot):
        await pilot.press("4")
        go_to_words(desk, "Not one brigade")
        await pilot.press("L", "j", "j", "Y")
        said = screen(desk)[-2]
        assert "copied to the terminal" in said
        assert ": “the northern brigade is pulling back to the rail head” (Olena Hrytsenko" in said


@pytest.mark.parametrize("size", [(160, 45), (120, 40), (80, 24)])
async def test_the_ledger_stands_in_the_quotes_place_at_every_size(spoken: Scene, size: tuple[int, int]) -> None:
    async with opened(spoken, size=size) as (desk, pilot):
        await pilot.press("4")
        go_to_words(desk, "Not one brigade")
        await pilot.press("L")
        assert "what Olena Hrytsenko said" in pane(desk)[0]
        assert "⇄ WD+ 3h before" in pane(desk)[1]


# Who a speaker is


async def test_an_operator_says_who_a_name_is_and_takes_it_back(spoken: Scene) -> None:
    other = Item("An aide speaks of the river", "“The river is nobody's business but ours,” O. Hrytsenko said.",
                 speaker="O. Hrytsenko", said="The river is nobody's business but ours,", minutes_ago=1)  # fmt: skip
    spoken.poll(other)
    async with opened(spoken) as (desk, pilot):
        await pilot.press("4")
        go_to_words(desk, "nobody's business")
        await pilot.press("i")
        assert "O. Hrytsenko is:" in screen(desk)[-2]
        desk.post_message(events.Paste(DEPUTY))
        await until(lambda: "known: Olena Hrytsenko" in screen(desk)[-1])
        await pilot.press("enter")
        await until(lambda: any(DEPUTY in line and "The river is" in line for line in pane(desk)))
        await pilot.press("L")
        assert "1/4" in pane(desk)[0]
        await pilot.press("z")
        await until(lambda: "1/3" in pane(desk)[0])
        await pilot.press("q")
        await until(lambda: any("O. Hrytsenko" in line and "The river is" in line for line in pane(desk)))


async def test_a_ledger_goes_by_the_name_that_an_operator_gives_its_speaker(spoken: Scene) -> None:
    async with opened(spoken) as (desk, pilot):
        await pilot.press("4")
        go_to_words(desk, "Not one brigade")
        await pilot.press("L", "i")
        desk.post_message(events.Paste("The deputy"))
        await until(lambda: "nobody is called The deputy yet: a new speaker" in screen(desk)[-1])
        await pilot.press("enter")
        await until(lambda: "what The deputy said" in pane(desk)[0])


async def test_a_speaker_of_no_name_cannot_be_identified(spoken: Scene) -> None:
    spoken.poll(NAMELESS)
    async with opened(spoken) as (desk, pilot):
        await pilot.press("4")
        go_to_words(desk, "more than one river")
        await pilot.press("i")
        assert "nobody is named here" in screen(desk)[-2]
