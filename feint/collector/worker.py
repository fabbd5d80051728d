"""A worker process: learns the lexicon, then takes jobs from its standard input and writes what came of them to its standard
output, one at a time.

It is started, timed, killed and replaced by the collector. A limit on its memory stands before the machine's.
"""

import os
import resource
import signal
import sys
from collections.abc import Callable
from typing import BinaryIO

from classifier.cases import proven
from classifier.engine import Classifier
from classifier.lexicon.entries import LexiconError
from feint.collector import frames
from feint.collector.job import Analyses, Job, Learnt, Lesson, Read, Texts

MEMORY_BYTES = 768 << 20
_MANNERLY = 10
"""The niceness of a worker for whom nobody waits."""


def perform(job: Job, classifier: Classifier) -> Read:
    """Read and analyse. Pure but for the classifier's caches; never raises on any body."""
    from feeds.document.read import read  # 27 ms that only a reader should cost

    known = frozenset(job.known)
    feed = read(job.body, job.content_type, job.url, known, identity_by=job.identity_by, timezone=job.timezone)
    language = job.language or feed.language[:2].lower()
    return Read(
        feed,
        tuple(
            classifier.analyze_item(e.title, e.summary, e.text, language, dated_ms=e.published_ms or job.now_ms)
            for e in feed.entries
        ),
    )


def read_again(texts: Texts, classifier: Classifier) -> Analyses:
    """Analyse anew. Pure but for the classifier's caches."""
    return tuple(classifier.analyze_item(t.title, t.summary, t.text, t.language, dated_ms=t.dated_ms) for t in texts)


def main(trade: str) -> None:
    """Learn, then serve jobs until the collector closes the pipe, or is gone."""
    # ^C and a service manager's SIGTERM reach the whole group: the collector heeds them, and we end with its pipe.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    # Whatever a library prints must not fall between two answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    jobs = sys.stdin.buffer
    try:
        classifier = _taught(frames.decode_lesson(_next(jobs)))
    except LexiconError as error:
        _answer(answers, frames.encode(Learnt(trouble=str(error))))
        return
    work = _WORK[trade]
    _answer(answers, frames.encode(Learnt(digest=classifier.digest, labels=tuple(classifier.labels))))
    while job := _next(jobs):
        _answer(answers, work(job, classifier))


def _taught(lesson: Lesson) -> Classifier:
    return proven(lesson.layers) if lesson.prove else Classifier.of(lesson.layers)


def _read(job: bytes, classifier: Classifier) -> bytes:
    return frames.encode(perform(frames.decode_job(job), classifier))


def _retag(job: bytes, classifier: Classifier) -> bytes:
    return frames.encode(read_again(frames.decode_texts(job), classifier))


_WORK: dict[str, Callable[[bytes, Classifier], bytes]] = {"read": _read, "retag": _retag}


def _next(jobs: BinaryIO) -> bytes:
    """The next message, or nothing where the pipe has been closed."""
    header = jobs.read(frames.LENGTH.size)
    return jobs.read(frames.LENGTH.unpack(header)[0]) if header else b""


def _answer(answers: BinaryIO, message: bytes) -> None:
    answers.write(frames.header(message))
    answers.write(message)
    answers.flush()


if __name__ == "__main__":
    if sys.argv[1] == "retag":
        os.nice(_MANNERLY)
    main(sys.argv[1])
