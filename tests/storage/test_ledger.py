"""All that a speaker said, in order, and where it goes back on what was said before."""

from collections.abc import Sequence

from classifier.records import Stance, Tag
from storage.rows import LedgerRow
from storage.voices import ledger
from tests.storage.desk import HOUR_MS, Desk, entry, quote, tag

LEAVING = "our units are on their way home"
STAYING = "not a single unit of ours is on its way anywhere"
WEATHER = "the harvest is late again this year, as everybody knows"


def say(
    desk: Desk,
    paper: str,
    words: str,
    speaker: str | None,
    *stances: Stance,
    label: str = "withdrawal",
    kind: str = "direct",
) -> int:
    """A paper prints what somebody says, an hour after what was printed last."""
    desk.now_ms += HOUR_MS
    tags: Sequence[Tag] = [tag(label, stance, field="summary", end=len(words)) for stance in stances]
    said = quote(words, speaker, kind="indirect" if kind == "indirect" else "direct")
    sources = {row.name: row.id for row in desk.reader().sources(desk.now_ms)}
    source = sources.get(paper) or desk.source(paper)
    title = f"{paper} {desk.now_ms}"
    (item_id,) = desk.poll(source, entry(title, summary=words, tags=tags, quotes=[said])).new
    return item_id


def told(desk: Desk, name: str, limit: int = 500) -> list[LedgerRow]:
    (speaker_id,) = ledger.find(desk.connection, name)
    return ledger.ledger(desk.connection, speaker_id, limit)


def test_a_ledger_is_newest_first_and_a_row_an_utterance(desk: Desk) -> None:
    first = say(desk, "Wire", LEAVING, "Petrov", "claimed")
    said_ms = desk.now_ms
    say(desk, "Gazette", WEATHER, "Petrov")
    say(desk, "Gazette", LEAVING, "Petrov", "claimed")
    weather, leaving = told(desk, "Petrov")
    assert (weather.text, leaving.text) == (WEATHER, LEAVING)
    assert (leaving.item_id, leaving.source, leaving.said_ms) == (first, "Wire", said_ms)
    assert (leaving.carriers, leaving.outlets, leaving.tags) == (2, 2, (("withdrawal", "claimed"),))


def test_another_speakers_words_and_tags_are_left_out(desk: Desk) -> None:
    say(desk, "Wire", LEAVING, "Petrov", "claimed")
    say(desk, "Wire", STAYING, "Kowalski", "denied")
    assert [row.text for row in told(desk, "Petrov")] == [LEAVING]


def test_an_indirect_statement_is_a_row_and_so_is_a_fragment(desk: Desk) -> None:
    say(desk, "Wire", "they are leaving", "Petrov")
    say(desk, "Wire", LEAVING, "Petrov", kind="indirect")
    assert [(row.text, row.kind) for row in told(desk, "Petrov")] == [
        (LEAVING, "indirect"),
        ("they are leaving", "direct"),
    ]


def test_words_of_which_another_paper_gives_the_name_are_the_speakers(desk: Desk) -> None:
    say(desk, "Wire", LEAVING, None)
    say(desk, "Gazette", LEAVING, "Petrov")
    (row,) = told(desk, "Petrov")
    assert (row.source, row.speaker, row.surface, row.carriers) == ("Wire", "Petrov", "", 2)


def test_a_denial_goes_back_on_a_claim_and_a_claim_on_a_denial(desk: Desk) -> None:
    say(desk, "Wire", LEAVING, "Petrov", "claimed")
    say(desk, "Wire", STAYING, "Petrov", "denied")
    say(desk, "Wire", f"{LEAVING} after all, and soon enough", "Petrov", "asserted")
    back, denial, claim = told(desk, "Petrov")
    assert (claim.reverses, denial.reverses, back.reverses) == (None, claim.quote_id, denial.quote_id)
    assert {row.reversed_label for row in (denial, back)} == {"withdrawal"}


def test_saying_it_again_is_no_reversal(desk: Desk) -> None:
    say(desk, "Wire", LEAVING, "Petrov", "claimed")
    say(desk, "Wire", STAYING, "Petrov", "denied")
    say(desk, "Wire", "whoever tells you of a single column on the road is lying", "Petrov", "doubted")
    again, denial, _ = told(desk, "Petrov")
    assert denial.reverses is not None
    assert again.reverses is None


def test_a_condition_another_label_and_another_speaker_reverse_nothing(desk: Desk) -> None:
    say(desk, "Wire", LEAVING, "Petrov", "claimed")
    say(desk, "Wire", WEATHER, "Petrov", "conditional")
    say(desk, "Wire", STAYING, "Petrov", "denied", label="escalation")
    say(desk, "Wire", "none of this has ever happened in our valley", "Kowalski", "denied")
    assert [row.reverses for row in told(desk, "Petrov")] == [None, None, None]


def test_a_reversal_of_what_is_not_shown_is_marked_still(desk: Desk) -> None:
    say(desk, "Wire", LEAVING, "Petrov", "claimed")
    say(desk, "Wire", STAYING, "Petrov", "denied")
    (row,) = told(desk, "Petrov", limit=1)
    assert (row.text, row.reversed_label) == (STAYING, "withdrawal")


def test_all_the_names_of_a_speaker_lead_to_one_ledger(desk: Desk) -> None:
    say(desk, "Wire", LEAVING, "Petrov")
    say(desk, "Gazette", WEATHER, "P. Petrov")
    desk.speaker("Pyotr Petrov", "Petrov", "P. Petrov", role="minister")
    for name in ("petrov", "P. Petrov", "the Pyotr Petrov"):
        assert [row.text for row in told(desk, name)] == [WEATHER, LEAVING]
    assert {row.speaker for row in told(desk, "Petrov")} == {"Pyotr Petrov"}


def test_a_part_of_a_name_finds_everybody_who_is_called_so(desk: Desk) -> None:
    say(desk, "Wire", LEAVING, "Pyotr Petrov")
    say(desk, "Wire", WEATHER, "Pavel Petrov")
    assert len(ledger.find(desk.connection, "Petro")) == 2
    assert ledger.find(desk.connection, "Kowalski") == []
    assert ledger.find(desk.connection, "  ") == []


def test_words_edited_away_are_in_no_ledger(desk: Desk) -> None:
    source = desk.source("Wire")
    desk.poll(source, entry("Units leave", guid="1", quotes=[quote(LEAVING, "Petrov")]))
    desk.poll(source, entry("Units stay", guid="1"))
    assert told(desk, "Petrov") == []
