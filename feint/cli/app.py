"""The words of the command line. A command's module is imported when it is called, so `feint --help` stays quick."""

import gc
import importlib
import io
import os
import sys

import click

from feint.cli.files import Files, file_options
from feint.cli.on_desk import on_desk

_COMMANDS: dict[str, tuple[str, str]] = {
    "desk": ("desk", "Open the desk (what `feint` alone does)."),
    "collect": ("collect", "Poll the feeds without a screen."),
    "items": ("lists", "List items, newest first."),
    "stories": ("lists", "List stories, the one that grew last first."),
    "quotes": ("lists", "List quotes with their speakers."),
    "alerts": ("lists", "List alerts, the one that changed last first."),
    "sources": ("lists", "List sources and how they fare."),
    "search": ("search", "Search titles and texts, archived months included."),
    "query": ("query", "Say what the query language knows, or what is wrong with a query."),
    "rules": ("rules", "List the rules, try one out, bring in what it missed."),
    "channels": ("channels", "List who is told of alerts; send a test; switch one on again."),
    "log": ("log", "Read the log, add a line to it, prove that nobody has changed it."),
    "report": ("report", "Say how often alerts rang, and how soon somebody answered."),
    "tail": ("tail", "Print what comes, as it comes: for screen readers, logs, scripts."),
    "speakers": ("speakers", "Say whom the desk knows by name and by office."),
    "analyze": ("language", "Say how a text is tagged, and why."),
    "lexicon": ("lexicon", "Test, compare and look up what the classifier goes by."),
    "match": ("language", "Decide whether two texts are one story, or one quote."),
    "parse": ("parse", "Read feed files and show what is in them."),
    "check": ("check", "Check config and lexicon: what is wrong, where, how to mend it."),
    "add": ("add", "Find a page's feed, show it, and make it a source."),
    "import": ("opml", "Take sources from another reader's list, or an exported database."),
    "export": ("export", "Write the sources, operators' corrections, or the whole database."),
    "backup": ("backup", "Write a consistent copy of the database, also while it is in use."),
    "restore": ("restore", "Put a backup in the database's place."),
    "demo": ("demo", "Try the whole desk offline: a crisis day replayed at speed."),
    "doctor": ("doctor", "Look at terminal, file, clock, collector and every feed."),
}
"""Name -> (module of feint.cli, help), in the order of the help page."""
HELPS = {name: help for name, (_, help) in _COMMANDS.items()}
_YOUNG = 10_000
"""Objects made before the collector of garbage looks at them: trees of entries are made and dropped by the thousand."""


class _Lazy(click.Group):
    """A group that knows its commands' names and helps without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the table's order."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command's module and take the command from it."""
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"feint.cli.{_COMMANDS[cmd_name][0]}")
        if cmd_name != "desk":
            gc.freeze()  # what was imported stays; to look through it again and again is for nothing
            gc.set_threshold(_YOUNG)
            gc.enable()
        command = getattr(module, f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take the first word for a command; of one that there is not, say which one it is near."""
        if args[0] not in _COMMANDS:
            from difflib import get_close_matches

            near = get_close_matches(args[0], _COMMANDS, n=1)
            raise click.UsageError(
                f"No such command {args[0]!r}" + (f"; did you mean {near[0]}?" if near else "."), ctx
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of the help page, from our own lines."""
        with formatter.section("Commands"):
            formatter.write_dl(list(HELPS.items()))


@click.group(cls=_Lazy, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@file_options
@click.version_option(package_name="feint")
@click.pass_context
def feint(context: click.Context, files: Files) -> int:
    """Watch news feeds for withdrawal and escalation: who claims, doubts, denies.

    \b
      feint demo                 try it offline
      feint                      open the desk, on ./config.toml
      feint collect              only collect, on a server; look with `feint` there
      feint COMMAND --help       what a command does, with examples
    """
    context.obj = files
    if context.invoked_subcommand is not None:
        return 0
    command = feint.get_command(context, "desk")
    assert command is not None
    ended: int = context.invoke(command)
    return ended


def run(words: list[str]) -> int:
    """Run `words`; returns the exit code: 0 done, 1 something failed, 2 the words, config or file are wrong."""
    os.umask(0o077)  # what a desk has read and written is nobody else's business
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Half a surrogate pair, from JSON or in a file's name, goes out as JSON writes it, not as a traceback.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        result = feint.main(words, prog_name="feint", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (BrokenPipeError, SystemExit):
        # Whoever read our output has seen enough: `feint items --json | head`. (click makes a SystemExit of it.)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if _is_known(error):
            print(f"feint: {error}", file=sys.stderr)
            return 2
        if not on_desk():
            raise
        # Where it broke is nothing for a desk's page; a shell shows it.
        fault = " ".join(f"{type(error).__name__}: {error}".split())
        print(f"feint: {fault}: a fault of feint's own; the same words in a shell show where", file=sys.stderr)
        return 1


def _is_known(error: Exception) -> bool:
    """Is it one of the errors that say all there is to say in their own words?

    By name, for their modules are loaded only by the commands that can raise them.
    """
    names = {kind.__name__ for kind in type(error).__mro__}
    return bool(names & {"ConfigError", "StoreError", "QueryError", "LexiconError", "KeyConflict"})
