"""Rules, channels and operators of a config: what they become, and every mistake with its line, its key and what mends it."""

from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

import alerts.rules
from alerts.delivery.hearing import Quiet
from alerts.health import CHANNEL_OFF, DISK_FULL, FEED_GONE, OFFLINE
from alerts.rules import Altered, Contradict, Counts, Inhibition, Match, Need, Quorum, Rate, Rules, Rung, Silence, Step
from feint import config_words
from feint.config import Config, ConfigError, load
from feint.config_checks_rules import OWN_RULES
from feint.durations import hours, pace
from feint.wiring_alerts import hearing_of, rules_of

MINUTE = 60_000
INFO, NOTICE, URGENT, FLASH = 1, 2, 3, 4
MATCH = '[[rule]]\nid = "a"\nkind = "match"\nquery = "tag:withdrawal"\n'
SILENCE = '[[rule]]\nid = "s"\nkind = "silence"\n'
HOOK = '[[channel]]\nid = "duty"\nkind = "webhook"\nurl = "https://hooks.example/1"\nsecret = "env:DUTY"\n'


def loaded(folder: Path, text: str) -> Config:
    file = folder / "c.toml"
    file.write_text(text, "utf-8")
    return load(file)


def rules(folder: Path, text: str) -> Rules:
    return rules_of(loaded(folder, text))


def mistakes(folder: Path, text: str) -> list[str]:
    """What is wrong with a config, without its path."""
    with pytest.raises(ConfigError) as caught:
        loaded(folder, text)
    return [problem.removeprefix(str(folder / "c.toml")) for problem in caught.value.problems]


def test_a_match_rule_of_old_means_what_it_meant(tmp_path: Path) -> None:
    (rule,) = rules(tmp_path, MATCH).rules
    assert isinstance(rule.when, Match)
    assert rule.when.query.labels == ("withdrawal",)
    assert (rule.severity, rule.group_by, rule.to, rule.rungs) == (NOTICE, ("story",), ("desk",), ())


def test_a_silence_rule_of_old_means_what_it_meant(tmp_path: Path) -> None:
    (rule,) = rules(tmp_path, SILENCE + 'kinds = ["wire"]\nafter = "3h"\nseverity = "info"').rules
    assert rule.when == Silence(180 * MINUTE, frozenset({"wire"}), frozenset(), fault_after=3)
    assert (rule.severity, rule.group_by) == (INFO, ("source",))


def test_a_silence_rule_without_a_time_goes_by_what_it_has_learned(tmp_path: Path) -> None:
    for written in (SILENCE, SILENCE + 'after = "auto"'):
        (rule,) = rules(tmp_path, written).rules
        assert rule.when == Silence(None, fault_after=3)


def test_a_quorum_counts_within_a_time_and_may_climb(tmp_path: Path) -> None:
    text = (
        '[[rule]]\nid = "q"\nkind = "quorum"\nquery = "tag:escalation"\ncount = { primaries = 2, sides = 2 }\nwithin = "45m"\n'
        'group_by = ["story", "side"]\nhold = "30s"\ncooldown = "1m"\nraise = [{ severity = "flash", origins = 3, within = "1h" }]'
    )
    (rule,) = rules(tmp_path, text).rules
    assert isinstance(rule.when, Quorum)
    assert rule.when.need == Need(Counts(primaries=2, sides=2), 45 * MINUTE)
    assert rule.rungs == (Rung(FLASH, Need(Counts(origins=3), 60 * MINUTE)),)
    assert (rule.group_by, rule.hold_ms, rule.cooldown_ms) == (("story", "side"), 30_000, MINUTE)


def test_the_other_kinds_are_read_with_their_defaults(tmp_path: Path) -> None:
    contradict, rate, change = rules(
        tmp_path,
        '[[rule]]\nid = "c"\nkind = "contradict"\nleft = "side:ru"\nright = "-side:ru"\nright_sides = 2\n'
        '[[rule]]\nid = "r"\nkind = "rate"\nquery = "bridge"\ncount_by = "items"\n[[rule]]\nid = "e"\nkind = "change"\n',
    ).rules
    assert isinstance(contradict.when, Contradict)
    assert (contradict.when.within_ms, contradict.when.left_sides, contradict.when.right_sides) == (
        1_440 * MINUTE,
        1,
        2,
    )
    assert isinstance(rate.when, Rate)
    assert (rate.when.count_by, rate.when.window_ms, rate.when.factor, rate.when.least) == ("items", 30 * MINUTE, 4, 5)
    assert rate.when.baseline_ms >= 3 * 7 * 1_440 * MINUTE, "else it never compares hours of the week"
    assert rate.group_by == ("rule",)
    assert change.when == Altered(frozenset({"withdrawn", "headline", "quote_removed", "tag_removed"}))


