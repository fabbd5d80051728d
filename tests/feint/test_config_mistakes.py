"""Every mistake in a config file is named by file, line and key, with what was expected."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feint.config import ConfigError, load

SOURCE = '[[source]]\nurl = "https://example.org/feed"\n'


def mistakes(folder: Path, text: str | bytes) -> list[str]:
    """Load a faulty file; its problems, without the path in front."""
    file = folder / "c.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigError) as caught:
        load(file)
    return [problem.removeprefix(f"{file}") for problem in caught.value.problems]


def problems_of(file: Path) -> tuple[str, ...]:
    """What is wrong with a file, which may be nothing."""
    try:
        load(file)
    except ConfigError as error:
        return error.problems
    return ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SOURCE + 'intervall = "2m"', ":3: source[0].intervall: unknown key; did you mean interval?"),
        ("[collecter]\n", ":1: collecter: unknown table; did you mean collector?"),
        ("[collector]\nper_hosts = 1", ":2: collector.per_hosts: unknown key; did you mean per_host?"),
        ("[collector]\nper_host = 0", ":2: collector.per_host: expected a whole number >= 1"),
        ("[collector]\nallow_private = 1", ":2: collector.allow_private: expected true or false, got a whole number"),
        ('[collector]\ninterval = "0s"', ":2: collector.interval: expected at least 1s"),
        ('[collector]\ninterval_min = "2h"', ":2: collector.interval_min: longer than interval_max"),
        ('[collector]\ncontact = "Zürich"', ":1: collector.user_agent: expected ASCII, in contact too"),
        ('[collector]\nlifetime = "ever"', "collector.lifetime: expected one of with-desk, stays, got 'ever'"),
        ('[desk.zones]\nX = "Europe/Moskow"', ':2: desk.zones.X: no zone "Europe/Moskow"; did you mean Europe/Moscow?'),
        ('[desk.zones]\nX = "../../etc/passwd"', 'desk.zones.X: no zone "../../etc/passwd"'),
        ('[desk.zones]\nHEADQUARTERS = "UTC"', ":2: desk.zones.HEADQUARTERS: a label has 1 to 6 characters"),
        ('[desk]\nfirst_view = "x"', ':2: desk.first_view: no view "x"'),
        ('[storage]\nkeep_item = "9d"', ":2: storage.keep_item: unknown key; did you mean keep_items?"),
        ('[storage]\nkeep_items = "6d"', ':2: storage.keep_items: expected at least 7d, or "forever"'),
        ("[storage]\nkeep_items = 400", ':2: storage.keep_items: expected a duration such as "400d", or "forever"'),
        ('[storage]\nkeep_items = "ever"', "storage.keep_items: expected a duration such as"),
        ('[storage]\narchive = "yearly"', "storage.archive: expected one of monthly, none, got 'yearly'"),
        ('[storage]\ncheckpoints = "none"', "storage.checkpoints: expected one of own, replica, got 'none'"),
        ('[storge]\nkeep_items = "9d"', ":1: storge: unknown table; did you mean storage?"),
        ('[[source]]\nname = "x"', ":1: source[0]: url is missing"),
        ("[[source]]\nurl = 3", ":2: source[0].url: expected a string, got a whole number"),
        ('[source]\nurl = "x"', ":1: source: expected a list of tables, each under [[source]] with two brackets"),
        (
            '[[source]]\nurl = "ftp://x.org/"',
            ':2: source[0].url: expected an http or https address, got "ftp://x.org/"',
        ),
        ('[[source]]\nurl = "https:///x"', "source[0].url: expected an http or https address"),
        ('[[source]]\nurl = "https://x.org/a b"', "source[0].url: an address holds no space"),
        ('[[source]]\nurl = "https://x.org:99999/"', 'source[0].url: "https://x.org:99999/": Port out of range'),
        ('[[source]]\nurl = "https://[::1/"', 'source[0].url: "https://[::1/": Invalid IPv6 URL'),
        ('[[source]]\nurl = "https://me:secret@x.org/"', "a name or password in an address would be shown"),
        (SOURCE + 'kind = "offical"', ":3: source[0].kind: expected one of wire, official, press, state, analysis"),
        (SOURCE + 'grade = "G"', ":3: source[0].grade: expected one of A, B, C, D, E, F, got 'G'"),
        (SOURCE + 'language = "English"', ':3: source[0].language: expected a language code such as "en"'),
        (SOURCE + "interval = 120", ':3: source[0].interval: expected a duration such as "90s"'),
        (
            SOURCE + 'side = "rus"\n[sides]\nru = "Russia"',
            ':3: source[0].side: "rus" isn\'t under [sides]; did you mean ru?',
        ),
        (SOURCE + 'name = "\\u001b[31m"', ":3: source[0].name: holds a control or invisible character"),
        (SOURCE + 'name = "a\\u202eb"', ":3: source[0].name: holds a control or invisible character"),
        ('[sides]\n"\\u001b[2J" = "x"', ":1: sides.\ufffd[2J: holds a control or invisible character"),
        (
            SOURCE + '[[source]]\nurl = "HTTPS://EXAMPLE.org/feed#top"',
            ':4: source[1].url: "HTTPS://EXAMPLE.org/feed#top" is source[0] already',
        ),
        (
            SOURCE + 'name = "x"\n[[source]]\nurl = "https://b.org"\nname = "x"',
            ':6: source[1].name: "x" is source[0] already',
        ),
        ('[[speaker]]\nname = "A"\nfrom = "soon"', ":3: speaker[0].from: invalid"),
        ('[[view]]\nname = "a"\nquery = "x"\n' * 2, ':5: view[1].name: "a" is view[0] already'),
        ('[[rule]]\nid = "a"\nkind = "match"\nquery = "x"\n' * 2, ':6: rule[1].id: "a" is rule[0] already'),
        ("[keys]\nopen = 3", "keys: expected a string, got a whole number"),
        ("sides = 3", ":1: sides: expected a table, got a whole number"),
        ("[desk]\ntheme = dark", ":2:9: not TOML: no value; text stands in quotes, and yes is true"),
        ('[desk]\ntheme = "dark\n', ':2:14: not TOML: a " is missing at the end of this line'),
        ("[desk]\ntheme = 30s", ":2:11: not TOML: text after the value; a duration stands in quotes too"),
        ("[desk]\n[keys]\n[desk]\n", ":3:6: not TOML: [desk] stands twice; put its keys under the first"),
        ("[a.b]\n[a.b]\n", ":2:5: not TOML: [a.b] stands twice; put its keys under the first"),
        ("[desk]\nascii = true\nascii = false\n", ":3:14: not TOML: this key stands twice"),
        ("[desk]\ntheme: 3", ":2:6: not TOML: expected = after the key"),
        ("[keys]\na = [1\n[desk]", ":3:1: not TOML: a ] or a comma is missing before this"),
        ("x = " + "[" * 50_000, ": not TOML: maximum recursion depth exceeded"),
        (b"[desk]\n# \xff", ": not UTF-8 at byte 9"),
    ],
)
def test_a_mistake_names_its_place_and_what_was_expected(tmp_path: Path, text: str | bytes, expected: str) -> None:
    assert expected in mistakes(tmp_path, text)[0]


def test_all_mistakes_are_told_at_once_in_the_files_order(tmp_path: Path) -> None:
    found = mistakes(tmp_path, f'[collector]\nper_hots = 1\nworkers = 0\n{SOURCE}nmae = "x"\nkind = "pres"\n[vew]\n')
    assert [problem.split(": ")[1] for problem in found] == [
        "collector.per_hots",
        "collector.workers",
        "source[0].nmae",
        "source[0].kind",
        "vew",
    ]


def test_a_flood_of_mistakes_is_cut_short_and_counted(tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.write_text("[[source]]\n" * 40)
    with pytest.raises(ConfigError) as caught:
        load(file)
    assert str(caught.value).count("\n") == 12
    assert str(caught.value).endswith("and 28 more")


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Is a directory"):
        load(tmp_path)


_VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(-5, 5), st.text("abs:/.[]é\u202e ", max_size=6), st.just("https://a.org/")),
    lambda inner: st.lists(inner, max_size=2),
    max_leaves=3,
)
_KEYS = [
    "url",
    "name",
    "kind",
    "grade",
    "side",
    "interval",
    "id",
    "query",
    "key",
    "after",
    "kinds",
    "from",
    "zones",
    "keep_items",
    "raise",
    "escalate",
    "quiet",
    "argv",
]
_TABLES = ["collector", "desk", "source", "speaker", "view", "rule", "sides", "keys", "storage", "other"]
_TABLES += ["alerts", "severity", "channel", "inhibit", "operator", "heartbeat", "metrics"]


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    return f"[{', '.join(map(_toml, value))}]" if isinstance(value, list) else str(value)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(_TABLES), st.booleans(), st.dictionaries(st.sampled_from(_KEYS), _VALUES)),
        unique_by=lambda table: table[0],
    )
)
def test_no_file_fails_in_any_other_way(tmp_path: Path, tables: list[tuple[str, bool, dict[str, object]]]) -> None:
    file = tmp_path / "c.toml"
    lines = [
        "\n".join([f"[[{name}]]" if many else f"[{name}]", *(f"{key} = {_toml(value)}" for key, value in keys.items())])
        for name, many, keys in tables
    ]
    file.write_text("\n".join(lines), "utf-8")
    assert all(problem.startswith(str(file)) for problem in problems_of(file))
