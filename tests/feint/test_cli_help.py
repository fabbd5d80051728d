"""What a newcomer reads: every help page short, in plain words, and true to what it tells of."""

import io
import json
import re
import sys
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from feeds.records import PollState
from feint.cli.app import HELPS, run
from feint.cli.lexicon import lexicon_command
from feint.cli.log import log_command
from storage.acting import alerting, merging, muting, sources, triage, undo, views

WORDS = [
    *((name,) for name in HELPS),
    *(("log", name) for name in log_command.commands),
    *(("lexicon", name) for name in lexicon_command.commands),
]
ACTS = {
    *triage.ITEM_ACTS.values(), *alerting.ALERT.acts, *triage.STAR_ACTS, *merging.ACTS, *sources.PAUSE_ACTS,
    *(sources.GRADED, muting.MUTED, muting.UNMUTED, views.SAVED, views.FORGOTTEN, undo.TAG_ACT, undo.IDENTITY_ACT),
}  # fmt: skip

Page = Callable[..., str]


@pytest.fixture
def page(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Page:
    """Prints the help page of a command, on a terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")

    def printed(*words: str) -> str:
        assert run([*words, "--help"]) == 0
        return capsys.readouterr().out

    return printed


@pytest.mark.parametrize("words", [(), *WORDS], ids=" ".join)
def test_a_page_fits_a_screen_and_shows_no_range_or_type(words: tuple[str, ...], page: Page) -> None:
    said = page(*words)
    assert said.count("\n") < 45
    assert not re.search(r"x[<>]=|INTEGER|FLOAT|TEXT  ", said)


def test_the_first_page_leads_to_the_others(page: Page) -> None:
    assert "feint COMMAND --help" in page()


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_a_page_says_what_the_command_reads_and_where_it_is_found(words: tuple[str, ...], page: Page) -> None:
    options = page(*words).partition("\nOptions:\n")[2]
    for name, place in (("--config", "$FEINT_CONFIG"), ("--database", "$FEINT_DATABASE")):
        said = options.partition(f"{name} FILE")[2].partition("\n  -")[0]
        assert (place in said) != ("Not read by this command" in said)


@pytest.mark.parametrize("name", ["items", "stories", "quotes", "alerts", "sources", "tail", "export"])
def test_whoever_may_give_a_query_is_told_where_its_language_is(name: str, page: Page) -> None:
    assert "`feint query`" in " ".join(page(name).partition("--query Q")[2].split())


def test_the_log_names_the_acts_that_it_can_be_asked_for(page: Page) -> None:
    said = page("log").partition("\nOptions:")[0]
    assert {act for act in ACTS if act not in " ".join(said.split())} == set()


def test_the_states_of_a_source_are_named(page: Page) -> None:
    (states,) = re.findall(r"one of: ([^.]*)\.", PollState.__doc__ or "")
    said = re.findall(r"[\w-]+", page("sources"))
    assert {*re.findall(r"[\w-]+", states), "paused"} - set(said) == set()


def test_the_example_of_a_match_can_be_pasted(
    page: Page, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (pair, what) = re.findall(r"echo '(.*)' \|\s+feint match (\w+)", page("match"))[0]
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(pair.encode())))
    assert run(["match", what]) == 0
    assert json.loads(capsys.readouterr().out)["same"] is True


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        (["items", "--limit", "0"], "0 is not between 1 and 1,000,000,000,000,000"),
        (["items", "--limit", "9" * 30], " is not between 1 and "),
        (["tail", "-n", "-1"], "-1 is not between 0 and "),
        (["demo", "--speed", "0.5"], "0.5 is not between 1 and 10,000"),
        (["demo", "--speed", "nan"], "nan is not between 1 and 10,000"),
    ],
)
def test_only_a_wrong_number_is_told_its_bounds(
    words: list[str], bounds: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == 2
    assert bounds in capsys.readouterr().err
