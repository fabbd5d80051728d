"""Tag soup made well-formed: every tag closed in its turn, every attribute quoted. Linear in the document's length."""

import re
from collections import Counter

from feeds.document.mend import pieces

MAX_DEPTH = 2_000

_TAG = re.compile(r"<(/?)([A-Za-z_][\w.-]*(?::[\w.-]+)?)((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+)>")
_SOUND_ATTRIBUTES = re.compile(r"(?:\s+[A-Za-z_][\w.:-]*\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*+\s*/?")
_ATTRIBUTE = re.compile(r"(?<![\w.:-])([A-Za-z_][\w.-]*(?::[\w.-]+)?)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)")
_ENTRIES = frozenset({"item", "entry"})
_FRAMES = frozenset({"rss", "rdf", "feed", "channel"})
_VOID = frozenset({"br", "hr", "img", "input", "meta", "wbr", "area", "col", "embed", "param"})


class Soup:
    """Takes markup as it comes and puts out markup that is well-formed.

    An element is closed by the end of the one around it, an entry by the next entry. The frames (`rss`, `channel`, `feed`) end
    with the document, whatever it says: entries may follow.
    """

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.open: list[str] = []
        self._open_names: Counter[str] = Counter()
        self.entry_at: int | None = None
        """Where in the parts the entry begins that is still open."""
        self.is_whole = False

    def add_markup(self, markup: str) -> None:
        """Take tags and text."""
        position = 0
        for tag in _TAG.finditer(markup):
            self.add_text(markup[position : tag.start()])
            position = tag.end()
            if tag[1]:
                self._close(tag[2])
            else:
                self._open(tag[2], tag[3])
        self.add_text(markup[position:])

    def add_text(self, text: str) -> None:
        """Take text in an element; outside the root there is none."""
        if self.open:
            self.parts.append(text.replace("<", "&lt;"))

    def add_literal(self, cdata: str) -> None:
        """Take a CDATA section."""
        if self.open:
            self.parts.append(cdata)

    def ended(self) -> str:
        """Return the document; without the entry in which it stops, when it stops."""
        if self.entry_at is not None and not self.is_whole:
            while _local(self.open.pop()) not in _ENTRIES:
                pass
            del self.parts[self.entry_at :]
        while self.open:
            self._pop()
        return "".join(self.parts)

    def _open(self, name: str, attributes: str) -> None:
        local = _local(name)
        if local in _ENTRIES and self.entry_at is not None:
            self._close_entry()
        is_root = not self.open
        if len(self.open) >= MAX_DEPTH or (is_root and (self.parts or local not in _FRAMES | _ENTRIES)):
            return
        if not _SOUND_ATTRIBUTES.fullmatch(attributes) or attributes.count("=") > 1:
            attributes = _quoted(attributes)
        if local in _ENTRIES:
            self.entry_at = len(self.parts)
        is_empty = attributes.rstrip().endswith("/") or local in _VOID
        self.parts.append(f"<{name}{attributes.rstrip(' /')}>")
        self.open.append(name)
        self._open_names[name.lower()] += 1
        if is_empty:
            self._pop()

    def _close(self, name: str) -> None:
        wanted = name.lower()
        if _local(name) in _FRAMES:
            self.is_whole = self.is_whole or (bool(self.open) and self.open[0].lower() == wanted)
        elif self._open_names[wanted]:
            while self._pop().lower() != wanted:
                pass

    def _close_entry(self) -> None:
        while _local(self._pop()) not in _ENTRIES:
            pass

    def _pop(self) -> str:
        name = self.open.pop()
        self._open_names[name.lower()] -= 1
        if _local(name) in _ENTRIES:
            self.entry_at = None
        self.parts.append(f"</{name}>")
        return name


def well_formed(markup: str) -> tuple[str, bool]:
    """Return a mended document as well-formed markup, and whether it was whole."""
    soup = Soup()
    for is_literal, piece in pieces(markup):
        if is_literal:
            soup.add_literal(piece)
        else:
            soup.add_markup(piece)
    return soup.ended(), soup.is_whole


def _quoted(attributes: str) -> str:
    """Return attributes in double quotes, each once."""
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(attributes):
        found.setdefault(name, value.strip("\"'").replace("<", "&lt;").replace('"', "&quot;"))
    slash = " /" if attributes.rstrip().endswith("/") else ""
    return "".join(f' {name}="{value}"' for name, value in found.items()) + slash


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()
