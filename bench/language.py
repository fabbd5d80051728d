"""The classifier: what its lexicon costs to load, how much it reads a second on one core, and what a hostile line costs."""

import random
import subprocess
import sys
import time
from collections.abc import Iterable
from statistics import median
from typing import TYPE_CHECKING

from bench.farm import farm
from bench.table import row

if TYPE_CHECKING:
    from classifier.engine import Classifier

_LINE_CHARS = 100_000
_MEGABYTE = 1_000_000
_HOSTILE = (
    "a ", "1,", ", ", ". ", "- ", "(", "\n", '" ', "“a” ", "“a”. ", '"a" said ', "said “a b c d e f g” and ", "«»", "'s ",
    "Ana Reyes said she had. ", "troops ", "cease-fire ", "if troops withdraw, ", "troops not withdraw ", "in 1999 truce ",
    "said that truce ", "reportedly truce ", "撤", "e\u0301", "(read more ",
)  # fmt: skip
_LOADING = """
import gc, resource, time
from pathlib import Path
from classifier import engine
def held():
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / (1 << 20)
before, start = held(), time.process_time()
classifier = engine.Classifier.load()
print((time.process_time() - start) * 1_000, held() - before)
"""
"""In a process of its own: neither the caches of this one nor its memory help. Linux only: the memory comes from /proc."""


def main() -> None:
    """Measure load, throughput and hostile lines on the bench's own feeds."""
    import urllib.request

    from classifier.engine import Classifier
    from classifier.words.passage import read as cut
    from feeds.document.read import read

    loading = [_load() for _ in range(5)]
    row("lexicon: load and compile, CPU, best of 5", min(spent for spent, _ in loading), "ms")
    row("lexicon: memory that loading adds", max(held for _, held in loading), "MiB")
    with farm(60, 30) as urls:
        bodies = [urllib.request.urlopen(url).read() for url in urls]
    start = time.process_time()
    feeds = [read(body, "application/rss+xml", "http://feed.example/") for body in bodies]
    spent = time.process_time() - start
    row("feeds: read one of 30 items, strict rung, CPU", spent / len(feeds) * 1_000, "ms")
    entries = [entry for feed in feeds for entry in feed.entries]
    fields = [(field, text) for e in entries for field, text in (("title", e.title), ("text", e.text or e.summary))]
    sentences = sum(len(cut(field, text).sentences) for field, text in fields)
    classifier = Classifier.load()
    items = [(e.title, e.summary, e.text) for e in entries]
    spent = min(_read_all(classifier, items) for _ in range(3))
    each = sorted(min(_read_all(classifier, [item]) for _ in range(3)) * 1_000 for item in items)
    row("classifier: tags and quotes of an item, CPU, median (bound .5)", median(each), "ms")
    row("classifier: tags and quotes of an item, CPU, p99 (bound 5)", each[len(each) * 99 // 100], "ms")
    row("classifier: items a second, tags and quotes, one core", len(entries) / spent, "items/s")
    # Quotes and the words of stories are in the figure; tags alone are quicker still, and nobody asks for them alone.
    row("classifier: sentences a second, tags and quotes, one core", sentences / spent, "sentences/s")
    lines = [(unit * (_LINE_CHARS // len(unit)), "", "") for unit in _HOSTILE]
    worst = max(_read_all(classifier, [line]) for line in lines)
    row("classifier: the worst of the hostile 100 kB lines, CPU", worst * 1_000, "ms")
    whole = [*((unit * (_MEGABYTE // len(unit)), "", "") for unit in _HOSTILE), (_noise(), "", "")]
    worst = max(_read_all(classifier, [text]) for text in whole)
    row("classifier: the worst of the hostile texts of 1 MB (bound 1,000)", worst * 1_000, "ms")


def _load() -> tuple[float, float]:
    """Milliseconds and MiB."""
    answer = subprocess.run([sys.executable, "-c", _LOADING], capture_output=True, text=True, check=True).stdout
    spent, held = answer.split()
    return float(spent), float(held)


def _noise() -> str:
    """A megabyte of any bytes, the same in every run."""
    return random.Random(0).randbytes(_MEGABYTE).decode("latin-1")


def _read_all(classifier: "Classifier", items: Iterable[tuple[str, str, str]]) -> float:
    """CPU seconds that items take."""
    start = time.process_time()
    for title, summary, text in items:
        classifier.analyze_item(title, summary, text, "en")
    return time.process_time() - start
