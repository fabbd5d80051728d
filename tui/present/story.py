"""The story pane's page: one item and all that is known around it, set to be read from the top."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo

from rich.segment import Segment

from storage.rows import EventRow, MemberRow, QuoteRow, RevisionRow, StoryView
from tui.ages import age, stamp
from tui.links import safe_url
from tui.look import Look
from tui.present.badges import badges
from tui.present.columns import columns
from tui.present.evidence import evidence_runs, is_evidence
from tui.present.voices import voice_lines
from tui.present.why import why_lines
from tui.present.worddiff import word_diff
from tui.present.wrap import Run, wrap
from tui.text import EMPTY, SafeText, left, right, safe_run, safe_text, say, spaces, span

Line = list[Segment]
MOST_MEMBERS = 40


_AHEAD_MS = 10 * 60_000
"""An entry dated further ahead than this has a false date, whatever else is true of it."""


@dataclass(frozen=True, slots=True)
class Setting:
    """For whom the page is set."""

    width: int
    now_ms: int
    zones: Sequence[tuple[SafeText, ZoneInfo]]
    look: Look
    why: bool = False
    """Show rule, cue and lexicon of each tag."""
    explained: Sequence[str] | None = None
    """What the lexicon says of it in full, a line each, details set in; None until it has answered."""


@dataclass(frozen=True, slots=True)
class StoryPage:
    """The lines, and which of them hold a tag's words."""

    lines: Sequence[Line]
    evidence: Sequence[int]


def story_page(view: StoryView, setting: Setting) -> StoryPage:
    """The whole page: what the item says, then what is known around it."""
    words = _sections(_headline(view, setting), _origin(view, setting), _body(view, setting))
    evidence = [index for index, line in enumerate(words) if any(is_evidence(segment.style) for segment in line)]
    around = _sections(
        why_lines(view, setting.explained, setting.width, setting.look) if setting.why else [],
        voice_lines(view, setting.width, setting.look),
        _quotes(view.quotes, setting),
        _revisions(view.revisions, setting),
        _members(view.members, setting),
        _log(view.log, setting),
    )
    return StoryPage(_sections(words, around), evidence)


def _sections(*sections: list[Line]) -> list[Line]:
    """One under the other with an empty line between; empty ones take no room."""
    lines: list[Line] = []
    for section in sections:
        if section:
            lines += [*([[]] if lines else []), *section]
    return lines


def _headline(view: StoryView, setting: Setting) -> list[Line]:
    look = setting.look
    tags = [tag for tag in view.tags if tag.field == "title"]
    runs = evidence_runs(view.item.title, tags, look.strong, look) or [[(SafeText("(no headline)"), look.dim)]]
    return [line for paragraph in runs for line in wrap(paragraph, setting.width, look.strong)]


def _origin(view: StoryView, setting: Setting) -> list[Line]:
    """`TASS | state | grade D | RU | 4 origins, 2 primary voices`, then the clocks, then the link."""
    item, look = view.item, setting.look
    parts: list[Run] = [(safe_text(item.source), look.accent)]
    parts.append((safe_text(item.kind), look.state_media if item.kind == "state" else look.dim))
    parts += [(say("grade {}", safe_text(item.grade)), look.dim), (safe_text(item.side.upper()), look.dim)]
    parts.append((_counted(item.origins, SafeText("origin")), look.base))
    parts.append(
        (_counted(item.primaries, SafeText("primary voice")), look.base if item.primaries < 2 else look.strong)
    )
    parts.append((_counted(item.copies, SafeText("more carrier")) if item.copies else EMPTY, look.dim))
    clocks: list[Run] = [(say("first seen {}", stamp(item.first_seen_ms, setting.zones)), look.dim)]
    if item.published_ms is not None:
        is_false = item.published_ms > item.first_seen_ms + _AHEAD_MS
        said = say("published {}{}", stamp(item.published_ms), SafeText(" (ahead of our clock)" if is_false else ""))
        clocks.append((said, look.warn if is_false else look.dim))
    clocks += [(say("by {}", safe_text(view.author)) if view.author.strip() else EMPTY, look.dim)]
    clocks += [(say("credits {}", safe_text(view.credit)) if view.credit.strip() else EMPTY, look.dim)]
    url = safe_url(item.link)
    lines = [*_listed(parts, setting), *_listed(clocks, setting)]
    return [*lines, *wrap([(url, look.faint)], setting.width, look.faint)[:2]] if url else lines


