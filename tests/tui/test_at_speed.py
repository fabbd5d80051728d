"""Triage at speed: acts, the way back, the walk from the gravest on down, marks, views under digits."""

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from textual import events

from storage.reads.reader import Reader
from tests.tui.desks import VIEWS, opened, states, typed, until
from tests.tui.scene import NOW_MS, Item, Scene
from tui.desk import Desk
from tui.options import DeskOptions
from tui.terminal import open_desk
from tui.watch.pulse import EVERY_S
from tui.widgets.lines import Lines

ROUNDS = 100
WIDTH = 160


def press(desk: Desk, *keys: str) -> None:
    """As fast as a hand that never waits: the next key comes before the loop has run."""
    for key in keys:
        desk.on_key(events.Key(key, {"space": " "}.get(key, key if len(key) == 1 else None)))


def line_of(widget: Lines, y: int = 0) -> str:
    """A line as it would be painted now."""
    return "".join(segment.text for segment in widget.line(y, WIDTH)).rstrip()


def message(desk: Desk) -> str:
    return line_of(desk.footer.message)


def keys(desk: Desk) -> str:
    return line_of(desk.footer.keys)


def head(desk: Desk) -> str:
    return line_of(desk.queue.widget)


def newest_row(desk: Desk) -> str:
    return line_of(desk.queue.widget, 1)


Standing = dict[int, tuple[str, str, bool]]


def standing(reader: Reader) -> Standing:
    """Item -> state, whose it is, star: what an undo has to bring back."""
    rows = reader.item_rows(reader.item_ids()).values()
    return {row.id: (row.state, row.operator, row.starred) for row in rows}


def taken_back(desk: Desk, reader: Reader, pasts: list[Standing]) -> None:
    """`z` brings back what was there before the act, and the cursor to it."""
    now, before = standing(reader), pasts.pop()
    press(desk, "z")
    assert standing(reader) == before
    assert desk.queue.item_id in {id for id in now if now[id] != before[id]}
    assert "undone: " in message(desk)