def test_without_a_word_severities_insist_as_documented(tmp_path: Path) -> None:
    told = rules(tmp_path, "")
    assert (told.urgency(FLASH).renotify_ms, told.urgency(FLASH).ack_timeout_ms) == (2 * MINUTE, 30 * MINUTE)
    assert (told.urgency(URGENT).renotify_ms, told.urgency(URGENT).ack_timeout_ms) == (10 * MINUTE, 120 * MINUTE)
    assert (told.urgency(NOTICE).renotify_ms, told.urgency(INFO).ack_timeout_ms) == (None, None)
    assert (told.hold_ms, told.cooldown_ms, told.channels["desk"].least) == (0, 10 * MINUTE, NOTICE)


def test_a_severity_may_insist_otherwise_or_not_at_all(tmp_path: Path) -> None:
    told = rules(tmp_path, HOOK + '[severity.flash]\nrenotify = "off"\nescalate = [{ after = "5m", to = "duty" }]')
    assert told.urgency(FLASH).renotify_ms is None
    assert told.urgency(FLASH).ack_timeout_ms == 30 * MINUTE
    assert told.urgency(FLASH).escalate == (Step(5 * MINUTE, "duty"),)


def test_a_channel_says_what_it_is_sent(tmp_path: Path) -> None:
    told = rules(tmp_path, HOOK + 'min_severity = "urgent"\nflood = "3 per 90s"')
    assert (told.channels["duty"].least, told.channels["duty"].most, told.channels["duty"].most_ms) == (
        URGENT,
        3,
        90_000,
    )


def test_an_inhibition_names_two_rules_and_what_they_must_agree_on(tmp_path: Path) -> None:
    told = rules(tmp_path, MATCH + MATCH.replace('"a"', '"b"') + '[[inhibit]]\nsource = "a"\ntarget = "b"\n')
    assert told.inhibitions == (Inhibition("a", "b", ("story",)),)


def test_a_desk_hears_by_its_operators_own_table(tmp_path: Path) -> None:
    config = loaded(
        tmp_path,
        '[desk]\nbell = false\n[[channel]]\nid = "wall"\nkind = "terminal"\n'
        '[operator."Ana B"]\nmin_severity = "urgent"\nquiet = ["23:00-06:00"]\nzone = "Europe/Kyiv"\n',
    )
    ana, ben = hearing_of(config, "Ana B"), hearing_of(config, "ben")
    assert (ana.least, ana.quiet, ana.zone) == (URGENT, (Quiet(1_380, 360),), ZoneInfo("Europe/Kyiv"))
    assert (ben.least, ben.quiet) == (NOTICE, ())
    assert (set(ana.channels), ana.bell) == ({"desk", "wall"}, False)


def test_a_query_may_go_over_several_lines(tmp_path: Path) -> None:
    text = '[[rule]]\nid = "c"\nkind = "contradict"\nleft = """\ntag:withdrawal\nside:ru"""\nright = "-side:ru"\n'
    (rule,) = rules(tmp_path, text).rules
    assert isinstance(rule.when, Contradict)
    assert rule.when.left.labels == ("withdrawal",)


