"""What leaves the desk: links and copies."""

import base64

import pytest

from tui.asking.prompts import Prompt
from tui.text import SafeText, safe_text
from tui.tty.clipboard import LONGEST_BASE64, copy
from tui.tty.links import open_in_browser, safe_url


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://e.example/a?b=1&c=%20#d", "https://e.example/a?b=1&c=%20#d"),
        ("http://e.example:8080/", "http://e.example:8080/"),
        ("https://пример.example/новости", "https://xn--e1afmkfd.example/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8"),
    ],
)
def test_a_web_link_is_shown_in_plain_ascii(link: str, url: str) -> None:
    assert safe_url(link) == url


@pytest.mark.parametrize(
    "link",
    ["", "javascript:alert(1)", "file:///etc/passwd", "https://", "https://user:pw@e.example/", "https://e.example/\x1b[2J",
     "https://e.example/ a", "https://e.example:port/", "https://[::1", "https://e.example/" + "a" * 2_000, "--help"],
)  # fmt: skip
def test_what_is_no_plain_web_link_is_neither_shown_nor_opened(link: str) -> None:
    assert safe_url(link) is None


def test_without_a_browser_nothing_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not open_in_browser(SafeText("https://e.example/"))


def test_a_copy_goes_to_the_terminal_and_one_that_is_too_long_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TMUX", raising=False)
    written: list[str] = []
    assert copy(safe_text("Привет"), written.append)
    assert written == [f"\x1b]52;c;{base64.b64encode('Привет'.encode()).decode()}\x1b\\"]
    assert not copy(SafeText("a" * LONGEST_BASE64), written.append)


def typed(prompt: Prompt, *keys: str) -> str:
    for key in keys:
        prompt.key(key, key if len(key) == 1 else None)
    return prompt.text


def test_a_line_is_edited_in_place() -> None:
    prompt = Prompt(SafeText("/"), accepted=lambda text: None)
    assert typed(prompt, *"tag:x y") == "tag:x y"
    assert typed(prompt, "left", "backspace", "home", "delete", "end", "!") == "ag:xy!"
    assert typed(prompt, "ctrl+u") == ""


def test_pasted_controls_are_cleaned_and_long_pastes_are_cut() -> None:
    prompt = Prompt(SafeText("/"), accepted=lambda text: None)
    prompt.paste("a\x1b]52;c;x\x07\nb" + "c" * 10_000)
    assert prompt.text.startswith("a\ufffd]52;c;x\ufffd b")
    assert len(prompt.text) <= 2_000
