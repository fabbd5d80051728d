"""Whether a file is whole: what must hold of every file, whatever was done to the processes that wrote it."""

from contextlib import closing
from pathlib import Path

from storage.file import migrate, soundness, sqlite
from storage.log import chain

_NOTHING = {
    "a foreign key that leads nowhere": "SELECT 1 FROM pragma_foreign_key_check",
    "an alert without evidence": """SELECT 1 FROM alert WHERE story_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM alert_evidence WHERE alert_id = alert.id)""",
    "an alert that the log does not know": """SELECT 1 FROM alert WHERE NOT EXISTS (
        SELECT 1 FROM event WHERE act = 'raised' AND subject = 'alert' AND subject_ids = '[' || alert.id || ']')""",
    "a line about an alert that is not there": """SELECT 1 FROM event, json_each(subject_ids)
        WHERE subject = 'alert' AND NOT EXISTS (SELECT 1 FROM alert WHERE id = json_each.value)""",
    "an alert that rang and does not know it": """SELECT 1 FROM alert WHERE noticed_ms IS NULL
        AND EXISTS (SELECT 1 FROM notice WHERE alert_id = alert.id AND held = '')""",
    "a notice that tells nothing": """SELECT 1 FROM notice WHERE reason NOT IN ('renotify', 'escalated')
        AND NOT EXISTS (SELECT 1 FROM alert_fact WHERE notice_id = notice.id AND alert_id = notice.alert_id)""",
    "a fact that another alert's notice tells": """SELECT 1 FROM alert_fact JOIN notice ON notice.id = notice_id
        WHERE notice.alert_id <> alert_fact.alert_id""",
    "a delivery of nothing": """SELECT 1 FROM outbox WHERE notice_id IS NULL AND delivery NOT LIKE 'digest:%'""",
    "a delivery of what is held back": """SELECT 1 FROM outbox JOIN notice ON notice.id = notice_id WHERE held <> ''""",
    "a source that miscounts its items": """SELECT 1 FROM source
        WHERE items <> (SELECT count(*) FROM item WHERE source_id = source.id)""",
    "a source that miscounts its unread items": """SELECT 1 FROM source
        WHERE unread <> (SELECT count(*) FROM item WHERE source_id = source.id AND state = 'new')""",
}
"""What no whole file holds, and what finds it."""


def start(path: Path) -> None:
    """What a collector does with the file before it opens it. Raises StoreError."""
    soundness.check(path, lambda connection: chain.verify_last(connection).wrong)
    migrate.ready(path)


def faults_of(path: Path) -> list[str]:
    """What is wrong with the file; empty when nothing is."""
    with closing(sqlite.connect(path, "collector")) as connection:
        found = [said for (said,) in connection.execute("PRAGMA integrity_check").fetchall() if said != "ok"]
        if found:
            return found
        try:
            connection.execute("INSERT INTO item_fts(item_fts, rank) VALUES ('integrity-check', 1)")
        except sqlite.SqliteError as error:
            found.append(f"the search index: {error}")
        found += [what for what, sql in _NOTHING.items() if connection.execute(sql).fetchone()]
        wrong = chain.verify(connection).wrong
        return [*found, f"the log: {wrong}"] if wrong else found
