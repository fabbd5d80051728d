"""What a query finds: the grammar's meaning on a small desk, and what is said when it cannot be read."""

from collections.abc import Iterator

import pytest

from storage.file.sqlite import Connection
from storage.query import FIELDS, QueryError, parse
from storage.query.finding import Finder
from tests.storage.desk import HOUR_MS, Desk, by, entry, open_desk, quote, tag
from tests.storage.ruling import match, rule, rules

FOUND = [
    # words
    ("", "abcdeg"),
    ("troops", "a"),
    ("TROOPS", "a"),
    ("troop", ""),
    ("troop*", "ac"),
    ("rail head", "ac"),
    ('"rail head"', "a"),
    ('"rail he"*', "a"),
    ("cafe", "c"),
    ("café", "c"),
    ("войска", "b"),
    ("выво*", "b"),
    ("10:30", "g"),
    ('"OR"', "g"),
    ("or", "g"),
    # not, or, brackets
    ("-troops", "bcdeg"),
    ("head -troops", "c"),
    ("troops OR minister", "ad"),
    ("rail troops OR minister", "ad"),
    ("rail (troops OR minister)", "a"),
    ("-(troops OR minister)", "bceg"),
    ("--troops", "a"),
    ('-"rail head"', "bcdeg"),
    ("((minister))", "d"),
    # tags
    ("tag:withdrawal", "ab"),
    ("TAG:Withdrawal", "ab"),
    ("stance:claimed", "ab"),
    ("tag:withdrawal stance:claimed", "a"),
    ("stance:claimed tag:escalation", "b"),
    ("tag:withdrawal minister OR stance:denied", "a"),
    ("stance:denied,doubted", "a"),
    ("tag:withdrawal -stance:denied", "b"),
    ("tag:withdrawal (stance:denied)", "a"),
    ("tag:withdrawal tag:escalation", "ab"),
    ("tag:withdrawal tag:escalation stance:denied", "a"),
    ("-tag:withdrawal", "cdeg"),
    # sources
    ("source:wire", "ag"),
    ("source:WORLD", "ag"),
    ("source:тасс", "b"),
    ("source:ТАСС", "b"),
    ("source:АГЕНТСТВО", "b"),
    ("source:100%", "cde"),
    ("source:d_", "cde"),
    ("source:%", "cde"),
    ('source:"world wire",тасс', "abg"),
    ("kind:wire,state", "abg"),
    ("grade:A", "ag"),
    ("grade:<=C", "acdeg"),
    ("grade:<C", "ag"),
    ("grade:>=c", "bcde"),
    ("grade:>D", ""),
    ("grade:A,D", "abg"),
    ("language:ru", "b"),
    ("language:PT-br", "cde"),
    ("side:ru", "b"),
    ("side:ua", "d"),
    ("side:UA,eu", "adg"),
    # what was said
    ("speaker:петренко", "d"),
    ("speaker:ПЕТРЕНКО", "d"),
    ('speaker:"міністерство оборони"', "d"),
    ("speaker:nobody", ""),
    ("primary:оборони", "d"),
    ("primary:wire,агент", "abg"),
    ("origin:агент", "b"),
    ("origin:wire", "ag"),
    ("origin:wire is:copy", "f"),
    # state
    ("is:new", "adeg"),
    ("is:acked", "b"),
    ("is:acked,dismissed", "bc"),
    ("-is:new", "bc"),
    ("is:starred", "d"),
    ("is:edited", "e"),
    ("is:alerting", "a"),
    ("severity:urgent", "a"),
    ("severity:flash", ""),
    ("severity:info,flash", "a"),
    ("story:1", "a"),
    ("title:head", "a"),
    ("title:HEADLINE", "e"),
    ('title:"rail head"', "a"),
    ('title:"rail he"*', "a"),
    ("title:troop*", "a"),
    ("title:colour OR title:minister,fresh", "de"),
    ("-title:rail head", "c"),
    ("troop* -title:troop*", "c"),
    ("operator:ana", "bc"),
    ("operator:ANA,ben", "bc"),
    ("operator:an", ""),
    ("is:noted", "d"),
    ("is:noted,copy", "df"),
    ("story:1,2", "ab"),
    ("alert:r", "a"),
    ("alert:R,x", "a"),
    ("alert:x", ""),
    ("alert:r* is:copy", "f"),
    ("-alert:*", "bcdeg"),
    ("headline", "e"),
    ("old", ""),
    # language
    ("rule:withdrawal-rule", "ab"),
    ("rule:escalation*", "ab"),
    ("rule:escalation", ""),
    ("rule:e*,withdrawal-r*", "ab"),
    ("rule:withdrawal* stance:denied", ""),
    ("rule:escalation* stance:denied", "a"),
    ("tag:deescalation", "c"),
    ("is:corrected", "c"),
    ("is:corrected,acked", "bc"),
    ("is:disputed", ""),
    # copies
    ("is:copy", "f"),
    ("is:copy OR troops", "af"),
    # time
    ("since:90m", "bcdeg"),
    ("since:1h", "deg"),
    ("before:1h", "abc"),
    ("since:3h before:90m", "a"),
    ("since:2w", "abcdeg"),
    ("since:0s", "g"),
    ("since:2027-01-15", "abcdeg"),
    ("since:2027-01-15T09:00", "bcdeg"),
    ("since:2027-01-15T10:00:00z before:2027-01-16", "deg"),
    ("before:2027-01-15T09:00:02", "a"),
    ("before:2027-01-15", ""),
]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Seven items, each named by a letter; `f` is a copy of `a`."""
    claims = rules(rule("r", match("tag:withdrawal stance:claimed"), "urgent"))
    with open_desk(tmp_path_factory.mktemp("query") / "feint.db", rules=claims) as desk:
        desk.speaker("І. Петренко", "Петренко", org="Міністерство оборони", side="UA")
        wire = desk.source("World Wire", family="wire", kind="wire", grade="A", side="eu")
        state = desk.source("ТАСС", family="Агентство", kind="state", grade="D", language="ru", side="ru")
        paper = desk.source("100% Herald_", family="herald", grade="C", language="pt-BR")
        a = entry("Troops leave the rail head", tags=[tag("withdrawal", "claimed"), tag("escalation", "denied")])
        desk.poll(wire, a)
        desk.now_ms += HOUR_MS
        desk.poll(state, entry("Войска выводят из города", tags=[tag("withdrawal"), tag("escalation", "claimed")]))
        desk.poll(paper, entry("Café prices", summary="Trooping the colour, head of rail", guid="c"))
        desk.now_ms += HOUR_MS
        said = quote("they will stay where they are", "Петренко")
        desk.poll(paper, entry("Minister speaks", quotes=[said]), entry("Old headline here", guid="e"))
        desk.poll(paper, a, entry("Fresh headline there", guid="e"))
        desk.item(wire, "Shelling resumes 10:30 OR later")
        acts = desk.acts()
        acts.set_state([2], "acked")
        acts.set_state([3], "dismissed")
        acts.star([4], True)
        acts.note(4, "called the duty officer")
        desk.use()
        acts.tag([3], "deescalation", "asserted")
        yield desk


def found(desk: Desk, text: str) -> str:
    """The letters of the items that the query finds on this desk, by the desk's own clock."""
    return "".join(" abcdefg"[item_id] for item_id in sorted(Finder(desk.connection, parse(text), desk.now_ms).all()))


