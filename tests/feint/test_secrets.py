"""What the config refers to and never holds."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feint.config import ConfigError
from feint.secrets import is_reference, reveal


def test_a_variable_is_revealed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HARBOUR_TOKEN", "Bearer 123")
    assert reveal("env:HARBOUR_TOKEN") == "Bearer 123"


@pytest.mark.parametrize(
    ("body", "expected"), [(b"abc", "abc"), (b"abc\n", "abc"), (b"abc\r\n", "abc"), (b" abc ", " abc ")]
)
def test_a_file_is_revealed_without_the_newline_at_its_end(tmp_path: Path, body: bytes, expected: str) -> None:
    (tmp_path / "token").write_bytes(body)
    assert reveal(f"file:{tmp_path}/token") == expected


@pytest.mark.parametrize(
    "value", ["", "none", "http://proxy.example:3128", "env:", "env:A B", "env:1A", "file:token", "file://host/x"]
)
def test_what_is_no_reference_stays_as_it_is(value: str) -> None:
    assert not is_reference(value)
    assert reveal(value) == value


def test_a_variable_or_file_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HARBOUR_TOKEN", raising=False)
    with pytest.raises(ConfigError, match=r"^\$HARBOUR_TOKEN: the environment has no such variable$"):
        reveal("env:HARBOUR_TOKEN")
    with pytest.raises(ConfigError, match=rf"^{tmp_path}/token: No such file or directory$"):
        reveal(f"file:{tmp_path}/token")
    with pytest.raises(ConfigError, match=rf"^{tmp_path}: Is a directory$"):
        reveal(f"file:{tmp_path}")


@pytest.mark.parametrize(
    "body", [b"canary\nX-Other: 1", b"canary\x00", b"canary\xff", "canary й".encode(), b"canary\r\n\r\n"]
)
def test_what_would_end_a_header_is_refused_and_never_repeated(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "token").write_bytes(body)
    with pytest.raises(ConfigError) as caught:
        reveal(f"file:{tmp_path}/token")
    assert str(caught.value).startswith(f"{tmp_path}/token: ")
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("value", ["env:HARBOUR_TOKEN", "file:{}/token"])
def test_nothing_is_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("HARBOUR_TOKEN", "")
    (tmp_path / "token").write_text("\n")
    with pytest.raises(ConfigError, match="is empty"):
        reveal(value.format(tmp_path))


@given(st.text())
def test_a_value_is_a_reference_or_stays_as_it_is(value: str) -> None:
    assert is_reference(value) or reveal(value) == value
