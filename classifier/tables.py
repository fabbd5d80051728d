"""The tables of a layer's TOML; those of the packaged layers are kept beside them as JSON, as Python keeps bytecode.

JSON is read in a twentieth of the time, a third of a load. `make install` writes it (`python -m classifier.tables`); where
it is missing, broken or of another text, the layer is parsed, as an operator's always is.
"""

import json
import tomllib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

PACKAGED = Path(__file__).parent / "lexicon"

Table = Mapping[str, object]


def tables_of(path: Path, text: str) -> Table:
    """The tables in the text of a layer. Raises tomllib.TOMLDecodeError."""
    kept = _kept(path, text) if path.parent == PACKAGED else None
    return tomllib.loads(text) if kept is None else kept


def keep(path: Path, text: str) -> None:
    """Write the tables of a packaged layer beside it, unless they are there. Raises OSError."""
    if _kept(path, text) is None:
        _beside(path).parent.mkdir(exist_ok=True)
        _beside(path).write_text(_key(text) + json.dumps(tomllib.loads(text), ensure_ascii=False), encoding="utf-8")


def _kept(path: Path, text: str) -> Table | None:
    key = _key(text)
    try:
        written = _beside(path).read_text(encoding="utf-8")
        kept: Table | None = json.loads(written[len(key) :]) if written.startswith(key) else None
    except (OSError, ValueError):
        return None
    return kept


def _beside(path: Path) -> Path:
    return path.parent / "__pycache__" / f"{path.stem}.json"


def _key(text: str) -> str:
    """What is kept holds for this text alone."""
    return sha256(text.encode()).hexdigest() + "\n"


if __name__ == "__main__":
    for path in PACKAGED.glob("*.toml"):
        keep(path, path.read_text(encoding="utf-8-sig"))
