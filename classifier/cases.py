"""The sentences that a lexicon states about itself (`[[test]]`), and whether it keeps its word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from classifier.engine import Classifier
from classifier.lexicon.document import Layer
from classifier.lexicon.entries import Case, Lexicon, LexiconError
from classifier.lexicon.layers import merge, packaged_tests


@dataclass(frozen=True, slots=True)
class Failure:
    """A case whose text got other `label:stance` pairs than it states."""

    case: Case
    got: tuple[str, ...]

    def __str__(self) -> str:
        case = self.case
        want, got = (", ".join(pairs) or "no tag" for pairs in (case.expect, self.got))
        return f"{case.source}:{case.line}: “{case.text}” should give {want}, but gives {got}"


def packaged_cases() -> tuple[Case, ...]:
    """The cases that ship with feint."""
    return merge(packaged_tests()).cases


def proven(layers: Sequence[Layer]) -> Classifier:
    """The packaged lexicon under layers that keep their own word. Raises LexiconError with a line for each that fails."""
    classifier = Classifier.of(layers)
    names = {layer.name for layer in layers}
    if failures := _failures(classifier, [case for case in classifier.lexicon.cases if case.source in names]):
        raise LexiconError("\n".join(map(str, failures)))
    return classifier


def run_tests(lexicon: Lexicon, cases: Iterable[Case] = ()) -> list[Failure]:
    """Run the lexicon's own cases, and more if given; the failures in order."""
    return _failures(Classifier(lexicon), (*lexicon.cases, *cases))


def _failures(classifier: Classifier, cases: Iterable[Case]) -> list[Failure]:
    return [failure for case in cases if (failure := _failure(classifier, case))]


def _failure(classifier: Classifier, case: Case) -> Failure | None:
    tags = [tag for tag in classifier.analyze(case.text).tags if not case.about or tag.label in case.about]
    got = tuple(sorted({f"{tag.label}:{tag.stance}" for tag in tags}))
    return None if got == tuple(sorted(set(case.expect))) else Failure(case, got)
