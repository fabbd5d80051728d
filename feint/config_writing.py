"""Sources added to a config file: what stands in it stays as it is to the byte, and a config that would be broken isn't written."""

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from feint.config import Config, ConfigError, load

Value = str | bool | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Addition:
    """A [[source]] table to be written: its keys in their order, as TOML has them, and a remark above it."""

    said: Mapping[str, Value]
    remark: str = ""


def printable(words: str) -> str:
    """Return words without what the config refuses; a new emoji may be unknown to this Python's Unicode."""
    return "".join(character for character in words if character.isprintable())


def free_name(taken: Iterable[str], title: str, host: str, address: str) -> str:
    """Return a name that no source has: the title, the title with its host, the address, the address with a number."""
    numbered = (f"{address} ({n})" for n in count(2))
    choices = chain((title, f"{title} ({host})" if title and host else "", address), numbered)
    return next(name for name in choices if name and name not in taken)


def add_sources(target: Path, config: Config, additions: Sequence[Addition], reason: str) -> None:
    """Write sources into the config file `target`, which `config` was read from, if it was there.

    Raises ConfigError, and leaves everything as it was, where the file cannot be written or could not be read again;
    `reason` is what the additions came from.
    """
    before = target.read_bytes().decode() if target.exists() else ""
    _replace(target, _extended(before, config, additions), reason)


def _extended(before: str, config: Config, additions: Sequence[Addition]) -> str:
    """A config's text with more sources, and with the sides that these speak for."""
    lines = before.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    sides = sorted({str(each.said.get("side", "")) for each in additions} - {"", *config.sides})
    labels = [f"{_written(side)} = {_written(side)}\n" for side in sides]
    if header := config.lines.get("sides"):
        lines[header:header] = labels
    elif labels:
        lines += ["\n[sides]\n", *labels]
    return "".join([*lines, *(_table(each) for each in additions)])


def _table(addition: Addition) -> str:
    lines = ["", *([f"# {addition.remark}"] if addition.remark else []), "[[source]]"]
    lines += [f"{key} = {_written(value)}" for key, value in addition.said.items()]
    return "\n".join(lines) + "\n"


def _written(value: Value) -> str:
    """A value in TOML, which reads JSON's strings and truths alike."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_written(key)} = {_written(inner)}" for key, inner in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


def _replace(target: Path, text: str, reason: str) -> None:
    """Put `text` in the place of the config, if it can be read as one."""
    target = target.resolve()
    partial = target.with_name(target.name + ".partial")
    try:
        partial.write_bytes(text.encode())
        if target.exists():
            shutil.copymode(target, partial)
        load(partial)
        partial.replace(target)
    except OSError as error:
        raise ConfigError(f"{target}: cannot be written ({error.strerror})") from error
    except ConfigError as error:
        raise ConfigError(f"{reason}: does not fit into {target}, nothing was changed:", *error.problems) from error
    finally:
        partial.unlink(missing_ok=True)
