"""Setting a tag right by two keys, and what a changed lexicon does to an open desk."""

import threading

from classifier.records import Analysis
from storage.file import sqlite
from storage.items import lexicons, rereading, retagging
from storage.reads.reader import Reader
from tests.tui.desks import opened, screen, until, walking
from tests.tui.scene import LABELS, LEXICON, PlainJudge, Scene
from tui.acts.tagging import label_keys
from tui.desk import Desk
from tui.options import DeskOptions
from tui.terminal import open_desk

CLAIM = "Moscow says tank units begin return to garrison after drills"


def tags(scene: Scene, title: str) -> tuple[tuple[str, str], ...]:
    reader = Reader(scene.path)
    try:
        return next(row.tags for row in reader.item_rows(reader.item_ids()).values() if row.title == title)
    finally:
        reader.close()


def claims_line(desk: Desk) -> str:
    """The queue's line of the claim."""
    lines = (line.split("│")[1] for line in screen(desk) if line.count("│") >= 2)
    return next(line for line in lines if "TASS" in line and CLAIM[:20] in line)


def page(desk: Desk) -> str:
    """The words of the story's page."""
    return " ".join(" ".join(segment.text for segment in line) for line in desk.story.widget.lines)


async def to_the_claim(desk: Desk) -> None:
    item = next(id for id, row in desk.reader.item_rows(desk.queue.rows_of.ids).items() if row.title == CLAIM)
    assert desk.queue.rows_of.go_to(item)
    desk.story.show(item)


def test_every_label_gets_a_key_of_its_own() -> None:
    assert label_keys(["withdrawal", "escalation", "deescalation", "prisoner"]) == ["w", "e", "d", "p"]
    many = [f"{letter}x" for letter in "aaabbbccc"] * 8
    keys = [key for key in label_keys(many) if key]
    assert len(set(keys)) == len(keys)


