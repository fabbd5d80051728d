"""ASIDE: words far down an item whose headline speaks of nothing of the kind."""

from classifier.engine import Classifier
from classifier.lexicon.document import Layer

FERRY = Classifier.of(
    [
        Layer(
            "ferry.toml",
            '[[rule]]\nid = "x.ferry"\nlabel = "ferry"\nphrases = ["ferry"]\n'
            'unless = [{ class = ["ASIDE"], within = 0 }]\n',
        )
    ]
)
FAR = "The mayor of Torva opened the new market hall with a speech about fish, ice and the price of salt, and thanked the masons. "


def ferries(title: str, summary: str) -> int:
    return sum(tag.label == "ferry" for tag in FERRY.analyze_item(title, summary, "").tags)


def test_far_down_under_a_silent_headline_it_is_background() -> None:
    assert ferries("Market hall opens", FAR + "A ferry sank last year.") == 0


def test_near_the_top_it_is_news() -> None:
    assert ferries("Market hall opens", "A ferry sank. " + FAR) == 1


def test_where_the_headline_speaks_of_it_it_is_news_everywhere() -> None:
    assert ferries("Ferry sinks", FAR + "The ferry was old.") == 2


def test_a_bare_text_has_no_headline_that_could_be_silent() -> None:
    assert [tag.label for tag in FERRY.analyze(FAR + "A ferry sank.").tags] == ["ferry"]
