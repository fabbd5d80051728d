"""The story pane's page: one item and all that is known around it, set to be read from the top."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from storage.query.highlight import spans
from storage.rows import EventRow, RevisionRow, StoryView
from tui.ages import stamp
from tui.links import safe_url
from tui.look import Look
from tui.present.evidence import evidence_runs, is_evidence
from tui.present.independence import independence_lines
from tui.present.members import member_lines, related_lines
from tui.present.said import said_lines
from tui.present.setting import Line, Setting, hanging, heading, listed, sections
from tui.present.voices import voice_lines
from tui.present.why import why_lines
from tui.present.worddiff import word_diff
from tui.present.wrap import Run, wrap
from tui.text import EMPTY, SafeText, safe_run, safe_text, say, span

_AHEAD_MS = 10 * 60_000
"""An entry dated further ahead than this has a false date, whatever else is true of it."""


@dataclass(frozen=True, slots=True)
class StoryPage:
    """The lines, and which of them hold a tag's words."""

    lines: Sequence[Line]
    evidence: Sequence[int]


def story_page(view: StoryView, setting: Setting) -> StoryPage:
    """The whole page: what the item says, then what is known around it."""
    words = sections(_headline(view, setting), _origin(view, setting), _body(view, setting))
    evidence = [index for index, line in enumerate(words) if any(is_evidence(segment.style) for segment in line)]
    around = sections(
        why_lines(view, setting.explained, setting.width, setting.look) if setting.why else [],
        voice_lines(view.claims, setting),
        said_lines(view.quotes, setting),
        _revisions(view.revisions, setting),
        related_lines(view.related, setting),
        member_lines(view, setting),
        _log(view.log, setting),
    )
    return StoryPage(sections(words, around), evidence)


def _headline(view: StoryView, setting: Setting) -> list[Line]:
    look = setting.look
    tags = [tag for tag in view.tags if tag.field == "title"]
    title = view.item.title
    runs = evidence_runs(title, tags, look.strong, look, spans(title, setting.query)) or [
        [(SafeText("(no headline)"), look.dim)]
    ]
    return [line for paragraph in runs for line in wrap(paragraph, setting.width, look.strong)]


def _origin(view: StoryView, setting: Setting) -> list[Line]:
    """`TASS │ state │ grade D │ RU │ 3 more carriers`, then whose text and whose word it is, then the clocks, then the link."""
    item, look = view.item, setting.look
    parts: list[Run] = [(safe_text(item.source), look.accent)]
    parts.append((safe_text(item.kind), look.state_media if item.kind == "state" else look.dim))
    parts += [(say("grade {}", safe_text(item.grade)), look.dim), (safe_text(item.side.upper()), look.dim)]
    parts += [(_written_by(view), look.dim), (_carried_on(item.copies), look.dim)]
    clocks: list[Run] = [(say("first seen {}", stamp(item.first_seen_ms, setting.zones)), look.dim)]
    if item.published_ms is not None:
        is_false = item.published_ms > item.first_seen_ms + _AHEAD_MS
        said = say("published {}{}", stamp(item.published_ms), SafeText(" (ahead of our clock)" if is_false else ""))
        clocks.append((said, look.warn if is_false else look.dim))
    url = safe_url(item.link)
    lines = [*listed(parts, setting), *independence_lines(view, setting), *listed(clocks, setting)]
    return [*lines, *wrap([(url, look.faint)], setting.width, look.faint)[:2]] if url else lines


def _carried_on(copies: int) -> SafeText:
    if not copies:
        return EMPTY
    return SafeText("1 more carrier") if copies == 1 else say("{:,} more carriers", copies)


def _written_by(view: StoryView) -> SafeText:
    """`text of AFP (dateline)`, else the author; that nobody knows who wrote it is told as well."""
    match view.origin_basis:
        case "unknown":
            return SafeText("writer unknown")
        case "cited":
            return say("cites {}", safe_text(view.credit))
        case "own":
            return say("by {}", safe_text(view.author)) if view.author.strip() else EMPTY
        case basis:
            return say("text of {} ({})", safe_text(view.origin), safe_text(basis))


def _body(view: StoryView, setting: Setting) -> list[Line]:
    """The summary, then the text where it says more; a text that begins with the summary stands alone."""
    look, lines = setting.look, list[Line]()
    whole = view.text.startswith(view.summary) if view.text else False
    fields = (("summary", "" if whole else view.summary), ("text", view.text))
    for name, text in fields:
        also = "summary" if whole else name
        tags = [tag for tag in view.tags if tag.field in (name, also)]
        hits = spans(text, setting.query, in_title=False)
        for paragraph in evidence_runs(text, tags, look.base, look, hits):
            lines += wrap(paragraph, setting.width, look.base)
    return lines


def _revisions(revisions: Sequence[RevisionRow], setting: Setting) -> list[Line]:
    """Each edit with what went and what came, the newest first."""
    if len(revisions) < 2:
        return []
    look = setting.look
    lines = [heading(say("{} edits", len(revisions) - 1), setting)]
    for before, after in reversed(list(pairwise(revisions))):
        lines.append([span(say("{}{}  {}", look.glyphs.edited, after.n - 1, stamp(after.seen_ms)), look.dim)])
        for old, new in ((before.title, after.title), (before.summary, after.summary)):
            if old != new:
                lines += hanging(_diff_runs(old, new, look), setting)
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


def _log(log: Sequence[EventRow], setting: Setting) -> list[Line]:
    look = setting.look
    lines: list[Line] = [heading(SafeText("log"), setting)] if log else []
    for event in log:
        style = look.strong if event.act == "noted" else look.dim
        runs: list[Run] = [(say("{}  {} ", stamp(event.at_ms), safe_text(event.operator)), look.dim)]
        runs.append((say("{}: {}", safe_text(event.act), safe_text(event.detail)), style))
        lines += hanging(runs, setting)
    return lines
