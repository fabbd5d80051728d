"""Keys: what operators call them, what terminals send, and what no command may have."""

import pytest
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.keys import Keys

from tui.commands import BY_ID, COMMANDS, check_keys, keymap
from tui.keynames import SENT, normal_key, shown_key, wrong_key


@pytest.mark.parametrize(
    ("written", "normal", "shown"),
    [
        ("a", "a", "a"),
        ("A", "A", "A"),
        ("é", "é", "é"),
        ("^d", "ctrl+d", "^d"),
        ("Ctrl+D", "ctrl+d", "^d"),
        ("^\\", "ctrl+backslash", "^\\"),
        ("Esc", "escape", "Escape"),
        ("PgDn", "pagedown", "Pagedown"),
        ("Shift+Tab", "shift+tab", "Shift-Tab"),
        ("F2", "f2", "F2"),
    ],
)
def test_a_key_has_one_name_however_it_is_written(written: str, normal: str, shown: str) -> None:
    assert (normal_key(written), shown_key(normal_key(written))) == (normal, shown)
    assert wrong_key(normal_key(written)) == ""


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("f99", "no terminal sends f99; did you mean f9?"),
        ("entr", "no terminal sends entr; did you mean enter?"),
        ("ctrl+shift+ü", "no terminal sends ctrl+shift+ü"),
        ("shift+a", "no terminal sends shift+a; write A"),
        ("^i", "^i is the same byte as Tab; write tab"),
        ("^[", "^[ is the same byte as Escape; write escape"),
        ("ctrl+c", "^c cannot be given away"),
        ("Fire", "no terminal sends fire"),
    ],
)
def test_a_key_that_never_arrives_is_told_with_what_helps(written: str, said: str) -> None:
    assert wrong_key(normal_key(written)).startswith(said)


def test_every_key_that_is_said_to_arrive_is_one_that_textual_names() -> None:
    named = {key.value for keys in ANSI_SEQUENCES_KEYS.values() if isinstance(keys, tuple) for key in keys}
    named |= {key.value for key in Keys}
    assert {key for key in SENT if not key.startswith("alt+")} <= named


def test_the_keys_of_every_command_arrive() -> None:
    assert [wrong_key(key) for command in COMMANDS for key in command.keys if wrong_key(key)] == []


def test_a_commands_keys_can_be_taken_away_and_then_its_name_stands_for_them() -> None:
    keys = keymap({"star": "none"})
    assert keys.command("queue", "s") is None
    assert keys.shown_id("star") == ":star"
    assert BY_ID["star"] not in keys.labelled("queue")


def test_the_key_of_one_that_was_taken_away_is_free_for_another() -> None:
    assert keymap({"star": "none", "note": "s ^s"}).command("queue", "s") is BY_ID["note"]


def test_the_palette_keeps_a_key() -> None:
    assert check_keys({"palette": "none"}) == [
        "keys.palette: the palette keeps a key: commands without one are found there"
    ]


def test_of_two_that_clash_the_rebound_one_is_told() -> None:
    assert check_keys({"acknowledge": "d"}) == [
        "keys.acknowledge: d already means dismiss; give one of them another key, or none",
        "keys.acknowledge: d already means dismiss-alert; give one of them another key, or none",
    ]


def test_two_commands_can_change_places() -> None:
    keys = keymap({"acknowledge": "d", "dismiss": "a", "dismiss-alert": "none"})
    assert keys.command("queue", "d") is BY_ID["acknowledge"]
    assert keys.command("queue", "a") is BY_ID["dismiss"]
