"""A database of a desk that has run for 400 days, written straight into the tables: 100,000 items in seconds.

The prose is the bench's own. Names are invented and as unevenly common as words are: a few stand everywhere, most nearly nowhere.
"""

import random
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

from bench.prose import news, scene
from storage import words
from storage.file import migrate, sqlite
from storage.file.sqlite import Connection, Values
from storage.log.events import COLLECTOR, Event, append

DAY_MS = 86_400_000
SOURCES, SPEAKERS = 300, 400
KINDS = ("press", "press", "press", "wire", "official", "state", "analysis", "aggregator", "press", "press")
SIDES = ("", "", "", "ru", "ua", "eu", "", "us", "", "")
STANCES = ("claimed", "claimed", "asserted", "denied", "doubted", "conditional", "historical")
LABELS = (("withdrawal", 0.01), ("escalation", 0.08), ("deescalation", 0.01))
RARE = "Quistrel"
"""A word of a few items in a million."""

_NAMES, _NAMED = 60_000, 4
_AT_ONCE = 5_000
_WINDOW_DAYS, _GRAM_DAYS = 3, 7
_TABLES = {
    "story": "id, first_item_id, first_seen_ms, last_seen_ms, disputed",
    "item": "id, source_id, identity, link_key, link, title, summary, text, author, credit, published_ms, published_raw,"
    " published_basis, first_seen_ms, first_poll, revision, revised_ms, lexicon, story_id, relation, copy_of, copies,"
    " joined_because, origin, badges, severity, state, starred, operator",
    "item_fts": "rowid, title, summary, text",
    "item_words": "item_id, words",
    "revision": "item_id, n, title, summary, text, seen_ms",
    "tag": 'item_id, revision, label, stance, field, start, "end", rule, cue, cue_start, cue_end, score, speaker_id',
    "voice": "item_id, name, side, own, unnamed",
    "utterance": "id, norm_hash, speaker_id, text, kind, story_id, first_seen_ms, last_seen_ms",
    "utterance_gram": "gram, utterance_id",
    "quote": 'item_id, revision, utterance_id, field, start, "end", kind, text, speaker_id, speaker, surface, cue, basis,'
    " confidence, who",
    "alert": "id, rule, fingerprint, severity, state, title, raised_ms, updated_ms, state_ms, evidence_ms, owner, story_id",
    "alert_evidence": "alert_id, item_id, at_ms",
}
"""Table -> its columns, in the order in which rows can refer to one another."""


