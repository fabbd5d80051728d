"""Commands, Apprise's child and files: what they are given, what they may cost, and how they end."""

import asyncio
import json
import os
import sys
from pathlib import Path
from time import monotonic

import pytest

from alerts.delivery import outcomes
from alerts.delivery.outcomes import Again, Ended, Fault, Reply, Tried
from feint.collector.delivering import apprise
from feint.collector.delivering.apprise import Apprise
from feint.collector.delivering.command import Command
from feint.collector.delivering.journal import Journal
from feint.config_alerts import AppriseChannel, CommandChannel, FileChannel
from feint.durations import Seconds

BODY = json.dumps({
    "delivery": "12:3:ticket", "v": 1, "severity": "urgent", "said": "2 origins say so",
    "alert": {"title": "Units leave the garrison", "rule": "leaving"},
    "evidence": [{"link": "https://paper.example/1"}, {"link": ""}],
})  # fmt: skip


async def _send(code: str, body: str = BODY) -> Reply:
    argv = (sys.executable, "-c", code)
    return await Command(CommandChannel(id="ticket", kind="command", argv=argv)).send("12:3:ticket", body)


async def test_a_command_reads_the_notice_and_its_first_line_is_the_receipt() -> None:
    code = "import json, sys; print(json.load(sys.stdin)['delivery'], '\\x1b[31m'); print('more')"
    assert await _send(code) == Ended(0, "12:3:ticket [31m")


async def test_its_exit_status_and_the_last_line_of_its_complaint_are_told() -> None:
    code = "import sys; print('one', file=sys.stderr); print('no such queue', file=sys.stderr); sys.exit(75)"
    assert await _send(code) == Ended(75, "", "no such queue")


async def test_no_shell_stands_between() -> None:
    command = Command(CommandChannel(id="ticket", kind="command", argv=("/bin/echo", "$HOME; id", "*")))
    assert await command.send("x", BODY) == Ended(0, "$HOME; id *")


async def test_its_environment_is_small_and_holds_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEINT_DUTY_SECRET", "hush")
    reply = await _send("import os; print(*sorted(os.environ))")
    assert isinstance(reply, Ended)
    assert set(reply.receipt.split()) <= {"PATH", "HOME", "LANG", "TZ", "LC_CTYPE"}


async def test_a_command_that_does_not_read_what_it_is_given_is_none_the_worse() -> None:
    assert await _send("", body=json.dumps({"said": "x" * 2_000_000})) == Ended(0)


async def _shell(code: str, timeout_s: float) -> Reply:
    argv = ("/bin/sh", "-c", code)
    command = Command(CommandChannel(id="ticket", kind="command", argv=argv, timeout_s=Seconds(timeout_s)))
    return await command.send("12:3:ticket", BODY)


