"""The tables of a layer's TOML; those of the packaged layers are kept beside them as JSON, as Python keeps bytecode.

With them stands what their phrases expand to, which is most of the work of a load. `make install` writes it all
(`python -m classifier.lexicon.tables`); where it is missing, broken, of another text or of other code, the layer is parsed, as an
operator's always is.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from classifier.lexicon import phrases

PACKAGED = Path(__file__).parent
_CODE = (Path(__file__), PACKAGED / "phrases.py", PACKAGED.parent / "words" / "fold.py")

Table = Mapping[str, object]


class _Kept(NamedTuple):
    """What is kept of a layer."""

    tables: Table
    expanded: Mapping[str, Sequence[phrases.Plain]]
    """What each of its phrases expands to, but for those that do not parse."""


def tables_of(path: Path, text: str) -> Table:
    """The tables in the text of a layer. Raises tomllib.TOMLDecodeError."""
    kept = _kept(path, text) if path.parent == PACKAGED else None
    if kept is None:
        return tomllib.loads(text)
    phrases.know(kept.expanded)
    return kept.tables


def keep(path: Path, text: str) -> None:
    """Write the tables of a packaged layer beside it, unless they are there. Raises OSError, tomllib.TOMLDecodeError."""
    if _kept(path, text) is None:
        tables = tomllib.loads(text)
        kept = _Kept(tables, dict(_expanded(tables)))
        _beside(path).parent.mkdir(exist_ok=True)
        _beside(path).write_text(_key(text) + json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def _kept(path: Path, text: str) -> _Kept | None:
    try:
        key = _key(text)
        written = _beside(path).read_text(encoding="utf-8")
        return _Kept(*json.loads(written[len(key) :])) if written.startswith(key) else None
    except (OSError, ValueError):
        return None


def _expanded(tables: Table) -> Iterator[tuple[str, Sequence[phrases.Plain]]]:
    entries = [entry for kind in tables.values() if isinstance(kind, list) for entry in kind if isinstance(entry, dict)]
    for phrase in [phrase for entry in entries for key in ("phrases", "add") for phrase in entry.get(key, ())]:
        try:
            yield phrase, phrases.expand(phrase)
        except phrases.PhraseError:
            continue  # Whoever loads the layer complains of it, and names the line.


def _beside(path: Path) -> Path:
    return path.parent / "__pycache__" / f"{path.stem}.json"


def _key(text: str) -> str:
    """What is kept holds for this text alone, and for the code that expands its phrases. Raises OSError."""
    return sha256(_code() + text.encode()).hexdigest() + "\n"


@cache
def _code() -> bytes:
    return b"".join(path.read_bytes() for path in _CODE)


if __name__ == "__main__":
    for path in PACKAGED.glob("*.toml"):
        keep(path, path.read_text(encoding="utf-8-sig"))
