"""One line of 100 kB of anything costs no more than a long article, for its tags and its quotes."""

import random
import time

import pytest

from classifier.engine import Classifier
from classifier.lexicon.spots import MAX_HITS
from classifier.quoting.quotes import MAX_QUOTES

CHARS = 100_000
CPU_S = 0.9
"""What is asked for is 0.25 on an idle machine: this leaves room for a busy one, but none for what grows with the square."""

TRIGGERS = "withdraw withdrew retreat truce ceasefire attack shelled airstrike troops army withdrawal pullout brigade"
CUES = "not no if denied could said would may unless claimed reportedly never without perhaps 1999"
SCRIPTS = "войска отошли troops left לא عاد 部队撤退 e\u0301 İ “ said \u202e 😀"


def mixed(*words: str) -> str:
    """Words in no order, one of each list in turn."""
    chance = random.Random(7)
    kinds = [kind.split() for kind in words]
    return " ".join(chance.choice(kinds[number % len(kinds)]) for number in range(CHARS // 4))


UNITS = [
    "a", "a ", "1", "1 ", "1,", "1.", ",", ", ", "a, ", ".", ". ", "A. ", "-", "- ", "(", "( ", ")(", "[a] ", "\n", "a\n", " ",
    '"', '" ', "“", "“ ", "“”", "“a” ", "“a”. ", "'", "‘a ", "'s ", "«»", "&quot;", "‘“a”’ ", "\u200d", "e\u0301", "\u202e", "撤",
    "😀", "\0",
    '"a" said ', '"a" said. ', "said “a b c d e f g” and ", "“We left,” he said. ", "X said, ", "He said he. ", "said ",
    "Ana Reyes ", "Ana, who ", "Ana – Bob – ", "Ana Reyes: ", "Mr. Ana said ", "The colonel said he saw it. ",
    "troops ", "withdrawal ", "no ", "cease-fire ", "troops may withdraw ", "troops not withdraw ", "if troops withdraw, ",
    "said that truce ", "in 1999 truce ", "reportedly truce ", "the post appeared first on ", "(read more ", "http://a.b/c?d=e&f ",
]  # fmt: skip
LINES = {repr(unit): unit * (CHARS // len(unit)) for unit in UNITS} | {
    "triggers": mixed(TRIGGERS),
    "cues": mixed(CUES),
    "triggers and cues in one sentence": mixed(TRIGGERS, CUES),
    "triggers, cues and commas": mixed(TRIGGERS, ", and", CUES),
    "scripts": mixed(SCRIPTS),
    "no blanks": mixed("a b . , ' \" - 1 ’ я").replace(" ", ""),
    "words that never come again": " ".join(f"w{number}x" for number in range(CHARS // 7)),
}


@pytest.mark.parametrize("kind", LINES)
def test_a_hostile_line_costs_no_more_than_a_long_article(classifier: Classifier, kind: str) -> None:
    line = LINES[kind][:CHARS]
    start = time.process_time()
    analysis = classifier.analyze_item(line, "", "")
    assert time.process_time() - start < CPU_S
    assert len(analysis.tags) <= MAX_HITS
    assert len(analysis.quotes) <= MAX_QUOTES


def test_what_stands_beyond_the_longest_text_is_not_read(classifier: Classifier) -> None:
    start = time.process_time()
    assert classifier.analyze("a" * 5_000_000 + " A truce began.").tags == ()
    assert time.process_time() - start < CPU_S


def test_a_hostile_line_can_be_explained(classifier: Classifier) -> None:
    start = time.process_time()
    why = classifier.why(LINES["triggers and cues in one sentence"][:CHARS])
    assert time.process_time() - start < 10 * CPU_S
    assert why.rules
