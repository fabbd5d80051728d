"""`feint demo`: the whole desk on a crisis day of our own making, without a network."""

import tempfile
from pathlib import Path

import click

from feint.cli.files import Files, neither_file
from feint.cli.numbers import between


@click.command("demo", short_help="Try the whole desk offline: a crisis day replayed at speed.")
@neither_file
@click.option(
    "--speed",
    type=float,
    callback=between(1, 10_000),
    metavar="N",
    help="N seconds of the day in each second; else the day lasts ten minutes.",
)
@click.option("--ascii", "ascii_only", is_flag=True, help="Draw with plain ASCII.")
@click.pass_context
def demo_command(context: click.Context, files: Files, speed: float | None, ascii_only: bool) -> int:
    """Open a desk on an invented crisis day: outlets, ministries, a wire and its copies, an edit, a dead and a hostile feed.

    Everything runs on this machine and is thrown away at the end; your own config and database stay out of it.

    \b
      feint demo
      feint demo --speed 120
    """
    from feint.cli.desk import desk_command
    from feint.demo.day import load_day
    from feint.demo.desk import demo_config
    from feint.demo.server import DemoServer

    day = load_day()
    with tempfile.TemporaryDirectory(prefix="feint-demo-") as folder, DemoServer(day, speed) as server:
        config = Path(folder) / "demo.toml"
        config.write_text(demo_config(server.port, day), encoding="utf-8")
        context.obj = Files(config, Path(folder) / "demo.db")
        result: int = context.invoke(desk_command, ascii_only=ascii_only)
        return result
