"""The demo's config file: a desk for the day, with a source for each of its outlets."""

import json
from pathlib import Path

from feint.demo.day import Day, Outlet

DESK_FILE = Path(__file__).with_name("desk.toml")
LEXICON_FILE = Path(__file__).with_name("lexicon.toml")
OFFICES_FILE = Path(__file__).with_name("offices.toml")


def demo_config(port: int, day: Day) -> str:
    """Write the config of a desk that reads a day's feeds from a port, as TOML."""
    sources = (_source(key, outlet, port) for key, outlet in day.outlet.items())
    lexicon = f"[lexicon]\nuser = {json.dumps(str(LEXICON_FILE))}\n"
    offices = f"[speakers]\noffices = {json.dumps(str(OFFICES_FILE))}\n"
    return "\n".join([DESK_FILE.read_text("utf-8"), lexicon, offices, *sources])


def _source(key: str, outlet: Outlet, port: int) -> str:
    # A server in trouble may cost its whole host a pause, so the dead feed goes by another name of the loopback.
    host = "localhost" if outlet.fault else "127.0.0.1"
    keys = {"url": f"http://{host}:{port}/{key}.xml", "name": outlet.name, "kind": outlet.kind, "grade": outlet.grade}
    keys |= {"family": outlet.name, "language": "en"} | ({"side": outlet.side} if outlet.side else {})
    # A JSON string of plain text is a TOML string too.
    return "\n".join(["[[source]]", *(f"{name} = {json.dumps(value)}" for name, value in keys.items()), ""])
