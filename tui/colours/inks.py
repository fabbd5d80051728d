"""The colours that an operator's label may have, by plain names, each legible on the ground of its theme."""

from collections.abc import Mapping

INKS: Mapping[str, Mapping[str, str]] = {
    "dark": {
        "red": "#ff7b7c",
        "orange": "#ff9d66",
        "yellow": "#e8cf5a",
        "green": "#78cf96",
        "cyan": "#62d0d0",
        "blue": "#7fb0ff",
        "violet": "#b79cff",
        "pink": "#f08fc0",
        "grey": "#a3adba",
    },
    "light": {
        "red": "#ad1a20",
        "orange": "#a84600",
        "yellow": "#766000",
        "green": "#1a7138",
        "cyan": "#0a6c74",
        "blue": "#0b55b8",
        "violet": "#5f3fc0",
        "pink": "#a02a70",
        "grey": "#5b626c",
    },
    "contrast": {
        "red": "#ffa0a0",
        "orange": "#ffa040",
        "yellow": "#ffff00",
        "green": "#00ff66",
        "cyan": "#40ffff",
        "blue": "#80b8ff",
        "violet": "#c8a8ff",
        "pink": "#ff90d8",
        "grey": "#d0d0d0",
    },
}
"""Theme -> name -> colour. The names are those of the lexicon's `colour`."""

_ON_BLACK = {
    "red": "bright_red",
    "orange": "bright_red",
    "yellow": "bright_yellow",
    "green": "bright_green",
    "cyan": "bright_cyan",
    "blue": "bright_blue",
    "violet": "bright_magenta",
    "pink": "bright_magenta",
    "grey": "white",
}
_ON_WHITE = {
    "red": "red",
    "orange": "red",
    "yellow": "black",
    "green": "green",
    "cyan": "blue",
    "blue": "blue",
    "violet": "magenta",
    "pink": "magenta",
    "grey": "bright_black",
}
INKS_16: Mapping[str, Mapping[str, str]] = {"dark": _ON_BLACK, "light": _ON_WHITE, "contrast": _ON_BLACK}
"""The same where the terminal has 16 colours: several names share one, the letters tell the labels apart."""