async def test_a_hundred_acts_are_taken_back_exactly_half_of_them_by_a_desk_opened_later(scene: Scene) -> None:
    chance, pasts = random.Random(7), list[Standing]()
    ways = (["a"], ["d"], ["u"], ["s"], ["space", "j", "space", "d"], ["v", "j", "j", "a"], ["A", "y"], ["v", "k", "u"])
    with closing(Reader(scene.path)) as reader:
        async with opened(scene) as (desk, _):
            while len(pasts) < ROUNDS:
                before = standing(reader)
                press(desk, *chance.choice(ways))
                if standing(reader) != before:
                    pasts.append(before)
                press(desk, "escape", "2", *chance.choices("jkgG", k=2))
            for _ in range(ROUNDS // 2):
                taken_back(desk, reader, pasts)
        async with opened(scene) as (desk, _):
            while pasts:
                taken_back(desk, reader, pasts)
        assert {state for state, *_ in standing(reader).values()} == {"new"}


async def test_what_was_taken_back_is_shown_and_said_also_where_it_is_not_listed(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        first = desk.queue.item_id
        press(desk, "a", "G", "z")
        assert desk.queue.item_id == first
        press(desk, "G", "Z")
        assert desk.queue.item_id == first
        assert "redone: acknowledged “A town remembers" in message(desk)
        await typed(desk, pilot, "/", "shelling")
        await until(lambda: len(desk.queue.rows_of) == 1)
        press(desk, "z")
        assert "(Kyiv Observer): not in this list" in message(desk)


async def test_an_alert_that_is_taken_back_is_under_the_alerts_cursor(scene: Scene) -> None:
    async with opened(scene) as (desk, _):
        press(desk, "3", "a")
        acknowledged = desk.reader.alerts()[-1].id
        press(desk, "G", "2", "z")
        assert desk.alerts.rows_of.cursor_id == acknowledged


async def test_acting_on_marks_leaves_the_cursor_on_a_new_row_that_was_not_chosen(scene: Scene) -> None:
    async with opened(scene) as (desk, _):
        press(desk, "space", "space")
        here = desk.queue.item_id
        press(desk, "d")
        assert desk.queue.item_id == here
        assert sorted(states(scene).values()) == ["dismissed"] * 2 + ["new"] * 7


async def test_a_star_is_for_all_that_are_chosen(scene: Scene) -> None:
    async with opened(scene) as (desk, _):
        press(desk, "s", "v", "j", "j", "s")
        starred = [row.starred for row in desk.reader.item_rows(desk.queue.rows_of.ids).values()]
        assert starred.count(True) == 3
        assert "marked" not in head(desk)


async def test_marks_outlast_what_arrives_and_a_filter_but_not_the_loss_of_their_rows(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        press(desk, "space", "v", "j", "v")
        assert "3 marked" in head(desk)
        scene.poll(Item("Something comes in between", minutes_ago=0))
        await until(lambda: len(desk.queue.rows_of) == 10)
        assert "3 marked" in head(desk)
        press(desk, "/", *"zebra")
        await until(lambda: len(desk.queue.rows_of) == 0)
        press(desk, "ctrl+u", *"grain")
        await until(lambda: len(desk.queue.rows_of) == 1)
        press(desk, "escape")
        await until(lambda: "3 marked" in head(desk))
        await typed(desk, pilot, "/", "title:retreat")
        await until(lambda: "2 marked rows are not in this list: unmarked" in message(desk))
        assert "1 marked" in head(desk)
        press(desk, "escape")
        assert "marked" not in head(desk)


async def test_leaving_the_filter_line_brings_back_the_filter_that_was_on_and_the_row(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await typed(desk, pilot, "/", "tag:withdrawal")
        await until(lambda: len(desk.queue.rows_of) == 5)
        press(desk, "j", "j")
        here = desk.queue.item_id
        press(desk, "/", *" zebra")
        await until(lambda: len(desk.queue.rows_of) == 0)
        press(desk, "escape")
        await until(lambda: len(desk.queue.rows_of) == 5)
        assert (desk.queue.item_id, desk.queue.filter.text) == (here, "tag:withdrawal")


async def test_the_last_filters_come_back_with_the_arrow_keys(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await typed(desk, pilot, "/", "shelling")
        await pilot.press("q")
        await typed(desk, pilot, "/", "tag:withdrawal")
        await pilot.press("q")
        press(desk, "/", *"gra", "up")
        assert "/ tag:withdrawal" in message(desk)
        press(desk, "up", "up")
        assert "/ shelling" in message(desk)
        await until(lambda: len(desk.queue.rows_of) == 1)
        press(desk, "down", "down")
        assert message(desk) == " / gra"


async def test_a_filter_half_written_is_completed_from_what_the_file_holds(scene: Scene) -> None:
    async with opened(scene) as (desk, _):
        press(desk, "/", *"sou", "tab")
        assert "/ source:" in message(desk)
        await until(lambda: "Kyiv Observer" in keys(desk))
        press(desk, *"obs")
        await until(lambda: "Tab" in keys(desk))
        press(desk, "tab")
        assert '/ source:"Kyiv Observer"' in message(desk)
        await until(lambda: len(desk.queue.rows_of) == 2)


async def test_a_filter_that_cannot_be_read_is_judged_before_the_loop_has_run(scene: Scene) -> None:
    async with opened(scene) as (desk, _):
        press(desk, "/", *"kind:wir")
        assert keys(desk).startswith(" kind: is one of wire")
        press(desk, "e")
        assert "is one of" not in keys(desk)


async def test_follow_mode_shows_a_new_item_at_the_first_look_after_its_commit(scene: Scene) -> None:
    scene.many(40)
    async with opened(scene) as (desk, _):
        desk._pulse.stop()
        press(desk, "f")
        scene.poll(Item("The newest thing there is", minutes_ago=0))
        desk.lookout.tick()
        assert "The newest thing there is" in newest_row(desk)
        assert EVERY_S < 1.5
        press(desk, "j", "k")
        scene.poll(Item("Newer still", minutes_ago=0))
        desk.lookout.tick()
        assert "The newest thing there is" in newest_row(desk)
        assert "PAUSED 1 new" in head(desk)


# From grave to less grave


@pytest.fixture
def graded(tmp_path: Path) -> Iterator[Scene]:
    """Items 1 to 6 with a storm of others above them; by severity and age: 5, 2, 4, 1, 3."""
    scene = Scene(tmp_path / "desk.db")
    ids = scene.poll(*(Item(f"Matter number {n} of grain", minutes_ago=400) for n in range(1, 7)))
    for n, severity in ((2, 4), (5, 4), (4, 3), (1, 2), (3, 1)):
        scene.ring(f"rule {n}", severity, [ids[n - 1]])
    scene.many(400)
    yield scene
    scene.close()


async def test_the_walk_goes_from_the_gravest_down_and_begins_anew_after_an_act(graded: Scene) -> None:
    async with opened(graded) as (desk, pilot):
        walked = []
        for _ in range(4):
            press(desk, "!")
            walked.append(desk.queue.item_id)
        assert walked == [5, 2, 4, 1]
        assert "new: notice" in message(desk)
        press(desk, "a", "!")
        assert desk.queue.item_id == 5
        press(desk, "a", "!")
        assert desk.queue.item_id == 2
        await typed(desk, pilot, "/", "title:grain")
        await until(lambda: len(desk.queue.rows_of) == 6)
        press(desk, "g", "!", "a", "!")
        assert desk.queue.item_id == 4
        press(desk, "A", "y", "!")
        assert "nothing new in this list; elsewhere there is: q leads out" in message(desk)


async def test_the_key_after_it_hits_the_gravest_though_the_list_was_not_read_that_far(
    graded: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.acts.filtering.Filter.apply", lambda _: None)  # the rest does not come by itself
    async with opened(graded) as (desk, _):
        assert 5 not in desk.queue.items.ids
        press(desk, "!", "a")
        assert desk.reader.item_rows([5])[5].state == "acked"
        assert list(desk.queue.items.ids) == sorted(desk.queue.items.ids, reverse=True)


async def test_in_a_search_the_walk_stays_among_what_was_found(graded: Scene) -> None:
    async with opened(graded) as (desk, pilot):
        await typed(desk, pilot, "S", '"number 4" OR "number 1"')
        await until(lambda: len(desk.queue.rows_of) == 2)
        press(desk, "g", "!")
        assert desk.queue.item_id == 1
        press(desk, "!", "a", "!", "a", "!")
        assert "nothing new in this list" in message(desk)


# Views under digits


async def test_a_view_is_kept_under_a_digit_shared_opened_and_forgotten(scene: Scene) -> None:
    async with opened(scene) as (ana, ana_pilot), opened(scene, operator="ben") as (ben, _):
        press(ana, "W")
        assert "everything is shown: / narrows it" in message(ana)
        ana.hearing.forget()
        await typed(ana, ana_pilot, "/", "tag:withdrawal")
        press(ana, "W", "3")
        assert "without a name it is called tag:withdrawal" in keys(ana)
        ana.footer.paste("pulling back")
        press(ana, "enter")
        assert "pulling back" in head(ana)
        press(ben, "V")
        assert "3 pulling back   0 all   - forgets one" in message(ben)
        assert "c claims" in keys(ben)
        press(ben, "3")
        await until(lambda: len(ben.queue.rows_of) == 5)
        press(ben, "V", "-", "3")
        assert "Forget view 3 pulling back? y/N" in message(ben)
        press(ben, "y", "V")
        assert "3" not in message(ben)
        press(ben, "0", "z", "V")
        assert "3 pulling back" in message(ben)


async def test_a_view_takes_the_words_of_its_query_for_a_name_and_the_place_of_another(scene: Scene) -> None:
    async with opened(scene) as (desk, _):
        for words in ("shelling", "is:new"):
            press(desk, "/", "ctrl+u")
            desk.footer.paste(words)
            press(desk, "enter", "W", "1", "enter")
        assert [(view.key, view.name) for view in desk.reader.views()] == [("1", "is:new")]
        press(desk, "W")
        assert "keep is:new under:  2   3   4   5   6   7   8   9" in message(desk)
        assert "instead of  1 is:new" in keys(desk)


async def test_a_desk_that_only_reads_can_open_a_view_and_forget_none(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await typed(desk, pilot, "/", "shelling")
        press(desk, "W", "1", "enter")
    async with opened(scene, read_only=True) as (desk, _):
        press(desk, "V")
        assert "1 shelling   0 all" in message(desk)
        assert "forgets" not in message(desk)
        press(desk, "1")
        await until(lambda: len(desk.queue.rows_of) == 1)


async def test_a_desk_may_open_on_a_view_of_the_config(scene: Scene) -> None:
    app = open_desk(scene.path, DeskOptions("ana", now=lambda: NOW_MS, views=VIEWS, first_view="claims"))
    async with app.run_test(size=(WIDTH, 45)):
        desk = app.screen
        assert isinstance(desk, Desk)
        assert len(desk.queue.rows_of) == 2
        assert "claims" in head(desk)
        scene.poll(Item("Nothing is claimed here", minutes_ago=0))
        press(desk, "q")
        await until(lambda: len(desk.queue.rows_of) == 10)
        assert "claims" not in head(desk)
