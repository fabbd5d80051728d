"""`feint channels`: how each fares, a test notice to one, and one that was turned off on again."""

import asyncio
import json
from contextlib import closing
from pathlib import Path

import pytest

from alerts import health
from alerts.rules import Rules
from feint.cli.app import run
from storage.alerting import channels, outbox
from storage.file import sqlite
from tests.feint.desk import Desk
from tests.feint.outgoing import notice
from tests.feint.receiver import Receiver, answers, receiving
from tests.storage import fresh

NOW_MS = 1_790_000_000_000
DUTY = '[[channel]]\nid = "duty"\nkind = "webhook"\nurl = "{url}"\nallow_private = true\nsecret = "env:DUTY"\n'


class Said:
    """Runs a command in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def lines(self, desk: Desk, *words: str, code: int = 0) -> list[str]:
        assert run(["--config", str(desk.config), "--database", str(desk.database), *words]) == code
        out, err = self._capsys.readouterr()
        return (out + err).splitlines()


@pytest.fixture
def feint(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Said:
    monkeypatch.setenv("DUTY", "a key that nobody sees")
    monkeypatch.setenv("FEINT_OPERATOR", "ana")
    return Said(capsys)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with one channel to a server, and no collector yet."""
    made = Desk(tmp_path)
    made.config.write_text(DUTY.format(url="http://127.0.0.1:9/hook"), "utf-8")
    fresh.ready(made.database)
    return made


def turned_off(desk: Desk) -> None:
    """A collector has sent one notice in vain, and the receiver has said 410; two wait."""
    with closing(sqlite.connect(desk.database, "collector")) as connection, sqlite.transaction(connection):
        channels.configure(connection, {"duty": "x"})
        for _ in range(3):
            notice(connection, "duty", at_ms=NOW_MS)
        outbox.settle(connection, 1, "failed", "HTTP 410", NOW_MS)
        channels.turn_off(connection, "duty", "HTTP 410", NOW_MS)
        health.channel_off(connection, Rules(), "duty", "HTTP 410", NOW_MS)


def tried(feint: Said, desk: Desk, status: int, body: bytes = b"", code: int = 0) -> tuple[list[str], Receiver]:
    """A test notice to a server that answers so."""

    async def trying() -> tuple[list[str], Receiver]:
        async with receiving(answers(status, body)) as receiver:
            desk.config.write_text(DUTY.format(url=receiver.url()), "utf-8")
            return await asyncio.to_thread(feint.lines, desk, "channels", "test", "duty", code=code), receiver

    return asyncio.run(trying())


def test_each_channel_is_listed_with_the_desks_own_first(desk: Desk, feint: Said) -> None:
    assert [line.split() for line in feint.lines(desk, "channels")] == [
        ["CHANNEL", "KIND", "STATE", "WAITING", "FAILED", "LAST", "ANSWER"],
        ["desk", "terminal", "on", "-", "-", "-"],
        ["duty", "webhook", "new", "-", "-", "-"],
    ]


def test_one_that_is_off_says_since_what_answer_and_how_much_waits(
    desk: Desk, feint: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    turned_off(desk)
    monkeypatch.setattr("feint.cli.channels.now_ms", lambda: NOW_MS + 60_000)
    _, _, duty, why = feint.lines(desk, "channels")
    assert duty.split() == ["duty", "webhook", "off", "2", "1", "2026-09-21", "14:13Z", "failed:", "HTTP", "410"]
    assert why.strip() == "HTTP 410"
    assert feint.lines(desk, "channels", "--plain")[1] == (
        "duty  webhook  off  HTTP 410  2 waiting  1 failed in 7 days  last 2026-09-21 14:13Z failed: HTTP 410"
    )
    told = json.loads(feint.lines(desk, "channels", "--json")[1])
    assert told["state"] == "off"
    assert told["last"] == {"at": "2026-09-21T14:13:20Z", "state": "failed", "receipt": "HTTP 410"}


def test_an_answer_shows_nothing_that_a_terminal_would_obey(desk: Desk, feint: Said) -> None:
    turned_off(desk)
    with closing(sqlite.connect(desk.database, "collector")) as connection:
        connection.execute("UPDATE outbox SET receipt = 'no \x1b[2J' WHERE id = 1")
        connection.execute("UPDATE channel SET trouble = 'no \x1b[2J'")
    for form in ((), ("--plain",), ("--json",)):
        assert "\x1b" not in "".join(feint.lines(desk, "channels", *form))


def test_a_test_is_one_signed_notice_that_says_what_it_is(desk: Desk, feint: Said) -> None:
    before = desk.database.read_bytes()
    lines, receiver = tried(feint, desk, 200, b"thank you")
    assert lines == ["duty: taken: thank you"]
    (posted,) = receiver.posted
    told = json.loads(posted.body)
    assert told["notification_reason"] == "test"
    assert told["said"] == "a test by ana: nothing has happened"
    assert told["delivery"] == posted.headers["webhook-id"]
    assert told["delivery"].startswith("test:")
    assert posted.headers["webhook-signature"].startswith("v1,")
    assert desk.database.read_bytes() == before


@pytest.mark.parametrize("status", [302, 404, 410, 503])
def test_a_test_that_is_not_taken_fails_and_is_not_tried_again(status: int, desk: Desk, feint: Said) -> None:
    (line,), receiver = tried(feint, desk, status, code=1)
    assert line.startswith(f"duty: not taken: HTTP {status}")
    assert len(receiver.posted) == 1


def test_a_test_names_the_variable_that_is_missing_and_never_a_secret(
    desk: Desk, feint: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DUTY")
    (line,) = feint.lines(desk, "channels", "test", "duty", code=1)
    assert line == "duty: not taken: $DUTY: the environment has no such variable"


@pytest.mark.parametrize("command", ["test", "on"])
def test_only_what_the_collector_sends_by_can_be_tried_or_switched(command: str, desk: Desk, feint: Said) -> None:
    assert feint.lines(desk, "channels", command, "dutty", code=2)[-1].endswith("did you mean duty?")
    assert "rings on open desks" in feint.lines(desk, "channels", command, "desk", code=2)[-1]


def test_one_that_was_turned_off_is_sent_to_again_and_the_log_says_who_did_it(desk: Desk, feint: Said) -> None:
    turned_off(desk)
    assert feint.lines(desk, "channels", "on", "duty") == ["duty: is sent to again"]
    assert feint.lines(desk, "channels")[2].split()[2] == "on"
    line = desk.one("SELECT operator, detail FROM event WHERE act = 'switched on'")
    assert line == {"operator": "ana", "detail": "duty: is sent to again"}
    assert desk.one("SELECT state FROM alert WHERE rule = 'channel-off'") == {"state": "resolved"}
    assert feint.lines(desk, "channels", "on", "duty") == ["duty: is not off"]


def test_doctor_names_the_channel_that_is_off_and_what_switches_it_on(
    desk: Desk, feint: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    turned_off(desk)
    (wrong,) = [line for line in feint.lines(desk, "doctor", code=1) if line.split()[1] == "channel"]
    assert wrong.startswith("WRONG")
    assert wrong.endswith("duty is off: HTTP 410; `feint channels on duty` sends to it again")
    feint.lines(desk, "channels", "on", "duty")
    assert not [line for line in feint.lines(desk, "doctor") if line.split()[1] == "channel"]
