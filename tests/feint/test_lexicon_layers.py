"""Where the layers of the lexicon are looked for, and when a change of theirs counts."""

import os
from pathlib import Path

import pytest

from feint.collector.reload import Settling
from feint.config import Config, ConfigError, load
from feint.lexicon import files
from tests.feint.lexicons import FERRIES, PRISONERS

Folders = tuple[Path, Path, Path]


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """The site's, the user's and the desk's."""
    site, home, here = (tmp_path / name for name in ("site", "home", "here"))
    for folder in (site / "feint", home / "feint", here):
        folder.mkdir(parents=True)
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(site))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    return site / "feint", home / "feint", here


def config(folders: Folders, text: str = "") -> Config:
    file = folders[2] / "config.toml"
    file.write_text(text)
    return load(file)


def found(config: Config) -> list[tuple[str, str]]:
    """Which layers, and in which folder."""
    return [(layer, path.parent.parent.name if path.parent.name == "feint" else path.parent.name)
            for layer, path in files.found(config).items()]  # fmt: skip


def test_without_any_file_there_is_no_layer(folders: Folders) -> None:
    assert files.layers(config(folders)) == ()
    assert files.layers(Config()) == ()


def test_the_sites_lies_under_the_users_and_the_one_beside_the_config_goes_before_the_one_at_home(
    folders: Folders,
) -> None:
    for n, folder in enumerate(folders):
        (folder / "lexicon.toml").write_text(f"# {n}\n")
    assert found(config(folders)) == [("site", "site"), ("user", "here")]
    assert [layer.text for layer in files.layers(config(folders))] == ["# 0\n", "# 2\n"]
    (folders[2] / "lexicon.toml").unlink()
    assert found(config(folders)) == [("site", "site"), ("user", "home")]
    assert found(Config()) == [("site", "site"), ("user", "home")]


def test_a_path_of_the_config_goes_from_its_folder_or_from_home(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(folders[0]))
    for folder in (folders[2], folders[0]):
        (folder / "words.toml").write_text(PRISONERS)
    named = config(folders, '[lexicon]\nsite = "~/words.toml"\nuser = "words.toml"\n')
    assert list(files.found(named).values()) == [folders[0] / "words.toml", folders[2] / "words.toml"]


def test_a_named_file_must_be_there(folders: Folders) -> None:
    named = config(folders, '[lexicon]\nuser = "words.toml"\n')
    with pytest.raises(ConfigError, match=rf"config\.toml:2: lexicon\.user: {folders[2]}/words\.toml: no such file"):
        files.layers(named)


def test_one_file_is_one_layer_however_often_it_is_named(folders: Folders) -> None:
    (folders[2] / "words.toml").write_text(PRISONERS)
    assert len(files.layers(config(folders, '[lexicon]\nsite = "words.toml"\nuser = "./words.toml"\n'))) == 1


def test_a_draft_takes_the_place_of_the_users(folders: Folders) -> None:
    (folders[0] / "lexicon.toml").write_text("# site\n")
    (folders[2] / "lexicon.toml").write_text(PRISONERS)
    (folders[2] / "draft.toml").write_text(FERRIES)
    texts = [layer.text for layer in files.layers(config(folders), [folders[2] / "draft.toml"])]
    assert texts == ["# site\n", FERRIES]


def test_a_mistake_in_the_table_is_named(folders: Folders) -> None:
    with pytest.raises(ConfigError, match=r"lexicon\.usr: unknown key; did you mean user\?"):
        config(folders, '[lexicon]\nusr = "words.toml"\n')
    with pytest.raises(ConfigError, match=r"lexicon.*expected a duration"):
        config(folders, "[lexicon]\nretag = 90\n")
    assert config(folders, '[lexicon]\nretag = "0s"\n').lexicon.retag_s == 0.0


def test_a_file_that_appears_changes_goes_or_is_replaced_leaves_another_stamp(folders: Folders) -> None:
    file, at = folders[2] / "lexicon.toml", config(folders)
    stamps = [files.stamp(at)]
    file.write_text(PRISONERS)
    stamps.append(files.stamp(at))
    file.write_text(PRISONERS + "\n")
    stamps.append(files.stamp(at))
    other = file.with_name("new")
    other.write_text(PRISONERS + " ")
    os.utime(other, ns=(file.stat().st_mtime_ns,) * 2)
    other.replace(file)
    stamps.append(files.stamp(at))
    file.unlink()
    assert files.stamp(at) == stamps[0]
    assert len(set(stamps)) == 4


def test_what_changes_is_read_once_it_has_been_the_same_for_a_look() -> None:
    calm, writing, written = (None,), ((1, 1, 1),), ((1, 2, 2),)
    settling = Settling(calm, calm)
    looks = [calm, writing, written, written, written, calm, calm]
    assert [settling.changed(look) for look in looks] == [False, False, False, True, False, False, True]


def test_what_could_not_be_stored_is_read_again() -> None:
    calm = (None,)
    settling = Settling(calm, calm)
    settling.again()
    assert [settling.changed(calm), settling.changed(calm)] == [True, False]


def test_many_complaints_are_one_line() -> None:
    assert files.one_line("a\nb\nc") == "a (and 2 more)"
    assert files.one_line("a") == "a"
