from classifier.engine import Classifier
from classifier.explain import explain


def test_a_tag_is_explained_by_its_words_rule_and_cue(classifier: Classifier) -> None:
    text = "The garrison has not withdrawn from the bridge."
    assert explain(text, classifier.analyze(text), classifier) == [
        "21-35 “withdrawn from”: withdrawal (withdraw) denied, for “has not” by n.not; rule w.force-withdraws, score 84"
    ]


def test_a_quote_is_explained_by_its_speaker(classifier: Classifier) -> None:
    text = "“The road is open,” said Captain Nora Vance."
    (line,) = explain(text, classifier.analyze(text), classifier)
    assert line == "1-18 “The road is open,”: direct quote of Nora Vance (Captain Nora Vance), said; explicit 96"


def test_a_plain_text_says_so(classifier: Classifier) -> None:
    assert explain("Rain is due.", classifier.analyze("Rain is due."), classifier) == ["no tag and no quote"]
