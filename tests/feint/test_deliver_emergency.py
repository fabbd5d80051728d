"""What is told when nothing can be stored, the pulse that stops with our work, and figures for those who watch us."""

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from alerts.delivery.outcomes import Answered, Fault
from feint.collector import metrics
from feint.collector.clock import Clock
from feint.collector.delivering import dispatch
from feint.collector.delivering.emergency import Emergency
from feint.collector.delivering.exits import posting
from feint.collector.delivering.sending import Exit
from feint.collector.heartbeat import Pulse
from feint.collector.ledger import Ledger
from feint.collector.liveness import Liveness
from feint.collector.metrics import Counted, Family, Sample
from feint.collector.summary import Summary
from feint.config import Config
from feint.config_alerts import Heartbeat
from feint.durations import Seconds
from storage.alerting.figures import Figures, Waits
from storage.alerting.mailbox import Polls
from storage.file import lease
from storage.file.sqlite import SqliteError
from storage.file.writer import Writer
from tests.feint.outgoing import EPOCH_MS, FREE, OK, House, Script, house
from tests.feint.receiver import answers, receiving, then_hangs


@pytest.fixture(name="house")
def _house(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path / "feint.db") as made:
        yield made


@pytest.fixture(autouse=True)
def _seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hours without news need not be looked through by the quarter of a second."""
    monkeypatch.setattr(dispatch, "_LOOK_S", 600.0)


def _live(house: House, script: Script, *happenings: tuple[float, str]) -> None:
    """Have the disk become `full`, or have `room`, so many seconds from now, or `stuck` with no beat; an hour in all."""
    quiet = Script()
    house.beats_every_s = 0.0 if happenings == ((0, "stuck"),) else 10.0
    exits = [Exit("duty", script, FREE, emergency=True), Exit("head", quiet, FREE)]
    does = {"full": lambda: house.ledger.full.set(), "room": lambda: house.ledger.full.clear(), "stuck": lambda: None}
    house.live(3_600, exits, *((after_s, does[what]) for after_s, what in happenings))
    assert quiet.begun == []


def test_a_full_disk_is_told_directly_and_once(house: House) -> None:
    script = Script()
    _live(house, script, (10, "full"), (100, "room"))
    ((at_s, delivery, body),) = script.got
    told = json.loads(body)
    assert (round(at_s), told["delivery"], told["notification_reason"]) == (10, delivery, "emergency")
    assert told["said"] == "the disk is full: nothing is collected until there is room"


def test_it_is_told_until_somebody_has_taken_it(house: House) -> None:
    script = Script(Fault("connection refused"), Answered(503), OK)
    _live(house, script, (10, "full"), (1_000, "room"))
    assert [round(at_s) for at_s, _, _ in script.got] == [10, 15, 25]
    assert len(set(script.deliveries)) == 1


def test_once_there_is_room_nobody_is_told_any_more(house: House) -> None:
    script = Script(Fault("connection refused"))
    _live(house, script, (10, "full"), (30, "room"))
    assert len(script.got) == 3


def test_a_file_that_cannot_be_written_is_told_past_it_too(house: House) -> None:
    script = Script()
    _live(house, script, (0, "stuck"))
    ((at_s, _, body),) = script.got
    assert 30 <= at_s <= 32
    assert json.loads(body)["cause"] == "unwritable"


def test_another_cause_is_told_although_somebody_has_not_taken_the_first(house: House) -> None:
    dead, good = Script(Fault("connection refused")), Script()
    exits = [Exit(id, script, FREE, emergency=True) for id, script in (("dead", dead), ("duty", good))]
    house.live(300, exits, (10, lambda: house.ledger.full.set()), (100, lambda: house.ledger.full.clear()))
    assert [json.loads(body)["cause"] for _, _, body in good.got] == ["disk", "unwritable"]


def test_a_disk_that_is_full_again_and_again_is_one_cause(house: House) -> None:
    script = Script()
    flaps = [(n * 20, what) for n, what in enumerate(["full", "room"] * 20)]
    _live(house, script, *flaps, (2_000, "full"))
    assert [round(at_s) for at_s, _, _ in script.got] == [1, 2_000]


def test_a_collector_that_has_to_stop_says_why_within_seconds(house: House) -> None:
    async def stop() -> float:
        writer = Writer(house.path)
        exits = [Exit("slow", Script(takes_s=60.0), FREE, emergency=True), Exit("duty", quick, FREE, emergency=True)]
        clock = Clock(lambda: house.now_ms, lambda: 0)
        liveness = Liveness(lambda: 0, lambda: Polls(0, 0), Ledger(writer), clock)
        emergency = Emergency(exits, liveness, clock, lambda: 0.0)
        began_s = house.loop.time()
        await emergency.last_words("desk.db: was taken away")
        writer.close()
        return house.loop.time() - began_s

    quick = Script()
    assert house.loop.run_until_complete(stop()) <= 5
    assert json.loads(quick.got[0][2])["said"] == "the collector has stopped: desk.db: was taken away"


def _pulse(liveness: Liveness, url: str) -> Pulse:
    settings = Heartbeat(url=url, every_s=Seconds(60), allow_private=True)
    return Pulse(settings, posting(Config(), allow_private=True, timeout_s=0.1), liveness, Clock(lambda: EPOCH_MS))


class Beats:
    """A file with our last word in it, and a steady clock, both set by the test."""

    def __init__(self, house: House) -> None:
        self.writer = Writer(house.path)
        self.ledger = Ledger(self.writer)
        self.steady_s = 0.0
        self.beat_ms: int | None = EPOCH_MS
        self.polls = Polls(EPOCH_MS, EPOCH_MS)
        self.readable = True
        clock = Clock(lambda: EPOCH_MS + round(self.steady_s * 1_000), lambda: round(self.steady_s * 1_000))
        self.liveness = Liveness(self._read, lambda: self.polls, self.ledger, clock)

    def wait(self, seconds: float) -> str:
        """So much later, and looked at every few seconds."""
        until_s = self.steady_s + seconds
        while self.steady_s < until_s:
            self.steady_s = min(until_s, self.steady_s + 5)
            self.liveness.ailment()
        return self.liveness.ailment()

    def _read(self) -> int | None:
        if not self.readable:
            raise SqliteError("disk I/O error")
        return self.beat_ms


@pytest.fixture(name="beats")
def _beats(house: House) -> Iterator[Beats]:
    beats = Beats(house)
    yield beats
    beats.writer.close()


async def test_the_pulse_is_posted_while_we_work(beats: Beats) -> None:
    async with receiving(answers(200)) as receiver:
        pulse = _pulse(beats.liveness, receiver.url("/alive"))
        beating = asyncio.create_task(pulse.beat())
        await asyncio.wait_for(receiver.came.wait(), 5)
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)
        await pulse.close()
    assert (receiver.posted[0].method, receiver.posted[0].path) == ("POST", "/alive")
    assert json.loads(receiver.posted[0].body) == {"v": 1, "at_ms": EPOCH_MS}


def test_we_work_for_as_long_as_our_word_is_committed(beats: Beats) -> None:
    for beat in range(10):
        beats.beat_ms = EPOCH_MS + beat
        assert beats.wait(lease.BEAT_S) == ""
    beats.beat_ms = EPOCH_MS + 10
    assert beats.liveness.ailment() == ""
    assert beats.wait(3 * lease.BEAT_S) == ""
    assert beats.wait(0.1) == "unwritable"
    beats.beat_ms = EPOCH_MS + 11
    assert beats.liveness.ailment() == ""


def test_a_process_that_somebody_had_stopped_is_not_ill_when_it_goes_on(beats: Beats) -> None:
    beats.liveness.ailment()
    beats.steady_s += 600
    assert beats.liveness.ailment() == ""
    assert beats.wait(3 * lease.BEAT_S + 0.1) == "unwritable"


def test_it_idles_where_feeds_are_due_and_none_is_asked_for_a_quarter_of_an_hour(beats: Beats) -> None:
    assert not beats.liveness.is_idle()
    beats.steady_s = 901
    assert beats.liveness.is_idle()
    beats.polls = Polls(EPOCH_MS + 901_000, EPOCH_MS)
    assert not beats.liveness.is_idle()


@pytest.mark.parametrize("due_ms", [None, EPOCH_MS + 7_200_000])
def test_where_nothing_is_due_nothing_need_be_asked(beats: Beats, due_ms: int | None) -> None:
    beats.polls = Polls(EPOCH_MS, due_ms)
    beats.liveness.is_idle()
    beats.steady_s = 7_200
    assert not beats.liveness.is_idle()


def test_after_a_night_without_us_there_is_time_to_ask_again(beats: Beats) -> None:
    beats.polls = Polls(EPOCH_MS - 86_400_000, EPOCH_MS - 86_300_000)
    assert not beats.liveness.is_idle()


async def test_the_pulse_is_silent_while_we_idle(beats: Beats, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[float] = []

    async def tell(pulse: Pulse) -> None:
        told.append(beats.steady_s)

    async def begin_to_beat() -> None:
        beating = asyncio.create_task(_pulse(beats.liveness, "http://127.0.0.1/").beat())
        await asyncio.sleep(0)
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)

    monkeypatch.setattr(Pulse, "tell", tell)
    await begin_to_beat()
    beats.steady_s = 901
    await begin_to_beat()
    beats.polls = Polls(EPOCH_MS + 901_000, EPOCH_MS + 1_800_000)
    await begin_to_beat()
    assert told == [0, 901]


def test_a_file_that_cannot_be_read_is_silent_too(beats: Beats) -> None:
    beats.liveness.ailment()
    beats.readable = False
    assert beats.wait(3 * lease.BEAT_S + 0.1) == "unwritable"


def test_a_full_disk_is_an_ailment_whatever_is_committed(beats: Beats) -> None:
    beats.ledger.full.set()
    assert beats.liveness.ailment() == "disk"


def test_a_clock_that_is_set_is_none(beats: Beats) -> None:
    beats.liveness.ailment()
    beats.beat_ms = EPOCH_MS - 86_400_000
    assert beats.liveness.ailment() == ""


async def test_a_heartbeat_that_nobody_takes_is_said_once_and_without_its_address(
    beats: Beats, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async with receiving(then_hangs()) as receiver:
        monkeypatch.setenv("ALIVE", receiver.url("/T0KEN"))
        pulse = _pulse(beats.liveness, "env:ALIVE")
        for _ in range(3):
            await pulse.tell()
        await pulse.close()
    assert capsys.readouterr().err == "heartbeat: timeout: no answer\n"


NOW = Figures(
    sources={"ok": 3, "gone": 1},
    items=1_234_567,
    alerts_new={"info": 0, "notice": 2, "urgent": 1, "flash": 0},
    notices=7,
    waiting={"duty": Waits(2, EPOCH_MS - 90_500), 'od"d\\\n': Waits(0, None)},
    off={"duty": False, 'od"d\\\n': True},
    beat_ms=EPOCH_MS - 2_500,
    last_ok_ms=None,
)


def test_figures_are_written_as_prometheus_reads_them() -> None:
    summary = Summary(polled=10, unchanged=6, failed=1, new_items=4)
    counted = Counted(summary, {"duty": {"sent": 5}}, full=False)
    lines = metrics.text(metrics.families(NOW, counted, EPOCH_MS)).splitlines()
    for line in (
        "# HELP feint_sources Sources by state.",
        "# TYPE feint_sources gauge",
        'feint_sources{state="ok"} 3',
        "# TYPE feint_polls_total counter",
        "feint_polls_total 10",
        "feint_items 1234567",
        'feint_alerts_new{severity="urgent"} 1',
        "feint_notices_total 7",
        'feint_deliveries_total{channel="duty",outcome="sent"} 5',
        'feint_deliveries_total{channel="duty",outcome="failed"} 0',
        'feint_delivery_oldest_waiting_seconds{channel="duty"} 90.5',
        'feint_channel_off{channel="od\\"d\\\\\\n"} 1',
        "feint_beat_lag_seconds 2.5",
        "feint_disk_full 0",
    ):
        assert line in lines
    assert not any(line.startswith("feint_last_successful_poll") for line in lines), "there was none"
    names = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(names) == len(set(names))


_NAME, _LABEL = r"[a-zA-Z_:][a-zA-Z0-9_:]*", r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"'
_SAMPLE = re.compile(rf"({_NAME})(?:\{{({_LABEL}(?:,{_LABEL})*)\}})? (\d[\d.e+-]*)")


def test_the_figures_are_the_exposition_format_word_for_word() -> None:
    """As promtool reads it: every family is announced once, its figures follow it, and none comes twice."""
    counted = Counted(Summary(), {'od"d\\\n': {"sent": 5}, "дежурный": {}}, full=True)
    page = metrics.text(metrics.families(NOW, counted, EPOCH_MS))
    assert page.endswith("\n")
    kinds: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    name = ""
    for line in page.removesuffix("\n").split("\n"):
        match line.split(" ", 3):
            case ["#", "HELP", name, told]:
                assert name not in kinds
                assert told.endswith(".")
            case ["#", "TYPE", announced, kind]:
                assert announced == name
                assert (kind == "counter") == name.endswith("_total")
                kinds[name] = kind
            case _:
                sample = _SAMPLE.fullmatch(line)
                assert sample, line
                assert sample[1] == name in kinds
                assert float(sample[3]) >= 0
                assert (sample[1], sample[2]) not in seen
                seen.add((sample[1], sample[2]))
    assert len(kinds) == 16


def test_a_great_figure_keeps_its_digits() -> None:
    assert "feint_x 1800000000.123" in metrics.text([Family("feint_x", "gauge", "X.", [Sample(1_800_000_000.123)])])


NOTHING = Counted(Summary(), {}, full=False)


async def test_the_file_is_replaced_whole_and_readable_for_others(house: House, tmp_path: Path) -> None:
    path = tmp_path / "feint.prom"
    path.write_text("of before")
    (tmp_path / ".feint.prom.new").write_text("cut short by a kill")
    before = path.stat().st_ino
    house.ring("duty")
    assert await metrics.write(path, house.path, NOTHING, EPOCH_MS) == ""
    assert path.read_text().startswith("# HELP feint_sources ")
    assert path.stat().st_mode & 0o777 == 0o644
    assert path.stat().st_ino != before
    assert [each.name for each in tmp_path.glob("*prom*")] == ["feint.prom"]


async def test_a_folder_that_is_not_there_is_said(house: House, tmp_path: Path) -> None:
    path = tmp_path / "no" / "feint.prom"
    assert await metrics.write(path, house.path, NOTHING, EPOCH_MS) == f"{path}: No such file or directory"
