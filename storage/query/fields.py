"""What each field of the query language asks of the file. storage/query/values.py says what may stand after it."""

from collections.abc import Callable, Sequence

from storage.items.verdicts import STANCES
from storage.query.clauses import (
    EVERYTHING,
    NOTHING,
    WITHIN,
    Apiece,
    Clause,
    Known,
    Values,
    either,
    holding,
    listed,
    probed,
)
from storage.query.values import STATES, QueryError, checked, in_title, letters, moment
from storage.severity import SEVERITIES
from storage.voices.speakers import folded

_BY_ID, _BY_ITEM = WITHIN.format("id"), WITHIN.format("item_id")


def compile_field(name: str, said: list[str], column: int, values: Values) -> Clause:
    """The clause of a field and what is said after it, which begins at `column`. Raises QueryError."""
    return _COMPILE[name](name, said, column, values)


def of_one_tag(parts: Sequence[Clause], values: Values) -> Clause:
    """The items with a tag of which all of these hold: each label and stance has its own stretch of the index."""
    fields = {part.of_tag for part in parts}
    conditions = [part.sql for part in parts]
    if "rule" not in fields and "tag" not in fields:
        conditions.append(f"label IN {values.listed(_different('label', 'tag', 'current = 1'))}")
    if "rule" not in fields and "stance" not in fields:
        conditions.append(f"stance IN {values.among(STANCES)}")
    index = "tag_by_rule" if "rule" in fields else "tag_by_label"
    return listed(
        f"SELECT item_id FROM tag INDEXED BY {index} WHERE current = 1 AND {' AND '.join(conditions)} AND {_BY_ITEM}"
    )


def _places(said: Sequence[str]) -> str:
    return ", ".join("?" * len(said))


def _different(column: str, table: str, among: str = "1", condition: str = "1", said: Sequence[str] = ()) -> Known:
    """The different values of an indexed column that meet a condition: each is looked up after the one before, none twice."""
    following = f"SELECT min({column}) FROM {table} WHERE {among} AND {column} > known.value"
    return Known(
        f"WITH RECURSIVE known(value) AS (SELECT min({column}) FROM {table} WHERE {among}"
        f" UNION ALL SELECT ({following}) FROM known WHERE value IS NOT NULL)"
        f" SELECT json_group_array(value) FROM known WHERE value IS NOT NULL AND ({condition})",
        tuple(said),
    )


def _tag(_: str, said: list[str], column: int, values: Values) -> Clause:
    return Clause(f"label IN {values.among(said)}", of_tag="tag")


def _stance(name: str, said: list[str], column: int, values: Values) -> Clause:
    return Clause(f"stance IN {values.among(checked(name, said, column))}", of_tag="stance")


def _rule(_: str, said: list[str], column: int, values: Values) -> Clause:
    return Clause(f"rule IN {values.listed(_rules('tag', 'current = 1', said))}", of_tag="rule")


def _rules(table: str, among: str, said: Sequence[str]) -> Known:
    """The rules of a table that are named, or begin as is said before a *."""
    spans = [bound for span in _spans(said) for bound in span]
    return _different("rule", table, among, " OR ".join(["casefold(value) BETWEEN ? AND ?"] * len(said)), spans)


def _spans(said: Sequence[str]) -> list[tuple[str, str]]:
    """Between which names, in the order of their letters, those lie that are meant."""
    return [(each.removesuffix("*"), each.removesuffix("*") + "\U0010ffff" * each.endswith("*")) for each in said]


def _alert(_: str, said: list[str], column: int, values: Values) -> Clause:
    """Evidence of alerts. It is read item by item in a narrow window, in a wide one alert by alert, as in `_said_by`."""
    if values.rule is not None:
        is_meant = any(start <= values.rule.casefold() <= end for start, end in _spans(said))
        return EVERYTHING if is_meant else NOTHING
    rules = values.listed(_rules("alert", "1", said))
    return listed(
        "SELECT item_id FROM alert_evidence INDEXED BY evidence_by_item CROSS JOIN alert ON alert.id = alert_id"
        f" WHERE :narrow AND {_BY_ITEM} AND +alert.rule IN {rules}"
        " UNION SELECT item_id FROM alert INDEXED BY alert_by_rule CROSS JOIN alert_evidence ON alert_id = alert.id"
        f" WHERE NOT :narrow AND rule IN {rules} AND {_BY_ITEM}"
    )


def _title(_: str, said: list[str], column: int, values: Values) -> Clause:
    return either([holding(wanted, values) for wanted in in_title(said, column)], values)


def _of_source(condition: str, said: Sequence[str], values: Values) -> Clause:
    sources = values.listed(Known(f"SELECT json_group_array(id) FROM source WHERE {condition}", tuple(said)))
    rows = f"SELECT id FROM item INDEXED BY item_by_source WHERE source_id + 0 IN {sources} AND {_BY_ID}"
    return Clause(f"+item.source_id IN {sources}", "" if values.rule is not None else rows, apiece=Apiece.LINE)


