"""All that is known of one item and its story."""

import json

from storage.file.sqlite import Connection, Row
from storage.items import tags
from storage.reads import itemrows, storylog
from storage.rows import ItemRow, MemberRow, QuoteRow, RevisionRow, StoryView, TagRow, VerdictRow
from storage.voices import claims, primaries
from storage.voices.primaries import NOBODY, Primary

_BODY = "SELECT summary, text, author, credit, origin, origin_basis, lexicon, revised_ms, joined_because FROM item WHERE id = ?"
_TAGS = (
    "SELECT tag.*, coalesce(who.name, '') AS holder FROM tag LEFT JOIN speaker ON speaker.id = speaker_id"
    " LEFT JOIN speaker AS who ON who.id = coalesce(speaker.same_as, speaker.id)"
    " WHERE item_id = ? AND current = 1 ORDER BY field <> 'title', start, \"end\""
)
_QUOTES = """
SELECT quote.*, coalesce(utterance.speaker_id, quote.speaker_id) AS whose,
    utterance.speaker_id IS NOT NULL AND utterance.speaker_id IS NOT coalesce(own.same_as, own.id) AS inferred,
    (SELECT count(DISTINCT item_id) FROM quote AS other WHERE other.current = 1
     AND other.utterance_id = quote.utterance_id) AS carriers,
    (SELECT source.name FROM quote AS namer JOIN speaker AS named ON named.id = namer.speaker_id
     JOIN item ON item.id = namer.item_id JOIN source ON source.id = source_id
     WHERE namer.utterance_id = quote.utterance_id AND namer.current = 1
     AND coalesce(named.same_as, named.id) = utterance.speaker_id ORDER BY namer.id LIMIT 1) AS named_by
FROM quote LEFT JOIN speaker AS own ON own.id = quote.speaker_id LEFT JOIN utterance ON utterance.id = utterance_id
WHERE item_id = ? AND current = 1 ORDER BY quote.id
"""
_REVISIONS = "SELECT n, title, summary, seen_ms FROM revision WHERE item_id = ? ORDER BY n"
_MEMBERS = (
    "SELECT item.id, source.name, source.kind, source.grade, source.side, item.title, first_seen_ms, relation, badges,"
    " joined_because, joined_by, (SELECT json_group_array(name) FROM voice WHERE item_id = item.id) AS voices FROM item"
    " JOIN source ON source.id = source_id WHERE story_id = ? AND item.id <> ? ORDER BY item.id LIMIT 200"
)
_COUNT = "SELECT count(*) - 1 FROM item INDEXED BY item_by_story WHERE story_id = ?"
_VOICES = "SELECT name FROM voice WHERE item_id = ?"


def of(connection: Connection, item_id: int) -> StoryView | None:
    """The view that opens on an item; None when there is no such item."""
    item = itemrows.of(connection, [item_id]).get(item_id)
    if item is None:
        return None
    run = connection.execute
    body = run(_BODY, (item_id,)).fetchone()
    return StoryView(
        item=item,
        summary=body["summary"],
        text=body["text"],
        author=body["author"],
        credit=body["credit"],
        origin=body["origin"],
        origin_basis=body["origin_basis"],
        tags=tuple(_tag(tag, body["lexicon"]) for tag in run(_TAGS, (item_id,)).fetchall()),
        verdicts=tuple(VerdictRow(*verdict) for verdict in tags.verdicts(connection, [item_id]).get(item_id, ())),
        quotes=_quotes(connection, item_id),
        revisions=_revisions(connection, item, body),
        members=tuple(_member(member) for member in run(_MEMBERS, (item.story_id, item_id)).fetchall()),
        claims=claims.claims(connection, item.story_id),
        origins=claims.writers(connection, item.story_id),
        related=claims.related(connection, item.story_id),
        log=storylog.lines(connection, item.story_id),
        voices=tuple(row[0] for row in run(_VOICES, (item_id,)).fetchall()),
        because=body["joined_because"],
        notes=storylog.notes(connection, item.story_id),
        members_in_all=run(_COUNT, (item.story_id,)).fetchone()[0],
    )


def _revisions(connection: Connection, item: ItemRow, body: Row) -> tuple[RevisionRow, ...]:
    former = connection.execute(_REVISIONS, (item.id,)).fetchall()
    newest = RevisionRow(item.revisions, item.title, body["summary"], body["revised_ms"] or item.first_seen_ms)
    return (*(RevisionRow(*row) for row in former), newest)


def _tag(row: Row, lexicon: str) -> TagRow:
    return TagRow(
        row["label"], row["stance"], row["field"], row["start"], row["end"], row["rule"], row["cue"], row["cue_start"],
        row["cue_end"], row["score"], lexicon, row["by"], row["holder"],
    )  # fmt: skip


def _quotes(connection: Connection, item_id: int) -> tuple[QuoteRow, ...]:
    rows = connection.execute(_QUOTES, (item_id,)).fetchall()
    people = primaries.known(connection, {row["whose"] for row in rows if row["whose"]})
    return tuple(_quote(row, people.get(row["whose"], NOBODY)) for row in rows)


def _quote(row: Row, whose: Primary) -> QuoteRow:
    return QuoteRow(
        row["id"], row["field"], row["start"], row["end"], row["kind"], row["text"], row["whose"], whose.speaker,
        bool(row["inferred"]), row["who"], row["role"], whose.side, row["surface"], row["basis"], row["known_by"],
        row["confidence"], row["utterance_id"], max(1, row["carriers"]),
        (row["named_by"] or "") if row["inferred"] else "",
    )  # fmt: skip


def _member(row: Row) -> MemberRow:
    return MemberRow(
        row["id"], row["name"], row["kind"], row["grade"], row["side"], row["title"], row["first_seen_ms"], row["relation"],
        itemrows.pairs(row["badges"]), tuple(json.loads(row["voices"])), row["joined_because"], row["joined_by"],
    )  # fmt: skip
