"""`feint speakers`: whom the desk knows, and what they are called."""

import json
import time
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from feint.cli.files import Files, config_alone
from feint.cli.plain import plain

if TYPE_CHECKING:
    from feint.speakers.profiles import Called, Profile


@click.command("speakers", short_help="Say whom the desk knows by name and by office.")
@config_alone
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.argument("name", required=False)
def speakers_command(files: Files, as_json: bool, name: str | None) -> int:
    """List whom a collector will know by name at its next start: the speakers of the config ([[speaker]]), public offices
    and who holds them, bodies such as ministries. Each with kind, office and side ([sides] in the config).

    With NAME, all that those are called who go by it: since when, until when, and whether the config or the list of offices
    says so.

    \b
      feint speakers
      feint speakers "NATO secretary general"
      feint speakers --json Lavrov
    """
    from feint.speakers.listed import known
    from feint.speakers.nearest import nearest
    from feint.speakers.profiles import named, profiles

    everybody = profiles(known(files.config), time.time_ns() // 1_000_000)
    found = named(name, everybody) if name else everybody
    if not found and name:
        near = nearest(name, [called for each in everybody for called in (each.name, *(a.alias for a in each.aliases))])
        click.echo(plain(f'nobody is called "{name}"' + (f"; near are {', '.join(near)}" if near else "")), err=True)
        return 1
    for each in found:
        for line in (
            [json.dumps(asdict(each), ensure_ascii=False)] if as_json else _lines(each, in_full=name is not None)
        ):
            click.echo(line)
    return 0


def _lines(profile: "Profile", *, in_full: bool) -> Iterator[str]:
    from feint.cli.columns import aligned

    office = ", ".join(filter(None, (profile.role, profile.org if profile.org != profile.name else "")))
    yield "  ".join(filter(None, (profile.name, profile.kind, office, profile.side)))
    if in_full:
        yield from aligned([("", called.alias, _when(called), called.by) for called in profile.aliases])


def _when(called: "Called") -> str:
    if called.since is None and called.until is None:
        return "always"
    return f"{called.since or '…'} to {called.until or 'now'}"
