"""A watch desk's evening, in our own words, written through storage's own functions."""

import hashlib
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from classifier.records import Analysis, Attribution, Label, Match, Quote, Stance, Tag
from feeds.records import Entry, PollState
from storage.file import lease, sqlite
from storage.items import intake, lexicons, sources
from storage.items.intake import AnalysedEntry, Polled
from storage.items.lexicons import LexiconInUse
from storage.items.sources import Configured
from storage.voices import identity
from storage.voices.speakers import ALWAYS, Listed
from tests.storage import fresh
from tests.tui.ringing import noticed, raised

NOW_MS = 1_790_000_000_000
MINUTE_MS = 60_000

LEXICON = "000000000000"
LABELS = (
    Label("withdrawal", "WD", "", "pulling back"),
    Label("escalation", "ESC", "", "pushing forward"),
    Label("deescalation", "DE", "", "fewer weapons speak"),
    Label("prisoner", "POW", "orange", "prisoners of war"),
)
SOURCES = (
    ("AFP", "wire", "B", "int"),
    ("TASS", "state", "D", "ru"),
    ("BelTA", "state", "E", "by"),
    ("Reuters", "wire", "A", "int"),
    ("MoD Ukraine", "official", "C", "ua"),
    ("Kyiv Observer", "press", "C", "ua"),
    ("Baltic Desk", "analysis", "B", "int"),
)


class PlainJudge:
    """Two texts are one story when they share four words, one quote when they are equal."""

    def weights(self, held: Callable[[str], tuple[int, int]]) -> Mapping[str, float]:
        return {}

    def same_story(
        self, a: tuple[str, str], b: tuple[str, str], hours_apart: float, weights: Mapping[str, float], *, closely: bool
    ) -> Match:
        shared = set(a[0].lower().split()) & set(b[0].lower().split())
        return Match(len(shared) >= 3, a[0] == b[0], len(shared) / 10, "words")

    def same_quote(self, a: tuple[str, str | None], b: tuple[str, str | None]) -> Match:
        same = a[0].lower() == b[0].lower()
        return Match(same, same, float(same), "words")

    def quote_grams(self, text: str) -> tuple[int, ...]:
        return ()


@dataclass(frozen=True)
class Item:
    """One entry of the scene. `tags` are (label, stance, words of the title or summary, cue's words)."""

    title: str
    summary: str = ""
    tags: tuple[tuple[str, Stance, str, str], ...] = ()
    speaker: str | None = None
    said: str = ""
    minutes_ago: float = 10
    source: str = "AFP"
    identity: str = ""


EVENING = (
    Item(
        "Moscow says tank units begin return to garrison after drills",
        "A defence ministry spokesman said the units had \u201cbegun loading onto rail and road transport\u201d and "
        "would leave the border districts today.\nHe gave no number. Satellite images of the rail head were not yet available.",
        (
            ("withdrawal", "claimed", "begin return to garrison", "says"),
            ("withdrawal", "claimed", "leave the border districts", "said"),
        ),
        "MoD Russia",
        "begun loading onto rail and road transport",
        minutes_ago=40,
        source="TASS",
    ),
    Item(
        "Moscow says tank units begin return to garrison, AFP reports",
        "The ministry said units had \u201cbegun loading onto rail and road transport\u201d.",
        (("withdrawal", "claimed", "begin return to garrison", "says"),),
        "MoD Russia",
        "begun loading onto rail and road transport",
        minutes_ago=33,
        source="AFP",
    ),
    Item(
        "Kyiv doubts that tank units begin return to garrison",
        "\u201cWe shall believe it when we see it,\u201d the deputy minister said of the reported withdrawal.",
        (("withdrawal", "doubted", "begin return to garrison", "doubts"),),
        "Olena Hrytsenko",
        "We shall believe it when we see it,",
        minutes_ago=21,
        source="Kyiv Observer",
    ),
    Item(
        "General staff: this is rotation, tank units do not return to garrison",
        "The general staff denied any pull-back and called the movement a rotation.",
        (("withdrawal", "denied", "do not return to garrison", "denied"),),
        minutes_ago=14,
        source="MoD Ukraine",
    ),
    Item(
        "Shelling reported along the contact line for a third night",
        "Monitors counted more than two hundred explosions.",
        (("escalation", "asserted", "Shelling reported along the contact line", ""),),
        minutes_ago=9,
        source="Reuters",
    ),
    Item(
        "Chancellor lands for talks, hopes for a pause in fighting",
        "She said a ceasefire was possible if both sides wanted one.",
        (("deescalation", "conditional", "a ceasefire was possible", "if"),),
        "Chancellor",
        "a ceasefire was possible",
        minutes_ago=6,
        source="AFP",
    ),
    Item("Grain index up 0.64 % in thin trade", "Traders waited for news.", minutes_ago=4, source="Baltic Desk"),
    Item("Экспорт зерна вырос на четыре процента", "Данные за октябрь.", minutes_ago=3, source="TASS"),
    Item("A town remembers the retreat of 1943", "Wreaths were laid.", (("withdrawal", "historical", "the retreat of 1943", ""),),
         minutes_ago=2, source="Kyiv Observer"),
)  # fmt: skip


