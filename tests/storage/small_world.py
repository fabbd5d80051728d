"""A small file with a little of everything, and what each query means on it, worked out item by item without any SQL."""

import datetime
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from hypothesis import strategies as st

from storage.file import sqlite
from storage.file.sqlite import Connection
from storage.log.events import Event, append
from tests.storage import fresh

NOW_MS = 1_800_000_000_000
HOUR_MS = 3_600_000
LABELS, STANCES = ("withdrawal", "escalation", "own"), ("claimed", "denied", "asserted")
RULES = ("w.leave", "w.left", "e.fire")
WORDS = ("troops", "troop", "trooping", "rail", "head", "leave", "café", "cafe", "войска", "bridge")
NAMES = ("Ana Petrov", "Petrov", "Ministry", "Staff", "Иванов")
SIDES = ("", "ru", "EU")
ALERTS = ("leaving", "left-late", "Shells")
SOURCES = (("World Wire", "wire", "wire", "A", "en", "EU"), ("ТАСС", "agency", "state", "D", "ru", "ru"),
           ("Herald", "herald", "press", "C", "pt-BR", ""))  # fmt: skip
SPREAD = 1_500
"""Numbers from one item to the next: a few items a block, as retention may leave them."""


@dataclass
class Item:
    """An item and all that a query may ask of it."""

    id: int
    source: int
    title: str
    text: str
    seen_ms: int
    state: str = "new"
    operator: str = ""
    starred: bool = False
    edited: bool = False
    copy: bool = False
    severity: int = 0
    story: int = 0
    disputed: bool = False
    ruled: bool = False
    noted: bool = False
    origin: str = ""
    tags: list[tuple[str, str, str, int | None]] = field(default_factory=list)
    """(label, stance, rule, speaker)"""
    speakers: set[int] = field(default_factory=set)
    """Whoever is quoted, by the item or by another carrier of the words."""
    voices: list[tuple[str, str]] = field(default_factory=list)
    """(name, side)"""
    rules: tuple[str, ...] = ()
    """Of the alerts that rest on it."""


@dataclass
class World:
    """A file and what is in it."""

    connection: Connection
    items: list[Item]
    sides: dict[int, str]
    """Speaker -> side."""
    same: dict[int, int | None]
    """Speaker -> who that is."""


@dataclass(frozen=True)
class Term:
    """A part of a query, as it is typed and as it is meant."""

    text: str
    holds: Callable[[World, Item], bool]
    names_copies: bool = False


def build(path: Path, seed: int, count: int = 60) -> World:
    """The same file for the same seed."""
    chance = random.Random(seed)
    fresh.ready(path)
    connection = sqlite.connect(path, "collector")
    with sqlite.transaction(connection):
        world = World(connection, [], *_write_people(connection, chance))
        for n in range(count):
            _write(world, _item(chance, n), chance)
        for item in world.items:
            if item.noted:
                append(connection, Event(NOW_MS, "ana", "noted", "item", [item.id], "called"))
    return world


def _write_people(run: Connection, chance: random.Random) -> tuple[dict[int, str], dict[int, int | None]]:
    run.executemany(
        "INSERT INTO source(id, url, name, family, kind, grade, language, side) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(n, f"https://{n}.example/", *source) for n, source in enumerate(SOURCES, 1)],
    )
    sides = {n: chance.choice(SIDES) for n in range(1, len(NAMES) + 1)}
    same = {n: 1 if n == 2 else None for n in sides}
    run.executemany(
        "INSERT INTO speaker(id, name, norm, side, basis, same_as) VALUES (?, ?, ?, ?, 'seen', ?)",
        [(n, NAMES[n - 1], NAMES[n - 1].casefold(), sides[n], same[n]) for n in sides],
    )
    run.executemany(
        "INSERT INTO utterance(id, norm_hash, speaker_id, text, kind, story_id, first_seen_ms, last_seen_ms)"
        " VALUES (?, ?, ?, 'said', 'direct', 1, 0, 0)",
        [(n, bytes([n]), n if n <= len(NAMES) else None) for n in range(1, len(NAMES) + 3)],
    )
    return sides, same


