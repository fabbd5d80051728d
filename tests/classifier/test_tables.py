"""What `make install` keeps of the packaged layers saves parsing them, and is never believed against text or code."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from classifier.lexicon import phrases, tables
from classifier.lexicon.phrases import PhraseError, expand
from classifier.lexicon.tables import keep, tables_of

TEXT = """
[[rule]]
id = "x.sinks"
label = "sinking"
phrases = ["(ferry|tug boat) <0-2> sinks", "тонет"]
weight = 70
"""


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A packaged layer, whose tables are kept."""
    monkeypatch.setattr(tables, "PACKAGED", tmp_path)
    monkeypatch.setattr(phrases, "_KNOWN", {})
    expand.cache_clear()
    keep(tmp_path / "ships.toml", TEXT)
    yield tmp_path / "ships.toml"
    expand.cache_clear()


def parses(path: Path, text: str) -> bool:
    """Whether the text has to be parsed, which must not be seen in its tables."""
    with mock.patch.object(tomllib, "loads", wraps=tomllib.loads) as loads:
        found = tables_of(path, text)
    assert found == tomllib.loads(text)
    return loads.called


def kept(path: Path) -> Path:
    [file] = (path.parent / "__pycache__").iterdir()
    return file


def test_what_is_kept_is_not_parsed_again(path: Path) -> None:
    assert not parses(path, TEXT)


def test_what_was_expanded_when_it_was_kept_is_not_expanded_again(path: Path) -> None:
    whole = kept(path).read_text(encoding="utf-8")
    kept(path).write_text(whole.replace('"tug boat <0-2> sinks"', '"as kept"'), encoding="utf-8")
    expand.cache_clear()
    tables_of(path, TEXT)
    assert expand("(ferry|tug boat) <0-2> sinks") == ["ferry <0-2> sinks", "as kept"]


def test_what_other_code_kept_is_not_believed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_code", lambda: b"other")
    assert parses(path, TEXT)


def test_a_phrase_that_does_not_parse_is_complained_of_whatever_is_kept(path: Path) -> None:
    broken = TEXT.replace("тонет", "то(нет")
    keep(path, broken)
    assert not parses(path, broken)
    with pytest.raises(PhraseError, match="never closed"):
        expand("то(нет")


def test_a_layer_that_was_changed_is_parsed_until_it_is_kept_again(path: Path) -> None:
    changed = TEXT.replace("ferry", "tug")
    assert parses(path, changed)
    keep(path, changed)
    assert not parses(path, changed)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.99])
def test_what_was_cut_off_is_not_believed(path: Path, share: float) -> None:
    whole = kept(path).read_bytes()
    kept(path).write_bytes(whole[: int(len(whole) * share)])
    assert parses(path, TEXT)


def test_without_what_is_kept_a_layer_is_parsed(path: Path) -> None:
    kept(path).unlink()
    assert parses(path, TEXT)


def test_an_operators_layer_is_parsed_whatever_lies_beside_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "PACKAGED", path.parent / "elsewhere")
    assert parses(path, TEXT)
