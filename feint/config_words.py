"""The words and numbers that several tables of config.toml take."""

from typing import Annotated, Literal

from msgspec import Meta

SourceKind = Literal["wire", "official", "press", "state", "analysis", "aggregator"]
Grade = Literal["A", "B", "C", "D", "E", "F"]
Severity = Literal["flash", "urgent", "notice", "info"]
Count = Annotated[int, Meta(ge=1, le=1000)]
Group = Literal["story", "side", "source", "label", "rule"]
Change = Literal["withdrawn", "headline", "quote_removed", "tag_removed"]
"""These two as in alerts.rules, which with the queries takes 25 ms to import: not every command needs them."""
