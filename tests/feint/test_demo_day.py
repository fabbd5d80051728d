"""The demo's day holds what every pane needs, and its hours fall as the desk should see them."""

from pathlib import Path

import pytest

from classifier.cases import proven
from classifier.lexicon.document import read_layers
from feint.config import load
from feint.demo.day import Day, Entry, load_day
from feint.demo.desk import demo_config
from feint.demo.timeline import date_of, published, usual_speed
from storage.query import parse

MINUTE_MS = 60_000
START_MS = 1_700_000_000_000


@pytest.fixture(scope="module")
def day() -> Day:
    return load_day()


def named(day: Day, outlet: str) -> list[Entry]:
    return [entry for entry in day.entry if entry.outlet == outlet]


def test_a_third_is_published_when_the_desk_opens(day: Day) -> None:
    before = sum(entry.minute <= day.opens_minute for entry in day.entry)
    assert 90 <= len(day.entry) <= 140
    assert 0.25 <= before / len(day.entry) <= 0.4


def test_the_rest_takes_ten_minutes_and_the_first_of_them_is_the_busiest(day: Day) -> None:
    arrivals = [
        date - START_MS for entry in day.entry if (date := date_of(entry, day, START_MS, usual_speed(day))) > START_MS
    ]
    assert max(arrivals) == 10 * MINUTE_MS
    assert arrivals[0] >= 4_000
    first_minute = sum(arrival <= MINUTE_MS for arrival in arrivals)
    assert first_minute >= 12
    assert all(
        sum(n * MINUTE_MS < arrival <= (n + 1) * MINUTE_MS for arrival in arrivals) <= first_minute for n in range(10)
    )


def test_what_rings_comes_in_the_first_minute_but_after_the_first_poll(day: Day) -> None:
    claim = next(entry for entry in day.entry if entry.id == "claim")
    assert 0 < date_of(claim, day, START_MS, usual_speed(day)) - START_MS < 20_000


def test_older_entries_lie_back_as_long_as_in_the_day(day: Day) -> None:
    first = day.entry[0]
    assert date_of(first, day, START_MS, 60.0) == START_MS - (day.opens_minute - first.minute) * MINUTE_MS


def test_one_quote_stands_in_two_wordings_one_without_the_name(day: Day) -> None:
    carriers = [entry for entry in day.entry if "home with empty pockets" in entry.summary]
    assert len(carriers) == 2
    assert sum("Mirela Zoranova" in entry.summary for entry in carriers) == 1
    assert sum("a Varnian foreign ministry spokeswoman" in entry.summary for entry in carriers) == 1
    one, other = (entry.summary.partition("“")[2].partition("”")[0] for entry in carriers)
    assert one != other
    assert one.casefold() == other.casefold()


def test_two_outlets_reprint_the_wires_claim_and_credit_it(day: Day) -> None:
    original = next(entry for entry in day.entry if entry.id == "wire-claim")
    copies = [entry for entry in day.entry if entry.copy_of == "wire-claim"]
    assert {copy.outlet for copy in copies} == {"herald", "courier"}
    assert all(copy.summary == original.summary and copy.credit == "Northern Wire" for copy in copies)


def test_an_edit_replaces_the_headline_and_keeps_identity_and_date(day: Day) -> None:
    edit = next(entry for entry in day.entry if entry.edit_of == "wire-claim")
    edited_ms = date_of(edit, day, START_MS, 60.0)
    before = published(day, "wire", START_MS, edited_ms - 1, 60.0)
    after = published(day, "wire", START_MS, edited_ms, 60.0)
    assert [each.published_ms for each in before] == [each.published_ms for each in after]
    assert [old.entry.title for old, new in zip(before, after, strict=True) if old != new] == [
        "Varnia says some troops withdrawing from Kestrian border"
    ]


def test_the_hostile_outlet_tries_every_trick(day: Day) -> None:
    text = "".join(entry.title + entry.summary for entry in named(day, "mirror"))
    for trick in (
        "\x1b[31m",
        "\x1b]52;",
        "\x9b",
        "\x07",
        "[bold]",
        "[/nope]",
        "[link=",
        "[@click=",
        "\u202e",
        "\u2066",
    ):
        assert trick in text


def test_only_the_hostile_outlet_is_hostile(day: Day) -> None:
    for entry in day.entry:
        if entry.outlet != "mirror":
            assert (entry.title + entry.summary).isprintable()


def test_every_kind_of_source_speaks_and_one_is_dead(day: Day) -> None:
    assert {outlet.kind for outlet in day.outlet.values()} == {
        "wire", "official", "press", "state", "analysis", "aggregator",
    }  # fmt: skip
    assert {outlet.format for outlet in day.outlet.values()} == {"rss", "atom", "json"}
    assert [key for key, outlet in day.outlet.items() if outlet.fault] == ["border-radio"]
    assert {entry.outlet for entry in day.entry} == day.outlet.keys() - {"border-radio"}


def test_the_demos_desk_is_a_config_without_mistakes(day: Day, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(demo_config(8080, day), "utf-8")
    config = load(file)
    assert [source.name for source in config.sources] == [outlet.name for outlet in day.outlet.values()]
    assert all(":8080/" in source.url for source in config.sources)
    assert config.collector.allow_private
    for _, query in config.queries():
        parse(query)


def test_everybody_quoted_by_name_is_a_speaker_of_the_desk(day: Day, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(demo_config(8080, day), "utf-8")
    text = " ".join(entry.summary for entry in day.entry)
    assert all(speaker.name in text for speaker in load(file).speakers)


@pytest.mark.parametrize(
    ("entries", "complaint"),
    [
        ([("09:00", "nobody", {})], "no outlet nobody"),
        ([("09:00", "a", {"edit_of": "x"})], "nothing called x"),
        ([("09:00", "a", {"id": "x"}), ("09:01", "b", {"edit_of": "x"})], "b edits another's entry"),
        ([("09:01", "a", {}), ("09:00", "a", {})], "in the order"),
    ],
)
def test_a_day_that_contradicts_itself_is_refused(
    tmp_path: Path, entries: list[tuple[str, str, dict[str, str]]], complaint: str
) -> None:
    outlets = "".join(f'[outlet.{key}]\nname = "{key}"\nkind = "press"\ngrade = "C"\n' for key in "ab")
    tables = "".join(
        f'[[entry]]\nat = "{at}"\noutlet = "{outlet}"\ntitle = "t"\n'
        + "".join(f'{name} = "{value}"\n' for name, value in more.items())
        for at, outlet, more in entries
    )
    file = tmp_path / "day.toml"
    file.write_text(f'opens = "10:00"\n{outlets}{tables}')
    with pytest.raises(ValueError, match=complaint):
        load_day(file)


def test_the_demos_own_label_is_on_the_desk_and_disputed(day: Day, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(demo_config(8080, day), "utf-8")
    config = load(file)
    classifier = proven(read_layers([Path(config.lexicon.user)]))
    assert classifier.labels[-1].name == "prisoner"
    assert len(classifier.lexicon.cases) >= 4
    assert any("tag:prisoner" in query for _, query in config.queries())
    stances: set[str] = set()
    for entry in day.entry:
        tags = classifier.analyze_item(entry.title, entry.summary, "", "en").tags
        stances |= {tag.stance for tag in tags if tag.label == "prisoner"}
    assert {"asserted", "claimed", "denied"} <= stances
