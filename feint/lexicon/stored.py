"""Stored items as the classifier reads them, beside what it said of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storage.query import parse
from storage.reader import Reader
from storage.rows import StoryView

_COPIES_TOO = "(is:copy OR -is:copy)"


@dataclass(frozen=True, slots=True)
class Stored:
    """An item with its text."""

    view: StoryView
    language: str
    """Of its source; empty for a source that the config no longer names."""

    @property
    def dated_ms(self) -> int:
        """By which date its words are read."""
        return self.view.item.published_ms or self.view.item.first_seen_ms

    @property
    def lexicon(self) -> str:
        """The digest of the lexicon that its tags are of; empty where it has none."""
        return self.view.tags[0].lexicon if self.view.tags else ""

    def said(self) -> dict[str, tuple[str, ...]]:
        """The stances that the classifier gave each label, sorted; whatever operators say of them."""
        ruled = {verdict.label: verdict.overruled for verdict in self.view.verdicts}
        said = dict.fromkeys(tag.label for tag in self.view.tags if tag.label not in ruled)
        stances = {label: {tag.stance for tag in self.view.tags if tag.label == label} for label in said}
        found = {label: tuple(sorted(those)) for label, those in stances.items()} | ruled
        return {label: those for label, those in found.items() if those}

    def text_of(self, field: str) -> str:
        """The text of one field."""
        return {"title": self.view.item.title, "summary": self.view.summary, "text": self.view.text}[field]


def stored_item(database: Path, item_id: int) -> Stored | None:
    """Read one item. Raises StoreError."""
    reader = Reader(database)
    try:
        view = reader.story(item_id)
        return None if view is None else Stored(view, _languages(reader).get(view.item.source_id, ""))
    finally:
        reader.close()


def stored_since(database: Path, reach_s: float) -> Iterator[tuple[Stored, int]]:
    """Read the items first seen in so long, newest first, copies too, each with how many there are. Raises StoreError."""
    reader = Reader(database)
    try:
        languages = _languages(reader)
        ids = reader.item_ids(parse(f"since:{round(reach_s)}s {_COPIES_TOO}"))
        for item_id in ids:
            if view := reader.story(item_id):
                yield Stored(view, languages.get(view.item.source_id, "")), len(ids)
    finally:
        reader.close()


def _languages(reader: Reader) -> dict[int, str]:
    return {source.id: source.language for source in reader.sources()}
