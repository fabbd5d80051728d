"""`feint lexicon`, `analyze --item`, `export --labels` and `--tests`: what they say of layers, and of what is stored."""

import json
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from feint.cli.app import run
from feint.cli.desk import explained
from feint.cli.files import Files
from storage.acting.acts import Acts
from storage.file import sqlite
from tests.feint.desk import Desk
from tests.feint.lexicons import BROKEN, FERRIES, PRISONERS
from tests.feint.loopback import Loopback

Say = Callable[..., list[str]]
TITLES = ("Captives cross the bridge", "Ferry resumes", "Troops are withdrawing from the border")


@pytest.fixture
async def desk(tmp_path: Path) -> Desk:
    """Three items, read with the packaged lexicon."""
    desk = Desk(tmp_path)
    with Loopback() as server:
        desk.watch(server.feed("/a.xml", *TITLES))
        await desk.once()
    return desk


@pytest.fixture
def say(desk: Desk, capsys: pytest.CaptureFixture[str]) -> Say:
    """Run a command on the desk; the lines that it prints, which hold nothing that a terminal would obey."""

    def run_it(*words: str, code: int = 0) -> list[str]:
        assert run([*words, "--config", str(desk.config), "--database", str(desk.database)]) == code
        lines = capsys.readouterr().out.splitlines()
        assert all(line.isprintable() for line in lines)
        return lines

    return run_it


@pytest.fixture
def layer(desk: Desk) -> Path:
    return desk.folder / "lexicon.toml"


@pytest.fixture
def acts(desk: Desk) -> Iterator[Acts]:
    acts = Acts(desk.database, "ana")
    yield acts
    acts.close()


def number(desk: Desk, title: str) -> int:
    return int(desk.one("SELECT id FROM item WHERE title = ?", [title])["id"])


# ------------------------------------------------------------------------------------------------ test


def test_the_tests_of_the_layers_in_use_are_counted(say: Say, layer: Path) -> None:
    layer.write_text(PRISONERS)
    assert say("lexicon", "test") == ["1 of 1 hold"]


def test_one_that_fails_is_named_with_what_was_wanted_and_what_came(say: Say, layer: Path) -> None:
    layer.write_text(BROKEN)
    assert say("lexicon", "test", code=1) == [
        f"{layer}:13: “Nine captives were counted.” should give prisoner:denied, but gives prisoner:asserted",
        "0 of 1 hold",
    ]


def test_a_draft_is_tried_over_the_layers_in_use_and_its_tests_alone_count(say: Say, layer: Path) -> None:
    layer.write_text(PRISONERS)
    draft = layer.with_name("draft.toml")
    draft.write_text('[[test]]\ntext = "Captives cross."\nexpect = "prisoner:asserted"\n')
    assert say("lexicon", "test", str(draft)) == ["1 of 1 hold"]
    assert say("lexicon", "test", str(layer)) == ["1 of 1 hold"]


def test_without_a_layer_the_packaged_lexicon_is_tested(say: Say) -> None:
    (line,) = say("lexicon", "test")
    held, of = line.removesuffix(" hold").split(" of ")
    assert held == of != "0"


# ------------------------------------------------------------------------------------------------ labels, show, check


def test_labels_are_listed_with_badge_colour_rules_and_news(say: Say, layer: Path) -> None:
    layer.write_text(PRISONERS)
    rows = {line.split()[0]: line.split() for line in say("lexicon", "labels")[1:]}
    assert rows["prisoner"] == ["prisoner", "POW", "blue", "1", "-", "captives"]
    assert rows["withdrawal"][4] == "1"


def test_a_rule_is_shown_as_merged_with_its_place_and_its_tests(say: Say, layer: Path) -> None:
    layer.write_text(PRISONERS)
    lines = say("lexicon", "show", "p.captive")
    assert lines[0] == f"# {layer}:8"
    assert f"# {layer}:13: “Nine captives were counted.” prisoner:asserted" in lines
    assert tomllib.loads("\n".join(lines))["rule"] == [
        {"id": "p.captive", "label": "prisoner", "phrases": ["captive*"], "weight": 80}
    ]


