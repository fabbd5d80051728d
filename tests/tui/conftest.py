"""A desk over an evening's database, without a terminal."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.acting.acts import Acts
from storage.reads.reader import Reader
from tests.tui.scene import NOW_MS, Scene, evening
from tui.commands import keymap
from tui.desk import Desk
from tui.look import look_of
from tui.options import DeskOptions


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    scene = evening(tmp_path / "desk.db")
    yield scene
    scene.close()


@pytest.fixture
def desk(scene: Scene) -> Iterator[Desk]:
    """Not shown anywhere: its panes and its tables can be looked at."""
    reader, acts = Reader(scene.path), Acts(scene.path, "ana")
    yield Desk(scene.path, reader, acts, DeskOptions("ana", now=lambda: NOW_MS), look_of("dark"), keymap({}))
    reader.close()
    acts.close()
