"""A collector whose lexicon's files change while it works: what holds is taken over, what does not is told, no poll is missed."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from feint.collector import reload
from tests.feint.lexicons import BROKEN, PRISONERS
from tests.intake.world import HOUR_S, World

Write = Callable[[str], Callable[[], object]]


@pytest.fixture
def world(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(reload, "_LOOK_S", 2.0)
    paper = world.paper(items=0)
    paper.publish("a", "Nine captives counted", world.epoch_s - HOUR_S)
    paper.publish("b", "Ferry resumes", world.epoch_s - HOUR_S / 2)
    world.watch(paper.url, collector='interval = "30s"\ninterval_max = "30s"')
    return world


@pytest.fixture
def write(world: World) -> Write:
    """What writes the user's layer when it is called."""
    return lambda text: lambda: (world.config.parent / "lexicon.toml").write_text(text, "utf-8")


def state(world: World) -> dict[str, object]:
    return world.one("SELECT digest, trouble, retag_total, retag_done, retag_changed FROM lexicon_state")


def badges(world: World) -> list[str]:
    return [row["badges"] for row in world.rows("SELECT badges FROM item WHERE badges <> ''")]


def test_a_layer_that_appears_is_in_use_within_seconds_and_what_was_stored_is_read_again(
    world: World, write: Write
) -> None:
    seen: list[list[str]] = []
    world.live(
        60, (20, write(PRISONERS)), (21.9, lambda: seen.append(badges(world))), (28, lambda: seen.append(badges(world)))
    )
    assert seen == [[], ["prisoner:asserted"]]
    assert [row["name"] for row in world.rows("SELECT name FROM label ORDER BY place")][-1] == "prisoner"
    assert (state(world)["retag_total"], state(world)["retag_done"], state(world)["retag_changed"]) == (2, 2, 1)


def test_one_that_goes_takes_its_labels_along(world: World, write: Write) -> None:
    write(PRISONERS)()
    world.live(30)
    assert badges(world) == ["prisoner:asserted"]
    world.live(30, (10, (world.config.parent / "lexicon.toml").unlink))
    assert badges(world) == []
    assert "prisoner" not in [row["name"] for row in world.rows("SELECT name FROM label")]


def test_a_file_that_is_being_written_is_left_alone_until_it_rests(
    world: World, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    halves = [PRISONERS[:end] for end in range(60, len(PRISONERS), 40)]
    world.live(60, *((5 + n * 1.0, write(half)) for n, half in enumerate(halves)), (5 + len(halves), write(PRISONERS)))
    assert badges(world) == ["prisoner:asserted"]
    assert capsys.readouterr().err == ""


def test_a_broken_file_is_told_once_and_the_lexicon_of_before_stays(
    world: World, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write(PRISONERS)()
    world.live(5)
    before = state(world)
    world.live(60, (10, write(BROKEN)), (30, write(BROKEN + "\n")))
    after = state(world)
    assert (after["digest"], badges(world)) == (before["digest"], ["prisoner:asserted"])
    told = (
        f"{world.config.parent}/lexicon.toml:13: “Nine captives were counted.” should give prisoner:denied,"
        " but gives prisoner:asserted"
    )
    assert after["trouble"] == told
    assert capsys.readouterr().err == f"{told}; the lexicon of before stays in use\n"
    assert len(world.events("rejected")) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[rule", "not TOML"),
        ('[[rule]]\nid = "x"\nlabell = "y"\n', "did you mean `label`?"),
        ('[[rule]]\nid = "x"\nlabel = "y"\nphrases = ["(a|b"]\n', "phrase"),
        ("\udcff", "not UTF-8"),
    ],
    ids=["not TOML", "a key", "a phrase", "bytes"],
)
def test_whatever_is_wrong_is_one_line_that_names_the_file(
    world: World, text: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = world.config.parent / "lexicon.toml"
    world.live(30, (10, lambda: file.write_bytes(text.encode(errors="surrogateescape"))))
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(str(file))
    assert told in line


def test_a_mended_file_is_taken_over_and_the_trouble_goes(world: World, write: Write) -> None:
    troubles: list[object] = []

    def note() -> None:
        troubles.append(bool(state(world)["trouble"]))

    world.live(60, (10, write(BROKEN)), (20, note), (25, write(PRISONERS)), (35, note))
    assert troubles == [True, False]
    assert badges(world) == ["prisoner:asserted"]


def test_a_file_set_back_to_what_it_was_ends_the_trouble_and_tags_nothing_anew(world: World, write: Write) -> None:
    write(PRISONERS)()
    world.live(60, (10, write(BROKEN)), (30, write(PRISONERS)))
    assert (state(world)["trouble"], state(world)["retag_total"]) == ("", 0)


def test_no_poll_is_missed_or_late_for_a_lexicon(world: World, write: Write) -> None:
    world.live(600, *((60.0 * n, write(PRISONERS if n % 2 else BROKEN)) for n in range(1, 9)))
    asked = [each.at_s for each in world.sites[0].asked]
    assert max(later - sooner for sooner, later in pairwise(asked)) < 45


def test_a_changed_lexicon_rings_for_nothing_that_was_stored(world: World, write: Write) -> None:
    rule = '[[rule]]\nid = "captives"\nkind = "match"\nquery = "tag:prisoner"\n'
    world.live(5)
    world.config.write_text(world.config.read_text() + rule)
    world.live(60, (10, write(PRISONERS)))
    assert badges(world) == ["prisoner:asserted"]
    assert world.rows("SELECT * FROM alert") == []


def test_so_far_back_as_the_config_says_and_no_further(world: World, write: Write) -> None:
    world.live(30)
    world.config.write_text('[lexicon]\nretag = "0s"\n' + world.config.read_text())
    world.live(60, (10, write(PRISONERS)))
    assert badges(world) == []
    assert state(world)["retag_total"] == 0
