"""Whatever a desk holds and whoever has had a hand in it: retention leaves nothing that leads nowhere, and nothing that had to
stay is gone."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.records import Stance
from storage.acting.acts import Acts
from storage.acting.undo import Touched
from storage.file.errors import StoreError
from storage.items import disputes
from storage.keeping import archives
from storage.voices import independence
from tests.storage.desk import HOUR_MS, Desk, entry, open_desk, quote, tag
from tests.storage.retaining import DAY_MS, KEPT_DAYS, let_go, serve
from tests.storage.ruling import match, rule, rules
from tests.storage.test_keeping_archives import rows_of
from tests.storage.wholeness import faults_of

RULES = rules(rule("denials", match("stance:denied"), "notice"))
STORIES = ("bridge closed for works", "market opens late again", "ferry runs no more")
ENDINGS = ("today", "tonight", "")
STATEMENTS = ("the bridge stays closed until further notice", "nobody will buy anything before noon", "")
SPEAKERS = (None, "A. Mason", "B. Baker")
STANCES: tuple[Stance | None, ...] = ("claimed", "denied", None)

DANGLING = {
    "a statement of a story that is not there": """SELECT id FROM utterance
        WHERE EXISTS (SELECT 1 FROM quote WHERE utterance_id = utterance.id)
        AND NOT EXISTS (SELECT 1 FROM story WHERE id = utterance.story_id)""",
    "a statement that nobody carries": """SELECT id FROM utterance
        WHERE NOT EXISTS (SELECT 1 FROM quote WHERE utterance_id = utterance.id)""",
    "a story without items that leads nowhere": """SELECT id FROM story
        WHERE merged_into IS NULL AND NOT EXISTS (SELECT 1 FROM item WHERE story_id = story.id)""",
    "a story whose first item is another's": """SELECT id FROM story
        WHERE EXISTS (SELECT 1 FROM item WHERE story_id = story.id)
        AND first_item_id <> (SELECT min(id) FROM item WHERE story_id = story.id)""",
    "an alert about a story that is not there": """SELECT id FROM alert
        WHERE NOT EXISTS (SELECT 1 FROM item WHERE story_id = alert.story_id)""",
    "an item that miscounts its copies": """SELECT id FROM item
        WHERE copies <> (SELECT count(*) FROM item AS copy WHERE copy.copy_of = item.id)""",
}
"""What must not be after retention, beside what no file may hold."""

Op = tuple[str, int, int, int, int]
ops = st.lists(
    st.tuples(
        st.sampled_from(
            (
                "print",
                "print",
                "print",
                "edit",
                "star",
                "note",
                "rule",
                "merge",
                "split",
                "undo",
                "wait",
                "serve",
                "keep",
            )
        ),
        *(st.integers(0, 5) for _ in range(4)),
    ),
    min_size=5,
    max_size=40,
)


@dataclass
class Played:
    """A desk, and what was done to it."""

    desk: Desk
    ana: Acts
    sources: list[int]
    archives: bool
    items: list[int] = field(default_factory=list)
    served: set[tuple[object, ...]] = field(default_factory=set)
    newest: set[object] = field(default_factory=set)
    """Numbers of stories and statements that were the newest when items went: those stay, also when nobody tells them."""

    def play(self, op: Op) -> None:
        act, *numbers = op
        doing: dict[str, Callable[[int, int, int, int], object]] = {
            "print": self._print,
            "edit": self._edit,
            "wait": self._wait,
            "serve": self._serve,
            "keep": lambda *_: self.keep(),
            "undo": lambda *_: self._undo(),
            "star": lambda a, *_: self._with(a, lambda item: self.ana.star([item], True)),
            "note": lambda a, *_: self._with(a, lambda item: self.ana.note(item, "seen")),
            "rule": lambda a, *_: self._with(a, lambda item: self.ana.tag([item], "withdrawal", "denied")),
            "merge": lambda a, b, *_: self._with(a, lambda item: self.ana.merge([item, self._item(b)])),
            "split": lambda a, *_: self._with(a, lambda item: self.ana.split([item])),
        }
        doing[act](*numbers)

    def keep(self) -> None:
        """Retention, held against what a look at every single item says of it."""
        before = self._rows()
        may_go = self._may_go()
        self.newest |= {
            row[0] for row in self.desk.all("SELECT max(id) FROM story UNION SELECT max(id) FROM utterance")
        }
        let_go(self.desk, archives=self.archives, most=3)
        assert before - self._rows() == may_go

    def _print(self, a: int, b: int, c: int, d: int) -> None:
        title = f"{STORIES[a % 3]} {ENDINGS[b % 3]}"
        said = [quote(words, SPEAKERS[d % 3])] if (words := STATEMENTS[c % 3]) else []
        tags = [tag("withdrawal", stance)] if (stance := STANCES[(c + d) % 3]) else []
        new = self.desk.poll(self.sources[d % 3], entry(title, guid=f"{self.desk.now_ms}", tags=tags, quotes=said)).new
        self.items += new

    def _edit(self, a: int, b: int, c: int, d: int) -> None:
        row = self.desk.all("SELECT source_id, identity, title FROM item ORDER BY id LIMIT 1 OFFSET ?", a)
        for source_id, identity, title in row:
            guid = str(identity).removeprefix("guid:")
            said = [quote(STATEMENTS[b % 2], SPEAKERS[c % 3])]
            self.desk.poll(int(str(source_id)), entry(f"{title} {ENDINGS[d % 2]}", guid=guid, quotes=said))

    def _undo(self) -> None:
        if isinstance(asked := self.ana.undo(), Touched):
            self.ana.undo(confirmed=asked.n)

    def _wait(self, a: int, *_: int) -> None:
        self.desk.now_ms += (HOUR_MS, DAY_MS, 5 * DAY_MS, 20 * DAY_MS, 31 * DAY_MS, 31 * DAY_MS)[a]

    def _serve(self, a: int, *_: int) -> None:
        row = self.desk.all("SELECT source_id, identity FROM item ORDER BY id LIMIT 1 OFFSET ?", a)
        for source_id, identity in row:
            serve(self.desk, int(str(source_id)), blake2b(str(identity).encode(), digest_size=8).digest())
            self.served = {each for each in self.served if each[0] != source_id} | {(source_id, identity)}

    def _item(self, a: int) -> int:
        held = self.desk.all("SELECT id FROM item ORDER BY id DESC LIMIT 1 OFFSET ?", a)
        return int(str(held[0][0])) if held else 0

    def _with(self, a: int, act: Callable[[int], object]) -> None:
        if item := self._item(a):
            with suppress(StoreError):  # one story already, or the whole of it
                act(item)

    def _rows(self) -> set[object]:
        return {row[0] for row in self.desk.all("SELECT id FROM item")}

    def _may_go(self) -> set[object]:
        """By a second way than storage's: item by item."""
        needed = {
            row[0] for row in self.desk.all("SELECT max(id) FROM item UNION SELECT id FROM item WHERE starred = 1")
        }
        needed |= {
            row[0] for row in self.desk.all("SELECT item_id FROM alert_evidence UNION SELECT item_id FROM verdict")
        }
        for (ids,) in self.desk.all("SELECT subject_ids FROM event WHERE act = 'noted'"):
            needed |= {int(each) for each in str(ids).strip("[]").split(",")}
        since_ms = self.desk.now_ms - KEPT_DAYS * DAY_MS
        texts: dict[object, list[tuple[object, bool]]] = {}
        for item, text, seen_ms, *named in self.desk.all(
            "SELECT id, coalesce(copy_of, id), first_seen_ms, source_id, identity FROM item"
        ):
            stays = int(str(seen_ms)) >= since_ms or item in needed or tuple(named) in self.served
            texts.setdefault(text, []).append((item, stays))
        return {item for prints in texts.values() if not any(stays for _, stays in prints) for item, _ in prints}


