"""Rows for scripts: field names are a contract, the newest comes first."""

import pytest

from classifier.records import Tag
from storage.file.errors import StoreError
from storage.query import parse
from storage.reads import listing
from tests.storage.alerted import told as rings
from tests.storage.desk import NOW_MS, Desk, by, entry, quote, tag
from tests.storage.ruling import match, rule, rules

ALL = parse("")


@pytest.fixture
def told(desk: Desk) -> Desk:
    desk.rules = rules(rule("leaving", match("tag:withdrawal"), "urgent"))
    wire, paper = desk.source("Wire"), desk.source("Paper")
    said = quote("units have begun to return", "Petrov")
    desk.poll(
        wire, entry("Units leave the garrison", summary="Tonight", tags=[tag("withdrawal", "claimed")], quotes=[said])
    )
    desk.poll(paper, entry("Units leave the garrison", summary="Tonight", link="https://paper.example/1"))
    desk.item(paper, "Harvest is late")
    return desk


def test_items_copies_included(told: Desk) -> None:
    rows = list(listing.items(told.path, ALL, 10, told.now_ms))
    assert [row["id"] for row in rows] == [3, 2, 1]
    assert [row["copy_of"] for row in rows] == [None, 1, None]
    first = rows[-1]
    assert {
        name: first[name] for name in ("source", "title", "published", "first_seen", "story", "revisions", "state")
    } == {
        "source": "Wire",
        "title": "Units leave the garrison",
        "published": "2027-01-15T07:00:00Z",
        "first_seen": "2027-01-15T08:00:03Z",
        "story": 1,
        "revisions": 1,
        "state": "new",
    }
    assert first["tags"] == [
        {
            "tag": "withdrawal",
            "stance": "claimed",
            "field": "title",
            "start": 0,
            "end": 5,
            "rule": "withdrawal-rule",
            "cue": "",
            "score": 80,
            "by": "",
            "holder": None,
        }
    ]
    assert first["disputed"] == []
    assert [row["id"] for row in listing.items(told.path, parse("tag:withdrawal"), 10, told.now_ms)] == [1]


def test_items_say_whose_a_tag_is_and_what_their_story_holds_both_sides_of(desk: Desk) -> None:
    desk.use()
    first = desk.item(desk.source("Wire"), "Units leave the rail head", tags=[tag("withdrawal")])
    second = desk.item(desk.source("Paper"), "Units leave the rail yard")
    desk.acts("ana").tag([second], "withdrawal", "doubted")
    rows = {row["id"]: row for row in listing.items(desk.path, parse("is:disputed"), 10, desk.now_ms)}
    both = [{"tag": "withdrawal", "stance": "asserted"}, {"tag": "withdrawal", "stance": "doubted"}]
    assert [rows[each]["disputed"] for each in (first, second)] == [both, both]
    said = rows[second]["tags"]
    assert isinstance(said, list)
    assert [(each["stance"], each["by"], each["rule"]) for each in said] == [("doubted", "ana", "")]


@pytest.mark.parametrize("limit", [1, 999, 1_000, 1_001, 2_000, 5_000])
def test_items_by_the_page_are_each_listed_once(desk: Desk, limit: int) -> None:
    desk.poll(desk.source("Herald"), *(entry(f"one{n} two{n}") for n in range(2_000)))
    ids = [row["id"] for row in listing.items(desk.path, ALL, limit, desk.now_ms)]
    assert ids == list(range(2_000, 0, -1))[:limit]


def test_the_other_lists(told: Desk) -> None:
    (story,) = listing.stories(told.path, parse("garrison"), 10, told.now_ms)
    assert (story["items"], story["copies"], story["origins"], story["title"]) == (
        [1, 2],
        1,
        1,
        "Units leave the garrison",
    )
    assert [row["id"] for row in listing.stories(told.path, ALL, 10, told.now_ms)] == [2, 1]
    (quoted,) = listing.quotes(told.path, parse("speaker:petrov OR harvest"), 10, told.now_ms)
    assert (quoted["item"], quoted["speaker"], quoted["type"]) == (1, "Petrov", "direct")
    (alert,) = listing.alerts(told.path, ALL, 10, told.now_ms)
    assert (alert["rule"], alert["severity"], alert["state"], alert["items"]) == ("leaving", "urgent", "new", [1])
    assert [(row["url"], row["state"], row["items"]) for row in listing.sources(told.path, ALL, 10, told.now_ms)] == [
        ("https://feeds.example/0", "ok", 1),
        ("https://feeds.example/1", "ok", 2),
    ]


