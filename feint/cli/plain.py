"""Words of a feed, or of a file, as they may reach a terminal, a log or a voice that reads them aloud."""

import os
import re
import sys
from collections.abc import Callable
from typing import Any

import click

Command = Callable[..., Any]

_HIDES = re.compile("(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])")
"""A joiner that joins nothing; between letters that are not Latin, and between pictures, one changes what is read."""


def form_options(as_json: str = "One JSON object a line.") -> Callable[[Command], Command]:
    """Give a command `--json` and `--plain`, of which the last counts: its `form` is "json", "plain" or None."""

    def with_form(command: Command) -> Command:
        in_words = "One line each, in words, without colours and columns."
        for name, said in (("plain", in_words), ("json", as_json)):
            command = click.option(f"--{name}", "form", flag_value=name, default=None, help=said)(command)
        return command

    return with_form


def plain(words: str) -> str:
    """One line without a control, bidi or otherwise invisible character: an article is as hostile as a feed."""
    return words if words.isprintable() else "".join(map(_shown, _HIDES.sub("\ufffd", words)))


def fields(*parts: object) -> str:
    """What there is of these as one plain line, two blanks between: a part holds no two blanks in a row itself."""
    return "  ".join(plain(" ".join(str(part).split())) for part in parts if part)


def takes_escapes() -> bool:
    """Whether standard output is a terminal that shows bold as bold."""
    return sys.stdout.isatty() and os.environ.get("TERM", "dumb") not in ("", "dumb")


def _shown(character: str) -> str:
    if character.isprintable() or character in "\u200c\u200d":
        return character
    return " " if character.isspace() and character not in "\x1c\x1d\x1e\x1f\x85" else "\ufffd"
