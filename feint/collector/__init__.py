"""The collector: the one process that polls and writes. It wires feeds, classifier, storage and alerts together.

One entry's way, read downward: collect (what is due, what came of it) -> feeds.fetch.transport -> workers and worker (another
process: job reads, cleans, analyses) -> collect.store (one transaction: items, tags, quotes, story, alerts, events).
"""
