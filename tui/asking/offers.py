"""What the palette offers, and which of it a few words mean: in any order, forgiving where nothing fits to the letter."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tui.commands import COMMANDS, Command, Keymap
from tui.keynames import shown_key
from tui.text import EMPTY, SafeText, safe_text, say

FAR = 99


@dataclass(frozen=True, slots=True)
class Offer:
    """A command of the desk, or a word of the command line."""

    id: str
    """Of a command; of a word, the word itself."""
    keys: SafeText
    """Those of a command; before a word, the program's name."""
    help: SafeText
    where: SafeText
    """In which panes it means something; empty: in all."""
    refused: SafeText = EMPTY
    """Why it cannot be done now, or empty."""
    command: Command | None = None
    """None for a word of the command line."""

    @property
    def said(self) -> str:
        """All by which it can be found."""
        return f"{self.id} {self.keys} {self.help} {self.where}".lower()


def offers(
    keys: Keymap,
    helps: Mapping[str, str],
    refused: Callable[[Command], SafeText],
    refused_word: Callable[[str], SafeText],
) -> Iterator[Offer]:
    """Every command, also what cannot be done now; then the words of the command line."""
    for command in COMMANDS:
        shown = safe_text(" ".join(map(shown_key, keys.keys[command.id])))
        where = say("in {}", safe_text(command.places)) if command.places else EMPTY
        yield Offer(command.id, shown, SafeText(command.help), where, refused(command), command)
    for word, help in helps.items():
        yield Offer(
            word, say("feint {}", safe_text(word)), safe_text(help), SafeText("command line"), refused_word(word)
        )


def narrowed(offered: Sequence[Offer], line: str, recent: Sequence[str]) -> list[Offer]:
    """Those that hold all of the words, the likeliest first; where none does, those whose id has their letters in order.

    An id that begins with the words comes before one with such a part, and that before words of the help; what can be done
    now before what cannot, what was done lately before the rest.
    """
    words = line.lower().split()
    found = [offer for offer in offered if all(word in offer.said for word in words)]
    if not found:
        found = [offer for offer in offered if all(_in_order(word, offer.id) for word in words)]
    return sorted(found, key=lambda offer: (_distance(offer, line, words), bool(offer.refused), _age(offer, recent)))


def _distance(offer: Offer, line: str, words: Sequence[str]) -> int:
    """How far an offer is from what was typed."""
    if not words or offer.id == "-".join(words):
        return 0
    if offer.id.startswith(words[0]):
        return 1
    if line.strip() in offer.keys.split():
        return 2
    if any(part.startswith(words[0]) for part in offer.id.split("-")):
        return 3
    begun = f" {offer.said}"
    if f" {' '.join(words)}" in begun:
        return 4
    return 5 if all(f" {word}" in begun for word in words) else 6


def _in_order(letters: str, id: str) -> bool:
    """Are the letters in the id, one after another? So a slip of some letters still finds it."""
    rest = iter(id)
    return all(letter in rest for letter in letters)


def _age(offer: Offer, recent: Sequence[str]) -> int:
    return recent.index(offer.id) if offer.command and offer.id in recent else FAR


def nearest(word: str, offered: Sequence[Offer]) -> str | None:
    """The id, or the word of the command line, that a mistyped one may have meant."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, [offer.id for offer in offered], 1)), None)
