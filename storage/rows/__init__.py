"""What the desk and the command line read: plain frozen rows. Text is as stored; times are UTC epoch milliseconds."""

from storage.rows.alert import AlertRow, AlertView, DeliveryRow, EvidenceRow, FactRow, NoticeRow
from storage.rows.item import ItemRow, QuoteRow, RevisionRow, TagRow, VerdictRow
from storage.rows.said import LedgerRow, UtteranceRow
from storage.rows.story import ClaimRow, EventRow, MemberRow, OriginRow, RelatedRow, StoryView
from storage.rows.watch import LabelRow, LexiconRow, MuteRow, PresentRow, SourceRow, Status, ViewRow

__all__ = [
    "AlertRow",
    "AlertView",
    "ClaimRow",
    "DeliveryRow",
    "EventRow",
    "EvidenceRow",
    "FactRow",
    "ItemRow",
    "LabelRow",
    "LedgerRow",
    "LexiconRow",
    "MemberRow",
    "MuteRow",
    "NoticeRow",
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
