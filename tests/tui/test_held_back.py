"""What arrives in a list: shown while there is room, held back and counted where there is none; what heads and rows say."""

from pathlib import Path

from tests.tui.desks import opened, pane, typed, until, walking
from tests.tui.scene import Item, Scene
from tui.desk import Desk


def head(desk: Desk, name: str) -> str:
    return pane(desk, name)[0]


def rows(desk: Desk, name: str) -> list[str]:
    return [line for line in pane(desk, name)[1:] if line.strip()]


def said(n: int) -> Item:
    words = f"berth {n} of the harbour takes {n * 7} ships by the evening tide"
    return Item(f"Harbour master on berth {n}", f"“{words}”, he said.", speaker="Ivo Lind", said=words, minutes_ago=0)


async def test_an_alert_is_seen_while_the_pane_has_room_and_the_cursor_stays_on_its_own(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await pilot.press("3", "j")
        here = desk.alerts.rows_of.cursor_id
        scene.ring("convoy at the river", 3, [1], minutes_ago=0)
        await until(lambda: "convoy at the river" in rows(desk, "alerts")[0])
        assert desk.alerts.rows_of.cursor_id == here
        assert "above" not in head(desk, "alerts")
        assert "4 new" in head(desk, "alerts")
        assert "3/4" in head(desk, "alerts")


async def test_a_full_pane_of_alerts_moves_nothing_and_says_how_many_wait_and_how_grave(scene: Scene) -> None:
    for n in range(40):
        scene.ring(f"rule {n}", 1, [1], minutes_ago=50)
    async with opened(scene) as (desk, pilot):
        await pilot.press("3")
        before = rows(desk, "alerts")
        for n, severity in enumerate((2, 4, 3)):
            scene.ring(f"another {n}", severity, [2], minutes_ago=0)
        await until(lambda: "3 above F1" in head(desk, "alerts"))
        assert rows(desk, "alerts") == before
        await pilot.press("g")
        assert "above" not in head(desk, "alerts")


async def test_quotes_come_in_on_top_and_wait_only_above_a_full_pane(scene: Scene) -> None:
    async with opened(scene, now=walking()) as (desk, pilot):
        await pilot.press("4", "j")
        here = desk.quotes.rows_of.cursor_id
        scene.poll(said(1), said(2))
        await until(lambda: "4/5" in head(desk, "quotes"))
        assert desk.quotes.rows_of.cursor_id == here
        assert "berth 2" in rows(desk, "quotes")[0]
        scene.poll(*(said(n) for n in range(3, 153)))
        await until(lambda: "above" in head(desk, "quotes"))
        assert desk.quotes.rows_of.cursor_id == here
        assert len(desk.quotes.rows_of) == 155
        assert f"{155 - desk.quotes.rows_of.height} above" in head(desk, "quotes")


async def test_a_marked_row_under_the_cursor_shows_both_signs(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await pilot.press("v", "j")
        assert [line[:2] for line in rows(desk, "queue")[:3]] == [" ●", "▌●", "  "]


async def test_findings_are_set_as_the_queue_is(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        shelling = next(line for line in rows(desk, "queue") if "Shelling" in line)
        await typed(desk, pilot, "S", "title:shelling")
        await until(lambda: "1/1" in head(desk, "queue"))
        assert rows(desk, "queue")[0][2:] == shelling[2:]
        assert "newest first  S for best first" in head(desk, "queue")
        assert "archive" not in head(desk, "queue")


async def test_a_desk_without_a_source_says_so_in_its_queue_in_lines_as_wide_as_the_pane(tmp_path: Path) -> None:
    scene = Scene(tmp_path / "desk.db")
    scene.connection.execute("DELETE FROM source")
    async with opened(scene, size=(80, 24)) as (desk, pilot):
        assert rows(desk, "queue")[0] == "  No item yet, and no source that could bring one."
        await pilot.press("3")
        assert "  A rule of config.toml that comes true rings here." in rows(desk, "alerts")
        await pilot.resize_terminal(160, 45)
        assert " ".join(line.strip() for line in rows(desk, "alerts")).count("comes true rings here.") == 1
        assert "  A rule of config.toml that comes true rings here." not in rows(desk, "alerts")
    scene.close()