def _item(chance: random.Random, n: int) -> Item:
    step_back_ms = 30 * HOUR_MS if 20 <= n < 26 else 0
    said = chance.sample(WORDS, 4)
    state = chance.choice(("new", "new", "acked", "dismissed"))
    return Item(
        id=10 + n * SPREAD + chance.randrange(SPREAD // 2),
        source=chance.randrange(1, 4),
        title=" ".join(said[:2]),
        text=", ".join(said[1:]),
        seen_ms=NOW_MS - (60 - n) * HOUR_MS - step_back_ms,
        state=state,
        operator="" if state == "new" else chance.choice(("ana", "Ben")),
        starred=chance.random() < 0.1,
        edited=chance.random() < 0.2,
        copy=n > 0 and chance.random() < 0.1,
        severity=chance.choice((0, 0, 0, 2, 3, 4)),
        story=1 + n % 17,
        disputed=n % 17 in (3, 5),
        ruled=chance.random() < 0.1,
        noted=chance.random() < 0.1,
        origin=chance.choice(("AFP", "World Wire", "")),
        rules=ALERTS[: n % 5 - 1] if n % 5 else (),
    )


def _write(world: World, item: Item, chance: random.Random) -> None:
    run = world.connection.execute
    run(
        "INSERT INTO story(id, first_item_id, first_seen_ms, last_seen_ms, disputed) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET last_seen_ms = max(last_seen_ms, excluded.last_seen_ms)",
        (item.story, item.id, item.seen_ms, item.seen_ms, "withdrawal:claimed" if item.disputed else ""),
    )
    run(
        "INSERT INTO item(id, source_id, identity, link_key, link, title, summary, text, author, credit, published_raw,"
        " first_seen_ms, first_poll, revision, lexicon, story_id, copy_of, origin, badges, severity, state, starred, operator)"
        " VALUES (?, ?, ?, '', '', ?, ?, ?, '', '', '', ?, 0, ?, '', ?, ?, ?, '', ?, ?, ?, ?)",
        (
            item.id, item.source, str(item.id), item.title, "", item.text, item.seen_ms, 2 if item.edited else 1, item.story,
            world.items[0].id if item.copy else None, item.origin, item.severity, item.state, item.starred, item.operator,
        ),
    )  # fmt: skip
    run("INSERT INTO item_fts(rowid, title, summary, text) VALUES (?, ?, '', ?)", (item.id, item.title, item.text))
    for _ in range(chance.choice((0, 0, 1, 2))):
        tag = (chance.choice(LABELS), chance.choice(STANCES), chance.choice(RULES), chance.choice((None, 1, 2, 3)))
        current = chance.random() < 0.9
        run(
            'INSERT INTO tag(item_id, revision, label, stance, field, start, "end", rule, cue, cue_start, cue_end, score,'
            " speaker_id, current) VALUES (?, 1, ?, ?, 'title', 0, 1, ?, '', 0, 0, 9, ?, ?)",
            (item.id, *tag, current),
        )
        item.tags += [tag] if current else []
    for _ in range(chance.choice((0, 1, 1, 2))):
        utterance, named, current = chance.randrange(1, 8), chance.choice((None, 1, 2, 3, 4)), chance.random() < 0.9
        run(
            'INSERT INTO quote(item_id, revision, utterance_id, field, start, "end", kind, text, speaker_id, speaker, surface,'
            " cue, basis, confidence, current) VALUES (?, 1, ?, 'text', 0, 1, 'direct', 'x', ?, '', '', '', '', 9, ?)",
            (item.id, utterance, named, current),
        )
        if current:
            item.speakers |= {each for each in (named, utterance if utterance <= len(NAMES) else None) if each}
    for name in chance.sample(NAMES, chance.choice((0, 1, 2))):
        side = chance.choice(SIDES)
        run("INSERT INTO voice(item_id, name, side, own, unnamed) VALUES (?, ?, ?, 0, 0)", (item.id, name, side))
        item.voices.append((name, side))
    for rule in item.rules:
        (alert_id,) = run(
            "INSERT INTO alert(rule, fingerprint, severity, title, raised_ms, updated_ms, state_ms, evidence_ms, story_id)"
            " VALUES (?1, ?2, 2, '', ?3, ?3, ?3, ?3, ?4) RETURNING id",
            (rule, f"{rule}/{item.id}", item.seen_ms, item.story),
        ).fetchone()
        _told(world.connection, alert_id, item)
    if item.ruled:
        run("INSERT INTO verdict VALUES (?, 'withdrawal', '', 'ana', 0, '')", (item.id,))
    world.items.append(item)


def _told(connection: Connection, alert_id: int, item: Item) -> None:
    """What an alert rests on and knows, that it rang, and that a channel was sent it."""
    run = connection.execute
    run("INSERT INTO alert_evidence(alert_id, item_id, at_ms) VALUES (?, ?, ?)", (alert_id, item.id, item.seen_ms))
    run("INSERT INTO alert_fact(alert_id, kind, value, at_ms) VALUES (?, 'raised', '', ?)", (alert_id, item.seen_ms))
    (notice_id,) = run(
        "INSERT INTO notice(alert_id, seq, at_ms, severity, reason, said, channels) VALUES (?, 1, ?, 2, 'first', '', 'hook')"
        " RETURNING id",
        (alert_id, item.seen_ms),
    ).fetchone()
    run(
        "INSERT INTO outbox(delivery, channel, notice_id, severity, payload, made_ms, due_ms, state, done_ms)"
        " VALUES (?1 || ':1:hook', 'hook', ?2, 2, '', ?3, ?3, 'sent', ?3)",
        (alert_id, notice_id, item.seen_ms),
    )


# What is typed, and what it means


def _words(text: str) -> list[str]:
    plain = text.casefold().replace("é", "e")
    return re.findall(r"\w+", plain)


def _stands(said: Sequence[str], text: str, *, prefix: bool = False) -> bool:
    held, wanted = _words(text), _words(" ".join(said))
    return any(
        held[at : at + len(wanted) - 1] == wanted[:-1]
        and (held[at + len(wanted) - 1].startswith(wanted[-1]) if prefix else held[at + len(wanted) - 1] == wanted[-1])
        for at in range(len(held) - len(wanted) + 1)
    )


def _of_words(said: list[str], prefix: bool, title: bool) -> Term:
    words = " ".join(said)[: -2 if prefix and len(said[-1]) > 4 else None]
    quoted = f'"{words}"' if len(said) > 1 or title else words
    text = f"{'title:' if title else ''}{quoted}{'*' if prefix else ''}"
    fields = ("title",) if title else ("title", "text")
    return Term(text, lambda _, item: any(_stands(words.split(), getattr(item, f), prefix=prefix) for f in fields))


def _who(world: World, holds: Callable[[int], bool]) -> set[int]:
    named = {each for each in world.same if holds(each)}
    return named | {each for each, same in world.same.items() if same in named}


def _speaks(world: World, item: Item, who: set[int]) -> bool:
    return bool(who & (item.speakers | {speaker for *_, speaker in item.tags if speaker}))


def _side(world: World, item: Item, side: str) -> bool:
    who = _who(world, lambda each: world.sides[each].casefold() == side)
    return (
        SOURCES[item.source - 1][5].casefold() == side
        or _speaks(world, item, who)
        or any(held.casefold() == side for _, held in item.voices)
    )


def _tagged(labels: tuple[str, ...], stances: tuple[str, ...], rule: str) -> Term:
    parts = [f"tag:{','.join(labels)}" if labels else "", f"stance:{','.join(stances)}" if stances else ""]
    typed = " ".join(part for part in [*parts, f"rule:{rule}" if rule else ""] if part)

    def holds(_: World, item: Item) -> bool:
        return any(
            (not labels or label in labels)
            and (not stances or stance in stances)
            and (not rule or (name.startswith(rule[:-1]) if rule.endswith("*") else name == rule))
            for label, stance, name, _ in item.tags
        )

    return Term(f"({typed})", holds)


def _time(hours: int, since: bool, absolute: bool) -> Term:
    at_ms = NOW_MS - hours * HOUR_MS
    moment = (
        f"{datetime.datetime.fromtimestamp(at_ms / 1_000, datetime.UTC):%Y-%m-%dT%H:%M:%S}" if absolute else f"{hours}h"
    )
    if since:
        return Term(f"since:{moment}", lambda _, item: item.seen_ms >= at_ms)
    return Term(f"before:{moment}", lambda _, item: item.seen_ms < at_ms)


def _of_source(field_name: str, at: int) -> st.SearchStrategy[Term]:
    def term(value: str) -> Term:
        return Term(
            f'{field_name}:"{value}"', lambda _, item: SOURCES[item.source - 1][at].casefold() == value.casefold()
        )

    return st.sampled_from(sorted({source[at] for source in SOURCES} - {""})).map(term)


_IS: dict[str, Callable[[Item], bool]] = {
    "new": lambda item: item.state == "new",
    "acked": lambda item: item.state == "acked",
    "dismissed": lambda item: item.state == "dismissed",
    "starred": lambda item: item.starred,
    "edited": lambda item: item.edited,
    "copy": lambda item: item.copy,
    "alerting": lambda item: item.severity > 0,
    "evidence": lambda item: bool(item.rules),
    "disputed": lambda item: item.disputed,
    "corrected": lambda item: item.ruled,
    "noted": lambda item: item.noted,
}


def _is(values: list[str]) -> Term:
    return Term(f"is:{','.join(values)}", lambda _, item: any(_IS[value](item) for value in values), "copy" in values)


_SOME = {
    "said": st.builds(
        _of_words, st.lists(st.sampled_from(WORDS), min_size=1, max_size=2), st.booleans(), st.booleans()
    ),
    "tagged": st.builds(
        _tagged,
        st.sampled_from([("withdrawal",), ("escalation", "own"), ("none",)]),
        st.sampled_from([(), ("denied",), ("claimed", "asserted")]),
        st.sampled_from(["", "w.*", "e.fire"]),
    ),
    "stance": st.sampled_from(
        [_tagged((), ("denied",), ""), _tagged((), (), "w.l*"), _tagged((), ("claimed",), "w.left")]
    ),
    "kind": _of_source("kind", 2),
    "grade": _of_source("grade", 3),
    "language": _of_source("language", 4),
    "family": st.sampled_from(["agency", "herald"]).map(
        lambda value: Term(f"source:{value}", lambda _, item: SOURCES[item.source - 1][1] == value)
    ),
    "side": st.sampled_from(["ru", "eu"]).map(lambda side: Term(f"side:{side}", lambda w, item: _side(w, item, side))),
    "speaker": st.sampled_from(["petrov", "ana", "staff", "иванов", "nobody"]).map(
        lambda name: Term(
            f"speaker:{name}", lambda w, i: _speaks(w, i, _who(w, lambda each: name in NAMES[each - 1].casefold()))
        )
    ),
    "primary": st.sampled_from(["petrov", "minis", "x"]).map(
        lambda name: Term(f"primary:{name}", lambda _, i: any(name in held.casefold() for held, _ in i.voices))
    ),
    "origin": st.sampled_from(["afp", "wire"]).map(
        lambda name: Term(f"origin:{name}", lambda _, item: name in item.origin.casefold())
    ),
    "severity": st.sampled_from([("notice", 2), ("flash", 4), ("info", 1)]).map(
        lambda said: Term(f"severity:{said[0]}", lambda _, item: item.severity >= said[1])
    ),
    "time": st.builds(_time, st.integers(0, 70), st.booleans(), st.booleans()),
    "is": st.lists(st.sampled_from(sorted(_IS)), min_size=1, max_size=3).map(_is),
    "operator": st.sampled_from(["ana", "BEN", "x"]).map(
        lambda name: Term(f"operator:{name}", lambda _, item: item.operator.casefold() == name.casefold())
    ),
    "alert": st.sampled_from(["leaving", "le*", "SHELLS", "*", "x"]).map(
        lambda said: Term(
            f"alert:{said}",
            lambda _, item: any(fnmatchcase(rule.casefold(), said.casefold()) for rule in item.rules),
        )
    ),
    "story": st.integers(1, 18).map(lambda n: Term(f"story:{n}", lambda _, item: item.story == n)),
}


def _not(term: Term) -> Term:
    return Term(f"-{term.text}", lambda w, item: not term.holds(w, item), term.names_copies)


def _and(terms: list[Term]) -> Term:
    text = " ".join(term.text for term in terms)
    return Term(f"({text})", lambda w, item: all(t.holds(w, item) for t in terms), any(t.names_copies for t in terms))


def _or(terms: list[Term]) -> Term:
    text = " OR ".join(term.text for term in terms)
    return Term(f"({text})", lambda w, item: any(t.holds(w, item) for t in terms), any(t.names_copies for t in terms))


TERMS = st.recursive(
    st.one_of(*_SOME.values()),
    lambda inner: (
        inner.map(_not)
        | st.lists(inner, min_size=1, max_size=4).map(_and)
        | st.lists(inner, min_size=1, max_size=3).map(_or)
    ),
    max_leaves=8,
)
"""Any query over the words and values of such a file."""