def test_an_alerts_row_says_where_it_stands_on_how_many_it_rests_and_why_it_rang(told: Desk) -> None:
    (before,) = listing.alerts(told.path, ALL, 10, told.now_ms)
    assert [before[name] for name in ("reason", "snoozed_until", "rule_rev", "muted")] == [None] * 4
    told.commit(
        lambda run: run.execute(
            "UPDATE alert SET rule_rev = 3, origins = 2, primaries = 1, sides = 1, noticed_ms = ?", (NOW_MS,)
        )
    )
    rings(told, 1, said="new: two origins")
    rings(told, 1, said="a side beside va", held="mute 1 by ana: drill")
    told.acts("ana").set_alert_state([1], "dismissed", reason="out of scope")
    (alert,) = listing.alerts(told.path, ALL, 10, told.now_ms)
    assert (alert["state"], alert["owner"], alert["reason"], alert["rule_rev"]) == (
        "dismissed",
        "ana",
        "out of scope",
        3,
    )
    assert alert["counts"] == {"items": 1, "origins": 2, "primaries": 1, "sides": 1}
    assert (alert["noticed"], alert["why"]) == ("2027-01-15T08:00:00Z", "a side beside va")
    assert alert["since"] == alert["updated"] != before["updated"]


def test_a_story_whose_items_have_gone_elsewhere_is_none(told: Desk) -> None:
    acts = told.acts()

    def stories() -> list[object]:
        found = [list(listing.stories(told.path, parse(query), 10, told.now_ms)) for query in ("", "units OR harvest")]
        assert found[0] == found[1]
        return [row["id"] for row in found[0]]

    assert stories() == [2, 1]
    acts.merge([1, 3])
    assert stories() == [1]
    acts.split([3])
    assert stories() == [3, 1]
    acts.undo()
    acts.undo()
    assert stories() == [2, 1]


def test_a_story_names_its_origins_its_primaries_and_who_stands_where(desk: Desk) -> None:
    desk.speaker("Petrov", role="minister", org="Ministry", side="east")
    claimed = tag("withdrawal", "claimed", holder=by("Petrov"))
    doubted = tag("withdrawal", "doubted", start=6, holder=by("Western officials", who="group"))
    desk.poll(desk.source("Wire", agency="AFP"), entry("Units leave the rail head", tags=[claimed]))
    told = entry("Units leave the rail yard", tags=[claimed, doubted], credit="AFP", credit_basis="byline")
    desk.poll(desk.source("Paper"), told)
    desk.poll(
        desk.source("Pile", kind="aggregator"), entry("Units leave the rail line", tags=[tag("withdrawal", "denied")])
    )
    (story,) = listing.stories(desk.path, ALL, 10, desk.now_ms)
    assert (story["origins"], story["unknown_origins"], story["origin_names"]) == (1, 1, ["AFP"])
    assert (story["primaries"], story["primary_names"]) == (2, ["Ministry", "Western officials"])
    seen = {item["id"]: item["first_seen"] for item in listing.items(desk.path, ALL, 10, desk.now_ms)}
    stands = {"tag": "withdrawal", "own": False, "operator": None}
    assert story["claims"] == {
        "east": [
            {**stands, "primary": "Ministry", "stance": "claimed", "speakers": ["Petrov"], "outlets": ["Wire", "Paper"],
             "item": 1, "said": seen[1]}
        ]
    }  # fmt: skip
    assert story["doubts"] == {
        "": [
            {**stands, "primary": "Western officials", "stance": "doubted", "speakers": ["Western officials"],
             "outlets": ["Paper"], "item": 2, "said": seen[2]}
        ]
    }  # fmt: skip
    assert story["denials"] == {
        "": [
            {**stands, "primary": None, "stance": "denied", "speakers": [], "outlets": ["Pile"], "item": 3, "said": seen[3]}
        ]
    }  # fmt: skip


