"""`feint rules`: what the config's rules are, what one would have raised, and what it missed."""

import sys
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

import click

from feint.cli.files import Files, file_options
from feint.cli.moments import moment, now_ms
from feint.cli.numbers import at_least
from feint.cli.plain import form_options, plain

if TYPE_CHECKING:
    from alerts.backfill import Missing
    from alerts.rules import Rule, Rules

_WEEK_MS = 7 * 86_400_000
_SHOWN = 10
_ONE_BY_ONE = click.option(
    "--limit", type=int, default=_SHOWN, callback=at_least(0), metavar="N", help=f"Show the first N; else {_SHOWN}."
)


@click.group("rules", invoke_without_command=True, short_help="List the rules, try one out, bring in what it missed.")
@file_options
@form_options()
@click.pass_context
def rules_command(context: click.Context, files: Files, form: str | None) -> None:
    """List the rules: id, kind, severity, revision, since when a collector goes by it, alerts of 7 days, channels.

    A revision with a * is not the one that the config has by now: a collector takes it over when it starts.

    \b
      feint rules
      feint rules test withdrawal-claimed --since 14d
      feint rules test truce --config new.toml
      feint rules backfill truce --since 2d
    """
    context.obj = files
    if context.invoked_subcommand is not None:
        return
    from feint.cli import rules_lines
    from storage.alerting import revisions
    from storage.file.readonly import reading

    rules = files.rules
    with reading(files.database) as connection:
        latest, from_ms = revisions.latest(connection), now_ms() - _WEEK_MS
        rows = [
            rules_lines.Listed(rule, latest.get(rule.id), revisions.raised_since(connection, rule.id, from_ms))
            for rule in rules.rules
        ]
    shown = rules_lines.as_json(rows) if form == "json" else rules_lines.listed(rows, plainly=form == "plain")
    for line in shown:
        click.echo(line)


@rules_command.command("test", short_help="Say what a rule would have raised.")
@file_options
@click.argument("rule_id", metavar="RULE")
@click.option(
    "--since",
    "from_ms",
    default="14d",
    callback=moment,
    metavar="WHEN",
    help="How far back: 14d (ago, what is meant without it) or 2026-11-21 (UTC).",
)
@_ONE_BY_ONE
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def test_command(files: Files, rule_id: str, from_ms: int, limit: int, as_json: bool) -> None:
    """Say what a rule would have raised of what is stored, a day at a time, how often it would have rung, and why.

    It is tried by itself, on items as they stand today, with an operator who acknowledges within two minutes and resolves twenty
    minutes later. Nothing is written, nothing rings; the rule may stand in a config that no collector knows.

    \b
      feint rules test withdrawal-claimed
      feint rules test truce --since 3d --config new.toml
    """
    from alerts import trial
    from alerts.rules import Altered
    from feint.cli import rules_lines

    rules = files.rules
    rule = _named(rules, rule_id)
    if isinstance(rule.when, Altered):
        raise click.UsageError(f"{rule_id} raises nothing of its own: it rings the alerts of other rules")
    done = trial.tried(files.database, rules, rule, from_ms, now_ms(), _progress())
    lines = [rules_lines.trial_json(rule, done, limit)] if as_json else rules_lines.trial(rule, done, limit)
    for line in lines:
        click.echo(line)


@rules_command.command("backfill", short_help="Raise what a rule missed, silently.")
@file_options
@click.argument("rule_id", metavar="RULE")
@click.option(
    "--since", "from_ms", required=True, callback=moment, metavar="WHEN", help="How far back: 2d (ago) or 2026-11-21."
)
@click.option("--source", metavar="NAME", help="Of what one source brought.")
@_ONE_BY_ONE
@click.option("--yes", is_flag=True, help="Raise them without asking.")
@click.option("--operator", metavar="NAME", help="Who you are; else $FEINT_OPERATOR, else your login.")
def backfill_command(
    files: Files, rule_id: str, from_ms: int, source: str | None, limit: int, yes: bool, operator: str | None
) -> int:
    """Raise the alerts of a rule for what came before there was the rule, or with the first poll of a source: they ring for nobody.

    They stand in the list as new, grow, and ring for what is news from then on. What has an alert of the rule already, open or
    closed, gets no other one.

    \b
      feint rules backfill truce --since 2d
      feint rules backfill withdrawal-claimed --since 30d --source TASS --yes
    """
    from alerts import backfill
    from alerts.rules import Altered, Rate, Silence
    from feint.cli import rules_lines
    from feint.operator import operator_name

    name = operator_name(operator)
    rules = files.rules
    rule = _named(rules, rule_id)
    if isinstance(rule.when, Altered | Rate | Silence):
        raise click.UsageError(f"{rule_id} asks what is so now: of the past it can raise nothing")
    sources = () if source is None else (_source(files, source),)
    found = backfill.missing(files.database, rules, rule, from_ms, now_ms(), sources, _progress())
    if found.is_cut:
        raise click.UsageError(
            f"{rule_id} has missed more than {backfill.MOST:,} alerts: give a later --since, or a --source"
        )
    for line in rules_lines.missing(rule, found, limit):
        click.echo(line)
    if not found.alerts or not (yes or _agreed()):
        return 0
    alert_ids = _bring_in(files, rules, rule, found, name)
    click.echo(f"raised {rules_lines.counted(len(alert_ids), 'alert')}, without ringing")
    return 0


def _bring_in(files: Files, rules: "Rules", rule: "Rule", found: "Missing", operator: str) -> list[int]:
    """Raise them one by one, each in a transaction of its own: the collector never waits for long."""
    from functools import partial

    from alerts import backfill
    from storage.acting.committing import Committing

    alert_ids: list[int] = []
    with closing(Committing(files.database)) as committing:
        for each in found.alerts:
            firings = found.firings[each.fingerprint]
            if alert_id := committing.do(partial(backfill.bring_in, rules=rules, firings=firings, now_ms=now_ms())):
                alert_ids.append(alert_id)
        committing.do(partial(backfill.note, operator=operator, rule=rule.id, alert_ids=alert_ids, now_ms=now_ms()))
    return alert_ids


def _agreed() -> bool:
    if sys.stdin.isatty():
        return click.confirm("Raise them?", err=True)
    click.echo("nothing was raised; --yes raises them", err=True)
    return False


def _named(rules: "Rules", rule_id: str) -> "Rule":
    from feint.config_reading import nearest

    if rule := rules.rule(rule_id):
        return rule
    known = [rule.id for rule in rules.rules]
    raise click.UsageError(plain(f'the config has no rule "{rule_id}"{nearest(rule_id, known)}'))


def _source(files: Files, name: str) -> int:
    """The number of a source."""
    from feint.config_reading import nearest
    from storage.file.readonly import reading

    with reading(files.database) as connection:
        known = {row["name"]: int(row["id"]) for row in connection.execute("SELECT id, name FROM source")}
    if name in known:
        return known[name]
    raise click.UsageError(plain(f'there is no source "{name}"{nearest(name, list(known))}'))


def _progress() -> Callable[[int, int], None]:
    """A count on a terminal, which goes when the work is done; silence otherwise."""
    if not sys.stderr.isatty():
        return lambda done, of: None
    return lambda done, of: click.echo(
        f"\r\x1b[K{done:,} of {of:,} items" if done < of else "\r\x1b[K", nl=False, err=True
    )