def fill(path: Path, items: int, now_ms: int, days: float = 400) -> None:
    """Make `path` a database of so many items, the last of them seen just before `now_ms`."""
    migrate.ready(path)
    with closing(sqlite.connect(path, "collector")) as connection:
        for pragma in ("synchronous = OFF", "cache_size = -400000", "wal_autocheckpoint = 20000", "foreign_keys = OFF"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        filling = _Filling(random.Random(items), now_ms, items, int(days * DAY_MS))
        with sqlite.transaction(connection):
            _write_world(connection, filling)
        for first in range(1, items + 1, _AT_ONCE):
            for item_id in range(first, min(first + _AT_ONCE, items + 1)):
                filling.add(item_id)
            with sqlite.transaction(connection):
                _write(connection, filling)
        with sqlite.transaction(connection):
            _count(connection)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


@dataclass(slots=True)
class _Filling:
    """The rows that wait to be written, and what later ones refer to."""

    chance: random.Random
    now_ms: int
    items: int
    span_ms: int
    rows: dict[str, list[Values]] = field(default_factory=lambda: {name: [] for name in _TABLES})
    events: list[Event] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    recent: list[tuple[int, int, str, str, str]] = field(default_factory=list)
    """(item, story, title, summary, text) of the last few hundred firsts."""
    said: list[tuple[int, str, int | None]] = field(default_factory=list)
    """(utterance, words, speaker) of the last few."""
    alerts: int = 0
    utterances: int = 0

    def __post_init__(self) -> None:
        chance = self.chance
        self.titles = [news(chance) for _ in range(4_000)]
        self.prose = [f"{news(chance)}. {scene(chance)}." for _ in range(8_000)]
        self.names = list(dict.fromkeys(_name(chance) for _ in range(_NAMES)))

    def add(self, item_id: int) -> None:
        """One more item with all that hangs on it."""
        chance, rows = self.chance, self.rows
        seen_ms = self.now_ms - self.span_ms + item_id * self.span_ms // (self.items + 1)
        draw = chance.random()
        source_id = 1 + int(SOURCES * chance.random() ** 2)
        story_id, relation, copy_of, because = item_id, "first", None, ""
        title, summary, text = self._text(item_id)
        if draw < 0.1 and self.recent:
            original, story_id, *texts = chance.choice(self.recent)
            relation, because = "same", "4 rare words in common"
            if draw < 0.03:
                (title, summary, text), copy_of, relation, because = (
                    texts,
                    original,
                    "copy",
                    f"a copy of item {original}",
                )
        else:
            disputed = "withdrawal:claimed withdrawal:denied" if chance.random() < 0.001 else ""
            rows["story"].append((item_id, item_id, seen_ms, seen_ms, disputed))
            self.recent.append((item_id, item_id, title, summary, text))
            del self.recent[:-300]
        revision = 2 if chance.random() < 0.07 else 1
        said = self._tags(item_id, revision, title)
        speaker_id = self._quote(item_id, revision, story_id, summary, seen_ms) if chance.random() < 0.4 else None
        self._voice(item_id, source_id, speaker_id)
        state = self._state(item_id, seen_ms)
        severity = 3 if "withdrawal:claimed" in said else 2 if "escalation:asserted" in said and draw > 0.9 else 0
        rows["item"].append(
            (
                item_id, source_id, f"guid:https://feed{source_id}.example/{item_id}", f"feed{source_id}.example/{item_id}",
                f"https://feed{source_id}.example/{item_id}", title, summary, text, "", "", seen_ms - 600_000,
                "Mon, 12 Jan 2026 10:20:00 GMT", "zone", seen_ms, 0, revision, seen_ms + 60_000 if revision > 1 else None,
                "0123456789ab", story_id, relation, copy_of, 0, because, f"family {source_id}", " ".join(said), severity, state,
                int(chance.random() < 0.001), "ana" if state != "new" else "",
            )
        )  # fmt: skip
        rows["item_fts"].append((item_id, title, summary, text))
        if revision > 1:
            rows["revision"].append((item_id, 1, f"{title} (first report)", summary, text, seen_ms))
        if seen_ms > self.now_ms - _WINDOW_DAYS * DAY_MS:
            told = {crc32(word.encode()) for word in f"{title} {summary}".lower().split()}
            rows["item_words"].append((item_id, words.packed(sorted(told))))
        if item_id % 2_000 == 0:
            self._alert(item_id, story_id, title, seen_ms)

    def _text(self, item_id: int) -> tuple[str, str, str]:
        chance = self.chance
        names = [self.names[int(len(self.names) * chance.random() ** _NAMED)] for _ in range(3)]
        rare = f" {RARE} was there." if item_id % 125_000 == 1_000 else ""
        title = f"{chance.choice(self.titles)}, {names[0]} reports"
        summary = f"{chance.choice(self.prose)} {names[1]} counted {chance.randrange(10, 90_000_000)}.{rare}"
        return title, summary, " ".join([*chance.choices(self.prose, k=2), names[2], "agreed."])

    def _tags(self, item_id: int, revision: int, title: str) -> list[str]:
        chance, said = self.chance, []
        for label, share in LABELS:
            if chance.random() < share:
                stance = chance.choice(STANCES)
                said.append(f"{label}:{stance}")
                holder = (
                    1 + int(SPEAKERS * chance.random() ** 2) if stance in ("claimed", "denied", "doubted") else None
                )
                rule = f"{label[0]}.rule-{chance.randrange(40)}"
                self.rows["tag"].append(
                    (item_id, revision, label, stance, "title", 0, len(title) // 2, rule, "", 0, 0, 80, holder)
                )
        return said

    def _quote(self, item_id: int, revision: int, story_id: int, summary: str, seen_ms: int) -> int | None:
        """A quote, one in five of them of words that others carry; one in three carriers names nobody."""
        chance, rows = self.chance, self.rows
        if self.said and chance.random() < 0.2:
            utterance_id, text, who = chance.choice(self.said)
        else:
            self.utterances += 1
            utterance_id, who = self.utterances, 1 + int(SPEAKERS * chance.random() ** 2)
            text = f"{chance.choice(self.prose)} {chance.randrange(1_000_000)}"
            digest = item_id.to_bytes(12, "big")
            rows["utterance"].append((utterance_id, digest, who, text, "direct", story_id, seen_ms, seen_ms))
            if seen_ms > self.now_ms - _GRAM_DAYS * DAY_MS:
                grams = {crc32(pair.encode()) for pair in text.split()}
                rows["utterance_gram"] += [(gram, utterance_id) for gram in sorted(grams)]
            self.said.append((utterance_id, text, who))
            del self.said[:-50]
        named = who if chance.random() < 0.67 else None
        rows["quote"].append(
            (
                item_id, revision, utterance_id, "summary", 0, min(len(text), len(summary)), "direct", text, named,
                f"Speaker {named}" if named else "", f"Speaker {named}" if named else "", "said",
                "explicit" if named else "none", 90, "person" if named else "",
            )
        )  # fmt: skip
        return who

    def _voice(self, item_id: int, source_id: int, speaker_id: int | None) -> None:
        if speaker_id is None:
            self.rows["voice"].append((item_id, f"family {source_id}", SIDES[source_id % 10], 1, 0))
        else:
            self.rows["voice"].append((item_id, primary_of(speaker_id), SIDES[speaker_id % 10], 0, 0))

    def _state(self, item_id: int, seen_ms: int) -> str:
        """Half of all but the last day is dealt with; each is a line of the log."""
        draw = self.chance.random()
        if draw > 0.5 or seen_ms > self.now_ms - DAY_MS:
            return "new"
        state = "dismissed" if draw < 0.02 else "acked"
        if draw < 0.05:
            said = f"{state} 1 item"
            self.events.append(Event(seen_ms, "ana", state, "item", [item_id], said, f'[[{item_id},"new",""]]'))
        elif draw < 0.051:
            self.events.append(Event(seen_ms, "ben", "noted", "item", [item_id], "called the duty officer"))
        return state

    def _alert(self, item_id: int, story_id: int, title: str, seen_ms: int) -> None:
        self.alerts += 1
        old = seen_ms < self.now_ms - 3 * DAY_MS
        state = "resolved" if old else ("new", "acked")[self.alerts % 2]
        self.rows["alert"].append(
            (
                self.alerts, "leaving", f"leaving/{story_id}", 1 + self.alerts % 4, state, title, *[seen_ms] * 4,
                "ana" if old else "", story_id,
            )
        )  # fmt: skip
        self.rows["alert_evidence"] += [
            (self.alerts, each, seen_ms) for each in range(max(1, item_id - 3), item_id + 1)
        ]
        self.events.append(
            Event(seen_ms, COLLECTOR, "raised", "alert", [self.alerts], f"urgent, rule leaving: {title}")
        )


def speaker_of(number: int) -> str:
    """The name of a speaker, by their number in the file."""
    return f"Speaker {number}"


def primary_of(number: int) -> str:
    """Whose word a speaker's is."""
    return f"Ministry {number}" if number % 3 == 0 else speaker_of(number)


def _write_world(connection: Connection, filling: _Filling) -> None:
    """The sources, speakers and labels that items refer to."""
    run = connection.executemany
    run(
        "INSERT INTO source(id, url, name, family, kind, grade, language, side, state, last_ok_ms, since_ms, interval_s,"
        " fingerprints) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'ok', ?, 1, 120, ?)",
        [
            (
                n, f"https://feed{n}.example/rss", f"Herald {n}", f"family {n}", KINDS[n % 10], "ABCDEF"[n % 6],
                ("en", "en", "ru", "uk")[n % 4], SIDES[n % 10], filling.now_ms, bytes(360),
            )
            for n in range(1, SOURCES + 1)
        ],
    )  # fmt: skip
    run(
        "INSERT INTO speaker(id, name, norm, org, side, basis) VALUES (?, ?, ?, ?, ?, 'seen')",
        [
            (n, speaker_of(n), f"speaker {n}", primary_of(n) if n % 3 == 0 else "", SIDES[n % 10])
            for n in range(1, SPEAKERS + 1)
        ],
    )
    run(
        "INSERT INTO label(name, place, short, colour, help) VALUES (?, ?, ?, '', '')",
        [(label, place, label[:2].upper()) for place, (label, _) in enumerate(LABELS)],
    )
    run("INSERT INTO lexicon_state(id, digest, since_ms) VALUES (1, '0123456789ab', ?)", [(filling.now_ms,)])


def _write(connection: Connection, filling: _Filling) -> None:
    for table, columns in _TABLES.items():
        _insert(connection, table, columns, filling.rows[table])
        filling.rows[table].clear()
    for event in filling.events:
        append(connection, event)
    filling.events.clear()


def _insert(connection: Connection, table: str, columns: str, rows: Sequence[Values]) -> None:
    marks = ", ".join("?" * (columns.count(",") + 1))
    connection.executemany(f"INSERT OR IGNORE INTO {table}({columns}) VALUES ({marks})", rows)


def _count(connection: Connection) -> None:
    """What intake counts as items come."""
    run = connection.execute
    run(
        "UPDATE source SET items = (SELECT count(*) FROM item WHERE source_id = source.id),"
        " unread = (SELECT count(*) FROM item WHERE source_id = source.id AND state = 'new'),"
        " newest_item_ms = (SELECT max(first_seen_ms) FROM item WHERE source_id = source.id)"
    )
    run("UPDATE item SET copies = (SELECT count(*) FROM item AS copy WHERE copy_of = item.id)"
        " WHERE id IN (SELECT copy_of FROM item WHERE copy_of IS NOT NULL)")  # fmt: skip
    run("UPDATE story SET last_seen_ms = (SELECT max(first_seen_ms) FROM item WHERE story_id = story.id)"
        " WHERE id IN (SELECT story_id FROM item WHERE relation <> 'first')")  # fmt: skip
    run("UPDATE utterance SET last_seen_ms = (SELECT max(first_seen_ms) FROM quote JOIN item ON item.id = item_id"
        " WHERE utterance_id = utterance.id AND current = 1)")  # fmt: skip


def _name(chance: random.Random) -> str:
    syllables = (
        "vel",
        "mor",
        "ta",
        "sk",
        "rin",
        "dar",
        "os",
        "ka",
        "lim",
        "per",
        "un",
        "zo",
        "hal",
        "bre",
        "cor",
        "nit",
    )
    return "".join(chance.choices(syllables, k=chance.randrange(2, 5))).capitalize()
