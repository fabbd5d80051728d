"""Rows of storage as tests of the presenters need them."""

from storage.rows import (
    AlertRow,
    AlertView,
    ClaimRow,
    DeliveryRow,
    EvidenceRow,
    ItemRow,
    LedgerRow,
    MemberRow,
    NoticeRow,
    OriginRow,
    QuoteRow,
    StoryView,
    UtteranceRow,
)
from tests.tui.scene import MINUTE_MS, NOW_MS

CLAIMED, DOUBTED, DENIED = (("withdrawal", stance) for stance in ("claimed", "doubted", "denied"))
DAY_MS = 24 * 60 * MINUTE_MS

ITEM = ItemRow(
    1, 1, "TASS", "state", "D", "ru", "Moscow says units start return to garrison", "https://e.example/1",
    NOW_MS - 2 * MINUTE_MS, None, (CLAIMED,), (), 3, 1, 2, 2, 2, 3, "new", False, "",
)  # fmt: skip
SAID = UtteranceRow(
    1, 7, "M. Zakharova", False, "person", "spokeswoman", "ru", "the day that western war propaganda failed", "direct", 2, 2,
    NOW_MS, NOW_MS - 2 * MINUTE_MS, 1, (),
)  # fmt: skip
QUOTE = QuoteRow(
    1, "summary", 0, 17, "direct", "We are leaving.", 7, "Maria Zakharova", False, "person", "foreign ministry spokeswoman",
    "ru", "foreign ministry spokeswoman Maria Zakharova", "explicit", "", 90, 1, 1,
)  # fmt: skip
DENIAL = LedgerRow(
    2, 9, "Kyiv Observer", "Oleh Marchenko", "Marchenko", NOW_MS, "direct", "Nobody leaves anything", 3, 3, (DENIED,),
    1, "withdrawal",
)  # fmt: skip
CLAIM = LedgerRow(
    1, 4, "AFP", "Oleh Marchenko", "he", NOW_MS - 3 * DAY_MS, "indirect", "the brigade was leaving", 1, 1, (CLAIMED,), None, "",
)  # fmt: skip


def claim(stance: str, primary: str, side: str = "", own: bool = False, **more: tuple[str, ...]) -> ClaimRow:
    """A stand on the withdrawal."""
    speakers, outlets = more.get("speakers", ()), more.get("outlets", ("AFP",))
    return ClaimRow("withdrawal", stance, primary, side, own, speakers, outlets, 1, NOW_MS)


def member(title: str, because: str = "", joined_by: str = "", voices: tuple[str, ...] = ()) -> MemberRow:
    """Another item of the story."""
    return MemberRow(
        2, "AFP", "wire", "B", "int", title, NOW_MS - MINUTE_MS, "same", (DOUBTED,), voices, because, joined_by
    )


def origin(name: str, basis: str = "own") -> OriginRow:
    """A writer."""
    return OriginRow(name, basis, (name,))


STORY = StoryView(
    item=ITEM, summary="", text="", author="", credit="", origin="TASS", origin_basis="own", tags=(), verdicts=(), quotes=(),
    revisions=(), members=(), claims=(), origins=(), related=(), log=(),
)  # fmt: skip
"""One plain item."""


ALERT = AlertRow(
    1, "shelling", 4, "new", "Shelling near the line", NOW_MS - 90 * MINUTE_MS, NOW_MS - 14 * MINUTE_MS, "", 5, None, 1, 12,
    rule_rev=3, state_ms=NOW_MS - 14 * MINUTE_MS, origins=4, primaries=2, sides=1, said="a second primary: the Kremlin (ru)",
)  # fmt: skip
"""Twelve items of four writers."""


def evidence(title: str, part: str = "", flag: str = "", minutes_ago: int = 30) -> EvidenceRow:
    """An item that an alert rests on."""
    at_ms = NOW_MS - minutes_ago * MINUTE_MS
    return EvidenceRow(
        5, "Reuters", "A", title, "https://e.example/5", at_ms, 1, part, flag, (CLAIMED,), ("MoD Russia",)
    )


def notice(said: str, minutes_ago: int = 14, held: str = "", channels: tuple[str, ...] = ("desk",)) -> NoticeRow:
    """That the alert rang; told apart by its age."""
    at_ms = NOW_MS - minutes_ago * MINUTE_MS
    return NoticeRow(1_000 - minutes_ago, 1, at_ms, 4, "first", said, channels, held, ALERT.rule, ALERT.title)


def delivery(to: NoticeRow, channel: str, state: str, attempts: int = 1, receipt: str = "") -> DeliveryRow:
    """What became of a notice."""
    done_ms = to.at_ms + MINUTE_MS if state == "sent" else None
    return DeliveryRow(to.id, channel, state, attempts, NOW_MS + MINUTE_MS, done_ms, receipt)


VIEW = AlertView(
    ALERT, "shelling/story/1", (evidence("Units leave the border"),), (), (notice("new: 4 origins"),), (), (), ""
)
"""An alert that has rung once."""