def test_a_definition_is_another_one_only_when_the_rule_says_something_else(tmp_path: Path) -> None:
    (first,) = rules(tmp_path, MATCH).rules
    (same,) = rules(tmp_path, "# why\n" + MATCH.replace('kind = "match"\n', "") + "kind = 'match'\n").rules
    (other,) = rules(tmp_path, MATCH + 'hold = "1m"').rules
    assert first.definition == same.definition
    assert other.definition == '{"id":"a","hold":"1m","kind":"match","query":"tag:withdrawal"}'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[[rule]]\nid = "a"', ":1: rule[0]: kind is missing; it is one of match, quorum, contradict, rate, silence"),
        ('[[rule]]\nid = "a"\nkind = "qorum"', ":3: rule[0].kind: expected one of match, quorum, contradict, rate"),
        ('[[rule]]\nid = "a"\nkind = ["match"]', ":3: rule[0].kind: expected one of match,"),
        ("rule = [3]", ":1: rule[0]: expected a table"),
        ('[rule]\nid = "a"', ":1: rule: expected a list of tables, each under [[rule]] with two brackets"),
        ('[[rule]]\nid = "a"\nkind = "match"', ":1: rule[0]: query is missing"),
        (MATCH + 'querry = "x"', ":5: rule[0].querry: unknown key; did you mean query?"),
        (
            MATCH + 'kinds = ["wire"]',
            ":5: rule[0].kinds: is for kind silence; match takes id, query, severity, to, hold, cooldown, group_by, raise",
        ),
        (SILENCE + 'query = "x"', ":4: rule[0].query: is for kind match, quorum, rate and change; silence takes id,"),
        (MATCH.replace("tag:withdrawal", " "), ":4: rule[0].query: a match rule needs a query here"),
        (MATCH.replace('"a"', '" "'), ":2: rule[0].id: expected a name"),
        (MATCH.replace('"a"', '"offline"'), ':2: rule[0].id: "offline" is what feint calls alerts of its own'),
        (MATCH + "group_by = []", ':5: rule[0].group_by: names nothing; one alert for the whole rule is ["rule"]'),
        (MATCH + 'group_by = ["speaker"]', ":5: rule[0].group_by[0]: expected one of story, side, source, label, rule"),
        (MATCH + 'severity = "grave"', ":5: rule[0].severity: expected one of flash, urgent, notice, info"),
        (SILENCE + 'kinds = ["wires"]', ":4: rule[0].kinds[0]: expected one of wire,"),
        (SILENCE + 'after = "5s"', ":4: rule[0].after: expected at least 1m"),
        (SILENCE + 'after = "soon"', ':4: rule[0].after: expected a duration such as "10m", or "auto", got \'soon\''),
        (
            '[[source]]\nurl = "https://a.org"\nname = "TASS"\n' + SILENCE + 'sources = ["TAS"]',
            ':7: rule[0].sources[0]: no source "TAS"; did you mean TASS?',
        ),
        ('[[rule]]\nid = "a"\nkind = "change"\non = []', ":4: rule[0].on: names no change; without the key every one"),
        (
            MATCH + 'raise = [{ severity = "notice", origins = 2 }]',
            ":5: rule[0].raise[0].severity: notice is not graver than the rule's own notice",
        ),
        (MATCH + 'raise = [{ severity = "flash" }]', ":5: rule[0].raise[0]: name how many items, families, origins,"),
        (MATCH + 'raise = [{ severity = "flash", within = "1h" }]', ":5: rule[0].raise[0]: within what? name how many"),
        (MATCH + 'raise = [{ severity = "grim" }]', ":5: rule[0].raise[0].severity: expected one of flash, urgent,"),
        (MATCH + "raise = [{ origin = 2 }]", ":5: rule[0].raise[0].origin: unknown key; did you mean origins?"),
        (
            '[[rule]]\nid = "q"\nkind = "quorum"\nquery = "x"\ncount = {}\nwithin = "1h"',
            ":5: rule[0].count: counts nothing; name items, families, origins, primaries or sides",
        ),
        ('[[rule]]\nid = "q"\nkind = "quorum"\nquery = "x"\ncount = { items = 2 }', ":1: rule[0]: within is missing"),
        ('[[rule]]\nid = "r"\nkind = "rate"\nquery = "x"\nbaseline = "2d"', ":5: rule[0].baseline: expected at least 7d"),
        ('[[rule]]\nid = "r"\nkind = "rate"\nquery = "x"\nclear_below = 4.0', "clear_below: expected less than the factor of 4"),
        (MATCH + 'to = ["dutty"]\n' + HOOK, ':5: rule[0].to[0]: no channel "dutty"; did you mean duty?'),
        (MATCH + 'to = ["desk", "desk"]', ':5: rule[0].to[1]: "desk" is there already'),
        (MATCH + "to = []", ":5: rule[0].to: names no channel; without the key it rings on the desks"),
        (
            MATCH + 'to = ["duty"]\n' + HOOK + 'min_severity = "flash"',
            ':5: rule[0].to[0]: "duty" is sent nothing below flash, and this is never above notice',
        ),
        (MATCH * 2, ':6: rule[1].id: "a" is rule[0] already'),
        (HOOK * 2, ':7: channel[1].id: "duty" is channel[0] already'),
        ('[alerts]\nhold = "2d"', ":2: alerts.hold: as long as expire: an alert would be over before"),
        ('[alerts]\ncatchup = "9h"', ":2: alerts.catchup: longer than late_after (6h), beyond which nothing rings"),
        ('[alerts]\ncoldown = "9h"', ":2: alerts.coldown: unknown key; did you mean cooldown?"),
        ('[severity.flahs]\nrenotify = "2m"', ":1: severity.flahs: no such severity; did you mean flash?"),
        ('[severity.urgent]\nrenotify = "5m"', ":2: severity.urgent.renotify: shorter than the cooldown of 10m"),
        ('[severity.flash]\nrenotify = "5s"', ":2: severity.flash.renotify: expected at least 1m"),
        ('[severity.flash]\nescalate = [{ after = "5m", to = "dutty" }]\n' + HOOK, 'no channel "dutty"; did you mean duty?'),
        (
            '[severity.flash]\nescalate = [{ after = "5m", to = "desk" }, { after = "5m", to = "duty" }]\n' + HOOK,
            ":2: severity.flash.escalate[1].after: expected after the step before it, which is at 5m",
        ),
        (
            '[severity.notice]\nescalate = [{ after = "5m", to = "duty" }]\n' + HOOK + 'min_severity = "urgent"',
            'severity.notice.escalate[0].to: "duty" is sent nothing below urgent, and this is never above notice',
        ),
        (MATCH + '[[inhibit]]\nsource = "a"\ntarget = "a"', ':7: inhibit[0].target: "a" would inhibit itself'),
        (MATCH + '[[inhibit]]\nsource = "offlin"\ntarget = "a"', 'inhibit[0].source: no rule "offlin"; did you mean offline?'),
        (
            MATCH + SILENCE + '[[inhibit]]\nsource = "s"\ntarget = "a"\nsame = ["story"]',
            'inhibit[0].same: "s" does not group by story, so they never agree on it; it groups by source',
        ),
        (
            MATCH + '[[inhibit]]\nsource = "offline"\ntarget = "a"',
            "so they never agree on it; it has one alert for all; same = [] asks for nothing",
        ),
        ('[[operator]]\nname = "ana"', ":1: operator: expected tables with a name, each under [operator.NAME]"),
        ('[operator]\nquiet = ["23:00-06:00"]', ":2: operator.quiet: expected a table of its own, under [operator.NAME]"),
        ('[severity]\nflash = "2m"', ":2: severity.flash: expected a table of its own, under [severity.NAME]"),
        ('[[rules]]\nid = "a"', ":1: rules: unknown table; did you mean rule?"),
        ('[[channel]]\nid = "x"\nkind = "terminal"\nosc = 9', ":4: channel[0].osc: expected one of auto, 9, 99, 777, off, in"),
        (MATCH + 'raise = [{ severity = "flash", origins = "2" }]', "origins: expected a whole number, got a string"),
        ('[operator.ana]\nquiet = ["23-6"]', ':2: operator.ana.quiet[0]: expected from when until when, such as "23:00-06:00"'),
        ('[operator.ana]\nquiet = ["06:00-06:00"]', 'is no time at all; the whole day is "00:00-24:00"'),
        (
            '[operator.ana]\nquiet = ["23:00-06:00"]\nzone = "Europe/Kiyv"',
            ':3: operator.ana.zone: no zone "Europe/Kiyv"; did you mean Europe/Kyiv?',
        ),
        ('[operator.ana]\nmin_severity = "loud"', ":2: operator.ana.min_severity: expected one of flash, urgent,"),
        ('operator = "ana"', ":1: operator: expected tables with a name, each under [operator.NAME]"),
        ('[[channel]]\nid = "x"\nkind = "mail"', "channel[0].kind: expected one of terminal, webhook, command, apprise, file"),
        ('[[channel]]\nid = "x"\nkind = "webhook"\nurl = "https://a.org"\nargv = ["x"]', "argv: is for kind command; webhook"),
        ('[[channel]]\nid = "to day"\nkind = "terminal"', ":2: channel[0].id: expected 1 to 40 of a-z, A-Z, 0-9, _ and -"),
        (HOOK.replace('"duty"', '"дежурный"'), ":2: channel[0].id: expected 1 to 40 of a-z"),
        (HOOK.replace('"duty"', '"duty.1"'), ":2: channel[0].id: expected 1 to 40 of a-z"),
        ('[[channel]]\nid = "desk"\nkind = "file"\npath = "/tmp/x"', ":2: channel[0].id: desk is the desks' own channel"),
        (HOOK + 'flood = "many"', ':6: channel[0].flood: expected how many in how long, such as "10 per 10m", got \'many\''),
        (HOOK + 'min_severity = "high"', ":6: channel[0].min_severity: expected one of flash, urgent, notice, info"),
        (HOOK + 'timeout = "9m"', ":6: channel[0].timeout: expected 1s to 1m"),
        ('[[channel]]\nid = "x"\nkind = "command"\nargv = []', ":4: channel[0].argv: expected a list of length >= 1"),
        ('[[channel]]\nid = "x"\nkind = "file"\npath = "alerts"', 'path: expected a path from the root, or from home'),
        (HOOK.replace("hooks.example", "127.0.0.1:81"), ":4: channel[0].url: is in a private network; allow_private = true"),
        (HOOK.replace("hooks.example", "mailhost"), ":4: channel[0].url: is in a private network; allow_private = true"),
        (HOOK.replace("https:", "ftp:"), ":4: channel[0].url: expected an http or https address"),
        ('[heartbeat]\nurl = "http://10.0.0.1/"', ":2: heartbeat.url: is in a private network"),
        ('[heartbeat]\nevery = "1s"', ":2: heartbeat.every: expected at least 10s"),
        ('[metrics]\nfile = "feint.prom"', ':2: metrics.file: expected a path from the root, or from home'),
    ],
)  # fmt: skip
def test_a_mistake_names_its_place_and_what_mends_it(tmp_path: Path, text: str, expected: str) -> None:
    assert expected in mistakes(tmp_path, text)[0]


