"""The alert's page: what rings, why, what would ring next, on what it rests, who was told; its story stands below."""

import json
from collections.abc import Sequence

from storage.rows import AlertRow, AlertView
from tui.present.rang import rang, rings_again
from tui.present.record import deeds
from tui.present.restson import rests_on
from tui.present.setting import Line, Section, Setting, listed, section
from tui.present.standing import standing_style
from tui.present.told import told
from tui.present.wrap import Run, wrap
from tui.text import EMPTY, SafeText, safe_text, say, span

STORY_BELOW = SafeText("story")
_QUERIES = ("query", "left", "right")
"""Of a rule's definition, which is JSON: what a person wants to see of it."""
_SEVERITY = (SafeText("none"), SafeText("info"), SafeText("notice"), SafeText("urgent"), SafeText("flash"))


def alert_sections(view: AlertView, again: Sequence[str], setting: Setting) -> list[Section]:
    """The page's sections, without the story's; `again`: what would make it ring again."""
    made = (
        _head(view, setting),
        rang(view.notices, setting),
        rings_again(again, setting),
        rests_on(view.evidence, setting),
        told(view.notices, view.deliveries, setting),
        section(SafeText("alert log"), deeds(view.log, setting), setting),
    )
    return [each for each in made if each.lines]


def story_below(setting: Setting) -> Section:
    """Where the alert ends and the story of its newest item begins."""
    look = setting.look
    return section(STORY_BELOW, [[span(SafeText(look.glyphs.rule * setting.measure), look.line)]], setting)


def _head(view: AlertView, setting: Setting) -> Section:
    """`shelling near the line`, then severity, rule and revision, where it stands and whose it is, and the counts."""
    alert, look, width = view.alert, setting.look, setting.measure
    lines: list[Line] = wrap([(safe_text(alert.title), look.strong)], width)
    rule = say("rule {} r{}", safe_text(alert.rule), alert.rule_rev) if alert.rule_rev else None
    named = (
        (_SEVERITY[alert.severity], look.severity[alert.severity]),
        (rule or say("rule {}", safe_text(alert.rule)), look.accent),
        (_standing(alert, setting), standing_style(alert, look)),
        (say("muted: {}", safe_text(alert.muted)) if alert.muted else EMPTY, look.warn),
    )
    lines += listed(named, width, look)
    lines += listed(_counts(alert, setting), width, look)
    lines += wrap([(_asked(view.definition), look.dim)], width)
    return section(SafeText("alert"), lines, setting)


def _asked(definition: str) -> SafeText:
    """`asks for tag:withdrawal`, as the rule did in that revision, where it asks for items and that is known."""
    try:
        rule = json.loads(definition or "null")
    except ValueError:
        return EMPTY
    queries = [rule[name] for name in _QUERIES if isinstance(rule.get(name), str)] if isinstance(rule, dict) else []
    return say("asks for {}", safe_text(" against ".join(queries))) if queries else EMPTY


def _standing(alert: AlertRow, setting: Setting) -> SafeText:
    """`acked by ana since 10:42Z`, `snoozed by ana until 11:10Z`, `resolved by ana 10:42Z: handled`."""
    state = safe_text(alert.state)
    who = say(" by {}", safe_text(alert.owner)) if alert.owner and alert.state != "new" else EMPTY
    if alert.state == "snoozed" and alert.snoozed_until_ms is not None:
        return say("{}{} until {}", state, who, setting.moment(alert.snoozed_until_ms))
    why = say(": {}", safe_text(alert.reason)) if alert.reason else EMPTY
    return say("{}{} since {}{}", state, who, setting.moment(alert.state_ms), why)


def _counts(alert: AlertRow, setting: Setting) -> list[Run]:
    """`12 items │ 4 origins │ 2 primaries │ 1 side │ raised 10:30Z`; what is none is not said."""
    look = setting.look
    counted = (
        (alert.evidence, SafeText("item"), SafeText("items")),
        (alert.origins, SafeText("origin"), SafeText("origins")),
        (alert.primaries, SafeText("primary"), SafeText("primaries")),
        (alert.sides, SafeText("side"), SafeText("sides")),
    )
    counts: list[Run] = [(say("{:,} {}", n, one if n == 1 else many), look.base) for n, one, many in counted if n]
    return [*counts, (say("raised {}", setting.moment(alert.raised_ms)), look.dim)]
