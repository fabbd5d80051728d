"""What the header has to say, each part in all its forms, the longest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from zoneinfo import ZoneInfo

from rich.segment import Segment

from storage.rows import Status
from tui.ages import age, clock
from tui.look import Look
from tui.present.queue import LETTERS
from tui.text import SPACE, SafeText, cells, cut, left, safe_text, say, spaces, span

Part: TypeAlias = Sequence[Segment]
Forms: TypeAlias = Sequence[Part]
"""Empty where there is nothing to say."""
_TROUBLE_CELLS = (60, 36, 20)
_CHANNEL_CELLS = 24
_HEARTBEAT_CELLS = len("collector 10s")
_SEVERITY_CELLS = (len("F1 U2 N4, ack 2 z1"), len("F1 U2 N4"))
"""What a part has at least; of two the long form's and the short one's."""
_NAMED = 6
"""So many operators are named; of more it is said how many they are."""


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
    mutes: int = 0
    """How many run."""
    ringing: Sequence[int] = ()
    """How grave each new alert is of which somebody is to hear: what is muted counts nowhere."""
    flooded: bool = False
    """This desk, or a channel, is given more than it may ring for."""


def parts(facts: Facts, look: Look) -> Mapping[str, Forms]:
    """Every part by its name."""
    status = facts.status
    return {
        "heartbeat": _heartbeat(facts, look),
        "polling": [[span(say("polling {}", status.polling), look.dim)]] if status and status.polling else (),
        "flood": _flood(status.flooded if status else (), look) if facts.flooded else (),
        "trouble": _trouble(facts.trouble, look),
        "severities": _severities(facts.ringing, status, look) if status else (),
        "sources": _sources(status, look) if status else (),
        "clock": [[span(clock(facts.now_ms), look.strong)]],
        "mutes": [[span(say("muted {}", facts.mutes), look.warn)]] if facts.mutes else (),
        "read-only": [[span(SafeText("RO"), look.warn)]] if facts.read_only else (),
        "people": _people(facts, status.operators, look) if status else (),
        "name": _name(facts.desk, look),
        "zones": _zones(facts, look),
        "lexicon": _lexicon(status, look) if status else (),
    }


def heartbeat_missed(status: Status, now_ms: int) -> bool:
    """Two beats are overdue, or nobody holds the lease."""
    return (
        not status.collector or status.beat_ms is None or now_ms - status.beat_ms > 2_000 * status.beat_every_s + 1_000
    )


def trouble_of(status: Status) -> str:
    """What keeps the collector from its work, else from telling what rings; for a person, or empty."""
    off = "; ".join(f"channel {name} is off: {why}" for name, why in status.channels_off)
    return status.trouble or off


def _heartbeat(facts: Facts, look: Look) -> Forms:
    status = facts.status
    if status is None or not status.collector or status.beat_ms is None:
        bare = [span(SafeText(" no collector "), look.flash)]
        return [[span(say(" no collector: {} ", safe_text(facts.note)), look.flash)], bare] if facts.note else [bare]
    ago = _silence(status.beat_ms, facts.now_ms)
    if heartbeat_missed(status, facts.now_ms):
        since = clock(status.beat_ms)
        said = (
            say(" collector silent since {}, {} ", since, ago),
            say(" collector silent {} ", ago),
            say("collector lost {}", ago),
        )
        return [[span(words, look.flash)] for words in said]
    return [[span(left(say("collector {}", ago), _HEARTBEAT_CELLS), look.dim)]]


def _silence(beat_ms: int, now_ms: int) -> SafeText:
    """Seconds in steps of five, for a line that never stands still tires the eye; then the age."""
    seconds = max(0, now_ms - beat_ms) // 5_000 * 5
    return say("{}s", seconds) if seconds < 60 else age(beat_ms, now_ms)


def _trouble(trouble: str, look: Look) -> Forms:
    """Its beginning: the message line had the whole of it when it came."""
    words = safe_text(trouble)
    return [[span(say(" {} ", cut(words, n, look.glyphs.ellipsis)), look.flash)] for n in _TROUBLE_CELLS if words]


def _flood(channels: Sequence[str], look: Look) -> Forms:
    """`FLOOD duty`: channels send digests; `FLOOD` alone where it is this desk that does not ring for everything."""
    bare = [span(SafeText(" FLOOD "), look.flash)]
    if not channels:
        return [bare]
    names = cut(safe_text(", ".join(channels)), _CHANNEL_CELLS, look.glyphs.ellipsis)
    return [[span(say(" FLOOD {} ", names), look.flash)], bare]


def _severities(ringing: Sequence[int], status: Status, look: Look) -> Forms:
    """`F1 U2 N4, ack 2 z1`: what rings by severity, how much is acknowledged, how much snoozed."""
    ranks = sorted({*ringing}, reverse=True)
    new: list[Segment] = []
    for rank in ranks:
        new += [span(SPACE, look.base)] * bool(new)
        new.append(span(say("{}{}", LETTERS[rank], ringing.count(rank)), look.severity[rank]))
    new = new or [span(SafeText("none new"), look.dim)]
    counts = ((SafeText("ack "), status.alerts_acked), (look.glyphs.snoozed, status.alerts_snoozed))
    resting = SafeText(" ".join(say("{}{}", word, n) for word, n in counts if n))
    rest = [span(say(", {}", resting), look.dim)] if resting else []
    whole = [*new, *rest] if rest or ranks else [span(SafeText("no new alert"), look.dim)]
    return [_roomy(form, room, look) for form, room in zip((whole, new), _SEVERITY_CELLS, strict=True)]


def _sources(status: Status, look: Look) -> Forms:
    """`sources 41/44 quiet 2 down 1 paused 1`, in short `41/44 ~2 !1 =1`."""
    well = say("{}/{}", status.sources_ok, status.sources)
    counts = (
        (SafeText("quiet "), SafeText("~"), status.sources_quiet, look.warn),
        (SafeText("down "), SafeText("!"), status.sources_down, look.bad),
        (SafeText("paused "), SafeText("="), status.sources_paused, look.dim),
    )
    words = [span(say(" {}{}", word, n), style) for word, _, n, style in counts if n]
    signs = [span(say(" {}{}", sign, n), style) for _, sign, n, style in counts if n]
    named, bare = span(say("sources {}", well), look.dim), span(well, look.dim)
    all_well = 2 * len(str(status.sources)) + 1
    forms = [
        _roomy([named, *words], all_well + len("sources  quiet 2 down 1 paused 1"), look),
        _roomy([named, *signs], all_well + len("sources  ~2 !1 =1"), look),
        _roomy([bare, *signs], all_well + len(" ~2 !1 =1"), look),
    ]
    if not status.offline:
        return forms
    offline = span(SafeText(" OFFLINE "), look.flash)
    return [*([offline, span(SPACE, look.base), *form] for form in forms), [offline]]


def _roomy(part: Part, room: int, look: Look) -> Part:
    """With the columns that it has at other times, so that nothing beside it moves."""
    taken = sum(cells(SafeText(segment.text)) for segment in part)
    return [*part, span(spaces(room - taken), look.base)] if taken < room else part


def _people(facts: Facts, operators: Sequence[str], look: Look) -> Forms:
    """Each once; a read-only desk is not told of, so nobody is its operator."""
    if not operators:
        return ()
    mine = "" if facts.read_only else facts.operator
    names = [say("{}*", safe_text(name)) if name == mine else safe_text(name) for name in operators]
    count = [span(say("{} here", len(names)), look.dim)]
    return [[span(SafeText(" ".join(names)), look.dim)], count] if len(names) <= _NAMED else [count]


def _name(desk: str, look: Look) -> Forms:
    bare = [span(SafeText("feint"), look.title_active)]
    return [[*bare, span(say(" {}", safe_text(desk)), look.strong)], bare]


def _zones(facts: Facts, look: Look) -> Forms:
    """All of them, or as many of the first ones as there is room for."""
    said = [say("{} {}", label, clock(facts.now_ms, zone)) for label, zone in facts.zones]
    return [[span(SafeText("  ".join(said[:n])), look.dim)] for n in range(len(said), 0, -1)]


def _lexicon(status: Status, look: Look) -> Forms:
    """That the lexicon on disk is refused, or how far items are read anew with the one in use."""
    lexicon = status.lexicon
    if lexicon is None:
        return ()
    if lexicon.trouble:
        return [[span(SafeText("lexicon refused"), look.bad)]]
    if lexicon.retag_total and lexicon.retag_ended_ms is None:
        done = min(lexicon.retag_done, lexicon.retag_total)
        return [[span(say("re-tagging {} %", 100 * done // lexicon.retag_total), look.warn)]]
    return ()
