"""The words after `:`: which open which way, what they find, and how an answer is set."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.asking.offers import Offer, narrowed, nearest, offers
from tui.asking.words import Way, way
from tui.commands import BY_ID, COMMANDS, Command, keymap
from tui.look import look_of
from tui.present.palette import palette_line
from tui.present.reply import aligned, reply_lines
from tui.text import EMPTY, SafeText, cells

HELPS = {"items": "List items, newest first.", "log": "Read the log.", "collect": "Poll the feeds."}


# ------------------------------------------------------------------------------------------------ ways


@pytest.mark.parametrize("line", ["items", " items ", "feint items"])
def test_a_word_of_the_command_line_runs(line: str) -> None:
    assert way(line, read_only=True) == Way("run", "items", ("items",))


def test_its_words_are_read_as_a_shell_reads_them() -> None:
    opened = way("items --query 'tag:withdrawal since:6h' --json", read_only=False)
    assert opened is not None
    assert opened.words == ("items", "--query", "tag:withdrawal since:6h", "--json")
    assert way("items --query 'tag:", read_only=False) == Way("refused", "items", why="a quotation mark is not closed")


@pytest.mark.parametrize("line", ["", "acknowledge", "zoom", "search", "log", "filter", "mute", "quit now", "-"])
def test_what_is_no_line_of_it_is_left_to_the_desks_commands(line: str) -> None:
    assert way(line, read_only=False) is None


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("search pull-back -kind:state", "pull-back -kind:state"),
        ('search "pull back"', '"pull back"'),
        ("filter tag:withdrawal", "tag:withdrawal"),
        ('mute source:"TASS"', 'source:"TASS"'),
        ("log 10:20 the ministry rang back", "10:20 the ministry rang back"),
        ('log add "the ministry rang back"', "the ministry rang back"),
    ],
)
def test_where_the_desk_has_a_way_of_its_own_it_is_gone(line: str, rest: str) -> None:
    assert way(line, read_only=False) == Way("own", line.split()[0], rest=rest)


@pytest.mark.parametrize("line", ["log --since 8h", "log verify", "search --json rail", "log add --corrects 7 x"])
def test_options_make_it_the_command_lines(line: str) -> None:
    assert way(line, read_only=False) == Way("run", line.split()[0], tuple(line.split()))


@pytest.mark.parametrize(
    "line", ["log a line", "log add --corrects 7 x", "mute source:TASS", "backup /tmp/b", "add x.example"]
)
def test_a_read_only_desk_takes_only_words_that_read(line: str) -> None:
    opened = way(line, read_only=True)
    assert opened is not None
    assert (opened.kind, opened.why) == ("refused", "read-only desk")
    reading = way(line, read_only=False)
    assert reading is not None
    assert reading.kind != "refused"


@pytest.mark.parametrize("word", ["desk", "demo", "tail", "collect", "restore", "import"])
def test_what_would_take_the_screen_or_the_file_is_refused_with_where_it_belongs(word: str) -> None:
    opened = way(f"{word} --help", read_only=False)
    assert opened is not None
    assert opened.kind == "refused"
    assert opened.why


@given(st.text(), st.booleans())
def test_no_line_makes_it_stumble(line: str, read_only: bool) -> None:
    opened = way(line, read_only)
    assert opened is None or opened.word in line


# ------------------------------------------------------------------------------------------------ offers


def refused(command: Command) -> SafeText:
    return SafeText("read-only desk") if command.id == "star" else EMPTY


@pytest.fixture(scope="module")
def offered() -> list[Offer]:
    return list(offers(keymap({"note": "none"}), HELPS, refused, lambda _: EMPTY))


def found(offered: list[Offer], line: str, recent: tuple[str, ...] = ()) -> list[str]:
    return [offer.id for offer in narrowed(offered, line, recent)]


def test_every_command_is_offered_also_without_a_key_and_when_it_is_refused(offered: list[Offer]) -> None:
    assert {offer.id for offer in offered if offer.command} == set(BY_ID)
    assert len(offered) == len(COMMANDS) + len(HELPS)
    assert set(found(offered, "")) == {offer.id for offer in offered}


def test_what_is_refused_now_comes_after_what_is_not(offered: list[Offer]) -> None:
    assert found(offered, "")[-1] == "star"


@pytest.mark.parametrize("line", ["take back", "ACT take", "undo", "ndo tak"])
def test_words_find_a_command_in_any_order_and_case(offered: list[Offer], line: str) -> None:
    assert found(offered, line)[0] == "undo"


def test_an_id_that_begins_so_comes_first(offered: list[Offer]) -> None:
    assert found(offered, "back")[:2] == ["back", "back-to-new"]
    assert found(offered, "half down")[0] == "half-down"
    assert found(offered, "log")[:2] == ["log", "log"]


def test_a_key_finds_what_it_does(offered: list[Offer]) -> None:
    assert found(offered, "^z")[0] == "suspend"
    assert found(offered, "!")[0] == "gravest"


def test_letters_left_out_are_forgiven_where_nothing_fits_to_the_letter(offered: list[Offer]) -> None:
    assert found(offered, "aknowlege") == ["acknowledge", "acknowledge-shown"]
    assert found(offered, "xyzzy") == []


def test_what_was_done_lately_comes_before_its_like(offered: list[Offer]) -> None:
    assert found(offered, "", ("quit", "zoom"))[:2] == ["quit", "zoom"]
    assert found(offered, "copy", ("copy-link",))[0] == "copy-link"
    assert found(offered, "acknowledge", ("acknowledge-shown",))[0] == "acknowledge"


def test_a_slip_is_told_with_what_it_may_have_meant(offered: list[Offer]) -> None:
    assert nearest("acknolwedge", offered) == "acknowledge"
    assert nearest("itmes", offered) == "items"
    assert nearest("xyzzy", offered) is None


@pytest.mark.parametrize("width", [20, 40, 80, 160])
def test_a_line_is_as_wide_as_its_place_and_says_why_not(offered: list[Offer], width: int) -> None:
    for offer in offered:
        line = "".join(segment.text for segment in palette_line(offer, width, look_of("dark")))
        assert cells(SafeText(line)) == min(width, 120)
        assert "read-only desk" in line or not offer.refused or width < 60


def test_of_commands_on_one_key_a_line_says_which_pane_each_belongs_to(offered: list[Offer]) -> None:
    lines = {
        offer.id: "".join(segment.text for segment in palette_line(offer, 80, look_of("dark")))
        for offer in offered
        if offer.id in ("dismiss", "resolve", "undo")
    }
    assert [id for id, line in lines.items() if line.endswith("  in 2 5")] == ["dismiss"]
    assert [id for id, line in lines.items() if line.endswith("  in 3")] == ["resolve"]


# ------------------------------------------------------------------------------------------------ the answer


def test_columns_stay_and_controls_go() -> None:
    assert aligned("  items     List items.\x1b[2J\tend  ") == "  items     List items.\ufffd[2J     end"


@pytest.mark.parametrize("width", [20, 21, 78])
def test_long_lines_are_broken_at_blanks_and_set_in(width: int) -> None:
    text = "the ministry denied on Tuesday that any unit had been given an order to leave its garrison"
    lines = ["".join(segment.text for segment in line) for line in reply_lines([text], width, look_of("dark"))]
    assert all(cells(SafeText(line)) <= width for line in lines)
    assert " ".join(line.strip() for line in lines) == text
    assert all(line.startswith("    ") for line in lines[1:])


def test_the_rest_of_a_tables_line_stands_under_its_last_column() -> None:
    line = "  note   terminal    none here: the desk needs one of 80 columns by 24 or more"
    lines = ["".join(segment.text for segment in line) for line in reply_lines([line], 50, look_of("dark"))]
    assert len(lines) > 1
    assert {len(line) - len(line.lstrip()) for line in lines[1:]} == {line.index("none")}


@pytest.mark.parametrize("line", ["x" * 400_000, "字" * 100_000])
def test_one_endless_line_is_set_in_no_time(line: str) -> None:
    began = time.process_time()
    reply_lines([line], 158, look_of("dark"))
    assert time.process_time() - began < 1  # 0.02 s; a cost that grows with the square of its length was 16 s


@given(st.text(max_size=200), st.integers(4, 40))
def test_whatever_is_written_fits_the_page(text: str, width: int) -> None:
    for line in reply_lines(text.splitlines(), width, look_of("dark")):
        assert cells(SafeText("".join(segment.text for segment in line))) <= width
