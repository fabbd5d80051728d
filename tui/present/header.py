"""The first line of the screen: which desk, what time, what rings, how the feeds fare, who is here, whether anybody polls."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from rich.segment import Segment

from storage.rows import Status
from tui.ages import age, clock
from tui.look import Look
from tui.present.queue import LETTERS
from tui.text import SPACE, SafeText, cells, cut, safe_text, say, spaces, span

GAP = spaces(3)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the header is made from."""

    desk: str
    operator: str
    now_ms: int
    zones: Sequence[tuple[SafeText, ZoneInfo]]
    status: Status | None
    note: str
    """Why no collector runs, or empty."""
    trouble: str = ""
    """What goes wrong with the file, or empty."""
    read_only: bool = False


def header_line(facts: Facts, width: int, look: Look) -> list[Segment]:
    """Parts from the weightiest to the least; what does not fit is left out, the heartbeat never is."""
    heart = _heartbeat(facts, look)
    parts = [_name(facts, look), _trouble(facts, width // 3, look), _clock(facts, look)]
    if facts.status is not None:
        parts += [_ringing(facts.status, look), _feeds(facts.status, look), _lexicon(facts.status, look)]
        parts.append(_people(facts, look))
    line: list[Segment] = [span(spaces(1), look.base)]
    room = width - 1 - _width(heart) - 1
    for part in parts:
        if part and _width(part) + 3 <= room:
            line += [*part, span(GAP, look.base)]
            room -= _width(part) + 3
    return [*line, span(spaces(room), look.base), *heart, span(spaces(1), look.base)]


def heartbeat_missed(status: Status, now_ms: int) -> bool:
    """Two beats are overdue, or nobody holds the lease."""
    return (
        not status.collector or status.beat_ms is None or now_ms - status.beat_ms > 2_000 * status.beat_every_s + 1_000
    )


def _width(part: Sequence[Segment]) -> int:
    return sum(cells(SafeText(segment.text)) for segment in part)


def _name(facts: Facts, look: Look) -> list[Segment]:
    line = [span(SafeText("feint"), look.title_active), span(say(" {}", safe_text(facts.desk)), look.strong)]
    return [*line, span(SPACE, look.base), span(SafeText("RO"), look.warn)] if facts.read_only else line


def _trouble(facts: Facts, room: int, look: Look) -> list[Segment]:
    """Its beginning: the message line had the whole of it when it came."""
    if not facts.trouble:
        return []
    return [span(say(" {} ", cut(safe_text(facts.trouble), room, look.glyphs.ellipsis)), look.flash)]


def _clock(facts: Facts, look: Look) -> list[Segment]:
    line = [span(clock(facts.now_ms), look.strong)]
    for label, zone in facts.zones:
        line.append(span(say("  {} {}", label, clock(facts.now_ms, zone)), look.dim))
    return line


def _ringing(status: Status, look: Look) -> list[Segment]:
    line: list[Segment] = []
    for rank in range(len(status.alerts_new) - 1, 0, -1):
        if status.alerts_new[rank]:
            line += [
                span(say("{}{}", LETTERS[rank], status.alerts_new[rank]), look.severity[rank]),
                span(spaces(1), look.base),
            ]
    if not line:
        line = [span(SafeText("no new alert "), look.dim)]
    return [*line, span(say("ack {}", status.alerts_acked), look.dim)] if status.alerts_acked else line[:-1] or line


def _feeds(status: Status, look: Look) -> list[Segment]:
    line = [span(say("sources {}/{}", status.sources_ok, status.sources), look.dim)]
    if status.offline:
        return [span(SafeText(" OFFLINE "), look.flash), span(SafeText(" "), look.base), *line]
    if status.sources_quiet:
        line.append(span(say(" quiet {}", status.sources_quiet), look.warn))
    if status.sources_down:
        line.append(span(say(" down {}", status.sources_down), look.bad))
    return line


def _lexicon(status: Status, look: Look) -> list[Segment]:
    """That the lexicon on disk is refused, or how far items are read anew with the one in use."""
    lexicon = status.lexicon
    if lexicon is None:
        return []
    if lexicon.trouble:
        return [span(SafeText("lexicon refused"), look.bad)]
    if lexicon.retag_total and lexicon.retag_ended_ms is None:
        done = min(lexicon.retag_done, lexicon.retag_total)
        return [span(say("re-tagging {} %", 100 * done // lexicon.retag_total), look.warn)]
    return []


def _people(facts: Facts, look: Look) -> list[Segment]:
    """Each once; a read-only desk is not told of, so nobody is its operator."""
    names = facts.status.operators if facts.status else ()
    mine = "" if facts.read_only else facts.operator
    words = [say("{}*", safe_text(name)) if name == mine else safe_text(name) for name in names]
    return [span(SafeText(" ".join(words[:6])), look.dim)] if words else []


def _heartbeat(facts: Facts, look: Look) -> list[Segment]:
    status = facts.status
    if status is None or not status.collector or status.beat_ms is None:
        words = say("no collector: {}", safe_text(facts.note)) if facts.note else SafeText("no collector")
        return [span(say(" {} ", words), look.flash)]
    if heartbeat_missed(status, facts.now_ms):
        return [span(say(" collector silent {} ", _silence(status.beat_ms, facts.now_ms)), look.flash)]
    busy = span(say("polling {}  ", status.polling), look.dim) if status.polling else span(spaces(0), look.dim)
    return [busy, span(say("collector {} ago", _silence(status.beat_ms, facts.now_ms)), look.dim)]


def _silence(beat_ms: int, now_ms: int) -> SafeText:
    """Seconds in steps of five, for a line that never stands still tires the eye; then the age."""
    seconds = max(0, now_ms - beat_ms) // 5_000 * 5
    return say("{}s", seconds) if seconds < 60 else age(beat_ms, now_ms)