def counted(desk: Desk) -> list[tuple[object, ...]]:
    return desk.all("SELECT id, origins, unknown_origins, primaries, disputed FROM story ORDER BY id")


@settings(max_examples=60, deadline=None)
@given(ops, st.booleans())
def test_nothing_dangles_and_nothing_that_had_to_stay_is_gone(done: list[Op], archived: bool) -> None:
    with TemporaryDirectory() as folder, open_desk(Path(folder) / "feint.db", rules=RULES) as desk:
        desk.use()
        played = Played(desk, desk.acts(), [desk.source(name) for name in ("Herald", "Tribune", "Gazette")], archived)
        for op in done:
            played.play(op)
        desk.now_ms += 40 * DAY_MS
        played.keep()
        assert not faults_of(desk.path)
        assert [what for what, sql in DANGLING.items() if {row[0] for row in desk.all(sql)} - played.newest] == []
        before = counted(desk)
        stories = {int(str(row[0])) for row in before}
        items = {int(str(row[0])) for row in desk.all("SELECT id FROM item")}
        desk.commit(lambda run: independence.settle(run, items))
        desk.commit(lambda run: independence.recount(run, stories))
        desk.commit(lambda run: disputes.recount(run, stories, desk.now_ms))
        assert counted(desk) == before
        kept = {row[0] for row in desk.all("SELECT id FROM item")}
        gone = {row[0] for archive in archives.files(desk.path) for row in rows_of(archive.path)["item"]}
        assert not any(faults_of(archive.path) for archive in archives.files(desk.path))
        if archived:
            assert kept | gone == set(played.items)
            assert not kept & gone
