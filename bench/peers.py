"""feint and the readers that it is measured beside, each as it is documented, each in a folder of its own."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from bench.farm import config_of


class Feint:
    """`feint collect --once`, start-up, workers, tags, quotes, stories and search index included."""

    def __init__(self, folder: Path, urls: Sequence[str], timeout: str = "30s") -> None:
        config, self.database = folder / "feint.toml", folder / "feint.db"
        config.write_text(config_of(urls, timeout))
        self._program = (sys.executable, "-m", "feint")
        self._files = ("--config", str(config), "--database", str(self.database))
        self.command = (*self._program, "collect", "--once", *self._files)
        self.environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}

    def sources(self) -> dict[str, dict[str, object]]:
        """What `feint sources` lists, by URL."""
        command = (*self._program, "sources", "--json", *self._files)
        listed = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=self.environment).stdout
        return {source["url"]: source for source in map(json.loads, listed.splitlines())}

    def items(self) -> int:
        """Count the table of items."""
        return _count(self.database, "item")

    def disk_bytes(self) -> int:
        """The database with its log."""
        return _size(self.database)


class Newsboat:
    """newsboat without its screen, with 10 threads."""

    def __init__(self, folder: Path, urls: Sequence[str]) -> None:
        config, list_of_urls, self._cache = folder / "config", folder / "urls", folder / "cache.db"
        config.write_text("reload-threads 10\n")
        list_of_urls.write_text("".join(f"{url}\n" for url in urls))
        files = ("-C", str(config), "-u", str(list_of_urls), "-c", str(self._cache))
        self.command = ("newsboat", "-q", *files, "-x", "reload")
        self.environment = _at_home(folder)

    def items(self) -> int:
        """Count the cache's table of items."""
        return _count(self._cache, "rss_item")

    def disk_bytes(self) -> int:
        """The cache with its log."""
        return _size(self._cache)


class Sfeed:
    """sfeed_update with 16 jobs at a time; it makes no conditional requests."""

    def __init__(self, folder: Path, urls: Sequence[str]) -> None:
        self._feeds = folder / "feeds"
        self._feeds.mkdir()
        feeds = "".join(f"\tfeed 'feed {n}' '{url}'\n" for n, url in enumerate(urls))
        config = folder / "sfeedrc"
        config.write_text(f"sfeedpath='{self._feeds}'\nmaxjobs=16\nfeeds() {{\n{feeds}}}\n")
        self.command = ("sfeed_update", str(config))
        self.environment = _at_home(folder)

    def items(self) -> int:
        """Count the lines of its TSV files: one an item."""
        return sum(file.read_bytes().count(b"\n") for file in self._feeds.iterdir())

    def disk_bytes(self) -> int:
        """All its TSV files."""
        return sum(file.stat().st_size for file in self._feeds.iterdir())


Peer = Feint | Newsboat | Sfeed
PEERS: Mapping[str, type[Peer]] = {"feint": Feint, "newsboat": Newsboat, "sfeed": Sfeed}
_PROGRAMS = {"newsboat": "newsboat", "sfeed": "sfeed_update"}


def installed() -> list[str]:
    """Name the peers that can run here, and say which can't."""
    absent = [name for name, program in _PROGRAMS.items() if shutil.which(program) is None]
    for name in absent:
        print(f"{name}: not installed (apt install {name}), skipped")
    return [name for name in PEERS if name not in absent]


def _at_home(folder: Path) -> dict[str, str]:
    """An environment in which a reader finds nothing of its user's and leaves nothing there."""
    home = str(folder)
    return {"PATH": os.environ["PATH"], "HOME": home, "TMPDIR": home, "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}


def _count(database: Path, table: str) -> int:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        count: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return count


def _size(database: Path) -> int:
    return sum(file.stat().st_size for file in database.parent.glob(f"{database.name}*"))
