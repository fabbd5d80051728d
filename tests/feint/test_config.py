"""What a config file gives once loaded, and where it is looked for."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feint.config import Config, ConfigError, database_path, find_config, load
from feint.durations import seconds, written


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, and an empty home."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("FEINT_CONFIG", "FEINT_DATABASE", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def loaded(folder: Path, text: str) -> Config:
    file = folder / "config.toml"
    file.write_text(text, "utf-8")
    return load(file)


def test_without_a_file_the_defaults_hold_and_there_is_no_source() -> None:
    config = load(None)
    assert (config.path, config.sources, config.rules, config.views) == (None, (), (), ())
    collector = config.collector
    assert (collector.per_host, collector.host_gap_s, collector.concurrency) == (1, 1.0, 16)
    assert (collector.interval_s, collector.interval_min_s, collector.interval_max_s) == (120.0, 30.0, 1800.0)
    assert not collector.allow_private


def test_a_url_alone_makes_a_source(tmp_path: Path) -> None:
    (source,) = loaded(tmp_path, '[[source]]\nurl = "https://www.example.org/feed"').sources
    assert (source.name, source.family, source.kind, source.grade) == ("example.org", "example.org", "press", "F")
    assert source.enabled


def test_two_feeds_of_one_host_are_named_by_their_paths_and_share_a_family(tmp_path: Path) -> None:
    config = loaded(
        tmp_path,
        '[[source]]\nurl = "https://news.example.co.uk/world"\n[[source]]\nurl = "https://news.example.co.uk/home"',
    )
    assert [source.name for source in config.sources] == ["news.example.co.uk/world", "news.example.co.uk/home"]
    assert {source.family for source in config.sources} == {"example.co.uk"}


def test_a_host_whose_name_somebody_took_is_named_by_its_path(tmp_path: Path) -> None:
    config = loaded(
        tmp_path,
        '[[source]]\nurl = "https://a.org/1"\nname = "b.org"\n[[source]]\nurl = "https://b.org/2"',
    )
    assert [source.name for source in config.sources] == ["b.org", "b.org/2"]


def test_an_ip_address_is_its_own_family(tmp_path: Path) -> None:
    (source,) = loaded(tmp_path, '[[source]]\nurl = "http://127.0.0.1:8930/1.xml"').sources
    assert source.family == "127.0.0.1"


def test_every_key_of_the_collector_is_read(tmp_path: Path) -> None:
    collector = loaded(
        tmp_path,
        '[collector]\nallow_private = true\nper_host = 16\nhost_gap = "0s"\nconcurrency = 32\ninterval = "5m"\n'
        'interval_min = "1m"\ninterval_max = "1h30m"\ntimeout = "10s"\nworkers = 1\nlifetime = "stays"\n',
    ).collector
    assert collector.allow_private
    assert (collector.per_host, collector.host_gap_s, collector.concurrency, collector.workers) == (16, 0.0, 32, 1)
    assert (collector.interval_s, collector.interval_min_s, collector.interval_max_s) == (300.0, 60.0, 5400.0)
    assert (collector.timeout_s, collector.lifetime) == (10.0, "stays")


def test_bounds_of_learning_stretch_to_hold_the_interval_asked_for(tmp_path: Path) -> None:
    assert loaded(tmp_path, '[collector]\ninterval = "5s"').collector.interval_min_s == 5.0
    assert loaded(tmp_path, '[collector]\ninterval = "2h"').collector.interval_max_s == 7200.0


def test_without_a_word_items_are_kept_for_400_days_and_then_archived() -> None:
    storage = load(None).storage
    assert (storage.keep_items_s, storage.archive, storage.checkpoints) == (400 * 86_400.0, "monthly", "own")


def test_every_key_of_the_storage_is_read(tmp_path: Path) -> None:
    text = '[storage]\nkeep_items = "90d"\narchive = "none"\ncheckpoints = "replica"'
    storage = loaded(tmp_path, text).storage
    assert (storage.keep_items_s, storage.archive, storage.checkpoints) == (90 * 86_400.0, "none", "replica")


def test_items_may_be_kept_forever(tmp_path: Path) -> None:
    storage = loaded(tmp_path, '[storage]\nkeep_items = "forever"').storage
    assert storage.keep_items_s is None
    assert written(storage.keep_items) == "forever"


def test_the_user_agent_names_feint_and_whom_to_ask(tmp_path: Path) -> None:
    agent = loaded(tmp_path, '[collector]\ncontact = "mailto:desk@example.org"').collector.user_agent
    assert agent.startswith("feint/")
    assert agent.endswith(" (+mailto:desk@example.org)")
    assert loaded(tmp_path, '[collector]\nuser_agent = "ours/2"').collector.user_agent == "ours/2"


def test_a_speakers_term_of_office_is_a_pair_of_dates(tmp_path: Path) -> None:
    (speaker,) = loaded(
        tmp_path,
        '[[speaker]]\nname = "A. Person"\nside = "x"\naliases = ["Person"]\nfrom = 2020-02-01\nuntil = 2021-03-02\n'
        '[sides]\nx = "Xland"',
    ).speakers
    assert (speaker.since, speaker.until) == (date(2020, 2, 1), date(2021, 3, 2))


def test_queries_come_with_the_place_where_an_editor_finds_them(tmp_path: Path) -> None:
    config = loaded(
        tmp_path,
        '[[view]]\nname = "v"\n# why\nquery = "is:new"\n[[rule]]\nid = "r"\nkind = "match"\nquery = "tag:x"\n'
        '[[rule]]\nid = "quiet"\nkind = "silence"\n',
    )
    file = tmp_path / "config.toml"
    assert config.queries() == [(f"{file}:4: view[0].query", "is:new"), (f"{file}:8: rule[0].query", "tag:x")]


def test_keys_are_handed_on_as_written(tmp_path: Path) -> None:
    assert loaded(tmp_path, '[keys]\nacknowledge = "a,enter"').keys == {"acknowledge": "a,enter"}


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    assert loaded(tmp_path, '\ufeff[desk]\ntheme = "mono"').desk.theme == "mono"


def test_the_file_given_comes_before_the_environment_the_folder_and_the_home(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_config(None) is None
    at_home = elsewhere / "home" / ".config" / "feint" / "config.toml"
    at_home.parent.mkdir(parents=True)
    at_home.touch()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(at_home.parent.parent))
    assert find_config(None) == at_home
    Path("config.toml").touch()
    assert find_config(None) == Path("config.toml")
    by_environment, by_word = elsewhere / "environment.toml", elsewhere / "word.toml"
    by_environment.touch()
    by_word.touch()
    monkeypatch.setenv("FEINT_CONFIG", str(by_environment))
    assert find_config(None) == by_environment
    assert find_config(by_word) == by_word


def test_a_file_that_was_named_must_be_there(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match=r"missing\.toml: no such file"):
        find_config(Path("missing.toml"))
    Path("config.toml").touch()
    monkeypatch.setenv("FEINT_CONFIG", "gone.toml")
    with pytest.raises(ConfigError, match=r"gone\.toml: no such file \(\$FEINT_CONFIG\)"):
        find_config(None)


def test_the_database_given_comes_before_the_environment_and_the_data_folder(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(elsewhere / "data"))
    assert database_path(None) == elsewhere / "data" / "feint" / "desk.db"
    monkeypatch.setenv("FEINT_DATABASE", "other.db")
    assert database_path(None) == Path("other.db")
    assert database_path(Path("given.db")) == Path("given.db")
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "expected_s"),
    [("90s", 90.0), ("2m", 120.0), ("1h30m", 5400.0), ("3d", 259_200.0), ("500ms", 0.5), ("0.5h", 1800.0), ("0s", 0.0)],
)
def test_durations_are_read_as_people_write_them(text: str, expected_s: float) -> None:
    assert seconds(text) == expected_s


def complaint(raw: object) -> str:
    """What is said of something that may be no duration; nothing for one that is."""
    try:
        seconds(raw)
    except ValueError as error:
        return str(error)
    return ""


@given(st.one_of(st.integers(), st.floats(), st.booleans(), st.none(), st.text("0123. -\nsmhdé٣"), st.text()))
def test_whatever_is_no_duration_is_told_what_one_looks_like(raw: object) -> None:
    if said := complaint(raw):
        assert '"90s"' in said
    else:
        assert isinstance(raw, str)
