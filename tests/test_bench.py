"""The bench's own instruments: a figure that README quotes must mean what it says."""

import gzip
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from bench.farm import Farm, running
from bench.faulty import FAULTS
from bench.figures import Figures, verdicts
from bench.measure import measure
from bench.prose import feed
from bench.serving import server

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="measures through /proc")

BURN = "import time\nwhile time.process_time() < 0.3: pass"


@pytest.fixture(scope="module")
def farm() -> Iterator[Farm]:
    with running(3, 5, hosts=2) as served:
        yield served


def get(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), b""


def guids(body: bytes) -> list[str]:
    return re.findall(r"<guid[^>]*>([^<]+)", body.decode())


def test_a_feed_is_the_same_in_every_run_and_as_large_as_a_real_one() -> None:
    assert feed(7, 30, 0, 1_700_000_000) == feed(7, 30, 0, 1_700_000_000)
    assert 20_000 < len(feed(7, 30, 0, 1_700_000_000)) < 28_000


def test_a_published_item_comes_first_and_the_oldest_goes() -> None:
    before, after = guids(feed(1, 5, 0, 0)), guids(feed(1, 5, 1, 0))
    assert after[1:] == before[:-1]
    assert after[0] not in before


def test_the_farm_gives_each_feed_an_address_on_its_hosts(farm: Farm) -> None:
    assert [url.split("/")[2].split(":")[0] for url in farm.urls] == ["127.0.0.1", "127.0.0.2", "127.0.0.1"]
    assert len({get(url)[2] for url in farm.urls}) == 3


@pytest.mark.parametrize(("header", "validator"), [("If_None_Match", "ETag"), ("If_Modified_Since", "Last-Modified")])
def test_either_validator_brings_a_304_and_is_counted(farm: Farm, header: str, validator: str) -> None:
    _, served, _ = get(farm.urls[0])
    farm.reset()
    assert get(farm.urls[0], **{header: served[validator]})[0] == 304
    assert get(farm.urls[0], If_None_Match='"another"')[0] == 200
    counts = farm.counts()
    assert (counts["requests"], counts["conditional"], counts["unchanged"]) == (2, 2, 1)


def test_a_body_is_gzipped_for_who_accepts_it(farm: Farm) -> None:
    plain, zipped = get(farm.urls[1]), get(farm.urls[1], Accept_Encoding="gzip")
    assert gzip.decompress(zipped[2]) == plain[2]
    assert zipped[1]["Content-Encoding"] == "gzip"


def test_what_was_published_is_not_hidden_by_the_validators_of_before(farm: Farm) -> None:
    _, served, body = get(farm.urls[2])
    farm.publish()
    status, _, newer = get(farm.urls[2], If_None_Match=served["ETag"], If_Modified_Since=served["Last-Modified"])
    assert status == 200
    assert guids(newer)[1:] == guids(body)[:-1]


def test_a_server_ends_with_the_one_who_started_it() -> None:
    starter = (
        "from bench.farm import running\nimport os\nwith running(1, 1) as f: print(f.urls[0], flush=True); os._exit(9)"
    )
    # The server has inherited standard error: this returns when both have let go of it.
    started = subprocess.run([sys.executable, "-c", starter], capture_output=True, text=True, timeout=30, check=False)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(started.stdout.strip(), timeout=10)


def test_the_cpu_of_children_counts_also_of_those_left_behind() -> None:
    waited = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {BURN!r}])"
    left = f"import subprocess, sys, time\nsubprocess.Popen([sys.executable, '-c', {BURN!r}])\n{BURN}"
    assert measure([sys.executable, "-c", waited]).cpu_s > 0.3
    assert measure([sys.executable, "-c", left]).cpu_s > 0.35


def test_memory_that_processes_share_counts_once() -> None:
    forks = "import os, time\nheld = b'x' * (64 << 20)\nos.fork()\nos.fork()\ntime.sleep(0.3)"
    assert 64 << 20 < measure([sys.executable, "-c", forks]).memory_bytes < 2 * (64 << 20)


def test_a_command_s_words_and_code_are_kept() -> None:
    cost = measure(["sh", "-c", "echo said; echo wrong >&2; exit 3"])
    assert (cost.code, cost.output) == (3, "said\nwrong\n")


def figures(wall_s: float, cpu_s: float = 1, memory_mb: float = 50) -> Figures:
    return Figures(wall_s, cpu_s, memory_mb, 1_000, 0, 30_000, 900)


def test_a_target_is_judged_against_newsboat_of_the_same_run() -> None:
    taken = {(reader, phase): figures(10) for reader in ("feint", "newsboat") for phase in ("cold", "warm", "one new")}
    taken["feint", "cold"] = figures(5)
    taken["feint", "warm"] = figures(0.5, memory_mb=300)
    said = {what: (figure, verdict) for what, figure, _, verdict in verdicts(1_000, taken)}
    assert said["feint / newsboat, cold, wall"] == (0.5, "holds")
    assert said["feint / newsboat, warm, wall"] == (0.05, "holds, and the moonshot")
    assert said["feint / newsboat, one new, wall"] == (1.0, "misses")
    assert said["feint, memory at most, MB"] == (300, "misses")


def test_without_newsboat_only_memory_is_judged() -> None:
    taken = {("feint", phase): figures(1) for phase in ("cold", "warm", "one new")}
    assert [what for what, *_ in verdicts(1_000, taken)] == ["feint, memory at most, MB"]


def test_every_fault_misbehaves_on_a_host_of_its_own() -> None:
    named = {fault.name: host for host, fault in FAULTS.items()}
    with server("bench.faulty") as port:
        statuses = {
            name: get(f"http://{named[name]}:{port}/feed.xml")[0] for name in ("error 500", "busy", "gone", "page")
        }
        first, second = (guids(get(f"http://{named['new guids']}:{port}/feed.xml")[2]) for _ in range(2))
    assert statuses == {"error 500": 500, "busy": 429, "gone": 410, "page": 200}
    assert set(first).isdisjoint(second)