@pytest.mark.parametrize(("text", "letters"), FOUND)
def test_a_query_finds(day: Desk, text: str, letters: str) -> None:
    assert found(day, text) == letters


def test_a_speaker_is_found_by_what_is_attributed_to_them_in_any_way(desk: Desk) -> None:
    desk.speaker("Maria Ivanova", role="spokeswoman", org="Ministry", side="EAST")
    source, words = desk.source("Herald", side="west"), "this day will be long remembered by all"
    desk.poll(source, entry("A day", quotes=[quote(words, "a ministry spokeswoman", who="office")]))
    desk.poll(source, entry("Another", quotes=[quote(words, "Maria Ivanova")]))
    desk.poll(source, entry("Units stay", tags=[tag("withdrawal", "denied", holder=by("Maria Ivanova"))]))
    desk.poll(source, entry("Rain is near"))
    for text in ("speaker:ivanova", "side:east", "primary:ministry", "primary:MINIS"):
        assert found(desk, text) == "abc"
    assert found(desk, "side:west") == "abcd"
    assert found(desk, "primary:herald") == "d"


def test_the_number_of_a_merged_story_leads_to_where_it_went(desk: Desk) -> None:
    source = desk.source("Herald")
    for title in ("Bridge closed", "Rain is near", "Harvest is late"):
        desk.item(source, title)

    def merge(run: Connection) -> None:
        run.execute("UPDATE story SET merged_into = 2 WHERE id = 3")
        run.execute("UPDATE story SET merged_into = 1 WHERE id = 2")
        run.execute("UPDATE item SET story_id = 1")

    desk.commit(merge)
    assert [found(desk, text) for text in ("story:1", "story:2", "story:3", "story:4")] == ["abc", "abc", "abc", ""]


