"""What a key, a new row and an idle minute cost: CPU and bytes, which a busy machine spares."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.acting.acts import Acts
from tests.tui.scene import Item, Scene
from tests.tui.terminal import Terminal
from tui.options import wall_clock_ms

ROWS = 5_000


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    scene = Scene(tmp_path_factory.mktemp("busy") / "desk.db", wall_clock_ms())
    scene.many(ROWS)
    yield scene
    scene.close()


@pytest.fixture(scope="module")
def terminal(busy: Scene) -> Iterator[Terminal]:
    terminal = Terminal(busy.path)
    terminal.until(b"5 Story")
    terminal.quiet()
    yield terminal
    terminal.end()


def test_the_first_screen_is_there_within_its_budget(terminal: Terminal) -> None:
    assert terminal.cpu_ms() < 600


def test_a_step_is_a_few_hundred_bytes(terminal: Terminal) -> None:
    terminal.press("2jj", 0.3)
    before = terminal.cpu_ms()
    moved = terminal.press("j" * 30, 0.06)
    assert 100 < len(moved) / 30 < 1_000
    assert (terminal.cpu_ms() - before) / 30 < 12


def test_a_clock_tick_is_one_cell(terminal: Terminal) -> None:
    terminal.quiet(1.0)
    before = terminal.cpu_ms()
    got = terminal.read(2.0)
    assert len(got) < 2.5 * 170
    assert terminal.cpu_ms() - before < 60


def test_a_new_row_while_paused_costs_a_count(terminal: Terminal, busy: Scene) -> None:
    terminal.press("jj", 0.3)
    terminal.quiet(1.0)
    busy.poll(Item("Something new that waits above", minutes_ago=0))
    assert len(terminal.until(b"PAUSED")) < 600


def test_where_a_colleague_looks_costs_a_few_cells(terminal: Terminal, busy: Scene) -> None:
    ben = Acts(busy.path, "ben")
    ben.arrive(busy.now_ms + 1)
    terminal.press("2g", 0.3)
    terminal.quiet(1.0)
    ben.look_at(ROWS - 3, wall_clock_ms())
    assert len(terminal.until(b"@ben")) < 600
    ben.look_at(None, wall_clock_ms())
    ben.close()


def test_words_that_are_marked_cost_no_more(terminal: Terminal) -> None:
    terminal.press("/berth\r", 0.3)
    terminal.press("jj", 0.3)
    before = terminal.cpu_ms()
    assert 100 < len(terminal.press("j" * 20, 0.06)) / 20 < 1_000
    assert (terminal.cpu_ms() - before) / 20 < 12
    terminal.press("\x1b", 0.5)


def test_findings_are_a_list_as_cheap_as_the_queue(terminal: Terminal) -> None:
    terminal.press("Sberth\r", 0.3)
    terminal.press("jj", 0.5)
    assert b"Search" in terminal.bytes
    assert 100 < len(terminal.press("j" * 20, 0.06)) / 20 < 1_000
    assert len(terminal.press("q", 0.5)) < 16_000


def test_a_ledger_costs_no_more_than_its_pane(tmp_path: Path) -> None:
    spoken = Scene(tmp_path / "spoken.db", wall_clock_ms())
    spoken.poll(*(said(n) for n in range(40)))
    terminal = Terminal(spoken.path)
    terminal.until(b"5 Story")
    terminal.quiet()
    terminal.press("4j", 0.3)
    opened = terminal.press("L", 0.5)
    assert b"said" in opened
    assert len(opened) < 6_000
    assert 100 < len(terminal.press("j" * 10, 0.06)) / 10 < 1_000
    closed = terminal.press("q", 0.5)
    assert len(closed) < 6_000
    terminal.end()
    spoken.close()


def said(n: int) -> Item:
    """One of many statements of one speaker, each in words of its own."""
    words = f"berth {n} of the harbour takes {n * 7} ships by the evening tide"
    summary = f"The harbour master said: “{words}”."
    return Item(f"Harbour master on berth {n}", summary, speaker="Ivo Lind", said=words, minutes_ago=n)


def test_the_list_is_as_cheap_with_many_rows(tmp_path: Path) -> None:
    small = Scene(tmp_path / "small.db", wall_clock_ms())
    small.many(60)
    terminal = Terminal(small.path)
    terminal.until(b"5 Story")
    terminal.quiet()
    terminal.press("2jj", 0.3)
    assert 100 < len(terminal.press("j" * 10, 0.06)) / 10 < 1_000
    terminal.end()
    small.close()
