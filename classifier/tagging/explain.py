"""Why an item was tagged as it was, in lines for a person: tags, rules that stayed silent, quotes, the lexicon."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from classifier.lexicon.entries import Condition
from classifier.records import Attribution, Quote
from classifier.tagging.why import CueWhy, Near, RuleWhy, Tested, Why, Words

_WIDTH = 70
_ORDER = {"won": 0, "weaker": 1, "direction": 3}
_SIDES = {"left": " to the left", "right": " to the right", "either": ""}


def explain(why: Why) -> list[str]:
    """Plain lines in reading order, details indented by two blanks; a line is as long as it is."""
    lines = [line for rule in why.rules if rule.verdict == "fired" for line in _fired(rule)]
    lines += _silent(why.rules)
    lines += [_quote(quote) for quote in why.quotes]
    return [*(lines or ["no tag and no quote"]), f"lexicon {why.lexicon}"]


def _fired(why: RuleWhy) -> list[str]:
    rule, tag = why.rule, why.tag
    assert tag is not None
    kind = f" ({rule.kind})" if rule.kind else ""
    head = f"{tag.label}{kind} {tag.stance}: {_shown(why.words.text)} at {_place(why.field, why.words)}"
    lines = [f"{head}, rule {rule.id}, score {tag.score}"]
    lines += [f"  {_condition(need.condition, 'needs ')}: {_near(need.found)}" for need in why.needs if need.found]
    lines += _absent(why.unless)
    quoted = tag.cue.startswith("quote.")
    winner = "the quote" if quoted else tag.cue
    # A cue inside a longer one of its own name is no news; what decides comes first, what looks the other way last.
    cues = sorted((cue for cue in why.cues if cue.by != cue.cue.id), key=lambda cue: _ORDER.get(cue.verdict, 2))
    lines += [f"  {_cue(cue, winner)}" for cue in cues]
    if why.told:
        outcome = "decides" if quoted else f"{winner} goes before"
        lines.append(f"  inside {_article(why.told)} {_said(why.told)} (claimed): {outcome}")
    if tag.holder:
        lines.append(f"  the word of {tag.holder.speaker or 'somebody not named'}: {_who(tag.holder) or 'unknown'}")
    return lines


def _condition(condition: Condition, opening: str) -> str:
    classes = " or ".join(condition.classes)
    if condition.scope == "item":
        return f"{opening}{classes} anywhere in the item"
    clause = ", in the clause" if condition.scope == "clause" else ""
    return f"{opening}{classes} within {_words(condition.within)}{_SIDES[condition.side]}{clause}"


def _near(near: Near) -> str:
    word = f"{_shown(near.words.text)} ({near.name})"
    if near.side == "item":
        return f"{word} in the {near.field}"
    return (
        f"{word} is among the words" if near.side == "inside" else f"{word} stands {_words(near.distance)} {near.side}"
    )


def _absent(bars: Sequence[Tested]) -> Iterator[str]:
    """The suppressors that did not hold: one whose words stand just out of reach in a line of its own, the others in one."""
    nowhere = dict.fromkeys(name for bar in bars for name in bar.condition.classes)
    for bar in bars:
        if bar.beyond:
            missed = replace(bar.condition, classes=(bar.beyond.name,))
            yield f"  {_condition(missed, 'not with ')}: {_near(bar.beyond)}, out of its reach"
            nowhere.pop(bar.beyond.name, None)
    if nowhere:
        yield f"  nor with {', '.join(nowhere)}: none near"


def _cue(why: CueWhy, winner: str) -> str:
    cue = why.cue
    head = f"cue {_shown(why.words.text)} {cue.id}"
    if not cue.stance:
        return f"{head}: only looks like a cue"
    ways = {"forward": "forward", "backward": "back", "both": "both ways"}
    return f"{head} ({cue.stance}, reaches {_words(cue.scope)} {ways[cue.direction]}): {_outcome(why, winner)}"


def _outcome(why: CueWhy, winner: str) -> str:
    at = _shown(why.at.text) if why.at else ""
    outcomes = {
        "won": "decides",
        "weaker": f"reaches them, but {winner} goes before",
        "direction": "the words stand on its other side",
        "far": f"{_words(why.beyond)} too far",
        "stopped": f"stopped by {at} ({why.by})",
        "label": f"speaks only of {', '.join(why.cue.labels)}",
        "friend": f"part of {at}, which only looks like a cue ({why.by})",
        "longer": f"part of the longer {at} ({why.by})",
        "needs": "what it needs is missing",
        "unless": f"silenced by {at or 'a word of the item'} ({why.by})",
        "recent": "its year is too near to be history",
    }
    return outcomes[why.verdict]


def _silent(rules: Sequence[RuleWhy]) -> list[str]:
    """Rules that did not fire, by words and reason; those that another rule of their label spoke for are no news."""
    fired = {rule.rule.id: rule.rule.label for rule in rules if rule.verdict == "fired"}
    reasons: dict[tuple[str, str, str], list[str]] = {}
    for why in rules:
        if why.verdict != "fired" and fired.get(why.by) != why.rule.label:
            said = f"not {why.rule.label}: {_shown(why.words.text)}"
            reasons.setdefault((said, _place(why.field, why.words), _reason(why)), []).append(why.rule.id)
    return [f"{said} of {', '.join(ids)} at {place}, for {reason}" for (said, place, reason), ids in reasons.items()]


def _reason(why: RuleWhy) -> str:
    at = _shown(why.at.text) if why.at else ""
    if why.verdict == "idiom":
        return f"it is part of {at} ({why.by})"
    if why.verdict == "longer":
        return f"{why.by} has the words with {at}"
    if why.verdict == "unless":
        return ", ".join(_near(bar.found) for bar in why.unless if bar.found)
    return f"it {', and '.join(_missing(need) for need in why.needs if not need.found)}"


def _missing(need: Tested) -> str:
    beyond = f"; {_near(need.beyond)}" if need.beyond else ""
    return _condition(need.condition, "needs ") + beyond


def _quote(quote: Quote) -> str:
    words = f"{_shown(quote.text)} at {_place(quote.field, Words(quote.text, quote.start, quote.end))}"
    who = f"{_who(quote.by)}; " if quote.by.kind else ""
    return f"{words}: {_said(quote)}; {who}{quote.by.basis} {quote.by.confidence}"


def _who(by: Attribution) -> str:
    """`person, spokeswoman, of Russian foreign ministry`."""
    return ", ".join(filter(None, (by.kind, by.role, f"of {by.org}" if by.org and by.role else "")))


def _said(quote: Quote) -> str:
    """`direct quote of Ana Reyes (the colonel), said`."""
    surface, speaker = quote.by.surface, quote.by.speaker or "nobody named"
    named_as = f" ({surface})" if surface and surface != quote.by.speaker else ""
    return f"{quote.kind} quote of {speaker}{named_as}{', ' + quote.cue if quote.cue else ''}"


def _article(quote: Quote) -> str:
    return "an" if quote.kind == "indirect" else "a"


def _words(count: int) -> str:
    return f"{count} word" if count == 1 else f"{count} words"


def _place(field: str, words: Words) -> str:
    return f"{field} {words.start}-{words.end}"


def _shown(words: str) -> str:
    """The words on one line, in quotation marks, shortened in the middle."""
    plain = " ".join(words.split())
    return f"“{plain if len(plain) <= _WIDTH else plain[: _WIDTH - 20] + ' … ' + plain[-17:]}”"
