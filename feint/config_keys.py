"""The operator's own keys, of commands and of views: what is wrong with them, and where it stands."""

from feint.config_reading import where
from feint.config_tables import Config
from tui.commands import COMMANDS, NO_KEY, check_keys, keymap
from tui.keynames import normal_key, shown_key, wrong_key

_TAKEN_OF_VIEWS = {"0": "0 is every item", "-": "- forgets a view"}


def wrong_keys(config: Config) -> list[str]:
    """Everything wrong with the keys, one line each, with what mends it."""
    troubles = [trouble.split(": ", 1) for trouble in check_keys(config.keys)]
    for n, view in enumerate(config.views):
        if view.key and (words := _TAKEN_OF_VIEWS.get(view.key) or wrong_key(normal_key(view.key))):
            troubles.append([f"view[{n}].key", words])
    return [f"{where(key, config.path, config.lines)}: {words}" for key, words in troubles]


def key_table(config: Config) -> list[str]:
    """Every command by the id that [keys] takes, its keys, and what it does; a star where the keys are the operator's own."""
    keys = keymap(config.keys).keys
    return [
        f"{command.id:18}{'*' if command.id in config.keys else ' '} "
        f"{' '.join(map(shown_key, keys[command.id])) or NO_KEY:14} {command.help}"
        for command in COMMANDS
    ]
