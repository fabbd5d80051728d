"""Whose text an entry is, as far as it says: by its dateline, its byline, the source that the feed names, or its own words."""

import re
from dataclasses import dataclass

from feeds.document.agencies import agency_of
from feeds.document.citations import named_agency
from feeds.document.datelines import dateline_agency, is_picture

_AUTHOR_CHARS = 200
_BY = re.compile(r"^(?:by|par|von|por|de|di|da|от|від|with|mit|avec|con|com)\s+", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\s*[,/;|&+()·•]\s*|\s+[-\u2010-\u2015]\s+"
    r"|\s+(?:and|with|via|in|mit|und|avec|et|con|y|com|e|с|со|и|з|та|і)\s+",
    re.IGNORECASE,
)
_FOOT = re.compile(r"(?:^|[.!?…»”\"]\s*)[(\[]\s*([^()\[\]\n]{2,60})[)\]]$")


@dataclass(frozen=True, slots=True)
class Credit:
    """Whose text it is or rests on, and how that is known, as in feeds.records.Entry."""

    name: str
    basis: str


@dataclass(frozen=True, slots=True)
class Itself:
    """How a feed names itself: where `<source>` is the same, it tells nothing."""

    title: str
    sites: frozenset[str]

    def names(self, source: str, site: str) -> bool:
        """Tell whether a source is this feed; an agency's name is not, wherever it leads."""
        return (source == self.title or site in self.sites) and not agency_of(source)


def credit_of(source: str, author: str, title: str, summary: str, text: str) -> Credit:
    """Return the credit of a clean entry; both parts are empty where it makes none.

    An agency in the dateline or the byline goes before the source that the feed names: papers are syndicated too. Photo credits
    and agencies that are but mentioned are none. Measured on wire copies of one corpus: dateline or byline find 94 %, and are
    wrong for 1 of 780 other articles; an agency's name anywhere is wrong for 48.
    """
    if agency := dateline_agency(text) or dateline_agency(summary):
        return Credit(agency, "dateline")
    if agency := byline_agency(author) or _signed(text):
        return Credit(agency, "byline")
    if source:
        return Credit(agency_of(source) or source, "source")
    return Credit(*named_agency(f"{title}\n{summary or text}"))


def byline_agency(author: str) -> str:
    """Return the canonical name of the first agency among an entry's authors (`Jane Doe, AP`, `AFP and staff`), or nothing."""
    if is_picture(author):
        return ""
    parts = _BETWEEN.split(author[:_AUTHOR_CHARS])
    return next((agency for part in parts if (agency := agency_of(_BY.sub("", part.strip())))), "")


def _signed(text: str) -> str:
    """Return the agency in brackets that ends a text of several paragraphs; at the end of one it may be a caption's."""
    paragraphs = text.rstrip().split("\n")
    found = _FOOT.search(paragraphs[-1][-200:])
    return byline_agency(found[1]) if found and len(paragraphs) > 2 else ""
