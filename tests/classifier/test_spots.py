from pathlib import Path

from classifier.lexicon.layers import merge
from classifier.lexicon.spots import Spots, Spotter
from classifier.words.passage import read

LEXICON = """
[[class]]
name = "SAY"
add = ["said"]
[[class]]
name = "CLAUSE"
add = ["but"]
[[class]]
name = "FORCE"
add = ["brigade"]
[[rule]]
id = "w.left"
label = "withdrawal"
phrases = ["left"]
needs = [{ class = "FORCE" }]
[[rule]]
id = "w.quit"
label = "withdrawal"
phrases = ["quit"]
needs = [{ class = "FORCE", scope = "item" }]
"""


def spots(folder: Path, text: str) -> Spots:
    layer = folder / "lexicon.toml"
    layer.write_text(LEXICON)
    return Spotter(merge([layer])).spots([read("text", text)])[0]


def test_reporting_words_are_found_everywhere(tmp_path: Path) -> None:
    assert spots(tmp_path, "He said so. The brigade rests.").classes == {"SAY": [(1, 2)]}


def test_context_is_looked_for_in_the_sentence_of_a_rules_words(tmp_path: Path) -> None:
    found = spots(tmp_path, "A brigade rests. The brigade left.")
    assert [(rule.id, span) for rule, span in found.rules] == [("w.left", (6, 7))]
    assert found.classes == {"FORCE": [(5, 6)]}


def test_a_rule_that_looks_at_the_whole_item_finds_its_context_anywhere(tmp_path: Path) -> None:
    assert spots(tmp_path, "A brigade rests. All quit.").classes == {"FORCE": [(1, 2)]}
