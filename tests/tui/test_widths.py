"""Our count of cells and a terminal's: one sign counted wrongly shifts the rest of its row, and the pane beside it."""

import unicodedata
from collections.abc import Iterator

import pytest
from rich.cells import cell_len

from tests.tui.hostile import WIDE
from tests.tui.tmux import Tmux
from tui.text import cells, safe_run

BLOCKS = ((0xA0, 0x3400), (0x4DC0, 0x4E10), (0xA000, 0xAC10), (0xF900, 0x10000), (0x11000, 0x11A00), (0x16F00, 0x17000),
          (0x1D000, 0x1D400), (0x1F000, 0x1FB00))  # fmt: skip
"""Every script, symbol and emoji; of Chinese, Korean and hieroglyphs only the edges: one is as wide as the next."""
UNWRITTEN = ("Cn", "Cs", "Co", "Cc", "Zs", "Zl", "Zp")
BATCH = 400


@pytest.fixture(scope="module")
def tmux() -> Iterator[Tmux]:
    server = Tmux()
    server("new-session", "-d", "-s", "watch", "sleep 60")
    yield server
    server.end()


def drawn(tmux: Tmux, texts: list[str]) -> list[int]:
    """How many cells tmux gives each."""
    words: list[str] = []
    for n, text in enumerate(texts):
        words += ["set", "-g", f"@text{n}", text, ";"]
    tmux(*words[:-1])
    return [
        int(each)
        for each in tmux("display-message", "-p", ",".join(f"#{{w:@text{n}}}" for n in range(len(texts)))).split(",")
    ]


def test_every_character_that_gets_through_is_as_wide_as_the_terminal_draws_it(tmux: Tmux) -> None:
    written = [
        f"a{chr(code)}"
        for block in BLOCKS
        for code in range(*block)
        if unicodedata.category(chr(code)) not in UNWRITTEN
    ]
    shown = [text for text in written if safe_run(text) == text]
    assert len(shown) > 15_000
    wrong: dict[str, int] = {}
    for at in range(0, len(shown), BATCH):
        batch = shown[at : at + BATCH]
        wrong |= {
            text: width for text, width in zip(batch, drawn(tmux, batch), strict=True) if cells(safe_run(text)) != width
        }
    assert wrong == {}


def test_so_are_words(tmux: Tmux) -> None:
    words = [
        safe_run(f"x{each} y") for each in (*WIDE, "हिन्दी में समाचार", "தமிழ் செய்தி", "বাংলা সংবাদ", "می\u200cخواهم", "မြန်မာ")
    ]
    assert [cells(each) for each in words] == drawn(tmux, list(words))


def test_all_of_rich_and_textual_counts_so() -> None:
    """Needless once rich gives spacing vowel signs a cell of their own."""
    assert cell_len("हिन्दी") == 5
