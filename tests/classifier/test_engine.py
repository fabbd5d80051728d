import os
import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.engine import Classifier
from classifier.matching.fingerprint import recognisable
from classifier.records import STANCES, Analysis
from classifier.tagging.explain import explain

SHARED = Classifier.load()
PIECES = st.sampled_from(
    ["soldiers", "retreat", "from the border", "yoga", "may", "denied", "heart attack", "2025", "perhaps", "game",
     "troops", "withdrew", "no", "said", "“", "”", '"', "'", "‘", "’", ".", ",", "\n", ":", " - ", "he", "Ana Reyes", "in 1999",
     "attack", "truce", "if", "İ", "\u202e", "😀", "войска отошли", "&quot;", "«", "»", "…", "A", "the", "colonel"]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES, max_size=60).map("".join)
)


def check_spans(analysis: Analysis, texts: dict[str, str]) -> None:
    for tag in analysis.tags:
        assert 0 <= tag.start < tag.end <= len(texts[tag.field])
        assert 0 <= tag.cue_start <= tag.cue_end <= len(texts[tag.field])
        assert tag.stance in STANCES
        assert 0 <= tag.score <= 100
    for quote in analysis.quotes:
        assert 0 <= quote.start < quote.end <= len(texts[quote.field])
        assert texts[quote.field][quote.start : quote.end] == quote.text
        assert (quote.by.speaker or "x").lower() not in {"he", "she", "they", "it", "who", "we", "i"}


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_every_span_lies_in_its_text(text: str) -> None:
    check_spans(SHARED.analyze(text), {"text": text})


@given(TEXTS, TEXTS, TEXTS)
@settings(max_examples=100, deadline=None)
def test_every_span_of_an_item_lies_in_its_field(title: str, summary: str, text: str) -> None:
    check_spans(SHARED.analyze_item(title, summary, text), {"title": title, "summary": summary, "text": text})


@given(TEXTS, TEXTS, st.none() | st.integers())
@settings(max_examples=100, deadline=None)
def test_every_item_can_be_explained_and_is_explained_as_it_is_tagged(
    title: str, text: str, dated_ms: int | None
) -> None:
    why = SHARED.why_item(title, "", text, "en", dated_ms)
    analysis = SHARED.analyze_item(title, "", text, "en", dated_ms)
    assert tuple(rule.tag for rule in why.rules if rule.verdict == "fired") == analysis.tags
    assert tuple(map(recognisable, why.quotes)) == analysis.quotes
    assert explain(why)[-1] == f"lexicon {SHARED.digest}"


def test_the_text_is_read_instead_of_the_summary_where_there_is_one(classifier: Classifier) -> None:
    truce = "A truce began."
    assert [tag.field for tag in classifier.analyze_item("News", truce, "").tags] == ["summary"]
    assert [tag.field for tag in classifier.analyze_item("News", truce, "Rebels shelled the town.").tags] == ["text"]


def test_a_title_finds_its_army_in_the_summary(classifier: Classifier) -> None:
    assert classifier.analyze("The return to base").tags == ()
    tags = classifier.analyze_item("The return to base", "The brigade packed up.", "").tags
    assert [(tag.label, tag.field) for tag in tags] == [("withdrawal", "title")]


def test_the_tokens_are_those_of_title_and_summary(classifier: Classifier) -> None:
    analysis = classifier.analyze_item("Ferry sinks", "Divers search.", "A long text about something else.")
    assert set(analysis.tokens) == {"ferry", "sink", "diver", "search"}
    assert list(analysis.tokens) == sorted(analysis.tokens)


PROSE = """
Rebels quit Torva as the truce frays
The 4th Brigade has not withdrawn from Marrow Pass, Colonel Ana Reyes said. “We hold the line, and we hold the truce,” she
added. In 1999 troops left the valley; critics doubt that they will again, but the alliance may pull its tanks out.
Officials called it a “drill”. No evidence of a retreat was seen – monitors
Войска отошли от границы, заявил министр. Війська не відійшли. Die Truppen zogen sich zurück, sagte er.
Les troupes se retirent de Lasni, selon le ministre. Las tropas se retiraron, dijo el portavoz.
"""


def test_the_same_text_gives_the_same_bytes_under_any_hash_seed() -> None:
    program = (
        "import sys; from classifier.engine import Classifier; from classifier.tagging.explain import explain;"
        "c = Classifier.load();"
        "text = sys.stdin.read(); title, _, body = text.strip().partition('\\n');"
        "print(c.analyze(text), c.analyze_item(title, body, '', 'en', 0), *explain(c.why(text)))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            input=PROSE.encode(),
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(answers) == 1
    assert b"withdrawal" in answers.pop()


def test_an_empty_item_has_nothing(classifier: Classifier) -> None:
    assert classifier.analyze_item("", "", "") == Analysis((), (), (), classifier.digest)
