"""The sentences that a lexicon states about itself (`[[test]]`), and whether it keeps its word."""

from collections.abc import Iterable
from dataclasses import dataclass

from classifier.engine import Classifier
from classifier.layers import merge, packaged_tests
from classifier.lexicon import Case, Lexicon


@dataclass(frozen=True, slots=True)
class Failure:
    """A case whose text got other `label:stance` pairs than it states."""

    case: Case
    got: tuple[str, ...]

    def __str__(self) -> str:
        want = ", ".join(self.case.expect) or "no tag"
        return f"{self.case.source}: “{self.case.text}” should give {want}, but gives {', '.join(self.got) or 'no tag'}"


def packaged_cases() -> tuple[Case, ...]:
    """The cases that ship with feint."""
    return merge(packaged_tests()).cases


def run_tests(lexicon: Lexicon, cases: Iterable[Case] = ()) -> list[Failure]:
    """Run the lexicon's own cases, and more if given; the failures in order."""
    classifier = Classifier(lexicon)
    return [failure for case in (*lexicon.cases, *cases) if (failure := _failure(classifier, case))]


def _failure(classifier: Classifier, case: Case) -> Failure | None:
    got = tuple(sorted({f"{tag.label}:{tag.stance}" for tag in classifier.analyze(case.text).tags}))
    return None if got == tuple(sorted(set(case.expect))) else Failure(case, got)
