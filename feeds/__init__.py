"""feeds: from a URL to clean entries.

Pure decisions (http_policy, decode, parse, dates, identity, schedule) stand apart from the one file that does I/O (transport).
Import from here: records, transport, http_policy, read, schedule, opml. This room imports no other.
"""
