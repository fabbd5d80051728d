"""`feint doctor` says how an alert would make itself heard where it is run."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from feint.cli.doctor import doctor_command


def line(folder: Path, monkeypatch: pytest.MonkeyPatch, config: str, **environ: str) -> str:
    """What it says of alerts, in a terminal of this environment."""
    path = folder / "config.toml"
    path.write_text(config)
    for name in ("TMUX", "STY", "TERM_PROGRAM", "LC_TERMINAL", "KITTY_WINDOW_ID", "WT_SESSION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("feint.cli.doctor.on_desk", lambda: True)
    for name, value in {"FEINT_OPERATOR": "ana", **environ}.items():
        monkeypatch.setitem(os.environ, name, value)
    words = ["--config", str(path), "--database", str(folder / "none.db")]
    lines = CliRunner().invoke(doctor_command, words).output
    return " ".join(lines.split())


def test_it_names_the_sequence_that_the_terminal_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = line(tmp_path, monkeypatch, "", TERM="xterm-kitty")
    assert "ok alerts ring by BEL and the title, and a desktop notice (OSC 99)" in said


def test_it_says_why_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = line(tmp_path, monkeypatch, "[desk]\nbell = false", TERM="screen", STY="1.pts")
    assert "note alerts ring by no BEL (the config has it off) and the title, but no desktop notice: screen" in said