def test_classes_and_cues_are_shown_too_and_what_is_not_there_is_guessed(
    say: Say, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "[[class]]" in say("lexicon", "show", "FORCE")
    assert "[[cue]]" in say("lexicon", "show", "n.not")
    assert say("lexicon", "show", "FORSE", code=1) == []


def test_check_names_the_layers_with_their_tests_and_the_labels(say: Say, layer: Path) -> None:
    layer.write_text(PRISONERS)
    (line,) = say("check")
    assert f"packaged, {layer} (user, 1 tests hold); labels withdrawal, escalation, deescalation, prisoner." in line


def test_check_tells_everything_that_is_wrong_with_a_layer(
    say: Say, layer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    layer.write_text(BROKEN + BROKEN[BROKEN.index("[[test]]") :].replace("Nine", "Ten"))
    assert run(["check", "--config", str(layer.with_name("config.toml"))]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


# ------------------------------------------------------------------------------------------------ diff


async def test_diff_says_what_a_reload_then_does(say: Say, desk: Desk, layer: Path) -> None:
    draft = layer.with_name("draft.toml")
    draft.write_text(PRISONERS + FERRIES + '\n[disable]\nlabels = ["withdrawal"]\n')
    told = json.loads(say("lexicon", "diff", str(draft), "--json")[0])
    assert desk.rows("SELECT * FROM tag WHERE label = 'ferry'") == []
    draft.rename(layer)
    summary = await desk.once()
    carried = {row["label"]: row["n"] for row in desk.rows(
        "SELECT label, count(DISTINCT item_id) AS n FROM tag WHERE current = 1 GROUP BY label"
    )}  # fmt: skip
    assert (summary.retagged, told["items"]) == (3, 3)
    assert told["touched"] == desk.one("SELECT retag_changed FROM lexicon_state")["retag_changed"] == 3
    counts = {label: (change["new"], change["lost"]) for label, change in told["labels"].items()}
    assert counts == {"prisoner": (1, 0), "ferry": (1, 0), "withdrawal": (0, 1)}
    assert carried == {"prisoner": 1, "ferry": 1}
    assert json.loads(say("lexicon", "diff", "--json")[0])["touched"] == 0


def test_diff_shows_headline_words_stances_and_rule(say: Say, desk: Desk, layer: Path) -> None:
    layer.write_text(PRISONERS)
    lines = say("lexicon", "diff", "--since", "1d")
    assert lines[0] == "3 items, 1 of them with other labels or stances"
    assert "prisoner  +1  -0  ~0  a day 0.0 -> 1.0" in lines
    item = number(desk, TITLES[0])
    assert f"  + {item} {TITLES[0]} “Captives”: nothing -> asserted (p.captive)" in lines


def test_diff_counts_more_examples_than_it_shows(say: Say, layer: Path) -> None:
    layer.write_text(PRISONERS)
    assert "  + and 1 more" in say("lexicon", "diff", "--limit", "0")


def test_diff_leaves_out_what_operators_say(say: Say, desk: Desk, acts: Acts) -> None:
    acts.tag([number(desk, TITLES[2])], "withdrawal", "denied")
    acts.tag([number(desk, TITLES[1])], "escalation", "asserted")
    assert json.loads(say("lexicon", "diff", "--json")[0])["touched"] == 0


# ------------------------------------------------------------------------------------------------ analyze --item


def test_an_item_is_explained_with_its_name_its_verdicts_and_a_word_on_another_lexicon(
    say: Say, desk: Desk, acts: Acts, layer: Path
) -> None:
    item = number(desk, TITLES[2])
    acts.tag([item], "withdrawal", "denied")
    layer.write_text(PRISONERS)
    first, verdict, other, *why = say("analyze", "--item", str(item))
    assert first.startswith(f"item {item}, ")
    assert first.endswith(TITLES[2])
    assert verdict.startswith("ana on ")
    assert verdict.endswith(": withdrawal denied (was asserted by the classifier)")
    assert other.startswith("its tags are of lexicon ")
    assert any("withdrawing" in line for line in why)


def test_an_item_that_is_not_there_is_a_failure(say: Say) -> None:
    assert say("analyze", "--item", "99", code=1) == []


def test_the_desk_is_given_the_same_lines_or_one_that_says_why_not(say: Say, desk: Desk, layer: Path) -> None:
    files = Files(desk.config, desk.database)
    item = number(desk, TITLES[2])
    assert explained(files, item) == say("analyze", "--item", str(item))
    layer.write_text(BROKEN)
    (line,) = explained(files, item)
    assert line.startswith(f"{layer}:13: ")
    layer.unlink()
    (line,) = explained(Files(desk.config, desk.folder / "none.db"), item)
    assert "there is no such database" in line


# ------------------------------------------------------------------------------------------------ export


def test_corrections_leave_as_rows_and_as_tests_that_know_whether_they_hold(
    say: Say, desk: Desk, acts: Acts, layer: Path
) -> None:
    acts.tag([number(desk, TITLES[2])], "withdrawal", "denied")
    acts.tag([number(desk, TITLES[0])], "escalation", "asserted")
    rows = [json.loads(line) for line in say("export", "--labels")]
    assert [row["stance"] for row in rows] == [{"escalation": "asserted"}, {"withdrawal": "denied"}]
    blocks = "\n".join(say("export", "--tests"))
    assert [(test["text"], test["expect"]) for test in tomllib.loads(blocks)["test"]] == [
        (TITLES[0], ["escalation:asserted"]),
        (TITLES[2], ["withdrawal:denied"]),
    ]
    assert "# does not hold yet: gives withdrawal:asserted" in blocks
    assert "withdrawal denied, classifier said asserted" in blocks
    layer.write_text('[[rule]]\nid = "e.captive"\nlabel = "escalation"\nphrases = ["captive*"]\n')
    assert "# holds already" in "\n".join(say("export", "--tests", "--query", "captives"))


def test_a_label_that_does_not_hold_is_a_test_for_nothing(say: Say, desk: Desk, acts: Acts) -> None:
    acts.tag([number(desk, TITLES[2])], "withdrawal", "")
    (test,) = tomllib.loads("\n".join(say("export", "--tests")))["test"]
    assert (test["text"], test["expect"]) == (TITLES[2], [])


def test_export_wants_one_thing_at_a_time(say: Say) -> None:
    assert say("export", code=2) == []
    assert say("export", "--opml", "--query", "ferry", code=2) == []


def test_nothing_of_all_this_writes(say: Say, desk: Desk, layer: Path) -> None:
    layer.write_text(PRISONERS)
    with closing(sqlite.connect(desk.database, "reader")) as connection:
        (before,) = connection.execute("PRAGMA data_version").fetchone()
        for words in (("diff",), ("test",), ("labels",), ("show", "p.captive")):
            say("lexicon", *words)
        say("export", "--tests")
        (after,) = connection.execute("PRAGMA data_version").fetchone()
    assert before == after
