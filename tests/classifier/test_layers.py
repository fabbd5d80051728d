from pathlib import Path

import pytest

from classifier.engine import Classifier
from classifier.lexicon import LexiconError


def layer(folder: Path, text: str) -> Path:
    path = folder / "site.toml"
    path.write_text(text, encoding="utf-8")
    return path


def labels(classifier: Classifier, text: str) -> list[str]:
    return [tag.label for tag in classifier.analyze(text).tags]


def test_a_layer_adds_a_rule_and_a_label(tmp_path: Path) -> None:
    path = layer(tmp_path, '[[rule]]\nid = "x.spill"\nlabel = "spill"\nphrases = ["oil spill"]')
    loaded = Classifier.load(path)
    assert "spill" in loaded.labels
    assert labels(loaded, "An oil spill reached the bay.") == ["spill"]


def test_a_layer_overrides_a_rule_by_its_id(tmp_path: Path) -> None:
    path = layer(tmp_path, '[[rule]]\nid = "d.truce"\nlabel = "deescalation"\nphrases = ["olive branch"]')
    assert labels(Classifier.load(path), "A truce began.") == []


def test_a_layer_disables_a_rule(tmp_path: Path) -> None:
    assert labels(Classifier.load(layer(tmp_path, '[disable]\nrules = ["d.truce"]')), "A truce began.") == []


def test_a_layer_extends_a_class(tmp_path: Path, classifier: Classifier) -> None:
    text = "The zouaves abandoned Torva."
    assert labels(classifier, text) == []
    path = layer(tmp_path, '[[class]]\nname = "FORCE"\nadd = ["zouaves"]')
    assert labels(Classifier.load(path), text) == ["withdrawal"]


def test_the_digest_follows_the_meaning_and_not_the_cases(tmp_path: Path, classifier: Classifier) -> None:
    case = layer(tmp_path, '[[test]]\ntext = "Nothing happened."')
    assert Classifier.load(case).digest == classifier.digest
    rule = layer(tmp_path, '[disable]\nrules = ["d.truce"]')
    assert Classifier.load(rule).digest != classifier.digest
    assert len(classifier.digest) == 12


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[[rule]", ["not TOML"]),
        ('[[rules]]\nid = "a"', ["unknown key `rules`", "did you mean `rule`"]),
        ('[[rule]]\nid = "a"\nphrases = ["b"]', ["a:", "label must be a text"]),
        ('[[rule]]\nid = "a"\nlabel = "b"\nphrases = "c|d"', ["a: phrase `c|d`", "(one|other)"]),
        ('[[rule]]\nid = "a"\nlabel = "b"\nphrases = ["c"]\nweight = 300', ["weight must be a whole number"]),
        ('[[rule]]\nid = "a"\nlabel = "b"\nphrases = ["c"]\nneeds = [{ class = "FORSE" }]', ["`FORSE`", "`FORCE`"]),
        ('[[rule]]\nid = "a"\nlabel = "b"\nphrases = ["c"]\nneeds = "FORCE"', ["needs must be a list"]),
        (
            '[[rule]]\nid = "a"\nlabel = "b"\nphrases = ["c"]\nneeds = [{ class = "FORCE", side = "up" }]',
            ["side must be one of"],
        ),
        ('[[rule]]\nid = "a"\nlabel = "b"\nphrases = ["c"]\n' * 2, ["stands twice"]),
        ('[[cue]]\nid = "a"\nstance = "sure"\nphrases = ["b"]', ["stance must be one of"]),
        ('[[class]]\nname = "FORCE"\nremove = ["soldierz"]', ["FORCE: removes `soldierz`"]),
        ('[disable]\nrules = ["d.truse"]', ["no rule is called `d.truse`", "did you mean `d.truce`"]),
    ],
)
def test_an_error_names_the_file_the_entry_and_the_fix(tmp_path: Path, text: str, names: list[str]) -> None:
    path = layer(tmp_path, text)
    with pytest.raises(LexiconError) as raised:
        Classifier.load(path)
    message = str(raised.value)
    assert message.startswith(f"{path}: ")
    for name in names:
        assert name in message


def test_a_layer_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"nowhere\.toml: cannot be read"):
        Classifier.load(tmp_path / "nowhere.toml")
