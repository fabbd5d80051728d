"""What a key, a new row and an idle second cost: CPU and bytes, which a busy machine spares."""

import os
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
    terminal.quiet(0.3)
    yield terminal
    terminal.end()


def test_the_first_screen_is_there_within_its_budget_and_drawn_once(terminal: Terminal) -> None:
    assert terminal.cpu_ms() < 600
    assert len(terminal.bytes) < 45_000
    assert b"\x07" not in terminal.bytes, "nothing has rung"


def test_a_step_is_a_few_hundred_bytes(terminal: Terminal) -> None:
    terminal.press("2jj", 0.1)
    costs_a_step(terminal, 12)


def test_a_clock_tick_is_one_cell(terminal: Terminal) -> None:
    terminal.quiet(0.3)
    before = terminal.cpu_ms()
    got = terminal.read(1.2)
    assert 0 < len(got) < 340
    assert terminal.cpu_ms() - before < 60


def test_a_new_row_while_paused_costs_a_count(terminal: Terminal, busy: Scene) -> None:
    terminal.press("jj", 0.1)
    terminal.quiet(0.3)
    busy.poll(Item("Something new that waits above", minutes_ago=0))
    assert len(terminal.until(b"PAUSED")) < 600


def test_where_a_colleague_looks_costs_a_few_cells(terminal: Terminal, busy: Scene) -> None:
    ben = Acts(busy.path, "ben")
    ben.arrive(busy.now_ms + 1)
    terminal.press("2g", 0.1)
    terminal.quiet(0.3)
    ben.look_at(ROWS - 3, wall_clock_ms())
    assert len(terminal.until(b"@ben")) < 600
    ben.look_at(None, wall_clock_ms())
    ben.close()


def test_words_that_are_marked_cost_no_more(terminal: Terminal) -> None:
    typed(terminal, "/berth\r", b"/ berth")
    terminal.press("jj", 0.3)
    costs_a_step(terminal, 8)
    terminal.press("\x1b", 0.3)


def test_findings_are_a_list_as_cheap_as_the_queue(terminal: Terminal) -> None:
    typed(terminal, "Sberth\r", b"Search")
    terminal.press("jj", 0.3)
    costs_a_step(terminal, 8)
    assert len(terminal.press("q", 0.4)) < 16_000


def test_a_ledger_costs_no_more_than_its_pane(tmp_path: Path) -> None:
    spoken = Scene(tmp_path / "spoken.db", wall_clock_ms())
    spoken.poll(*(said(n) for n in range(40)))
    terminal = Terminal(spoken.path)
    terminal.until(b"5 Story")
    terminal.quiet(0.3)
    terminal.press("4j", 0.2)
    opened = terminal.press("L", 0.3)
    assert b"said" in opened
    assert len(opened) < 6_000
    costs_a_step(terminal, 5)
    assert len(terminal.press("q", 0.3)) < 6_000
    terminal.end()
    spoken.close()


def test_the_list_is_as_cheap_with_few_rows(tmp_path: Path) -> None:
    small = Scene(tmp_path / "small.db", wall_clock_ms())
    small.many(60)
    terminal = Terminal(small.path)
    terminal.until(b"5 Story")
    terminal.quiet(0.3)
    terminal.press("2jj", 0.1)
    costs_a_step(terminal, 5)
    terminal.end()
    small.close()


def test_the_alerts_are_a_list_as_cheap_as_the_queue(terminal: Terminal, busy: Scene) -> None:
    for n in range(14):
        busy.ring(f"berth {n} stands still", 2 + n % 3, [n + 1], rule="port-traffic")
    terminal.until(b"berth")
    terminal.quiet(0.5)  # they may come in several looks, of which each draws only the cells that changed
    terminal.press("3gjj", 0.3)
    costs_a_step(terminal, 8)


def costs_a_step(terminal: Terminal, steps: int) -> None:
    """So many steps down, each within its budget."""
    before = terminal.cpu_ms()
    moved = terminal.press("j" * steps, 0.06)
    assert 100 < len(moved) / steps < 1_000
    assert (terminal.cpu_ms() - before) / steps < 12


def typed(terminal: Terminal, keys: str, wanted: bytes) -> None:
    """Type them at once, and wait for what they bring."""
    os.write(terminal.fd, keys.encode())
    terminal.until(wanted)


def said(n: int) -> Item:
    """One of many statements of one speaker, each in words of its own."""
    words = f"berth {n} of the harbour takes {n * 7} ships by the evening tide"
    summary = f"The harbour master said: “{words}”."
    return Item(f"Harbour master on berth {n}", summary, speaker="Ivo Lind", said=words, minutes_ago=n)
