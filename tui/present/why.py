"""Why an item is tagged as it is: what is stored of each tag and verdict, until the lexicon's own account is there in full."""

from storage.rows import StoryView, TagRow, VerdictRow
from tui.ages import stamp
from tui.look import Look
from tui.present.badges import short_label, sign, stance_style
from tui.present.setting import Line, Section, Setting, hanging, section
from tui.present.wrap import Run, wrap
from tui.text import SafeText, safe_run, safe_text, say, spaces, span

WHY = SafeText("why")


def why(view: StoryView, setting: Setting) -> Section:
    """What is stored; the lexicon's account, which ends in its digest, replaces it unless the tags come from another lexicon."""
    explained = setting.explained
    account = explained[-1] if explained else ""
    lines: list[Line] = []
    if not account.startswith("lexicon ") or any(tag.lexicon not in account for tag in view.tags):
        lines += _stored(view, setting)
    for line in explained or ():
        lines += _explained(line, setting.measure, setting.look)
    return section(WHY, lines, setting)


def _stored(view: StoryView, setting: Setting) -> list[Line]:
    look = setting.look
    fields = {"title": view.item.title, "summary": view.summary, "text": view.text}
    told = [_reason(tag, fields.get(tag.field, ""), look) for tag in view.tags]
    told += [_verdict(verdict, look) for verdict in view.verdicts]
    if not told:
        told = [[(SafeText("no tag: no rule of the lexicon found its words here"), look.dim)]]
    return [line for runs in told for line in hanging(runs, setting.measure, look)]


def _reason(tag: TagRow, text: str, look: Look) -> list[Run]:
    """`WD+ withdrawal claimed  “units return”, rule wd.return, score 80, cue claim.says “says”, in the title, lexicon 1f…`."""
    style = stance_style(tag.stance, look)
    opening, closing = look.glyphs.opening, look.glyphs.closing
    runs: list[Run] = [(say("{}{} ", short_label(tag.label, look), sign(tag.stance)), style)]
    runs.append((say("{} {}", safe_text(tag.label), safe_text(tag.stance)), style))
    if tag.end > tag.start:
        runs.append((say("  {}{}{}", opening, safe_text(text[tag.start : tag.end]), closing), look.base))
    if tag.operator:
        return [*runs, (say(", set by {}", safe_text(tag.operator)), look.dim)]
    runs.append((say(", rule {}, score {}", safe_text(tag.rule), tag.score), look.dim))
    if tag.cue:
        cue = safe_text(text[tag.cue_start : tag.cue_end])
        words = say(", cue {} {}{}{}", safe_text(tag.cue), opening, cue, closing) if cue else None
        runs.append((words or say(", {}", safe_text(tag.cue)), look.dim))
    return [*runs, (say(", in the {}, lexicon {}", safe_text(tag.field), safe_text(tag.lexicon)), look.dim)]


def _verdict(verdict: VerdictRow, look: Look) -> list[Run]:
    """`ana, 21 Nov 10:02Z: withdrawal is denied; the lexicon said claimed`."""
    said = say("{} {}", safe_text(verdict.label), say("is {}", safe_text(verdict.stance)))
    if not verdict.stance:
        said = say("not {}", safe_text(verdict.label))
    runs: list[Run] = [
        (say("{}, {}: ", safe_text(verdict.operator), stamp(verdict.at_ms)), look.dim),
        (said, look.strong),
    ]
    before = safe_text(", ".join(verdict.overruled)) or SafeText("nothing")
    return [*runs, (say("; the lexicon said {}", before), look.dim)]


def _explained(line: str, width: int, look: Look) -> list[Line]:
    """A line of the lexicon's account: a head stands out, its details are set in and dim."""
    depth = len(line) - len(line.lstrip(" "))
    style = look.dim if depth else look.base
    inset = min(depth, width // 4)
    return [
        [span(spaces(inset), look.base), *set_line]
        for set_line in wrap([(safe_run(line.strip()), style)], width - inset)
    ]
