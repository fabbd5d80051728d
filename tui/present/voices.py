"""Who claims and who doubts: the voices of a story in two columns, by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rich.segment import Segment

from storage.rows import StoryView
from tui.look import Look
from tui.present.badges import badges, sign
from tui.present.columns import columns
from tui.text import SPACE, SafeText, cut, left, safe_text, say, spaces, span

Tags = Sequence[tuple[str, str]]


@dataclass(slots=True)
class Voice:
    """One primary of a story: what it says, and through which outlets."""

    name: str
    side: str
    tags: dict[tuple[str, str], None] = field(default_factory=dict)
    outlets: dict[str, None] = field(default_factory=dict)


def voices(view: StoryView) -> list[Voice]:
    """The voices behind the item and the other items of its story, by side, in order of appearance."""
    found: dict[str, Voice] = {}
    _hear(found, view.voice or view.item.source, view.voice_side, view.item.tags, view.item.source)
    for member in view.members:
        _hear(found, member.voice or member.source, member.voice_side, member.tags, member.source)
    return sorted(found.values(), key=lambda voice: (not voice.side, voice.side))


def _hear(found: dict[str, Voice], name: str, side: str, tags: Tags, outlet: str) -> None:
    voice = found.setdefault(name, Voice(name, side))
    voice.tags.update(dict.fromkeys(tags))
    voice.outlets[outlet] = None


def claims(tags: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The tags that say it is so."""
    return [tag for tag in tags if sign(tag[1]) == "+"]


def doubts(tags: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The tags that doubt or deny it."""
    return [tag for tag in tags if sign(tag[1]) in "?-"]


def voice_lines(view: StoryView, width: int, look: Look) -> list[list[Segment]]:
    """Two columns, or one above the other where the page is narrow; nothing when nobody says anything."""
    heard = voices(view)
    claiming = [(voice, claims(voice.tags)) for voice in heard if claims(voice.tags)]
    doubting = [(voice, doubts(voice.tags)) for voice in heard if doubts(voice.tags)]
    if not claiming and not doubting:
        return []
    half = (width - 3) // 2 if width >= 72 else width
    ours = _column(SafeText("who claims"), claiming, half, look)
    theirs = _column(SafeText("who doubts or denies"), doubting, half, look)
    if half == width:
        return [*ours, *theirs]
    wall = [span(say(" {} ", look.glyphs.wall), look.faint)]
    blank = [span(spaces(half), look.base)]
    rows = range(max(len(ours), len(theirs)))
    return [[*(ours[y] if y < len(ours) else blank), *wall, *(theirs[y] if y < len(theirs) else blank)] for y in rows]


def _column(head: SafeText, voices: Sequence[tuple[Voice, Tags]], width: int, look: Look) -> list[list[Segment]]:
    lines = [columns(width, (), (head, look.accent), (), look)]
    lines += [_voice_line(voice, tags, width, look) for voice, tags in voices]
    return lines if voices else [*lines, columns(width, (), (SafeText("nobody yet"), look.faint), (), look)]


def _voice_line(voice: Voice, tags: Tags, width: int, look: Look) -> list[Segment]:
    side = span(left(safe_text(voice.side.upper()), 3), look.dim)
    outlets = safe_text(", ".join(list(voice.outlets)[:4]))
    room = min(len(outlets) + 1, width // 3)
    tail = [span(left(say(" {}", cut(outlets, room - 1, look.glyphs.ellipsis)), room), look.dim)]
    head = [side, span(SPACE, look.base), *badges(tags, 8, look), span(SPACE, look.base)]
    return columns(width, head, (safe_text(voice.name), look.base), tail, look)
