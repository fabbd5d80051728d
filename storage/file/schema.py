"""The tables, as the steps that made them. A step that has been released is never edited: add another file.

An item carries its newest text; `revision` keeps the texts that it replaced. All tables are STRICT, all times UTC epoch
milliseconds. Rows are numbered in order of arrival, so every list is `ORDER BY id DESC`.
"""

from storage.file.steps import alerting, first, instrument, intake, language, store, voices, window

STEPS: tuple[tuple[str, str], ...] = (
    ("first", first.SQL),
    ("intake", intake.SQL),
    ("window", window.SQL),
    ("language", language.SQL),
    ("voices", voices.SQL),
    ("store", store.SQL),
    ("instrument", instrument.SQL),
    ("alerting", alerting.SQL),
)
"""(name, SQL) in order; the file's `user_version` is how many of them it has."""