def test_every_field_is_held_to_account_above() -> None:
    assert {name for name in FIELDS if not any(f"{name}:" in text.lower() for text, _ in FOUND)} == set()


@pytest.mark.parametrize(
    "text",
    [
        "' OR 1=1 --",
        "x'); DROP TABLE item; --",
        "speaker:\"' OR ''='\"",
        'source:"x\' OR 1 --"',
        "tag:withdrawal')--",
        'side:"ru\' UNION SELECT 1"',
        '"a"" OR b"',
        "headline:troops",
        'troops" NEAR(a b) "',
        "{title}:troops",
        "^troops",
    ],
)
def test_what_looks_like_sql_or_an_fts_expression_is_a_value_or_an_error(day: Desk, text: str) -> None:
    try:
        query = parse(text)
    except QueryError:
        return
    assert not any(mark in query.plan.sql for mark in ("DROP", "--", "UNION SELECT 1", "NEAR", "title", "^"))
    assert set(found(day, text)) <= set("abcdefg") - {"c", "e"}
    assert day.one("SELECT count(*) FROM item") == 7


@pytest.mark.parametrize(
    ("text", "column", "said", "suggestion"),
    [
        ("rail tga:withdrawal", 5, "there is no field tga:", "tag:"),
        ("rail zzzz:1", 5, "there is no field zzzz:", ""),
        ("foo:(a)", 0, "there is no field foo:", ""),
        ("stance:denyed", 7, "not denyed", "denied"),
        ("is:neu", 3, "not neu", "new"),
        ("kind:wires", 5, "not wires", "wire"),
        ("severity:grave", 9, "not grave", ""),
        ("grade:G", 6, "a letter A to F", "<=C"),
        ("since:yesterday", 6, "a length of time", "6h"),
        ("since:2026-13-01", 6, "a time such as 2026-11-20", "6h"),
        ("before:2026-11-20T6:00", 7, "a time such as", "6h"),
        ("before:1h,2h", 7, "a length of time", "6h"),
        ("story:first", 6, "a story's number", ""),
        ("tag:", 4, "needs a value, as in tag:withdrawal", ""),
        ("tag: withdrawal", 4, "needs a value", ""),
        ("tag:(a OR b)", 4, "needs a value", ""),
        ("tag:a,,b", 4, "an empty value", ""),
        ('tag:""', 4, "an empty value", ""),
        ('rail "head', 5, 'a " without its closing "', ""),
        ("(rail", 0, "a ( without its )", ""),
        ("rail)", 4, "a ) without its (", ""),
        ("rail ()", 6, "something to look for is missing", ""),
        ("rail (", 6, "something to look for is missing", ""),
        ("OR rail", 0, "something to look for is missing", ""),
        ("rail OR", 5, "OR needs something after it", ""),
        ("rail OR OR head", 8, "something to look for is missing", ""),
        ("rail - head", 5, "no letter or digit", ""),
        ("rail *", 5, "no letter or digit", ""),
        ('rail ""', 5, "no letter or digit", ""),
        ("a" * 2_001, 2_000, "more than 2,000 characters", ""),
        ("a " * 500, 400, "more than 200 words and signs", ""),
        ("source:" + ",".join("ab" * 150), 7, "more than 200 values", ""),
        ("-" * 50 + "a", 13, "inside one another", ""),
        ("(" * 50 + "a" + ")" * 50, 13, "inside one another", ""),
        ("rail \0", 5, "no text can hold", ""),
        ("rail \ud800", 5, "no text can hold", ""),
    ],
)
def test_what_cannot_be_read_is_said_with_its_column_and_what_was_meant(
    text: str, column: int, said: str, suggestion: str
) -> None:
    with pytest.raises(QueryError) as failure:
        parse(text)
    assert said in failure.value.message
    assert (failure.value.column, failure.value.suggestion) == (column, suggestion)
    assert str(failure.value).startswith(f"column {column + 1}: ")
    assert ("did you mean" in str(failure.value)) == bool(suggestion)