def _listed(parts: Sequence[Run], setting: Setting) -> list[Line]:
    """The parts that are not empty, with a thin wall between."""
    runs: list[Run] = []
    for part in parts:
        if part[0]:
            runs += [(say(" {} ", setting.look.glyphs.wall), setting.look.faint), part] if runs else [part]
    return wrap(runs, setting.width, setting.look.base)


def _counted(n: int, what: SafeText) -> SafeText:
    return say("{} {}", n, what) if n == 1 else say("{} {}s", n, what)


def _body(view: StoryView, setting: Setting) -> list[Line]:
    """The summary, then the text where it says more; a text that begins with the summary stands alone."""
    look, lines = setting.look, list[Line]()
    whole = view.text.startswith(view.summary) if view.text else False
    fields = (("summary", "" if whole else view.summary), ("text", view.text))
    for name, text in fields:
        also = "summary" if whole else name
        tags = [tag for tag in view.tags if tag.field in (name, also)]
        for paragraph in evidence_runs(text, tags, look.base, look):
            lines += wrap(paragraph, setting.width, look.base)
    return lines


def _quotes(quotes: Sequence[QuoteRow], setting: Setting) -> list[Line]:
    look = setting.look
    lines: list[Line] = [_heading(SafeText("quotes"), setting)] if quotes else []
    for quote in quotes:
        name = safe_text(quote.speaker) or safe_text(quote.surface) or SafeText("nobody named")
        marks = (EMPTY, EMPTY) if quote.kind == "indirect" else (look.glyphs.opening, look.glyphs.closing)
        runs: list[Run] = [(say("{} ", name), look.strong if quote.speaker else look.dim)]
        if quote.carriers > 1:
            runs.append((say("{}{} ", look.glyphs.copies, quote.carriers), look.warn))
        runs.append((say(" {}{}{}", marks[0], safe_text(quote.text), marks[1]), look.base))
        lines += _hanging(runs, setting)
    return lines


def _revisions(revisions: Sequence[RevisionRow], setting: Setting) -> list[Line]:
    """Each edit with what went and what came, the newest first."""
    if len(revisions) < 2:
        return []
    look = setting.look
    lines = [_heading(say("{} edits", len(revisions) - 1), setting)]
    for before, after in reversed(list(pairwise(revisions))):
        lines.append([span(say("{}{}  {}", look.glyphs.edited, after.n - 1, stamp(after.seen_ms)), look.dim)])
        for old, new in ((before.title, after.title), (before.summary, after.summary)):
            if old != new:
                lines += _hanging(_diff_runs(old, new, look), setting)
    return lines


def _diff_runs(old: str, new: str, look: Look) -> list[Run]:
    """Signs as well as colours: `-begin- +complete+`."""
    runs: list[Run] = []
    for kept, words in word_diff(old, new):
        text = safe_run(words)
        match kept:
            case "removed":
                runs.append((say("-{}- ", text), look.removed))
            case "added":
                runs.append((say("+{}+ ", text), look.added))
            case _:
                runs.append((say("{} ", text), look.dim))
    return runs


def _members(members: Sequence[MemberRow], setting: Setting) -> list[Line]:
    look = setting.look
    lines: list[Line] = [_heading(say("{} more in this story", len(members)), setting)] if members else []
    for member in members[:MOST_MEMBERS]:
        head = [
            span(right(age(member.first_seen_ms, setting.now_ms), 4), look.dim),
            span(say(" {} ", left(safe_text(member.relation), 5)), look.faint),
            *badges(member.tags, 8, look),
            span(
                say(" {} ", left(safe_text(member.source), 10)),
                look.state_media if member.kind == "state" else look.dim,
            ),
        ]
        lines.append(columns(setting.width, head, (safe_text(member.title), look.base), (), look))
    return lines


def _log(log: Sequence[EventRow], setting: Setting) -> list[Line]:
    look = setting.look
    lines: list[Line] = [_heading(SafeText("log"), setting)] if log else []
    for event in log:
        style = look.strong if event.act == "noted" else look.dim
        runs: list[Run] = [(say("{}  {} ", stamp(event.at_ms), safe_text(event.operator)), look.dim)]
        runs.append((say("{}: {}", safe_text(event.act), safe_text(event.detail)), style))
        lines += _hanging(runs, setting)
    return lines


def _heading(words: SafeText, setting: Setting) -> Line:
    return [span(words, setting.look.accent)]


def _hanging(runs: Sequence[Run], setting: Setting) -> list[Line]:
    """Lines of which all but the first are set in by two columns."""
    lines = wrap(runs, setting.width - 2, setting.look.base)
    return [line if index == 0 else [span(spaces(2), setting.look.base), *line] for index, line in enumerate(lines)]