async def test_at_its_time_limit_it_is_killed_with_all_that_it_has_started(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    began_s = monotonic()
    assert await _shell(f"sleep 60 & echo $$ $! > {pids}; wait", 0.3) == Fault("killed at its time limit of 0.3 s")
    assert monotonic() - began_s < 3
    assert [await _is_gone(int(pid)) for pid in pids.read_text().split()] == [True, True]


async def test_what_it_leaves_behind_with_its_pipes_open_is_killed_and_its_own_end_counts(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    assert await _shell(f"sleep 60 & echo $! > {pid}", 0.3) == Ended(0)
    assert await _is_gone(int(pid.read_text()))


async def test_a_stop_kills_what_is_under_way(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    code = f"import os, time; open({str(pid)!r}, 'w').write(str(os.getpid())); os.close(1); time.sleep(60)"
    sending = asyncio.create_task(_send(code))
    while not (pid.exists() and pid.read_text()):
        await asyncio.sleep(0.01)
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    assert sending.cancelled()
    assert await _is_gone(int(pid.read_text()))


async def test_a_command_that_never_stops_talking_is_stopped() -> None:
    code = "import os\nwhile True: os.write(1, b'x' * 65536)"
    assert await _send(code) == Fault("printed more than 1 MiB")


async def test_a_command_that_is_not_there_is_a_fault_that_somebody_can_set_right() -> None:
    command = Command(CommandChannel(id="ticket", kind="command", argv=("/nowhere/open-ticket",)))
    assert await command.send("x", BODY) == Fault("/nowhere/open-ticket: No such file or directory")


async def _is_gone(pid: int) -> bool:
    """Whether a process has ended; an orphan is reaped by whoever that falls to, so a zombie has."""
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        await asyncio.sleep(0.01)
    return False


FAKE = """
import os
class Apprise:
    def add(self, url):
        self.url = url
        print("added", url)
        return "://" in url
    def notify(self, title, body, body_format):
        assert body_format == "text"
        if self.url.startswith("dies"):
            raise RuntimeError(self.url)
        if self.url.startswith("hangs"):
            import time
            time.sleep(60)
        open(os.environ["HOME"] + "/told", "a").write(f"{self.url} {title} | {body!r}\\n")
        return not self.url.startswith("fails")
"""

SAYS_PROXIES = """
import os
with open(os.environ["HOME"] + "/told", "w") as told:
    told.write(f"{os.environ.get('https_proxy')} {os.environ.get('no_proxy')}")
raise ImportError
"""


@pytest.fixture(name="told")
def _told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library in Apprise's place that writes here what it is told."""
    (tmp_path / "apprise.py").write_text(FAKE)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{Path(__file__).parent.parent.parent}")
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path / "told"


async def _apprise(monkeypatch: pytest.MonkeyPatch, urls: str) -> Reply:
    monkeypatch.setenv("URLS", urls)
    return await Apprise(AppriseChannel(id="head", kind="apprise", urls="env:URLS")).send("12:3:head", BODY)


async def test_apprise_is_told_in_a_process_of_its_own(told: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await _apprise(monkeypatch, "mail://one tgram://TOKEN/two") == Ended(0, "2 of 2 addresses took it")
    assert told.read_text().splitlines() == [
        f"{url} URGENT Units leave the garrison | '2 origins say so\\nrule leaving\\nhttps://paper.example/1'"
        for url in ("mail://one", "tgram://TOKEN/two")
    ]
    assert "apprise" not in sys.modules


async def test_what_apprise_cannot_read_is_counted_and_not_quoted(told: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await _apprise(monkeypatch, "mail://one TOKEN") == Ended(
        75, "1 of 2 addresses took it; Apprise cannot read 1"
    )


@pytest.mark.parametrize(
    ("proxy", "meant"),
    [("", "http://theirs no.example"), ("http://ours", "http://ours None"), ("none", "None None")],
)
async def test_apprise_goes_by_the_way_of_the_collector(
    told: Path, monkeypatch: pytest.MonkeyPatch, proxy: str, meant: str
) -> None:
    (told.parent / "apprise.py").write_text(SAYS_PROXIES)
    monkeypatch.setenv("HTTPS_PROXY", "http://theirs")
    monkeypatch.setenv("NO_PROXY", "no.example")
    monkeypatch.setenv("URLS", "mail://one")
    await Apprise(AppriseChannel(id="head", kind="apprise", urls="env:URLS"), proxy).send("12:3:head", BODY)
    assert told.read_text() == meant


async def test_where_not_everybody_took_it_it_is_told_again(told: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await _apprise(monkeypatch, "mail://one fails://two") == Ended(75, "1 of 2 addresses took it")


async def test_a_library_that_dies_lets_no_address_out(
    told: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    reply = await _apprise(monkeypatch, "dies://TOKEN")
    assert "TOKEN" not in str(reply) + "".join(capfd.readouterr())
    assert reply == Ended(75, "0 of 1 addresses took it")


async def test_a_library_that_hangs_is_killed(told: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apprise, "TIMEOUT_S", 0.2)
    assert await _apprise(monkeypatch, "hangs://") == Fault("killed at its time limit of 0.2 s")


async def test_without_apprise_the_channel_says_how_to_get_it(told: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (told.parent / "apprise.py").write_text("raise ImportError")
    assert await _apprise(monkeypatch, "mail://one") == Fault("apprise is not installed: pip install 'feint[apprise]'")


def test_a_digest_is_worded_by_its_gravest() -> None:
    digest = {
        "severity": "urgent", "said": "40 more notices: burst 30", "gravest": [
            {"severity": "urgent", "rule": "leaving", "title": "Units leave"},
        ],
    }  # fmt: skip
    assert apprise.worded(digest) == ("URGENT feint", "40 more notices: burst 30\nurgent leaving: Units leave")


def _journal(path: Path) -> Journal:
    return Journal(FileChannel(id="log", kind="file", path=str(path)))


async def test_a_file_gets_a_line_for_each_notice(tmp_path: Path) -> None:
    path = tmp_path / "notices.jsonl"
    assert await _journal(path).send("1", '{"n":1}') == Ended(0, "byte 0")
    assert await _journal(path).send("2", '{"n":2}') == Ended(0, "byte 8")
    assert path.read_text() == '{"n":1}\n{"n":2}\n'
    assert path.stat().st_mode & 0o777 == 0o600


async def test_a_line_that_a_crash_cut_short_spoils_no_other(tmp_path: Path) -> None:
    path = tmp_path / "notices.jsonl"
    path.write_text('{"n":1}\n{"n":')
    await _journal(path).send("2", '{"n":2}')
    assert path.read_text().splitlines() == ['{"n":1}', '{"n":', '{"n":2}']


async def test_where_there_is_no_room_half_a_line_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, write = tmp_path / "notices.jsonl", os.write
    path.write_text('{"n":1}\n')
    monkeypatch.setattr(os, "write", lambda descriptor, line: write(descriptor, line[:3]))
    assert await _journal(path).send("2", '{"n":2}') == Fault(f"{path}: there is no room")
    assert path.read_text() == '{"n":1}\n'


async def test_what_is_no_file_is_not_written_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert await _journal(tmp_path / "pipe").send("1", "{}") == Fault(f"{tmp_path}/pipe: is no regular file")
    assert await _journal(Path("/dev/full")).send("1", "{}") == Fault("/dev/full: is no regular file")
    assert await _journal(tmp_path).send("1", "{}") == Fault(f"{tmp_path}: Is a directory")
    assert await _journal(tmp_path / "no" / "where").send("1", "{}") == Fault(
        f"{tmp_path}/no/where: No such file or directory"
    )


async def test_a_command_that_is_ended_from_outside_is_run_again() -> None:
    reply = await _shell("kill -TERM $$", 5)
    assert reply == Ended(-15)
    assert isinstance(outcomes.of(reply, Tried(0, 0, 0, 0.0)), Again)
