"""A desk for tests: a real file, filled through storage's own doors, with a judge so plain that a test can foresee it."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TypeVar
from zlib import crc32

from alerts import engine
from alerts.life import looking
from alerts.rules import Rules
from classifier.records import Analysis, Attribution, Label, Match, Quote, QuoteKind, SpeakerKind, Stance, Tag
from feeds.records import Entry, PollState
from storage.acting.acts import Acts
from storage.alerting import revisions
from storage.file import sqlite
from storage.file.sqlite import Connection
from storage.grouping.stories import Judge
from storage.items import intake, lexicons, rereading, retagging, sources
from storage.items.intake import AnalysedEntry, Polled, Stored
from storage.items.lexicons import LexiconInUse
from storage.items.retagging import Stale
from storage.items.sources import Configured
from storage.reads.reader import Reader
from storage.rows.alert import NoticeRow
from storage.voices import identity
from storage.voices.speakers import ALWAYS, Listed
from tests.storage import fresh

T = TypeVar("T")

NOW_MS = 1_800_000_000_000
"""When a desk's clock starts; it goes on by a second a poll."""
MINUTE_MS = 60_000
HOUR_MS = 3_600_000
LEXICON = "0123456789ab"
LABELS = ("withdrawal", "escalation", "deescalation")


def words(text: str) -> list[str]:
    """The words of a text, folded."""
    return re.findall(r"\w+", text.casefold())


def _likeness(a: str, b: str) -> float:
    mine, theirs = set(words(a)), set(words(b))
    return len(mine & theirs) / max(1, len(mine | theirs))


class PlainJudge:
    """storage.grouping.stories.Judge: half of the words in common is one event, the very same words a copy."""

    def weights(self, held: Callable[[str], tuple[int, int]]) -> Mapping[str, float]:
        return {}

    def same_story(
        self, a: tuple[str, str], b: tuple[str, str], hours_apart: float, weights: Mapping[str, float], *, closely: bool
    ) -> Match:
        one, other = " ".join(a), " ".join(b)
        score = _likeness(one, other)
        return Match(score >= 0.5, words(one) == words(other), score, "words in common", 0.3 <= score < 0.5)

    def same_quote(self, a: tuple[str, str | None], b: tuple[str, str | None]) -> Match:
        score = _likeness(a[0], b[0])
        return Match(score >= 0.7, score == 1.0, score, "words in common")

    def quote_grams(self, text: str) -> tuple[int, ...]:
        return grams(text)


def grams(text: str) -> tuple[int, ...]:
    """Digests of neighbouring words."""
    return tuple(sorted({crc32(" ".join(pair).encode()) for pair in pairwise(words(text))}))


def tag(
    label: str,
    stance: Stance = "asserted",
    *,
    field: str = "title",
    start: int = 0,
    end: int = 5,
    score: int = 80,
    holder: Attribution | None = None,
) -> Tag:
    """A tag with its evidence at `start` to `end` of `field`."""
    return Tag(label, stance, field, start, end, f"{label}-rule", "", 0, 0, score, holder)


def lexicon(digest: str, labels: Sequence[str] = LABELS) -> LexiconInUse:
    """A lexicon of these labels."""
    return LexiconInUse(digest, [Label(name, name[:2].upper(), "", f"about {name}") for name in labels], "1.0", "[]")


def by(
    speaker: str | None, *, surface: str | None = None, who: SpeakerKind | None = None, role: str = "", org: str = ""
) -> Attribution:
    """Whose word something is."""
    kind: SpeakerKind = who if who is not None else "person" if speaker else ""
    return Attribution(speaker, surface or speaker, kind, role, org, "explicit" if speaker else "none", 90)


def quote(
    text: str,
    speaker: str | None = None,
    *,
    surface: str | None = None,
    kind: QuoteKind = "direct",
    start: int = 0,
    who: SpeakerKind | None = None,
    role: str = "",
    org: str = "",
) -> Quote:
    """A quote in the summary."""
    given = by(speaker, surface=surface, who=who, role=role, org=org)
    cut = Quote("summary", start, start + len(text), kind, text, "said", given)
    if kind == "indirect" or len(text.split()) < 4:
        return cut
    digest = hashlib.sha256(" ".join(words(text)).encode()).digest()[:12]
    return replace(cut, norm_hash=digest, grams=grams(text))


def entry(
    title: str,
    *,
    summary: str = "",
    text: str = "",
    guid: str = "",
    link: str = "",
    credit: str = "",
    credit_basis: str = "source",
    published_ms: int | None = NOW_MS - HOUR_MS,
    tags: Sequence[Tag] = (),
    quotes: Sequence[Quote] = (),
    lexicon: str = LEXICON,
) -> AnalysedEntry:
    """An entry as it comes out of the worker. Without a guid its title is its identity."""
    served = Entry(
        identity=f"guid:{guid or title}",
        link_key=link,
        guid=guid or title,
        link=link,
        title=title,
        summary=summary,
        text=text,
        author="",
        credit=credit,
        published_ms=published_ms,
        published_raw="" if published_ms is None else "14:15 GMT",
        published_basis="" if published_ms is None else "offset",
        fingerprint=hashlib.sha256(f"{title}{summary}{text}{guid}".encode()).digest()[:12],
        credit_basis=credit_basis if credit else "",
    )
    tokens = tuple(sorted({word for word in words(f"{title} {summary}") if len(word) > 3}))
    return AnalysedEntry(served, Analysis(tuple(tags), tuple(quotes), tokens, lexicon))


