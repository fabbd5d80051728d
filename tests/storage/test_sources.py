"""Sources: the config's list, what is remembered between polls, hosts that asked to be left alone."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.records import PollState
from storage.items import sources
from storage.items.sources import Configured
from tests.storage.desk import NOW_MS, Desk, open_desk

HERALD = Configured("https://herald.example/feed", "Herald", "herald", "press", "C", "en", "")
COURIER = Configured("https://courier.example/feed", "Courier", "courier", "wire", "B", "uk", "ua")

text = st.text(st.characters(codec="utf-8"), max_size=30)
moment = st.integers(0, 1 << 53)
states = st.builds(
    PollState,
    etag=st.none() | text,
    last_modified=st.none() | text,
    validators_for=text,
    body_hash=st.binary(max_size=32),
    fingerprints=st.lists(st.binary(min_size=12, max_size=12), max_size=5).map(tuple),
    keys=st.lists(st.binary(min_size=8, max_size=8), max_size=5).map(tuple),
    identity_by=st.sampled_from(["guid", "link"]),
    waits_for=text,
    hides_news=st.booleans(),
    problems=text,
    probed_ms=st.none() | moment,
    newest_ms=st.none() | moment,
    median_gap_s=st.floats(0, 1e6),
    gap_from_ms=st.none() | moment,
    gap_to_ms=st.none() | moment,
    gone_polls=st.integers(0, 9),
    gone_since_ms=st.none() | moment,
    moved_url=text,
    moving_url=text,
    moving_polls=st.integers(0, 9),
    moving_since_ms=st.none() | moment,
    skip_hours=st.lists(st.integers(0, 23), max_size=3).map(tuple),
    skip_days=st.lists(st.integers(0, 6), max_size=3).map(tuple),
    state=st.sampled_from(["new", "ok", "empty", "frozen", "malformed", "timeout", "offline", "gone"]),
    reason=text,
    since_ms=moment,
    failures=st.integers(0, 1_000),
    last_attempt_ms=st.none() | moment,
    last_ok_ms=st.none() | moment,
    next_attempt_ms=moment,
    interval_s=st.floats(0, 1e6),
    full_ms=st.none() | moment,
    news_ms=st.none() | moment,
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("sources") / "feint.db") as desk:
        yield desk


@settings(max_examples=100, deadline=None)
@given(state=states)
def test_what_is_remembered_of_a_source_comes_back_exactly(kept: Desk, state: PollState) -> None:
    kept.commit(lambda run: sources.configure(run, [HERALD]))
    kept.commit(lambda run: sources.remember(run, 1, state, NOW_MS))
    assert kept.state_of(1) == state


def test_a_change_of_state_is_an_event_and_its_repetition_is_none(desk: Desk) -> None:
    source = desk.source("Herald")
    desk.poll(source, state="timeout", reason="no answer in 20 s")
    desk.poll(source, state="timeout", reason="no answer in 20 s, twice")
    desk.poll(source)
    assert desk.all("SELECT operator, act, subject_ids, detail FROM event") == [
        ("collector", "timeout", f"[{source}]", "Herald: no answer in 20 s"),
        ("collector", "ok", f"[{source}]", "Herald: ok"),
    ]


def test_a_source_that_fails_from_the_start_is_an_event(desk: Desk) -> None:
    desk.poll(desk.source("Herald"), state="unreachable", reason="no such host name")
    assert desk.all("SELECT act, detail FROM event") == [("unreachable", "Herald: no such host name")]


def test_that_we_are_offline_is_no_event_of_each_source(desk: Desk) -> None:
    source = desk.source("Herald")
    desk.poll(source, state="offline", reason="no host answers")
    desk.poll(source)
    assert desk.all("SELECT act FROM event") == []


def test_a_gap_and_a_move_are_events_once(desk: Desk) -> None:
    desk.commit(lambda run: sources.configure(run, [HERALD]))
    moved = PollState(state="ok", gap_from_ms=1, gap_to_ms=2, moved_url="https://new.example/feed")
    for _ in range(2):
        desk.commit(lambda run: sources.remember(run, 1, moved, NOW_MS))
    desk.commit(lambda run: sources.remember(run, 1, PollState(state="ok", gap_from_ms=1, gap_to_ms=2), NOW_MS))
    assert desk.all("SELECT act, detail FROM event") == [
        ("gap", "Herald: everything in the feed was replaced since the last poll: entries may have been missed"),
        ("moved", "Herald: moved to https://new.example/feed"),
        ("moved", "Herald: asked at its configured address again"),
    ]


def test_the_config_renames_a_source_without_losing_what_is_known_of_it(desk: Desk) -> None:
    desk.commit(lambda run: sources.configure(run, [HERALD]))
    desk.commit(lambda run: sources.remember(run, 1, PollState(etag="x", state="ok"), NOW_MS))
    renamed = Configured(HERALD.url, "The Herald", "herald", "press", "B", "en", "uk")
    desk.commit(lambda run: sources.configure(run, [renamed]))
    (known,) = sources.known(desk.connection)
    assert (known.name, known.state.etag) == ("The Herald", "x")


def test_a_source_that_left_the_config_rests_and_one_that_returns_goes_on(desk: Desk) -> None:
    desk.commit(lambda run: sources.configure(run, [HERALD, COURIER]))
    desk.commit(lambda run: sources.configure(run, [COURIER]))
    assert [known.name for known in sources.known(desk.connection)] == ["Courier"]
    assert [row.name for row in desk.reader().sources(NOW_MS)] == ["Courier"]
    desk.commit(lambda run: sources.configure(run, [HERALD, COURIER]))
    assert [known.id for known in sources.known(desk.connection)] == [1, 2]


def test_a_hosts_wish_to_be_left_alone_survives_a_reopen_and_is_never_shortened(desk: Desk) -> None:
    desk.commit(lambda run: sources.gate(run, "herald.example", NOW_MS + 60_000))
    desk.commit(lambda run: sources.gate(run, "herald.example", NOW_MS + 10_000))
    with open_desk(desk.path) as again:
        assert sources.gates(again.connection, NOW_MS) == {"herald.example": NOW_MS + 60_000}
        assert sources.gates(again.connection, NOW_MS + 60_000) == {}
