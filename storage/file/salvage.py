"""Making what is left of a damaged database hang together again: nothing may refer to a row that was lost."""

from storage.file.sqlite import Connection

_STAND_INS = {
    "sources": """
INSERT INTO source(id, url, name, family, kind, grade, language, side)
SELECT DISTINCT source_id, 'lost:' || source_id, 'lost source ' || source_id, 'lost', '', 'F', '', ''
FROM item WHERE source_id NOT IN (SELECT id FROM source)
""",
    "stories": """
INSERT INTO story(id, first_item_id, first_seen_ms, last_seen_ms)
SELECT story_id, min(id), min(first_seen_ms), max(first_seen_ms)
FROM item WHERE story_id NOT IN (SELECT id FROM story) GROUP BY story_id
""",
}
"""Items outlive their source and their story; whatever else has lost its parent is nothing without it."""


def mend(connection: Connection) -> list[str]:
    """Put stand-ins where items lack a source or a story, drop what else refers to nothing; returns lines for a person."""
    told = []
    for what, sql in _STAND_INS.items():
        if made := connection.execute(sql).rowcount:
            told.append(f"{made} {what} were lost; their items are kept under a stand-in")
    while broken := connection.execute('SELECT DISTINCT "table", fkid FROM pragma_foreign_key_check').fetchall():
        told += [_let_go(connection, table, number) for table, number in broken]
    return told


def _let_go(connection: Connection, table: str, number: int) -> str:
    """Have the rows of a table whose parent was lost name none, or go where they must name one."""
    column, parent, key = connection.execute(
        'SELECT "from", "table", "to" FROM pragma_foreign_key_list(?) WHERE id = ?', (table, number)
    ).fetchone()
    (must,) = connection.execute(
        'SELECT "notnull" OR pk FROM pragma_table_info(?) WHERE name = ?', (table, column)
    ).fetchone()
    orphans = (
        f'"{column}" NOT NULL AND NOT EXISTS (SELECT 1 FROM "{parent}" AS p WHERE p."{key}" = "{table}"."{column}")'
    )
    work = f'DELETE FROM "{table}"' if must else f'UPDATE "{table}" SET "{column}" = NULL'
    rows = connection.execute(f"{work} WHERE {orphans}").rowcount
    return f"{table}: {rows} rows {'were dropped' if must else 'name none now'}, their {parent} was lost"
