"""The classifier: how long it takes to load, and how many items it reads a second on one core."""

import time

from bench.farm import farm
from bench.table import row


def main() -> None:
    """Measure load and throughput on the bench's own feeds."""
    import urllib.request

    from classifier.engine import Classifier
    from feeds.document.read import read

    start = time.process_time()
    classifier = Classifier.load()
    row("lexicon: load and compile, CPU", (time.process_time() - start) * 1_000, "ms")
    with farm(60, 30) as urls:
        bodies = [urllib.request.urlopen(url).read() for url in urls]
    start = time.process_time()
    feeds = [read(body, "application/rss+xml", "http://feed.example/") for body in bodies]
    spent = time.process_time() - start
    row("feeds: read one of 30 items, strict rung, CPU", spent / len(feeds) * 1_000, "ms")
    entries = [entry for feed in feeds for entry in feed.entries]
    start = time.process_time()
    for entry in entries:
        classifier.analyze_item(entry.title, entry.summary, entry.text, "en")
    row(
        "classifier: items a second, tags and quotes, one core", len(entries) / (time.process_time() - start), "items/s"
    )
