"""Terminals of all depths: each gets colours that it knows, and what a colour says is also said by a letter or a sign."""

import re
from collections.abc import Iterator

import pytest

from tests.tui.scene import Scene, evening
from tests.tui.terminal import Terminal
from tui.options import wall_clock_ms

SIGNS = ("WD+", "WD?", "WD-", "WD~", "ESC+", "DE?", " F ", " U ")
FOREIGN = {"truecolor": rb"38;5;", "256": rb"38;2;", "16": rb"38;[25];"}
"""Colours of another depth than the terminal's."""


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    scene = evening(tmp_path_factory.mktemp("terms") / "desk.db", wall_clock_ms())
    yield scene
    scene.close()


@pytest.mark.parametrize(
    ("term", "colorterm", "depth"),
    [
        ("tmux-256color", "truecolor", "truecolor"),
        ("screen-256color", "", "256"),
        ("xterm", "", "16"),
        ("linux", "", "16"),
    ],
)
def test_every_tag_and_severity_can_be_told_without_its_colour(
    live: Scene, term: str, colorterm: str, depth: str
) -> None:
    terminal = Terminal(live.path, TERM=term, COLORTERM=colorterm)
    terminal.until(b"5 Story")
    terminal.quiet(0.3)
    assert not re.search(FOREIGN[depth], terminal.bytes)
    words = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.bytes.decode())
    assert [sign for sign in SIGNS if sign not in words] == []
    terminal.end()
