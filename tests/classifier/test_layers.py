from collections import Counter
from pathlib import Path

import pytest

from classifier.engine import Classifier
from classifier.lexicon.document import Document, read_layers
from classifier.lexicon.entries import LexiconError
from classifier.lexicon.layers import packaged

SHARED_CLASSES: tuple[str, ...] = ()
"""The classes that several packaged layers add to on purpose."""


def layer(folder: Path, text: str) -> Path:
    path = folder / "site.toml"
    path.write_text(text, encoding="utf-8")
    return path


def labels(classifier: Classifier, text: str) -> list[str]:
    return [tag.label for tag in classifier.analyze(text).tags]


def test_a_layer_adds_a_rule_and_a_label(tmp_path: Path) -> None:
    path = layer(tmp_path, '[[rule]]\nid = "x.spill"\nlabel = "spill"\nphrases = ["oil spill"]')
    loaded = Classifier.load(path)
    assert "spill" in [label.name for label in loaded.labels]
    assert labels(loaded, "An oil spill reached the bay.") == ["spill"]


def test_a_layer_overrides_a_rule_by_its_id(tmp_path: Path) -> None:
    path = layer(tmp_path, '[[rule]]\nid = "d.truce"\nlabel = "deescalation"\nphrases = ["olive branch"]')
    assert labels(Classifier.load(path), "A truce began.") == []


def test_a_layer_disables_a_rule(tmp_path: Path) -> None:
    assert labels(Classifier.load(layer(tmp_path, '[disable]\nrules = ["d.truce"]')), "A truce began.") == []


def test_a_layer_disables_a_label_with_all_its_rules(tmp_path: Path) -> None:
    loaded = Classifier.load(layer(tmp_path, '[disable]\nlabels = ["deescalation"]'))
    assert labels(loaded, "A truce began; rebels shelled the town.") == ["escalation"]
    assert [label.name for label in loaded.labels] == ["withdrawal", "escalation"]


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


RULE = '# Ours.\n\n[[rule]]\nid = "a"\nlabel = "b"\nphrases = ["c"]\n'


@pytest.mark.parametrize(
    ("text", "line", "names"),
    [
        ("# Ours.\n[[rule]", 2, ["not TOML", "column 7"]),
        ('\n[[rules]]\nid = "a"', 2, ["unknown key `rules`", "did you mean `rule`"]),
        ('[[rule]]\nid = "a"\nphrases = ["b"]', 1, ["a:", "label must be a text"]),
        (RULE.replace('["c"]', '[\n"c",\n"c|d"]'), 8, ["a: phrase `c|d`", "(one|other)"]),
        (RULE.replace('"b"', '"Oil"'), 5, ["a: label `Oil` must", "at most 24"]),
        (RULE + "weight = 300", 7, ["weight must be a whole number"]),
        (RULE + 'needs = [{ class = "FORSE" }]', 7, ["`FORSE`", "`FORCE`"]),
        (RULE + 'needs = "FORCE"', 7, ["needs must be a list"]),
        (RULE + 'needs = [{ class = "FORCE", side = "up" }]', 7, ["side must be one of"]),
        (RULE + RULE, 10, ["a: stands twice"]),
        (RULE + '[[rule]]\nid = "d"\nlabel = "b"', 7, ["d: phrases must be a list"]),
        ("[[rule]]\nid = 7", 2, ["rule 1: id must be a text"]),
        ("[rule]\nid = 7", 1, ["two brackets: [[rule]]"]),
        ("[[disable]]\nrules = []", 1, ["write it as a table: [disable]"]),
        ('[[cue]]\nid = "a"\nstance = "sure"\nphrases = ["b"]', 3, ["stance must be one of"]),
        ('[[class]]\nname = "FORCE"\nremove = ["soldierz"]', 3, ["FORCE: removes `soldierz`"]),
        ('[disable]\nrules = ["d.truse"]', 2, ["no rule is called `d.truse`", "did you mean `d.truce`"]),
        ('[disable]\nlabels = ["escalations"]', 2, ["no label is called `escalations`", "did you mean `escalation`"]),
    ],
)
def test_an_error_names_the_file_the_line_the_entry_and_the_fix(
    tmp_path: Path, text: str, line: int, names: list[str]
) -> None:
    path = layer(tmp_path, text)
    with pytest.raises(LexiconError) as raised:
        Classifier.load(path)
    message = str(raised.value)
    assert message.startswith(f"{path}:{line}: ")
    for name in names:
        assert name in message


def test_a_layer_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"nowhere\.toml: cannot be read"):
        Classifier.load(tmp_path / "nowhere.toml")


def test_a_layer_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_bytes(b"# caf\xe9")
    with pytest.raises(LexiconError, match=r"site\.toml: not UTF-8 at byte 5"):
        Classifier.load(tmp_path / "site.toml")


def test_a_layer_may_begin_with_a_byte_order_mark(tmp_path: Path, classifier: Classifier) -> None:
    (tmp_path / "site.toml").write_bytes(b"\xef\xbb\xbf# Ours.\r\n")
    assert Classifier.load(tmp_path / "site.toml").digest == classifier.digest


def test_the_text_of_a_layer_outlives_its_file(tmp_path: Path) -> None:
    path = layer(tmp_path, '[disable]\nrules = ["d.truce"]')
    kept = read_layers([path])
    path.write_text("[[broken", encoding="utf-8")
    assert Classifier.of(kept).analyze("A truce began.").tags == ()


def test_no_two_packaged_layers_add_to_one_class_unawares() -> None:
    documents = [Document(layer) for layer in read_layers(packaged())]
    names = Counter(
        table["name"] for one in documents for table in one.entries("class", "name", ("name", "add", "remove"))
    )
    assert [name for name, files in names.items() if files > 1 and name not in SHARED_CLASSES] == []
