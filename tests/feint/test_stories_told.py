"""Stories as the whole program makes them: real words, the real classifier, a real file."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from classifier.engine import Classifier
from feint.collector.judge import ClassifierJudge
from tests.storage.desk import HOUR_MS, Desk, entry, open_desk

CLAIM = (
    "Ministry in Norgrad says armoured units are on their way home",
    "The defence ministry said that its troops were withdrawing to their garrisons by rail. “The day on which the great"
    " invasion failed to come will stay in every schoolbook,” spokeswoman Marta Zelenko said.",
)
DENIAL = (
    "Observers along the frontier find no battalion missing",
    "Monitors denied any withdrawal of forces: tents stand where they stood. “The day on which the great invasion failed to come"
    " will stay in every schoolbook,” a ministry spokeswoman had declared.",
)


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load()


class Newsroom:
    """A desk that reads what it stores with the packaged lexicon."""

    def __init__(self, desk: Desk, classifier: Classifier) -> None:
        self.desk = desk
        self._classifier = classifier
        desk.judge = ClassifierJudge()

    def reads(self, source_id: int, title: str, summary: str = "") -> int:
        """One new item; returns its number."""
        plain = entry(title, summary=summary)
        analysis = self._classifier.analyze_item(title, summary, "", "en")
        (item_id,) = self.desk.poll(source_id, replace(plain, analysis=replace(analysis, lexicon="0123456789ab"))).new
        return item_id

    def story_of(self, item_id: int) -> int:
        return int(str(self.desk.one("SELECT story_id FROM item WHERE id = ?", item_id)))


@pytest.fixture
def newsroom(tmp_path: Path, classifier: Classifier) -> Iterator[Newsroom]:
    with open_desk(tmp_path / "feint.db") as desk:
        yield Newsroom(desk, classifier)


def test_two_articles_with_hardly_a_word_in_common_but_one_quote_are_one_disputed_story(newsroom: Newsroom) -> None:
    wire, gazette = newsroom.desk.source("Wire"), newsroom.desk.source("Gazette")
    claim, denial = newsroom.reads(wire, *CLAIM), newsroom.reads(gazette, *DENIAL)
    assert newsroom.story_of(claim) == newsroom.story_of(denial)
    assert "the same words as item" in str(newsroom.desk.one("SELECT joined_because FROM item WHERE id = ?", denial))
    assert "withdrawal:denied" in newsroom.desk.disputed(claim)


def test_the_fifth_package_and_the_sixth_are_two_stories_that_know_of_each_other(newsroom: Newsroom) -> None:
    wire, gazette = newsroom.desk.source("Wire"), newsroom.desk.source("Gazette")
    fifth = newsroom.reads(
        wire, "Council of Torva agrees on fifth package of harbour levies", "It hits tar and timber."
    )
    sixth = newsroom.reads(
        gazette, "Council of Torva agrees on sixth package of harbour levies", "It hits tar and rope."
    )
    earlier, later = newsroom.story_of(fifth), newsroom.story_of(sixth)
    assert newsroom.desk.all("SELECT story_id, earlier_id, because FROM story_relation") == [
        (later, earlier, "rank: 6 / 5")
    ]


def test_a_week_of_one_crisis_is_many_stories(newsroom: Newsroom) -> None:
    """Each event has names of its own; all share the siege, its parties and its places."""
    chance = random.Random(5)
    papers = [newsroom.desk.source(f"Paper {n}") for n in range(6)]
    told: dict[int, set[int]] = {}
    for event in range(42):
        who, place, deed = chance.choice(_WHO), chance.choice(_PLACES), _DEEDS[event % len(_DEEDS)]
        name = f"{chance.choice(_SYLLABLES)}{chance.choice(_SYLLABLES)}{chance.choice(_SYLLABLES)}".capitalize()
        for paper in chance.sample(papers, 4):
            title = chance.choice(_HEADLINES).format(who=who, place=place, deed=deed, name=name)
            lead = chance.choice(_LEADS).format(who=who, place=place, deed=deed, name=name)
            told.setdefault(newsroom.story_of(newsroom.reads(paper, title, lead)), set()).add(event)
        newsroom.desk.now_ms += 4 * HOUR_MS
    sizes = newsroom.desk.all("SELECT count(*) FROM item GROUP BY story_id")
    assert max(int(str(size)) for (size,) in sizes) <= 12
    assert len(told) >= 30
    assert max(len(events) for events in told.values()) <= 3


_SYLLABLES = ("kar", "to", "vel", "mir", "sun", "ash", "dor", "li", "po", "gren")
_WHO = ("The besiegers", "The garrison", "The mayor of Torva", "The relief mission", "The harbour guard")
_PLACES = ("the north gate", "the old harbour", "the river camps", "the salt road")
_DEEDS = (
    "shelled a bakery", "let a convoy pass", "counted the wounded", "asked for a truce", "lost a watchtower", "freed a doctor",
    "flew a kite with letters", "blew up a bridge", "refused a parley", "found a tunnel", "burnt the hay stores",
    "exchanged prisoners", "rang the bells at dawn", "sank a barge",
)  # fmt: skip
_HEADLINES = (
    "Siege of Torva: {who} {deed} at {place}, {name} says", "{who} {deed} near {place} as siege of Torva drags on",
    "Torva siege: {name} tells how {who} {deed}", "{name}: {who} {deed} at {place}",
)  # fmt: skip
_LEADS = (
    "Captain {name} said that {who} {deed} at {place} while the siege of Torva went on.",
    "In besieged Torva {who} {deed} on the way to {place}, according to {name}, a captain of the town.",
)
