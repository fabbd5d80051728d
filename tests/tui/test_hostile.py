"""Feeds that want to be obeyed: every pane of a desk in a real pty, and not one sequence that is not the desk's own."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.acting.acts import Acts
from storage.file import sqlite
from tests.tui.hostile import PAYLOADS
from tests.tui.scene import Item, Scene, evening
from tests.tui.terminal import Terminal
from tui.options import wall_clock_ms

EACH = 8
"""Payloads in one item."""
CONTROLS = re.compile("[\x00-\x06\x0b\x0c\x0e-\x1a\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
OURS = re.compile(
    r"\x1b\[(?:[0-9;]*[mHJ]|\?(?:7|25|1000|1003|1004|1006|1015|1049|2004|2026|2048)[hl]|\?20(?:26|48)\$p|[<>][0-9]*u|2[23];0t)"
    r"|\x1b\]22;default\x07|\x1b\]0;feint[^\x1b]*\x1b\\|\x1b\]52;c;[A-Za-z0-9+/=]*\x1b\\"
)
"""All that a desk may say besides words: colours and places, the modes of a full screen, its title, and after `Y` the clipboard."""


def hostile() -> Iterator[Item]:
    """Items made of payloads: in headline, summary, tags' words, quote and speaker."""
    for n in range(0, len(PAYLOADS), EACH):
        blow = " ".join(PAYLOADS[n : n + EACH])
        yield Item(
            f"Troops [pull back] {blow}",
            f"{blow} said \u201c{blow}enough is enough for us all{blow}\u201d {blow}",
            speaker=f"A {blow} B",
            said=f"{blow}enough is enough for us all{blow}",
            tags=(("withdrawal", "claimed", "pull back", ""),),
            identity=f"hostile {n}",
            minutes_ago=1,
        )


WALK = "".join(
    (
        *("2g GMn", "1jjjw", "3jw", "3gw3", "4jjLjjq", "5jjjY", "2y"),  # every pane, what is asked, what is copied
        *("Spull\r", "jjS", "\r", "qq2g", "/pull\t", "\rjjq", "V\x03", "U", "jq"),  # search, filter, views, mutes
        *("?", "/A\rq", ":sou\t\x03q", "lpull\r", "2t\x1b"),  # help, palette, the log, the tags
        *("2+j+", "5+G+", "4+G+", "3+j+", "1+jw+"),  # each pane over the whole screen
    )
)
"""Keys that lead past everything that shows foreign words."""


@pytest.fixture
def beset(tmp_path: Path) -> Iterator[Scene]:
    """An evening on which everybody, colleagues and the collector too, has been taken over."""
    scene = evening(tmp_path / "desk.db", wall_clock_ms())
    ids = scene.poll(*hostile())
    scene.poll(Item(f"Edited {PAYLOADS[0]} {PAYLOADS[-1]}", PAYLOADS[3], minutes_ago=0, identity="hostile 0"))
    blow = "".join(PAYLOADS[::7])
    number = scene.ring(f"{blow} alert", 4, ids[:3], rule=f"{blow} rule")
    scene.notice(number, said=f"{blow} rang", to=f"desk {blow}")
    scene.fail("AFP", f"HTTP 500 {blow}")
    with Hand(scene, blow) as acts:
        acts.log(blow)
        acts.note(ids[-1], blow)
        acts.note_alert(number, blow)
        acts.set_alert_state([number], "acked")
        acts.save_view("7", blow, "is:new")
        acts.mute("source:nobody", scene.now_ms + 3_600_000, blow)
        acts.pause([2], on=True)
    with sqlite.transaction(scene.connection):
        scene.connection.execute("UPDATE lease SET trouble = ?", (blow,))
        scene.connection.execute(
            "INSERT INTO desk(operator, process, since_ms, seen_ms, item_id) VALUES (?, ?, ?, ?, ?)",
            (blow + "ben", "desk:2", scene.now_ms, scene.now_ms, ids[0]),
        )
    yield scene
    scene.close()


class Hand:
    """A colleague's hand, let go of at the end."""

    def __init__(self, scene: Scene, operator: str) -> None:
        self._acts = Acts(scene.path, operator)

    def __enter__(self) -> Acts:
        return self._acts

    def __exit__(self, *_: object) -> None:
        self._acts.close()


def test_of_284_ways_to_be_obeyed_none_reaches_the_terminal(beset: Scene) -> None:
    terminal = Terminal(beset.path)
    terminal.until(b"5 Story")
    terminal.quiet()
    terminal.press("2w" + "j" * (len(PAYLOADS) // EACH + 2), 0.02)
    terminal.press(WALK, 0.03)
    terminal.quiet()
    assert terminal.alive()
    shown = terminal.bytes.decode("utf-8")
    for seen in (
        "Troops [pull back]",
        "Search",
        "Make one story of",
        "enough is enough",
        "why it rang",
        "muted 1",
        "alert",
    ):
        assert seen in shown
    assert CONTROLS.findall(shown) == []
    assert "\x1b" not in OURS.sub("", shown)
    assert shown.count("\x07") == shown.count("]22;default\x07")
    terminal.end()
