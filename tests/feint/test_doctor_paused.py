"""What `feint doctor` tells of a source that an operator has paused."""

from contextlib import closing
from pathlib import Path

from feint.cli.doctor_feeds import remembered
from feint.config import load
from storage.acting.acts import Acts
from tests.storage.desk import open_desk


def test_it_stands_among_the_feeds_that_are_not_well_and_is_not_polled(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("".join(f'[[source]]\nurl = "https://feeds.example/{n}"\n' for n in range(2)), "utf-8")
    with open_desk(tmp_path / "feint.db") as desk:
        paused = desk.source("Herald")
        desk.source("Wire")
        with closing(Acts(desk.path, "ana")) as acts:
            acts.pause([paused], True)
        told = remembered(load(config), desk.path, desk.now_ms)
    assert [(mark, about) for mark, about, _ in told] == [("note", "feed"), ("ok", "feed"), ("note", "feeds")]
    line = " ".join(told[0][2].split())
    assert line.startswith("Herald paused")
    assert "not polled paused by ana since 20" in line
    assert told[-1][2] == "1 ok, 1 paused"