@pytest.mark.parametrize(
    "text",
    [
        HOOK.replace('"env:DUTY"', '"canary"'),
        HOOK + 'old_secret = "canary"',
        HOOK.replace("hooks.example", "me:canary@hooks.example"),
        '[[channel]]\nid = "x"\nkind = "apprise"\nurls = "tgram://canary/1"',
    ],
)
def test_a_secret_in_the_text_is_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    (told,) = mistakes(tmp_path, text)
    assert '"env:' in told
    assert "canary" not in told


def test_mistakes_in_one_table_are_told_together(tmp_path: Path) -> None:
    assert [line.split(": ")[1] for line in mistakes(tmp_path, MATCH + 'kinds = ["wire"]\nquerry = "x"\nto = 3')] == [
        "rule[0].kinds",
        "rule[0].querry",
        "rule[0].to",
    ]


def test_the_words_of_the_tables_are_those_of_the_rooms() -> None:
    assert get_args(config_words.Group) == get_args(alerts.rules.Group)
    assert get_args(config_words.Change) == get_args(alerts.rules.Change)
    assert set(OWN_RULES) == {FEED_GONE, OFFLINE, DISK_FULL, CHANNEL_OFF}


@pytest.mark.parametrize("written", ["", "10", "0 per 10m", "10 per", "10 per 10", "10 per 0s", "-1 per 10m"])
def test_a_pace_that_cannot_be_read_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="how many in how long"):
        pace(written)


def test_hours_may_pass_midnight_and_end_with_the_day() -> None:
    assert (hours("23:00-06:00"), hours("00:00-24:00")) == ((1_380, 360), (0, 1_440))
    for wrong in ("24:00-06:00", "6:00-7:00", "06:60-07:00", "٠٦:00-07:00"):
        with pytest.raises(ValueError, match="from when until when"):
            hours(wrong)
