"""What may stand after a field: values that the file holds, those that begin so first, each with what it is."""

from collections.abc import Iterator

import pytest

from storage.query import FIELDS, QueryError, parse
from storage.reads.reader import Reader
from tests.storage.desk import Desk, by, entry, open_desk, quote, tag
from tests.storage.ruling import match, rule, rules

WORDS = "we shall hold the northern bridge"


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    both = rules(rule("leaving", match("tag:withdrawal"), "urgent"), rule("shells", match("shells"), "flash"))
    with open_desk(tmp_path_factory.mktemp("completing") / "feint.db", rules=both) as desk:
        desk.use()
        desk.speaker("Maria Ivanova", "Ivanova", role="spokeswoman", org="Ministry", side="east")
        desk.speaker("Ministry", org="Ministry", side="east")
        herald = desk.source("Morning Herald", family="herald", kind="press", grade="C", side="west")
        desk.source("World Wire", family="wire", kind="wire", grade="A", language="de", side="west")
        for n in range(4):
            desk.source(f"Western Star {n}", family="star", side="west")
        said = [quote(f"{WORDS} by {who}", who) for who in ("Maria Ivanova", "Ivo Petrov", "Mario Ivo", "Łukasz Żak")]
        desk.poll(
            herald, entry("Units leave", tags=[tag("withdrawal", "claimed", holder=by("Ivo Petrov"))], quotes=said)
        )
        desk.poll(
            herald,
            entry(
                "Shells hit town",
                tags=[tag("escalation", holder=by("Maria Ivanova"))],
                quotes=[quote(f"{WORDS} again", "Ivo Petrov")],
            ),
        )
        desk.acts("ana").set_state([1], "acked")
        yield desk


@pytest.fixture
def reader(day: Desk) -> Reader:
    return day.reader()


def named(reader: Reader, field: str, start: str, limit: int = 20) -> list[str]:
    return [value for value, _ in reader.values_of(field, start, limit)]


@pytest.mark.parametrize(
    ("field", "start", "found"),
    [
        ("tag", "", ("withdrawal", "about withdrawal")),
        ("stance", "den", ("denied", "somebody says it is not so")),
        ("is", "", ("new", "nobody has dealt with it")),
        ("source", "her", ("Morning Herald", "press, C")),
        ("source", "WORLD w", ("World Wire", "wire, A")),
        ("kind", "an", ("analysis", "")),
        ("grade", "<=C", ("<=C", "A, B or C")),
        ("language", "", ("en", "5 sources")),
        ("language", "d", ("de", "1 source")),
        ("side", "", ("east", "Ministry")),
        ("side", "w", ("west", "Morning Herald, Western Star 0, Western Star 1, …")),
        ("speaker", "mari", ("Maria Ivanova", "spokeswoman, Ministry [east]")),
        ("primary", "mini", ("Ministry", "")),
        ("origin", "h", ("herald", "")),
        ("rule", "with", ("withdrawal-rule", "withdrawal")),
        ("alert", "l", ("leaving", "urgent")),
        ("alert", "s", ("shells", "flash")),
        ("operator", "", ("ana", "")),
        ("severity", "u", ("urgent", "")),
        ("since", "6", ("6h", "six hours")),
    ],
)
def test_a_value_comes_with_what_it_is(reader: Reader, field: str, start: str, found: tuple[str, str]) -> None:
    assert reader.values_of(field, start, 20)[0] == found


@pytest.mark.parametrize(
    ("field", "start", "found"),
    [
        ("speaker", "iv", ["Ivo Petrov", "Maria Ivanova", "Mario Ivo"]),
        ("speaker", "PETROV", ["Ivo Petrov"]),
        ("speaker", "ivo p", ["Ivo Petrov"]),
        ("speaker", "łu", ["Łukasz Żak"]),
        ("speaker", "vo", []),
        ("primary", "pet", ["Ivo Petrov"]),
        ("primary", "IVO", ["Ivo Petrov"]),
        ("source", "wir", ["World Wire"]),
        ("source", "w", ["Western Star 0", "Western Star 1", "Western Star 2", "Western Star 3", "World Wire"]),
        ("source", "ire", []),
        ("tag", "x", []),
        ("title", "", []),
        ("story", "1", []),
        ("nothing", "", []),
        ("kind", '"wi', ["wire"]),
    ],
)
def test_what_begins_so_comes_before_what_has_a_word_that_does(
    reader: Reader, field: str, start: str, found: list[str]
) -> None:
    assert sorted(named(reader, field, start)[1:]) == sorted(found[1:])
    assert named(reader, field, start)[:1] == found[:1]


def test_before_a_letter_is_typed_those_come_who_were_heard_most_of_late(reader: Reader) -> None:
    assert named(reader, "speaker", "")[0] == "Ivo Petrov"
    assert set(named(reader, "primary", "")) >= {"Ivo Petrov"}


@pytest.mark.parametrize("field", FIELDS)
def test_there_are_never_more_than_were_asked_for_none_twice_and_each_can_be_asked(reader: Reader, field: str) -> None:
    for start in ("", "w", "i", "'; --", "%", "\\", "(", "*"):
        found = named(reader, field, start, 2)
        assert len(found) == len(set(found)) <= 2
        for value in found:
            try:
                parse(f'{field}:"{value}"')
            except QueryError as error:
                pytest.fail(f"{field}:{value} cannot be read: {error}")