def _said_by(condition: str, said: Sequence[str], values: Values) -> Clause:
    """Of those whom the condition finds, under any name that papers use for them, and also where another carrier names them.

    What another carrier names is read item by item in a narrow window. In a wide one it is read speaker by speaker: whoever has
    not filled a page by then has said little.
    """
    who = values.listed(
        Known(
            f"WITH named(id) AS (SELECT id FROM speaker WHERE {condition}) SELECT json_group_array(id) FROM"
            " (SELECT id FROM named UNION SELECT speaker.id FROM named CROSS JOIN speaker ON same_as = named.id)",
            tuple(said),
        )
    )
    return probed(
        f"(EXISTS (SELECT 1 FROM tag INDEXED BY tag_by_item WHERE item_id = item.id AND current = 1 AND speaker_id IN {who})"
        " OR EXISTS (SELECT 1 FROM quote INDEXED BY quote_by_item LEFT JOIN utterance ON utterance.id = utterance_id"
        " WHERE item_id = item.id"
        f" AND current = 1 AND (quote.speaker_id IN {who} OR utterance.speaker_id IN {who})))",
        f"SELECT item_id FROM quote INDEXED BY quote_by_speaker WHERE speaker_id IN {who} AND current = 1 AND {_BY_ITEM}"
        f" UNION SELECT item_id FROM tag INDEXED BY tag_by_speaker WHERE speaker_id IN {who} AND current = 1 AND {_BY_ITEM}"
        " UNION SELECT item_id FROM quote INDEXED BY quote_by_item CROSS JOIN utterance ON utterance.id = utterance_id"
        f" WHERE :narrow AND current = 1 AND {_BY_ITEM} AND utterance.speaker_id IN {who}"
        " UNION SELECT item_id FROM utterance INDEXED BY utterance_by_speaker CROSS JOIN quote INDEXED BY quote_by_utterance"
        f" ON utterance_id = utterance.id WHERE NOT :narrow AND utterance.speaker_id IN {who} AND current = 1 AND {_BY_ITEM}",
    )


def _side(_: str, said: list[str], column: int, values: Values) -> Clause:
    condition = f"side <> '' AND casefold(side) IN ({_places(said)})"
    sides = _different("side", "voice", "side <> ''", condition.replace("side", "value"), said)
    parts = [_of_source(condition, said, values), _said_by(condition, said, values)]
    return either([*parts, _resting_on("side", sides, values)], values)


def _resting_on(column: str, known: Known, values: Values) -> Clause:
    """Of those whose word an item rests on."""
    meant = f"side <> '' AND side IN {values.listed(known)}" if column == "side" else f"name IN {values.listed(known)}"
    return probed(
        f"EXISTS (SELECT 1 FROM voice WHERE item_id = item.id AND +{column} IN {values.listed(known)})",
        f"SELECT item_id FROM voice INDEXED BY voice_by_{column} WHERE {meant} AND {_BY_ITEM}",
    )


def _source(_: str, said: list[str], column: int, values: Values) -> Clause:
    condition = " OR ".join(["instr(casefold(name), ?) OR casefold(family) = ?"] * len(said))
    return _of_source(condition, [each for each in said for _ in range(2)], values)


def _kind(name: str, said: list[str], column: int, values: Values) -> Clause:
    return _of_source(f"kind IN ({_places(said)})", checked(name, said, column), values)


def _language(_: str, said: list[str], column: int, values: Values) -> Clause:
    return _of_source(f"casefold(language) IN ({_places(said)})", said, values)


def _grade(_: str, said: list[str], column: int, values: Values) -> Clause:
    grades = letters(said, column)
    return _of_source(f"grade IN ({_places(grades)})", grades, values)


def _speaker(_: str, said: list[str], column: int, values: Values) -> Clause:
    # Without a function of ours: there may be tens of thousands of names. What is not ASCII is found by its folded form.
    named = "instr(norm, ?) OR instr(lower(name), ?) OR org <> '' AND instr(casefold(org), ?)"
    return _said_by(
        " OR ".join([named] * len(said)), [v for each in said for v in (folded(each) or each, each, each)], values
    )


def _primary(_: str, said: list[str], column: int, values: Values) -> Clause:
    return _resting_on("name", _different("name", "voice", "1", _parts_of(said), said), values)


def _origin(_: str, said: list[str], column: int, values: Values) -> Clause:
    names = values.listed(_different("origin", "item", "1", _parts_of(said), said))
    return listed(f"SELECT id FROM item INDEXED BY item_by_origin WHERE origin IN {names} AND {_BY_ID}")


