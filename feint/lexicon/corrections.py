"""What operators have corrected, as [[test]] blocks for a lexicon: the sentence, what it should give, and whether it does."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from classifier.words.passage import read

if TYPE_CHECKING:
    from classifier.engine import Classifier


class _Words(msgspec.Struct, frozen=True):
    """Where a tag's words stand in the row's text."""

    tag: str
    start: int
    end: int


class Correction(msgspec.Struct, frozen=True):
    """A row of `feint export --labels`, as far as a test needs it."""

    id: str
    text: str
    source: str
    lang: str
    stance: Mapping[str, str]
    """Of every label that holds."""
    tags: Sequence[_Words]
    by: str
    at: str
    was: Mapping[str, Sequence[str]]
    """Of every label that was ruled on: the stances that the classifier gave it."""


def correction(row: Mapping[str, object]) -> Correction:
    """Take a row of storage.reads.listing.corrected."""
    return msgspec.convert(row, Correction)


def blocks(corrected: Correction, classifier: "Classifier") -> Iterator[str]:
    """Write a block for each sentence that a verdict is about."""
    about: dict[str, list[str]] = defaultdict(list)
    for label in corrected.was:
        about[_sentence(label, corrected, classifier)].append(label)
    for text, labels in about.items():
        yield _block(text, labels, corrected, classifier)


def _block(text: str, labels: Sequence[str], corrected: Correction, classifier: "Classifier") -> str:
    gives = _pairs(text, corrected.lang, classifier)
    ruled = [f"{label}:{corrected.stance[label]}" for label in labels if label in corrected.stance]
    expected = sorted({*ruled, *(pair for pair in gives if pair.partition(":")[0] not in labels)})
    told = "; ".join(
        f"{label} {corrected.stance.get(label, 'does not hold')}, classifier said {', '.join(corrected.was[label]) or 'nothing'}"
        for label in labels
    )
    holds = "holds already" if expected == gives else f"does not hold yet: gives {', '.join(gives) or 'no tag'}"
    return "\n".join([
        _remark(f"{corrected.source}, {corrected.id}; {corrected.by} on {corrected.at[:10]}: {told}"),
        _remark(holds),
        "[[test]]",
        f"text = {_quoted(text)}",
        f"expect = [{', '.join(map(_quoted, expected))}]",
        "",
    ])  # fmt: skip


def _sentence(label: str, corrected: Correction, classifier: "Classifier") -> str:
    """The sentence that holds the words of a label; else the first in which the classifier sees it; else the headline."""
    sentences = _sentences(corrected.text)
    for words in corrected.tags:
        if words.tag == label:
            for start, end in sentences:
                if start <= words.start < end:
                    return corrected.text[start:end]
    for start, end in sentences:
        if any(pair.startswith(f"{label}:") for pair in _pairs(corrected.text[start:end], corrected.lang, classifier)):
            return corrected.text[start:end]
    return corrected.text.partition("\n")[0]


def _sentences(text: str) -> list[tuple[int, int]]:
    passage = read("text", text)
    return [(passage.starts[each.first], passage.ends[each.end - 1]) for each in passage.sentences]


def _pairs(text: str, language: str, classifier: "Classifier") -> list[str]:
    return sorted({f"{tag.label}:{tag.stance}" for tag in classifier.analyze(text, language).tags})


def _remark(words: str) -> str:
    return "# " + "".join(character if character.isprintable() else "\ufffd" for character in words)


def _quoted(text: str) -> str:
    """A text as a TOML string: a JSON string with whatever a terminal would not show escaped too."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(each if each.isprintable() else f"\\U{ord(each):08x}" for each in quoted)
