"""What the desk and the command line read: plain frozen rows. Text is as stored; times are UTC epoch milliseconds."""

from storage.rows.item import ItemRow, QuoteRow, RevisionRow, TagRow, VerdictRow
from storage.rows.said import LedgerRow, UtteranceRow
from storage.rows.story import ClaimRow, EventRow, MemberRow, OriginRow, RelatedRow, StoryView
from storage.rows.watch import AlertRow, LabelRow, LexiconRow, MuteRow, PresentRow, SourceRow, Status, ViewRow

__all__ = [
    "AlertRow",
    "ClaimRow",
    "EventRow",
    "ItemRow",
    "LabelRow",
    "LedgerRow",
    "LexiconRow",
    "MemberRow",
    "MuteRow",
    "OriginRow",
    "PresentRow",
    "QuoteRow",
    "RelatedRow",
    "RevisionRow",
    "SourceRow",
    "Status",
    "StoryView",
    "TagRow",
    "UtteranceRow",
    "VerdictRow",
    "ViewRow",
]
