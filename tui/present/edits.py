"""What became of an item's words: each edit with what went and what came, the newest first."""

from collections.abc import Sequence
from itertools import pairwise

from storage.rows import RevisionRow
from tui.ages import age
from tui.look import Look
from tui.present.marking import fitted
from tui.present.setting import Line, Section, Setting, section, tabled
from tui.present.worddiff import word_diff, words_in
from tui.present.wrap import Run
from tui.text import EMPTY, SPACE, SafeText, left, safe_text, say, spaces, span

_IN_FULL = 3
"""So many edits are told in full, those before them in a line each."""
_MOST_LINES = 6
"""Of one edit of one field."""
_NEAR = 5
"""Words that are kept beside a change, where more of them stayed."""
_MOST_CHARACTERS = 20_000
"""Of a field that are compared: an edit beyond is not shown word by word."""
_FIELD = 10


def edits(revisions: Sequence[RevisionRow], setting: Setting) -> Section:
    """`Δ2  17:50Z, 12m later`, then `headline  Grain index up -0.64- +0.71+ %`, then the summary likewise."""
    lines: list[Line] = []
    for at, (before, after) in enumerate(reversed(list(pairwise(revisions)))):
        lines += _edit(before, after, setting) if at < _IN_FULL else [_in_a_line(before, after, setting)]
    count = len(revisions) - 1
    return section(SafeText("1 edit") if count == 1 else say("{} edits", count), lines, setting)


def _edit(before: RevisionRow, after: RevisionRow, setting: Setting) -> list[Line]:
    look = setting.look
    lines = [[span(_when(before, after, setting), look.dim)]]
    for name, runs in _changes(before, after, look):
        head = span(left(name, _FIELD), look.dim)
        told = tabled([head], _FIELD, runs, setting.measure, look)
        more = [span(spaces(_FIELD), look.base), span(look.glyphs.ellipsis, look.dim)]
        lines += told if len(told) <= _MOST_LINES else [*told[: _MOST_LINES - 1], more]
    return lines


def _in_a_line(before: RevisionRow, after: RevisionRow, setting: Setting) -> Line:
    look = setting.look
    runs: list[Run] = [(say("{}  ", _when(before, after, setting)), look.dim)]
    for _, changed in _changes(before, after, look):
        runs += [*changed, (SPACE, look.base)]
    return fitted(runs, setting.measure, look)


def _when(before: RevisionRow, after: RevisionRow, setting: Setting) -> SafeText:
    """`Δ2  17:50Z, 12m later`."""
    gap = after.seen_ms - before.seen_ms
    later = SafeText("at once") if gap < 60_000 else say("{} later", age(before.seen_ms, after.seen_ms))
    return say("{}{}  {}, {}", setting.look.glyphs.edited, after.n - 1, setting.moment(after.seen_ms), later)


def _changes(before: RevisionRow, after: RevisionRow, look: Look) -> list[tuple[SafeText, list[Run]]]:
    """The fields that are not as they were."""
    fields = (
        (SafeText("headline"), before.title, after.title),
        (SafeText("summary"), before.summary, after.summary),
    )
    return [(name, diff_runs(old, new, look)) for name, old, new in fields if old != new]


def diff_runs(old: str, new: str, look: Look) -> list[Run]:
    """Signs as well as colours, `-begins- +complete+`; of what stayed, the words next to a change."""
    stretches = word_diff(old[:_MOST_CHARACTERS], new[:_MOST_CHARACTERS])
    if all(kept == "same" for kept, _ in stretches):
        return [(SafeText("no word that is shown"), look.dim)]
    runs: list[Run] = []
    for at, (kept, words) in enumerate(stretches):
        is_first, is_last = at == 0, at + 1 == len(stretches)
        match kept:
            case "same":
                run = (_near(words, is_first, is_last, look), look.dim)
            case "removed":
                run = (say("-{}-", safe_text(words)), look.removed)
            case "added":
                run = (say("+{}+", safe_text(words)), look.added)
        runs += [run] if is_last else [run, (SPACE, look.base)]
    return runs


def _near(words: str, is_first: bool, is_last: bool, look: Look) -> SafeText:
    """Of words that stayed, those next to what changed, and a sign for the others."""
    found = words_in(words)
    if len(found) <= 2 * _NEAR + 2:
        return safe_text(words)
    before = EMPTY if is_first else safe_text("".join(found[:_NEAR]))
    after = EMPTY if is_last else safe_text("".join(found[-_NEAR:]))
    return SafeText(" ".join(filter(None, (before, look.glyphs.ellipsis, after))))
