"""A worker process: reads jobs from its standard input, writes what it read to its standard output, one at a time.

It is started, timed, killed and replaced by workers.WorkerPool. A limit on its memory stands before the machine's.
"""

import os
import resource
import signal
import sys
from pathlib import Path

from classifier.engine import Classifier
from feeds.document.read import read
from feint.collector import frames
from feint.collector.job import Job, Read

MEMORY_BYTES = 768 << 20


def perform(job: Job, classifier: Classifier) -> Read:
    """Read and analyse. Pure but for the classifier's caches; never raises on any body."""
    known = frozenset(job.known)
    feed = read(job.body, job.content_type, job.url, known, identity_by=job.identity_by, timezone=job.timezone)
    language = job.language or feed.language[:2].lower()
    return Read(feed, tuple(classifier.analyze_item(e.title, e.summary, e.text, language) for e in feed.entries))


def main(lexicons: list[str]) -> None:
    """Serve jobs until the collector closes the pipe, or is gone."""
    # ^C and a service manager's SIGTERM reach the whole group: the collector heeds them, and we end with its pipe.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    # Whatever a library prints must not fall between two answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    classifier = Classifier.load(*map(Path, lexicons))
    answers.write(frames.header(b""))
    answers.flush()
    jobs = sys.stdin.buffer
    while header := jobs.read(frames.LENGTH.size):
        job = frames.decode_job(jobs.read(frames.LENGTH.unpack(header)[0]))
        answer = frames.encode_read(perform(job, classifier))
        answers.write(frames.header(answer))
        answers.write(answer)
        answers.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
