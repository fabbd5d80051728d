"""`feint report`: the figures of a watch, for a person at 80 columns and for scripts."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from feint.cli import report
from feint.cli.app import run
from storage.acting import acts as acting
from tests.storage.alerted import raised, told
from tests.storage.desk import HOUR_MS, MINUTE_MS, Desk, open_desk

CONFIG = '[alerts]\ncooldown = "1m"\n[severity.urgent]\nrenotify = "3m"\n[[source]]\nurl = "https://feeds.example/0"\n'


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    (tmp_path / "config.toml").write_text(CONFIG, "utf-8")
    with open_desk(tmp_path / "desk.db") as desk:
        monkeypatch.setattr(acting, "_now", lambda: desk.now_ms)
        monkeypatch.setattr(report, "now_ms", lambda: desk.now_ms)
        yield desk


def said(desk: Desk, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    folder = desk.path.parent
    assert run(["report", *words, "--config", str(folder / "config.toml"), "--database", str(desk.path)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def watch(desk: Desk) -> None:
    """An hour in which three alerts rang: one answered in time, one late, one never."""
    ana = desk.acts("ana")
    ana.arrive(desk.now_ms)
    alerts = []
    for rule in ("leaving", "shells", "leaving"):
        alerts.append(raised(desk, rule, about=str(desk.now_ms)))
        told(desk, alerts[-1])
        desk.now_ms += MINUTE_MS
    told(desk, alerts[0], held="mute 1 by ana: drill")
    ana.set_alert_state(alerts[1:2], "acked")
    desk.now_ms += 3 * MINUTE_MS
    ana.set_alert_state(alerts[:1], "dismissed", reason="false positive")
    desk.commit(
        lambda run: run.execute(
            "INSERT INTO outbox(delivery, channel, severity, payload, made_ms, state, due_ms, done_ms)"
            " VALUES ('a', 'hook', 3, '', 0, 'failed', 0, ?)",
            (desk.now_ms,),
        )
    )
    desk.now_ms += 54 * MINUTE_MS
    ana.leave()


def test_each_figure_stands_on_a_line_with_its_name(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    watch(desk)
    lines = said(desk, capsys).splitlines()
    assert lines == [
        "2027-01-08 09:00Z to 2027-01-15 09:00Z",
        "alarms              3, from 3 new alerts",
        "per operator-hour   3.0, in 1.0 h with a desk open",
        "unattended          0",
        "worst ten minutes   3, from 2027-01-15 08:00Z",
        "answered            2 of 3: median 2m, 95 % within 6m",
        "answered late       1",
        "never answered      1",
        "noisiest rule       leaving, 2 of 3",
        "false positives     1 of 3 new alerts (33 %)",
        "held back           1 by mutes, 0 by other alerts",
        "deliveries          0 sent, 0 in digests, 1 failed  hook",
    ]
    assert max(map(len, lines)) < 80


def test_scripts_get_one_object(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    watch(desk)
    found = json.loads(said(desk, capsys, "--json"))
    assert found["alarms_per_operator_hour"] == 3.0
    assert (found["answered_median_s"], found["answered_p95_s"], found["answered_late"]) == (120.0, 360.0, 1)
    assert found["noisiest_rule"] == "leaving"
    assert found["channels"] == [{"channel": "hook", "sent": 0, "failed": 1, "digested": 0}]


def test_where_nobody_was_it_says_so_and_where_nothing_rang_it_names_no_rule(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    told(desk, raised(desk))
    desk.now_ms += HOUR_MS
    lines = dict(line.split(maxsplit=1) for line in said(desk, capsys).splitlines()[1:])
    assert lines["per"] == "operator-hour   nobody had a desk open"
    desk.now_ms += 8 * 24 * HOUR_MS
    assert "noisiest" not in said(desk, capsys)
    empty = json.loads(said(desk, capsys, "--json"))
    assert (empty["alarms_per_operator_hour"], empty["noisiest_rule"], empty["answered_p95_s"]) == (None, None, None)