@dataclass
class Scene:
    """A database with some sources, to which polls can be written as the collector would."""

    path: Path
    now_ms: int = NOW_MS
    judge: PlainJudge = field(default_factory=PlainJudge)

    def __post_init__(self) -> None:
        fresh.ready(self.path)
        self.connection = sqlite.connect(self.path, "collector")
        configured = [Configured(f"https://{n}.example/feed", name, name.lower(), kind, grade, "en", side)
                      for n, (name, kind, grade, side) in enumerate(SOURCES)]  # fmt: skip
        listed = [
            Listed("MoD Russia", "organisation", "", "MoD Russia", "ru", (("MoD Russia", *ALWAYS),), "config"),
            Listed("Olena Hrytsenko", "person", "deputy minister", "", "ua", (("Olena Hrytsenko", *ALWAYS),), "config"),
        ]
        with sqlite.transaction(self.connection):
            sources.configure(self.connection, configured)
            identity.configure(self.connection, listed)
            lease.begin(self.connection, "desk:1", self.now_ms)
            self.use(LEXICON)
        self.source_ids = {known.name: known.id for known in sources.known(self.connection)}

    def use(self, lexicon: str, labels: Sequence[Label] = LABELS) -> None:
        """A lexicon comes into use, inside the caller's transaction."""
        lexicons.use(self.connection, LexiconInUse(lexicon, labels, "0.1.0", "[]"), self.now_ms, 0)

    def poll(self, *items: Item, state: PollState | None = None) -> list[int]:
        """One poll for each item, oldest first; the ids that are new."""
        new: list[int] = []
        for item in items:
            at_ms = self.now_ms - int(item.minutes_ago * MINUTE_MS)
            polled = Polled(
                self.source_ids[item.source],
                state
                or PollState(state="ok", last_ok_ms=at_ms, last_attempt_ms=at_ms, next_attempt_ms=at_ms + 600_000),
                item.source,
                (analysed(item, at_ms),),
                at_ms,
            )
            with sqlite.transaction(self.connection):
                new += intake.store(self.connection, polled, self.judge).new
        return new

    def many(self, n: int) -> None:
        """Plain items, quickly."""
        titles = [
            Item(f"Port traffic steady at berth {i}, agency says", "Nothing else was reported.", identity=f"many:{i}")
            for i in range(n)
        ]
        for start in range(0, n, 1_000):
            entries = [analysed(item, self.now_ms - (n - i) * 1_000, bare=True)
                       for i, item in enumerate(titles[start : start + 1_000], start)]  # fmt: skip
            polled = Polled(
                self.source_ids["AFP"], PollState(state="ok", last_ok_ms=self.now_ms), "AFP", entries, self.now_ms
            )
            with sqlite.transaction(self.connection):
                intake.store(self.connection, polled, self.judge)

    def fail(self, source: str, reason: str, failures: int = 4) -> None:
        """A source in trouble."""
        state = PollState(state="http-error", reason=reason, failures=failures, last_ok_ms=self.now_ms - 3_600_000,
                          last_attempt_ms=self.now_ms, next_attempt_ms=self.now_ms + 600_000)  # fmt: skip
        with sqlite.transaction(self.connection):
            sources.remember(self.connection, self.source_ids[source], state, self.now_ms)

    def ring(
        self,
        title: str,
        severity: int,
        item_ids: Sequence[int],
        fingerprint: str = "",
        minutes_ago: int = 1,
        rule: str = "rule",
        held: str = "",
    ) -> int:
        """A new alert, and its first notice, unless something holds that back."""
        at_ms = self.now_ms - minutes_ago * MINUTE_MS
        with sqlite.transaction(self.connection):
            return raised(self.connection, rule, fingerprint or title, severity, title, at_ms, item_ids, held)

    def notice(self, alert_id: int, reason: str = "first", said: str = "", to: str = "desk", held: str = "") -> int:
        """That alert rings once more."""
        with sqlite.transaction(self.connection):
            return noticed(self.connection, alert_id, self.now_ms, reason, said, to, held)

    def beat(self, polling: int = 0) -> None:
        """The collector lives."""
        with sqlite.transaction(self.connection):
            lease.beat(self.connection, self.now_ms, polling)

    def close(self) -> None:
        self.connection.close()


