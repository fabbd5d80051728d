"""feeds: from a URL to clean entries.

manners says when to ask and what an answer means, fetch asks, document reads what came; lists are other readers' feeds.
Import from here: records, and the modules of the four folders. This room imports no other.
"""