def test_items_say_who_wrote_them_and_who_holds_their_tags(desk: Desk) -> None:
    held = tag("withdrawal", "denied", holder=by("General Staff", who="organisation"))
    desk.poll(desk.source("Paper"), entry("Units stay", tags=[held], credit="AFP", credit_basis="dateline"))
    desk.poll(desk.source("Pile", kind="aggregator"), entry("Harvest is late"))
    unknown, written = listing.items(desk.path, ALL, 10, desk.now_ms)
    assert (written["origin"], written["origin_basis"]) == ("AFP", "dateline")
    assert (unknown["origin"], unknown["origin_basis"]) == (None, "unknown")
    assert isinstance(written["tags"], list)
    assert [said["holder"] for said in written["tags"]] == ["General Staff"]


def test_a_quote_says_who_speaks_for_whom_how_that_is_known_and_who_else_prints_it(desk: Desk) -> None:
    desk.speaker("Maria Ivanova", role="spokeswoman", org="Ministry", side="east")
    words = "this day will be long remembered by all"
    office = quote(words, "a ministry spokeswoman", who="office", role="ministry spokeswoman")
    desk.poll(desk.source("Herald"), entry("A day to remember", quotes=[office]))
    desk.poll(desk.source("Paper"), entry("Another day", quotes=[quote(words, "Maria Ivanova")]))
    desk.poll(desk.source("Post"), entry("Rain is near", quotes=[quote("it will rain all day", None)]))
    rain, named, role_only = listing.quotes(desk.path, ALL, 10, desk.now_ms)
    told = ("speaker", "speaker_surface", "inferred", "who", "role", "org", "primary", "side", "known_by", "carriers")
    assert [named[name] for name in told] == [
        "Maria Ivanova", "Maria Ivanova", False, "person", None, "Ministry", "Ministry", "east", "config", 2
    ]  # fmt: skip
    assert [role_only[name] for name in told] == [
        "Maria Ivanova", "a ministry spokeswoman", True, "office", "ministry spokeswoman", "Ministry", "Ministry", "east",
        None, 2,
    ]  # fmt: skip
    assert [rain[name] for name in told] == [None, None, False, None, None, None, None, None, None, 1]


def test_the_ledger_of_a_name_is_what_its_speaker_said_newest_first_with_what_it_goes_back_on(desk: Desk) -> None:
    desk.speaker("Arkady Belov", "Belov", role="minister", org="Ministry", side="east")
    source = desk.source("Herald", side="west")

    def told(title: str, words: str, *tags: Tag) -> None:
        said = quote(words, "Arkady Belov")
        desk.poll(source, entry(title, summary=words, link=f"https://herald.example/{title}", tags=tags, quotes=[said]))

    told("Leaving", "they are leaving for good today", tag("withdrawal", "claimed", field="summary", end=20))
    told("Raining", "it will rain all day long")
    told("Staying", "nobody has ever left that place", tag("withdrawal", "denied", field="summary", end=20))
    rows = list(listing.ledger(desk.path, "belov", ALL, 10, desk.now_ms))
    assert [(row["text"], row["reverses"], row["reversed"]) for row in rows] == [
        ("nobody has ever left that place", 1, "withdrawal"),
        ("it will rain all day long", None, None),
        ("they are leaving for good today", None, None),
    ]
    assert rows[0]["link"] == "https://herald.example/Staying"
    assert rows[0]["tags"] == [{"tag": "withdrawal", "stance": "denied"}]
    assert [row["id"] for row in listing.ledger(desk.path, "belov", parse("-raining"), 1, desk.now_ms)] == [3]
    assert list(listing.ledger(desk.path, "Nobody", ALL, 10, desk.now_ms)) == []
    assert listing.speaker_names(desk.path) == ["Arkady Belov"]


def test_a_query_narrows_alerts_and_sources_to_those_with_an_item_it_finds(told: Desk) -> None:
    def found(query: str) -> tuple[int, list[object]]:
        alerts = listing.alerts(told.path, parse(query), 10, told.now_ms)
        sources = listing.sources(told.path, parse(query), 10, told.now_ms)
        return len(list(alerts)), [row["name"] for row in sources]

    assert found("tag:withdrawal") == (1, ["Wire"])
    assert found("harvest") == (0, ["Paper"])


