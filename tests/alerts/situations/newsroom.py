"""A desk that reads what outlets serve: RSS goes through reader, classifier, storage and the rules that come with feint."""

from collections.abc import Sequence
from email.utils import formatdate
from functools import cache
from html import escape
from pathlib import Path

from alerts.rules import Rules
from classifier.engine import Classifier
from feint.collector.job import Job
from feint.collector.judge import ClassifierJudge
from feint.collector.worker import perform
from feint.config import load
from feint.wiring_alerts import rules_of
from storage.items.intake import AnalysedEntry, Stored
from storage.rows.alert import AlertRow
from tests.alerts.situations.articles import Article
from tests.storage.desk import MINUTE_MS, Desk

TUESDAY_MS = 1_772_539_200_000
"""2026-03-03 12:00Z, the day of which the articles tell."""
SHIPPED = Path(__file__).parents[3] / "config.toml"
_WHO = (
    ("Varnia", ("Halvarn",), "", "", "va"),
    ("Varnia MoD", ("Varnian defence ministry", "Varnian Defence Ministry"), "", "", "va"),
    ("Anton Brezh", ("Varnian defence ministry spokesman",), "defence ministry spokesman", "Varnia MoD", "va"),
    ("Ilvar Tresk", ("Tresk",), "deputy defence minister", "Varnia MoD", "va"),
    ("Oleg Darin", ("Darin",), "defence minister", "Varnia MoD", "va"),
    ("Mirela Zoranova", ("Zoranova",), "foreign ministry spokeswoman", "Varnian foreign ministry", "va"),
    ("Pavel Rudin", ("Rudin",), "spokesman", "Varnian presidency", "va"),
    ("Helen Marsh", ("Marsh",), "defence secretary", "Isles defence ministry", "ui"),
    ("Isles defence ministry", (), "", "", "ui"),
    ("Compact command", (), "", "", "nc"),
    ("Kestria General Staff", ("Kestrian general staff",), "", "", "ke"),
    ("Ilana Korr", ("Korr",), "president", "Kestrian presidency", "ke"),
)
"""(name, aliases, role, organisation, side)."""


class Newsroom(Desk):
    """A desk on that Tuesday, which knows who is who."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, rules=shipped_rules())
        self.now_ms = TUESDAY_MS
        self.judge = ClassifierJudge()
        for name, aliases, role, org, side in _WHO:
            self.speaker(name, *aliases, role=role, org=org, side=side)

    def serve(self, source_id: int, *articles: Article, after_min: float = 2) -> Stored:
        """A poll, so many minutes after the one before, that finds these on top of the feed."""
        self.wait(round(after_min * MINUTE_MS))
        entries = read(articles, self.now_ms)
        return self.poll(source_id, *entries, total=max(len(entries), 20))

    def alert(self, rule: str) -> AlertRow:
        """The only alert of a rule."""
        (found,) = (each for each in self.reader().alerts() if each.rule == rule)
        return found

    def alerts(self, rule: str) -> list[AlertRow]:
        """All alerts of a rule."""
        return [each for each in self.reader().alerts() if each.rule == rule]

    def told(self, rule: str) -> list[str]:
        """The reasons for which a rule's alerts have rung."""
        return [notice.reason for notice in self.notices() if notice.rule == rule and not notice.held]


@cache
def shipped_rules() -> Rules:
    """The rules that come with feint."""
    return rules_of(load(SHIPPED))


@cache
def classifier() -> Classifier:
    """The packaged lexicon."""
    return Classifier.load()


def read(articles: Sequence[Article], now_ms: int) -> list[AnalysedEntry]:
    """What the collector makes of a feed with these articles, oldest first."""
    job = Job(rss(articles, now_ms), "application/rss+xml", "https://outlet.example/", "en", "", "guid", (), now_ms)
    done = perform(job, classifier())
    return [AnalysedEntry(*pair) for pair in zip(reversed(done.feed.entries), reversed(done.analyses), strict=True)]


def rss(articles: Sequence[Article], now_ms: int) -> bytes:
    """RSS 2.0, the newest first."""
    credited = "<source url='https://credit.example/'>{}</source>"
    items = "".join(
        f"<item><guid isPermaLink='false'>{article.guid}</guid><link>https://outlet.example/{article.guid}</link>"
        f"<title>{escape(article.title)}</title>"
        f"<pubDate>{formatdate(now_ms / 1_000 - article.age_min * 60)}</pubDate>"
        f"{credited.format(escape(article.credit)) if article.credit else ''}"
        f"<description>{escape(article.body)}</description></item>"
        for article in articles
    )
    return f"<rss version='2.0'><channel><title/><link/><description/>{items}</channel></rss>".encode()
