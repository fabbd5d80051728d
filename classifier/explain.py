"""Why an item was tagged as it was, in lines for a person."""

from classifier.engine import Classifier
from classifier.records import Analysis, Quote, Tag

_WIDTH = 70


def explain(text: str, analysis: Analysis, classifier: Classifier) -> list[str]:
    """A line for each tag (words, label, stance, rule, cue) and each quote of a bare text, in reading order."""
    if not analysis.tags and not analysis.quotes:
        return ["no tag and no quote"]
    entries = [(tag.start, _tag(text, tag, classifier)) for tag in analysis.tags]
    entries += [(quote.start, _quote(quote)) for quote in analysis.quotes]
    return [line for _, line in sorted(entries)]


def _tag(text: str, tag: Tag, classifier: Classifier) -> str:
    rule = classifier.lexicon.rules[tag.rule]
    kind = f" ({rule.kind})" if rule.kind else ""
    cue = f", for {_shown(text[tag.cue_start : tag.cue_end])} by {tag.cue}" if tag.cue_end else ""
    cue = cue or (f", by {tag.cue}" if tag.cue else "")
    words = _shown(text[tag.start : tag.end])
    return f"{tag.start}-{tag.end} {words}: {tag.label}{kind} {tag.stance}{cue}; rule {tag.rule}, score {tag.score}"


def _quote(quote: Quote) -> str:
    speaker = quote.speaker or "nobody named"
    named_as = f" ({quote.speaker_surface})" if quote.speaker_surface and quote.speaker_surface != quote.speaker else ""
    cue = f", {quote.cue}" if quote.cue else ""
    words = f"{quote.start}-{quote.end} {_shown(quote.text)}"
    return f"{words}: {quote.kind} quote of {speaker}{named_as}{cue}; {quote.basis} {quote.confidence}"


def _shown(words: str) -> str:
    """The words on one line, in quotation marks, shortened in the middle."""
    plain = " ".join(words.split())
    return f"“{plain if len(plain) <= _WIDTH else plain[: _WIDTH - 20] + ' … ' + plain[-17:]}”"