def test_a_damaged_page_is_a_store_error_not_a_traceback(told: Desk) -> None:
    page = int(str(told.one("SELECT rootpage FROM sqlite_schema WHERE name = 'item'")))
    told.all("PRAGMA wal_checkpoint(TRUNCATE)")
    with told.path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    with pytest.raises(StoreError, match="damaged"):
        list(listing.items(told.path, ALL, 10, told.now_ms))


def test_a_moment_is_iso_8601_in_utc_or_none() -> None:
    assert listing.iso(0) == "1970-01-01T00:00:00Z"
    assert listing.iso(1_800_000_000_999) == "2027-01-15T08:00:00Z"
    assert listing.iso(None) is None


def test_without_a_file_it_is_a_store_error(told: Desk) -> None:
    with pytest.raises(StoreError, match="no such database"):
        list(listing.items(told.path.with_name("none"), ALL, 1, 0))


def test_a_correction_is_a_row_to_measure_a_classifier_by(desk: Desk) -> None:
    desk.use()
    source = desk.source("Herald", language="uk")
    said = [
        tag("withdrawal", "claimed", start=6, end=11),
        tag("escalation", "denied", field="summary", start=0, end=4, score=60),
        tag("escalation", field="summary", start=5, end=9),
    ]
    item_id = desk.item(source, "Units leave the garrison", summary="They stay, he says", tags=said)
    desk.item(source, "Harvest is late", tags=[tag("withdrawal")])
    acts = desk.acts("ana")
    acts.tag([item_id], "withdrawal", "denied")
    acts.tag([item_id], "deescalation", "")
    (row,) = listing.corrected(desk.path, ALL, 10, desk.now_ms)
    at_ms = int(str(desk.one("SELECT max(at_ms) FROM verdict")))
    assert row.pop("id")
    assert row == {
        "text": "Units leave the garrison\nThey stay, he says",
        "source": "Herald",
        "lang": "uk",
        "labels": ["escalation", "withdrawal"],
        "stance": {"withdrawal": "denied", "escalation": "asserted"},
        "tags": [
            {"tag": "withdrawal", "stance": "denied", "start": 6, "end": 11},
            {"tag": "escalation", "stance": "denied", "start": 25, "end": 29},
            {"tag": "escalation", "stance": "asserted", "start": 30, "end": 34},
        ],
        "gold": "operator",
        "how": "operator",
        "group": "story-1",
        "by": "ana",
        "at": listing.iso(at_ms),
        "was": {"withdrawal": ["claimed"], "deescalation": []},
    }


def test_a_correction_that_nothing_holds_is_a_row_of_none_and_copies_are_one_row(desk: Desk) -> None:
    desk.use()
    ids = [
        desk.item(desk.source(name), "Units leave the garrison", tags=[tag("withdrawal")]) for name in ("Wire", "Paper")
    ]
    acts = desk.acts("ana")
    acts.tag(ids[:1], "withdrawal", "")
    (row,) = listing.corrected(desk.path, ALL, 10, desk.now_ms)
    assert (row["source"], row["labels"], row["stance"], row["tags"]) == ("Wire", ["none"], {}, [])
    acts.tag(ids[:1], "withdrawal", None)
    assert list(listing.corrected(desk.path, ALL, 10, desk.now_ms)) == []
    acts.tag(ids[1:], "withdrawal", "denied")
    (row,) = listing.corrected(desk.path, ALL, 10, desk.now_ms)
    assert row["source"] == "Paper"


def test_corrections_come_newest_first_and_a_query_narrows_them(desk: Desk) -> None:
    desk.use()
    source = desk.source("Herald")
    ids = [desk.poll(source, entry(f"one{n} two{n}", text=f"body {n}")).new[0] for n in range(4)]
    desk.acts().tag(ids, "withdrawal", "asserted")
    assert [row["text"] for row in listing.corrected(desk.path, parse("-one1"), 2, desk.now_ms)] == [
        "one3 two3\nbody 3",
        "one2 two2\nbody 2",
    ]