async def test_a_label_and_a_stance_are_a_key_each(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await to_the_claim(desk)
        await pilot.press("t")
        assert "w withdrawal WD+" in screen(desk)[-2]
        assert "p prisoner" in screen(desk)[-2]
        await pilot.press("w", "q")
        assert tags(scene, CLAIM) == (("withdrawal", "doubted"),)
        assert "WD?" in claims_line(desk)


async def test_a_tag_is_taken_off_and_z_puts_it_back(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await to_the_claim(desk)
        await pilot.press("t", "w", "x")
        assert tags(scene, CLAIM) == ()
        await pilot.press("z")
        assert tags(scene, CLAIM) == (("withdrawal", "claimed"),)


async def test_a_label_that_the_lexicon_did_not_see_is_set_by_hand_and_handed_back(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await to_the_claim(desk)
        await pilot.press("t", "p", "a")
        assert ("prisoner", "asserted") in tags(scene, CLAIM)
        await pilot.press("t", "p", "m")
        assert ("prisoner", "asserted") not in tags(scene, CLAIM)


async def test_marked_items_are_tagged_together(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await pilot.press("g", "space", "space", "t")
        assert "2 items are about" in screen(desk)[-2]
        await pilot.press("p", "d")
        reader = Reader(scene.path)
        rows = reader.item_rows(reader.item_ids())
        reader.close()
        assert sum(("prisoner", "denied") in row.tags for row in rows.values()) == 2
        assert not desk.queue.rows_of.marks


async def test_any_other_key_leaves_everything_as_it_is(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await to_the_claim(desk)
        await pilot.press("t", "escape")
        await pilot.press("t", "w", "escape")
        assert tags(scene, CLAIM) == (("withdrawal", "claimed"),)


async def test_why_tells_who_set_a_tag_and_what_the_lexicon_had_said(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await to_the_claim(desk)
        await pilot.press("t", "w", "d", "w")
        assert "set by ana" in " ".join(page(desk).split())
        assert "the lexicon said claimed" in " ".join(page(desk).split())


async def test_the_full_account_comes_when_it_is_ready_and_keys_go_on_meanwhile(scene: Scene) -> None:
    may_answer = threading.Event()

    def explain(item_id: int) -> list[str]:
        may_answer.wait(5)
        return [f"item {item_id}", "  anchor FORCE \x1b[31m“units”"]

    app = open_desk(scene.path, DeskOptions("ana", now=lambda: scene.now_ms, explain=explain))
    async with app.run_test(size=(160, 45)) as pilot:
        desk = app.screen
        assert isinstance(desk, Desk)
        await until(lambda: desk.story.view is not None)
        await pilot.press("w", "j", "k")
        may_answer.set()
        await until(lambda: "FORCE" in page(desk))
        assert "\x1b" not in page(desk)


async def test_where_no_account_can_be_had_what_is_stored_stays(scene: Scene) -> None:
    options = DeskOptions("ana", now=lambda: scene.now_ms, explain=lambda _: ["lexicon.toml:3: not TOML"])
    app = open_desk(scene.path, options)
    async with app.run_test(size=(160, 45)) as pilot:
        desk = app.screen
        assert isinstance(desk, Desk)
        await until(lambda: desk.story.view is not None)
        await to_the_claim(desk)
        await pilot.press("t", "w", "x", "w")
        await until(lambda: "not TOML" in " ".join(page(desk).split()))
        assert "the lexicon said claimed" in " ".join(page(desk).split())


async def test_rows_of_one_story_tell_each_other_what_stands_against_them(scene: Scene) -> None:
    async with opened(scene) as (desk, _):
        rows = desk.reader.item_rows(desk.queue.rows_of.ids).values()
        story = next(row.story_id for row in rows if row.title == CLAIM)
        both = {row.title for row in rows if row.story_id == story}
        assert any(title.startswith(("Kyiv doubts", "General staff")) for title in both)
        assert any(word in claims_line(desk) for word in ("DBT", "DNY"))


async def test_a_new_lexicon_brings_its_letters_to_an_open_desk(scene: Scene) -> None:
    async with opened(scene, now=walking()) as (desk, pilot):
        await to_the_claim(desk)
        await pilot.press("t", "p", "a")
        assert "POW+" in claims_line(desk)
        other = [label if label.name != "prisoner" else type(label)("prisoner", "PRI", "", "") for label in LABELS]
        with sqlite.transaction(scene.connection):
            scene.use(LEXICON, other)
        await until(lambda: "PRI+" in claims_line(desk))


async def test_a_lexicon_that_is_refused_says_so_at_once_and_the_header_until_it_is_mended(scene: Scene) -> None:
    async with opened(scene) as (desk, _):
        with sqlite.transaction(scene.connection):
            lexicons.reject(scene.connection, "lexicon.toml:3: own.rule: unknown key `phrase`", scene.now_ms)
        await until(lambda: "unknown key `phrase`" in screen(desk)[-2])
    async with opened(scene, now=walking()) as (desk, _):
        assert "lexicon refused" in screen(desk)[0]
        with sqlite.transaction(scene.connection):
            scene.use(LEXICON)
        await until(lambda: "lexicon refused" not in screen(desk)[0])


async def test_the_header_says_how_far_old_items_are_read_anew(scene: Scene) -> None:
    async with opened(scene, now=walking()) as (desk, _):
        with sqlite.transaction(scene.connection):
            scene.use("111111111111")
        await until(lambda: "re-tagging 0 %" in screen(desk)[0])
        with sqlite.transaction(scene.connection):
            stale = retagging.next_stale(scene.connection, "111111111111", 100, 0)
            nothing = Analysis((), (), (), "111111111111")
            done = [(item, nothing) for item in stale]
            rereading.write(scene.connection, done, "111111111111", PlainJudge(), scene.now_ms)
            retagging.finish(scene.connection, "111111111111", scene.now_ms)
        await until(lambda: "re-tagging" not in screen(desk)[0])
        assert "WD" not in claims_line(desk)


async def test_the_queue_counts_what_is_new_of_each_label(scene: Scene) -> None:
    async with opened(scene, now=walking()) as (desk, pilot):
        before = next(row.unread for row in desk.lookout.labels if row.name == "withdrawal")
        assert f"WD {before}" in screen(desk)[1]
        await to_the_claim(desk)
        await pilot.press("a")
        await until(lambda: f"WD {before - 1}" in screen(desk)[1])