def _parts_of(said: Sequence[str]) -> str:
    return " OR ".join(["instr(casefold(value), ?)"] * len(said))


def _operator(_: str, said: list[str], column: int, values: Values) -> Clause:
    who = values.listed(_different("operator", "item", "operator <> ''", f"casefold(value) IN ({_places(said)})", said))
    return listed(
        f"SELECT id FROM item INDEXED BY item_by_operator WHERE operator <> '' AND operator IN {who} AND {_BY_ID}"
    )


def _severity(name: str, said: list[str], column: int, values: Values) -> Clause:
    return _as_grave_as(min(SEVERITIES.index(value) for value in checked(name, said, column)), values)


def _as_grave_as(rank: int, values: Values) -> Clause:
    ranks = values.among(range(rank, len(SEVERITIES)))
    return listed(
        f"SELECT id FROM item INDEXED BY item_alerting WHERE severity > 0 AND severity IN {ranks} AND {_BY_ID}"
    )


def _time(name: str, said: list[str], column: int, values: Values) -> Clause:
    at = moment(name, said, column)
    if name == "since":
        return Clause(f"+item.first_seen_ms >= {values.bind(at)}", apiece=Apiece.LINE, since=(at,))
    return Clause(f"+item.first_seen_ms < {values.bind(at)}", apiece=Apiece.LINE, before=(at,))


def _is(name: str, said: list[str], column: int, values: Values) -> Clause:
    asked = dict.fromkeys(checked(name, said, column))
    states = [each for each in asked if each in STATES]
    parts = [_IS[each](values) for each in asked if each not in STATES]
    return either([_in_state(states, values), *parts] if states else parts, values)


def _in_state(states: Sequence[str], values: Values) -> Clause:
    rows = f"SELECT id FROM item INDEXED BY item_by_state WHERE state || '' IN {{}} AND {_BY_ID}"
    within, others = values.among(states), values.among([each for each in STATES if each not in states])
    return Clause(f"+item.state IN {within}", rows.format(within), rows.format(others), apiece=Apiece.LINE)


_NOTED = Known(
    "SELECT json_group_array(value) FROM event INDEXED BY event_by_act CROSS JOIN json_each(subject_ids)"
    " WHERE act = 'noted' AND subject = 'item'",
    (),
)
"""Notes are written by hand: there are hundreds, not millions."""
_IS: dict[str, Callable[[Values], Clause]] = {
    "starred": lambda _: listed(f"SELECT id FROM item INDEXED BY item_starred WHERE starred = 1 AND {_BY_ID}"),
    "edited": lambda _: listed(f"SELECT id FROM item INDEXED BY item_edited WHERE revision > 1 AND {_BY_ID}"),
    "copy": lambda _: Clause("+item.copy_of IS NOT NULL", apiece=Apiece.LINE),
    "alerting": lambda values: _as_grave_as(1, values),
    "disputed": lambda _: listed(
        "SELECT item.id FROM story INDEXED BY story_disputed CROSS JOIN item INDEXED BY item_by_story ON story_id = story.id"
        f" WHERE disputed <> '' AND story.last_seen_ms >= :seen_ms AND {WITHIN.format('item.id')}"
    ),
    "evidence": lambda _: listed(f"SELECT item_id FROM alert_evidence INDEXED BY evidence_by_item WHERE {_BY_ITEM}"),
    "corrected": lambda _: listed(f"SELECT item_id FROM verdict WHERE {_BY_ITEM}"),
    "noted": lambda values: listed(
        f"SELECT value FROM json_each(known({values.known_as(_NOTED)})) WHERE {WITHIN.format('value')}"
    ),
}


def _story(_: str, said: list[str], column: int, values: Values) -> Clause:
    if not all(each.isascii() and each.isdigit() and len(each) < 16 for each in said):
        raise QueryError("story: is a story's number", column)
    led = Known(
        f"WITH RECURSIVE led(id) AS (SELECT id FROM story WHERE id IN ({_places(said)}) UNION"
        " SELECT merged_into FROM led CROSS JOIN story ON story.id = led.id WHERE merged_into IS NOT NULL)"
        " SELECT json_group_array(id) FROM led",
        tuple(said),
    )
    return listed(f"SELECT id FROM item INDEXED BY item_by_story WHERE story_id IN {values.listed(led)} AND {_BY_ID}")


_COMPILE: dict[str, Callable[[str, list[str], int, Values], Clause]] = {
    "tag": _tag,
    "stance": _stance,
    "rule": _rule,
    "title": _title,
    "side": _side,
    "source": _source,
    "kind": _kind,
    "grade": _grade,
    "language": _language,
    "speaker": _speaker,
    "primary": _primary,
    "origin": _origin,
    "severity": _severity,
    "since": _time,
    "before": _time,
    "is": _is,
    "operator": _operator,
    "story": _story,
    "alert": _alert,
}