def dated(served: AnalysedEntry, at_ms: int) -> AnalysedEntry:
    """The same entry, published then."""
    return replace(
        served, entry=replace(served.entry, published_ms=at_ms, published_basis="offset", published_raw="14:15 GMT")
    )


class Desk:
    """One file, its collector's connection, and a clock that only goes on when told."""

    def __init__(self, path: Path, *, rules: Rules | None = None) -> None:
        fresh.ready(path)
        self.path = path
        self.rules = rules or Rules()
        self.judge: Judge = PlainJudge()
        self.now_ms = NOW_MS
        self.connection = sqlite.connect(path, "collector")
        self._configured: list[Configured] = []
        self._speakers: list[Listed] = []
        self._open: list[Acts | Reader] = []

    def close(self) -> None:
        """Let go of the file."""
        for opened in self._open:
            opened.close()
        self.connection.close()

    def commit(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in one transaction."""
        with sqlite.transaction(self.connection):
            return work(self.connection)

    def source(
        self,
        name: str,
        *,
        family: str = "",
        kind: str = "press",
        grade: str = "C",
        language: str = "en",
        side: str = "",
        agency: str = "",
        polled: bool = True,
    ) -> int:
        """Add a source to the config; returns its number. `polled`: its first poll, an empty one, is behind it."""
        url = f"https://feeds.example/{len(self._configured)}"
        self._configured.append(Configured(url, name, family or name.casefold(), kind, grade, language, side, agency))
        self._configure()
        (source_id,) = self.connection.execute("SELECT id FROM source WHERE url = ?", (url,)).fetchone()
        if polled:
            self.poll(source_id)
        return int(source_id)

    def speaker(self, name: str, *aliases: str, role: str = "", org: str = "", side: str = "") -> None:
        """Add a speaker to the config."""
        held = tuple((alias, *ALWAYS) for alias in (name, *aliases))
        kind = "person" if role else "organisation"
        self._speakers.append(Listed(name, kind, role, org, side, held, "config"))
        self._configure()

    def list_speakers(self, *listed: Listed) -> None:
        """Let the config and the list of offices name these, and nobody else."""
        self._speakers = list(listed)
        self._configure()

    def poll(
        self,
        source_id: int,
        *entries: AnalysedEntry,
        state: str = "ok",
        reason: str = "",
        doubtful_guids: int = 0,
        total: int = 0,
        reopen_edited: bool = False,
        age_ms: int | None = None,
    ) -> Stored:
        """Store what a poll brought, hold the rules against it, and commit both as the collector does.

        `age_ms`: how long before the poll its entries were published, whatever they say themselves.
        """
        self.now_ms += 1_000
        if age_ms is not None:
            entries = tuple(dated(each, self.now_ms - age_ms) for each in entries)
        return self.commit(
            lambda run: self.store(
                run,
                source_id,
                *entries,
                state=state,
                reason=reason,
                doubtful_guids=doubtful_guids,
                total=total,
                reopen_edited=reopen_edited,
            )
        )

    def store(
        self,
        run: Connection,
        source_id: int,
        *entries: AnalysedEntry,
        state: str = "ok",
        reason: str = "",
        doubtful_guids: int = 0,
        total: int = 0,
        reopen_edited: bool = False,
    ) -> Stored:
        """The same inside the caller's transaction."""
        before = self.state_of(source_id)
        answered = state in ("ok", "empty")
        after = replace(
            before,
            state=state,
            reason=reason,
            since_ms=before.since_ms if before.state == state else self.now_ms,
            last_attempt_ms=self.now_ms,
            last_ok_ms=self.now_ms if answered else before.last_ok_ms,
            fingerprints=tuple(each.entry.fingerprint for each in entries),
        )
        polled = Polled(source_id, after, "", entries, self.now_ms, doubtful_guids, total)
        stored = intake.store(run, polled, self.judge, reopen_edited=reopen_edited)
        engine.after_poll(run, self.rules, stored, self.now_ms)
        return stored

    def begin(self, rules: Rules) -> None:
        """Begin to collect with these rules, as a collector does that takes over the file."""
        self.rules = rules
        definitions = {rule.id: rule.definition for rule in rules.rules}
        self.commit(lambda run: revisions.configure(run, definitions, self.now_ms))
        self.commit(lambda run: looking.began(run, rules, self.now_ms))

    def look(self) -> None:
        """Look at the alerts that are awake, as the collector does once a second."""
        self.commit(lambda run: looking.look(run, self.rules, self.now_ms))

    def wait(self, ms: int, *, answering: bool = True) -> None:
        """Let time pass, with every look that something happens at; sources answer meanwhile, or are out of reach."""
        until_ms = self.now_ms + ms
        self.look()
        while (wake_ms := looking.next_wake(self.connection)) is not None and wake_ms <= until_ms:
            assert wake_ms > self.now_ms, "an alert that has been looked at is awake still"
            self.now_ms = wake_ms
            self.look()
        self.now_ms = until_ms
        if answering:
            self.commit(lambda run: run.execute("UPDATE source SET last_ok_ms = ? WHERE last_ok_ms > 0", (until_ms,)))

    def notices(self) -> list[NoticeRow]:
        """What has rung, and what would have."""
        rows = self.all(
            "SELECT notice.id, alert_id, at_ms, notice.severity, notice.reason, said, channels, held, rule, title"
            " FROM notice JOIN alert ON alert.id = alert_id ORDER BY notice.id"
        )
        return [NoticeRow._make((*row[:6], tuple(str(row[6]).split()), *row[7:])) for row in rows]

    def rang(self) -> list[str]:
        """The reasons of the notices that nothing held back."""
        return [notice.reason for notice in self.notices() if not notice.held]

    def item(self, source_id: int, title: str, *, summary: str = "", tags: Sequence[Tag] = ()) -> int:
        """One new item; returns its number."""
        (item_id,) = self.poll(source_id, entry(title, summary=summary, tags=tags)).new
        return item_id

    def use(self, digest: str = LEXICON, labels: Sequence[str] = LABELS, *, since_ms: int = 0) -> int:
        """Take a lexicon into use; returns how many items wait to be read again."""
        return self.commit(lambda run: lexicons.use(run, lexicon(digest, labels), self.now_ms, since_ms))

    def stale(self, digest: str, limit: int = 100, *, since_ms: int = 0) -> list[Stale]:
        """The next items that wait."""
        oldest = retagging.first_since(self.connection, since_ms)
        return retagging.next_stale(self.connection, digest, limit, oldest)

    def retag(
        self,
        digest: str,
        says: Callable[[Stale], Sequence[Tag]],
        stale: Sequence[Stale],
        quotes: Callable[[Stale], Sequence[Quote]] = lambda _: (),
    ) -> int:
        """Write what a lexicon says of these items; returns how many have other tags."""
        done = [(each, Analysis(tuple(says(each)), tuple(quotes(each)), (), digest)) for each in stale]
        return self.commit(lambda run: rereading.write(run, done, digest, PlainJudge(), self.now_ms))

    def retag_all(self, digest: str, says: Callable[[Stale], Sequence[Tag]], batch: int = 100) -> list[int]:
        """A whole run as the collector does it; returns the items in the order in which they were read."""
        read: list[int] = []
        while stale := self.stale(digest, batch):
            self.retag(digest, says, stale)
            read += [each.item_id for each in stale]
        self.commit(lambda run: retagging.finish(run, digest, self.now_ms))
        return read

    def tags(self, item_id: int) -> list[tuple[str, str, str]]:
        """(label, stance, operator) of each tag that speaks for an item."""
        view = self._one_reader.story(item_id)
        assert view is not None
        return [(each.label, each.stance, each.operator) for each in view.tags]

    def badges(self, item_id: int) -> str:
        """The badges of an item's row."""
        return str(self.one("SELECT badges FROM item WHERE id = ?", item_id))

    def disputed(self, item_id: int) -> str:
        """What an item's story holds both sides of."""
        return str(self.one("SELECT disputed FROM story JOIN item ON story_id = story.id WHERE item.id = ?", item_id))

    def log(self, act: str) -> list[tuple[object, ...]]:
        """(operator, items, detail) of each line of an act."""
        return self.all("SELECT operator, subject_ids, detail FROM event WHERE act = ? ORDER BY n", act)

    def state_of(self, source_id: int) -> PollState:
        """What is remembered of a source."""
        return next(known.state for known in sources.known(self.connection) if known.id == source_id)

    def reader(self) -> Reader:
        """A reader; closed with the desk."""
        reader = Reader(self.path)
        self._open.append(reader)
        return reader

    @cached_property
    def _one_reader(self) -> Reader:
        """For what is asked time and again: to open one takes 1 ms."""
        return self.reader()

    def acts(self, operator: str = "ana") -> Acts:
        """An operator's hand; closed with the desk."""
        acts = Acts(self.path, operator)
        self._open.append(acts)
        return acts

    def all(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Look into the file past every door."""
        return [tuple(row) for row in self.connection.execute(sql, values).fetchall()]

    def one(self, sql: str, *values: object) -> object:
        """The one value that a look brings."""
        ((value,),) = self.all(sql, *values)
        return value

    def _configure(self) -> None:
        self.commit(lambda run: sources.configure(run, self._configured))
        self.commit(lambda run: identity.configure(run, self._speakers))


@contextmanager
def open_desk(path: Path, *, rules: Rules | None = None) -> Iterator[Desk]:
    """A desk for the length of a block."""
    desk = Desk(path, rules=rules)
    try:
        yield desk
    finally:
        desk.close()
