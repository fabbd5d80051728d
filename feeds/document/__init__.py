"""document: bytes to clean entries. Pure, and it never raises on any body.

Read read first: decode -> parse (strict, mended, soup, feedparser) -> text, dates, links -> identity.
Import from here: read, served (what is shown of a file), dates, links, text.
"""