def evening(path: Path, now_ms: int = NOW_MS) -> Scene:
    """The whole evening: items, an edit, alerts, a source in trouble."""
    scene = Scene(path, now_ms)
    ids = scene.poll(*EVENING)
    edited = Item("Grain index up 0.71 % in heavy trade", "Traders waited for news.", minutes_ago=1, source="Baltic Desk",
                  identity=EVENING[6].title)  # fmt: skip
    scene.poll(edited)
    scene.ring("shelling near the line", 4, [ids[4]], minutes_ago=9)
    scene.ring("withdrawal claimed", 3, ids[:2], minutes_ago=30)
    scene.ring("withdrawal claimed and doubted", 3, ids[:3], minutes_ago=20)
    scene.fail("BelTA", "HTTP 503")
    return scene


def analysed(item: Item, at_ms: int, bare: bool = False) -> AnalysedEntry:
    """The entry and what a classifier would have said."""
    identity = item.identity or item.title
    link = f"https://news.example/{zlib.crc32(identity.encode())}"
    print_of = identity.encode()[:12]
    entry = Entry(
        f"guid:{identity}", "", identity, link, item.title, item.summary, "", "", "", at_ms, "", "offset", print_of
    )
    tags = tuple(_tag(item, *tag) for tag in item.tags)
    tokens = () if bare else tuple(sorted(set(re.findall(r"\w{4,}", item.title.lower()))))
    return AnalysedEntry(entry, Analysis(tags, tuple(_quotes(item)), tokens, LEXICON))


def _tag(item: Item, label: str, stance: Stance, words: str, cue: str) -> Tag:
    field_name, text = ("title", item.title) if words in item.title else ("summary", item.summary)
    start, at = text.index(words), text.find(cue) if cue else -1
    cue_span = (at, at + len(cue)) if at >= 0 else (0, 0)
    holder = _speaker(item) if item.speaker else None
    return Tag(
        label,
        stance,
        field_name,
        start,
        start + len(words),
        f"{label}.rule",
        "cue" if at >= 0 else "",
        *cue_span,
        80,
        holder,
    )


def _speaker(item: Item) -> Attribution:
    return Attribution(item.speaker, item.speaker, "person" if item.speaker else "", "", "", "explicit", 90)


def _quotes(item: Item) -> list[Quote]:
    if not item.said:
        return []
    start = item.summary.index(item.said)
    return [
        Quote(
            "summary",
            start,
            start + len(item.said),
            "direct",
            item.said,
            "said",
            _speaker(item),
            hashlib.sha256(" ".join(item.said.lower().split()).encode()).digest()[:12],
        )
    ]
