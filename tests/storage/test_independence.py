"""Counts of origins and primaries are derived from the rows alone: at once, anew, and without looking at other stories."""

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.records import SpeakerKind, Stance
from storage.items.intake import AnalysedEntry
from storage.voices import claims, independence
from tests.storage.desk import Desk, by, entry, open_desk, quote, tag

TITLES = st.sampled_from(
    ["Bridge closed at noon", "Bridge closed at dusk", "Bridge closed at dusk again", "Harvest is late"]
)
HOLDERS: list[tuple[str, SpeakerKind]] = [
    ("Petrov", "person"),
    ("Ministry", "organisation"),
    ("Western officials", "group"),
    ("a senior official", "anonymous"),
]


@st.composite
def served(draw: st.DrawFn) -> AnalysedEntry:
    """An entry with a credit, a held or an own tag, and a quote, or without."""
    name, kind = draw(st.sampled_from(HOLDERS))
    stance: Stance = draw(st.sampled_from(["asserted", "claimed", "doubted"]))
    held = tag("withdrawal", stance, holder=by(name, who=kind) if draw(st.booleans()) else None)
    return entry(
        draw(TITLES),
        guid=draw(st.sampled_from("123")),
        credit=draw(st.sampled_from(["", "AFP", "Herald"])),
        credit_basis=draw(st.sampled_from(["dateline", "source", "cited"])),
        tags=[held] if draw(st.booleans()) else [],
        quotes=[quote("we shall all be home by winter", name, who=kind)] if draw(st.booleans()) else [],
    )


_files = count()


@settings(max_examples=60, deadline=None)
@given(polls=st.lists(st.tuples(st.integers(1, 3), served()), max_size=12))
def test_whatever_comes_a_count_anew_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, polls: list[tuple[int, AnalysedEntry]]
) -> None:
    with open_desk(tmp_path_factory.getbasetemp() / f"independence-{next(_files)}.db") as desk:
        desk.source("Herald")
        desk.source("Wire", agency="AFP")
        desk.source("Pile", kind="aggregator")
        for source_id, told in polls:
            desk.poll(source_id, told)
        before = derived(desk)
        desk.commit(
            lambda run: independence.settle(run, [row[0] for row in run.execute("SELECT id FROM item").fetchall()])
        )
        assert derived(desk) == before
        assert desk.all("SELECT id, origins, unknown_origins FROM story") == desk.all(
            "SELECT story_id, count(DISTINCT nullif(origin, '')), count(*) FILTER (WHERE origin = '' AND copy_of IS NULL)"
            " FROM item GROUP BY 1"
        )


def derived(desk: Desk) -> list[list[tuple[object, ...]]]:
    """All that this part of the file holds."""
    return [
        desk.all("SELECT id, origin, origin_basis FROM item"),
        desk.all("SELECT * FROM voice ORDER BY item_id, name"),
        desk.all("SELECT id, origins, unknown_origins, primaries FROM story"),
    ]


def test_no_statement_that_counts_or_shows_a_story_looks_at_the_rows_of_others(desk: Desk) -> None:
    said = [quote("we shall all be home by winter", "Petrov", org="Ministry")]
    for paper in ("Herald", "Courier"):
        held = [tag("withdrawal", "claimed", holder=by("Petrov"))]
        desk.poll(desk.source(paper), entry("Bridge closed", tags=held, quotes=said, credit="AFP"))
    asked: list[str] = []
    desk.connection.set_trace_callback(asked.append)
    independence.settle(desk.connection, [1, 2])
    for read in (claims.claims, claims.writers, claims.resting_on, claims.related):
        read(desk.connection, 1)
    desk.connection.set_trace_callback(None)
    tables = {"item", "tag", "quote", "voice", "speaker", "speaker_alias", "utterance", "story", "story_relation"}
    for sql in asked:
        plan = [str(row[3]) for row in desk.connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]
        assert (
            not {step.removeprefix("SCAN ").split(" USING")[0] for step in plan if step.startswith("SCAN")} & tables
        ), sql
