"""Sources on this machine: files and commands."""

import asyncio
import os
import shlex
import sys
from pathlib import Path

import pytest

from feeds.fetch.transport import FetchError, Request, Response
from tests.feeds.fetch.loopback import FEED, only_this_task_is_left, transport


async def fetched(url: str, headers: dict[str, str] | None = None, timeout_s: float = 10.0) -> Response:
    async with transport(allow_local=True, timeout_s=timeout_s) as client:
        return await client.fetch(Request(url, headers or {}))


async def failed(url: str, timeout_s: float = 10.0) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetched(url, timeout_s=timeout_s)
    return caught.value


def command(python: str, *arguments: str) -> str:
    return f"exec:{shlex.join([sys.executable, '-c', python, *arguments])}"


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    path = tmp_path / "harbour notices.xml"
    path.write_bytes(FEED)
    return path


@pytest.mark.parametrize("url", ["file:///etc/hostname", "FILE:/etc/hostname", "exec:id"])
async def test_local_sources_are_read_only_where_the_config_allows_it(url: str) -> None:
    async with transport() as client:
        with pytest.raises(FetchError) as caught:
            await client.fetch(Request(url, {}))
    assert caught.value.kind == "refused"
    assert "[collector] allow_local = true" in caught.value.reason


async def test_a_file_is_an_answer_like_any_other(feed: Path) -> None:
    os.utime(feed, (1_645_000_000, 1_645_000_000))
    for url in (feed.as_uri(), f"file:{feed}", f"file://localhost{feed}"):
        response = await fetched(url)
        assert (response.status, response.body, response.url, response.redirects) == (200, FEED, url, ())
        assert response.headers["last-modified"] == "Wed, 16 Feb 2022 08:26:40 GMT"


async def test_an_unchanged_file_is_a_304(feed: Path) -> None:
    served = (await fetched(feed.as_uri())).headers
    known = {"If-None-Match": served["etag"], "If-Modified-Since": served["last-modified"]}
    for headers in (known, {"If-Modified-Since": served["last-modified"]}):
        response = await fetched(feed.as_uri(), headers)
        assert (response.status, response.body) == (304, b"")
        assert response.headers == served


async def test_a_file_that_changes_twice_in_a_second_is_read_again(feed: Path) -> None:
    os.utime(feed, ns=(0, 1_645_000_000_000_000_000))
    served = (await fetched(feed.as_uri())).headers
    os.utime(feed, ns=(0, 1_645_000_000_000_000_001))
    known = {"If-None-Match": served["etag"], "If-Modified-Since": served["last-modified"]}
    assert (await fetched(feed.as_uri(), known)).status == 200


@pytest.mark.parametrize("url", ["file:notes.xml", "file:", "file://elsewhere.example/etc/hostname", "file:/x%00"])
async def test_a_file_has_an_absolute_path_on_this_machine(url: str) -> None:
    error = await failed(url)
    assert (error.kind, error.reason) == ("refused", "file: takes an absolute path")


async def test_only_regular_files_are_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path, Path("/dev/zero")):
        assert (await failed(path.as_uri())).kind in ("refused", "unreachable")


async def test_what_is_wrong_with_a_file_is_told(feed: Path) -> None:
    assert (await failed(f"{feed.as_uri()}.old")).reason == "file: No such file or directory"
    feed.write_bytes(bytes(100_000))
    assert len((await fetched(feed.as_uri())).body) == 100_000
    feed.write_bytes(bytes(100_001))
    assert (await failed(feed.as_uri())).kind == "too-big"


async def test_what_a_command_prints_is_the_answer() -> None:
    url = command("import sys; print(sys.argv[1:])", "two words", "$HOME;*")
    response = await fetched(url)
    assert (response.status, response.body) == (200, b"['two words', '$HOME;*']\n")


async def test_a_command_sees_nothing_of_the_environment_but_four_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEED_TOKEN", "c4n4ry")
    monkeypatch.setenv("TZ", "UTC")
    seen = (await fetched("exec:env")).body.decode().splitlines()
    assert "TZ=UTC" in seen
    assert {line.partition("=")[0] for line in seen} <= {"PATH", "HOME", "LANG", "TZ"}


async def test_a_command_below_the_home_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "feed.sh"
    script.write_text("#!/bin/sh\necho here\n")
    script.chmod(0o700)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert (await fetched("exec:~/feed.sh")).body == b"here\n"


@pytest.mark.parametrize(
    ("url", "kind", "reason"),
    [
        (command("import sys; sys.exit('no\\nnews \\x1b[31mtoday')"), "bad-response", "exit status 1: news [31mtoday"),
        (command("raise SystemExit(3)"), "bad-response", "exit status 3"),
        (command("import os; os.kill(os.getpid(), 9)"), "bad-response", "killed by SIGKILL"),
        ("exec:/no/such/command", "unreachable", "command: No such file or directory"),
        ("exec:", "refused", "exec: names no command"),
        ("exec:echo 'open", "refused", "exec: No closing quotation"),
    ],
)
async def test_what_is_wrong_with_a_command_is_told(url: str, kind: str, reason: str) -> None:
    error = await failed(url)
    assert (error.kind, error.reason) == (kind, reason)


async def test_a_command_may_complain_at_length_and_still_answer() -> None:
    url = command("import sys; sys.stderr.write('x' * 1_000_000); print('here')")
    assert (await fetched(url)).body == b"here\n"


FAMILY = 'echo $$ >> "$0"; {0} & echo $! >> "$0"; {0}'


@pytest.mark.parametrize(
    ("does", "timeout_s", "kind", "reason"),
    [("sleep 60", 1.0, "timeout", "timeout: command"), ("yes", 60.0, "too-big", "larger than 0.0953674 MiB")],
)
async def test_a_command_is_killed_with_all_that_it_started(
    does: str, timeout_s: float, kind: str, reason: str, tmp_path: Path
) -> None:
    pids = tmp_path / "pids"
    error = await failed(f"exec:{shlex.join(['sh', '-c', FAMILY.format(does), str(pids)])}", timeout_s)
    assert (error.kind, error.reason) == (kind, reason)
    async with asyncio.timeout(5):
        while any(is_running(int(pid)) for pid in pids.read_text().split()):
            await asyncio.sleep(0.01)
    assert await only_this_task_is_left()


async def test_what_slips_out_of_the_group_holds_no_pipe_open() -> None:
    before = len(os.listdir("/dev/fd"))
    url = command("import os, time; os.fork() or os.setsid(); time.sleep(3)")
    assert (await failed(url, 1.0)).reason == "timeout: command"
    assert await only_this_task_is_left()
    assert len(os.listdir("/dev/fd")) <= before


def is_running(pid: int) -> bool:
    """A killed process whose parent has not asked for it yet (a zombie) no longer runs."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
