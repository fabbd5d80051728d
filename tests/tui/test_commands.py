"""The declarations and what is made of them."""

import pytest

from tui.arrange import Box, arrange
from tui.commands import ANYWHERE, BY_ID, COMMANDS, HELP, PANES, QUEUE, STORY, KeyConflict, check_keys, keymap
from tui.desk import Desk
from tui.look import look_of
from tui.present.help import entries, help_line
from tui.present.keyline import key_line
from tui.text import SafeText, cells


def test_no_two_commands_share_a_key_in_a_pane() -> None:
    assert check_keys({}) == []


def test_every_command_has_words_keys_and_a_scope_and_its_id_is_its_own() -> None:
    assert len(BY_ID) == len(COMMANDS)
    assert all(command.keys and command.help and command.scope <= ANYWHERE for command in COMMANDS)


def test_a_key_can_be_changed_by_the_commands_id() -> None:
    keys = keymap({"acknowledge": "K", "half-down": "^f"})
    assert keys.command(QUEUE, "K") is BY_ID["acknowledge"]
    assert keys.command(QUEUE, "a") is None
    assert keys.command(STORY, "ctrl+f") is BY_ID["half-down"]
    assert keys.shown_id("half-down") == "^f"


def test_a_key_that_means_something_already_is_refused_in_one_line() -> None:
    with pytest.raises(KeyConflict, match=r"keys.dismiss: a already means acknowledge"):
        keymap({"dismiss": "a"})


def test_the_same_key_may_mean_two_things_in_two_panes() -> None:
    assert keymap({}).command("sources", "r") is BY_ID["poll"]
    assert keymap({}).command(QUEUE, "r") is BY_ID["refresh"]


def test_an_unknown_command_is_named_with_the_nearest_one() -> None:
    assert check_keys({"acknowlege": "x"}) == ["keys.acknowlege: no such command; did you mean acknowledge?"]
    assert check_keys({"undo": " "}) == ["keys.undo: no key is given; none takes its keys away"]


@pytest.mark.parametrize("pane", PANES)
def test_the_key_line_names_at_most_eight_keys_and_always_the_help(pane: str) -> None:
    keys = keymap({})
    assert len(keys.labelled(pane)) <= 8
    assert "? help" in "".join(segment.text for segment in key_line(keys, pane, 80, look_of("dark")))


def test_the_help_lists_every_command_and_narrows_by_words() -> None:
    listed = {entry.command.id for entry in entries(keymap({}), "") if entry.command}
    assert listed == set(BY_ID)
    assert [entry.command.id for entry in entries(keymap({}), "take BACK act") if entry.command] == ["undo"]


@pytest.mark.parametrize("pane", [*PANES, HELP])
@pytest.mark.parametrize("width", [80, 110])
def test_at_eighty_columns_no_sentence_of_the_help_is_cut(pane: str, width: int) -> None:
    for entry in entries(keymap({}), "", pane=pane):
        line = "".join(segment.text for segment in help_line(entry, width, look_of("dark")))
        assert cells(SafeText(line)) <= width
        assert entry.words in line
        assert entry.where in line


def test_the_name_of_a_part_of_the_help_finds_all_of_it() -> None:
    signs = entries(keymap({}), "sign")
    assert signs[0].words == "signs"
    assert "FLASH" in signs[1].words.upper()
    assert entries(keymap({}), "xyzzy") == []


def test_every_command_does_something_in_every_pane_of_its_scope(desk: Desk) -> None:
    missing = [
        (command.id, pane)
        for command in COMMANDS
        for pane in command.scope
        if command.id not in desk.pane(pane).actions and command.id not in desk._actions
    ]
    assert missing == []


def inside(box: Box, width: int, height: int) -> bool:
    return box.x >= 0 and box.y >= 0 and box.x + box.width <= width and box.y + box.height <= height


@pytest.mark.parametrize("active", [*PANES, HELP])
@pytest.mark.parametrize("zoomed", [False, True])
def test_at_every_size_the_boxes_lie_inside_the_screen_and_apart(active: str, zoomed: bool) -> None:
    for width, height in [
        (w, h) for w in (1, 20, 59, 60, 99, 100, 139, 140, 160, 300) for h in (1, 2, 5, 9, 14, 15, 24, 30, 45, 80)
    ]:
        plan = arrange(width, height, active, QUEUE, zoomed)
        boxes = [box for box in plan.boxes.values() if box.width and box.height]
        assert all(inside(box, width, height) for box in [*boxes, *plan.walls])
        cells = [
            (x, y)
            for box in [*boxes, *plan.walls]
            for x in range(box.x, box.x + box.width)
            for y in range(box.y, box.y + box.height)
        ]
        assert len(cells) == len(set(cells))


def test_five_panes_two_panes_one_pane() -> None:
    assert set(PANES) <= arrange(160, 45, QUEUE, QUEUE, False).boxes.keys()
    assert {QUEUE, STORY} == arrange(120, 40, QUEUE, QUEUE, False).boxes.keys() & set(PANES)
    assert {"alerts", STORY} == arrange(120, 40, STORY, "alerts", False).boxes.keys() & set(PANES)
    assert {"alerts"} == arrange(80, 24, "alerts", "alerts", False).boxes.keys() & set(PANES)
    assert {STORY} == arrange(50, 12, STORY, QUEUE, False).boxes.keys() & set(PANES)
    assert {STORY} == arrange(160, 45, STORY, QUEUE, True).boxes.keys() & set(PANES)
