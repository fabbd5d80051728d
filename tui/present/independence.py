"""How independent a story is, by name: who wrote its texts, and whose word they rest on."""

from collections.abc import Sequence

from storage.rows import StoryView
from tui.look import Look
from tui.present.wrap import Run
from tui.text import SafeText, safe_text, say

_MOST_NAMES = 4
_ORIGIN, _ORIGINS = SafeText("origin"), SafeText("origins")
_PRIMARY, _PRIMARIES = SafeText("primary"), SafeText("primaries")


def independence_runs(view: StoryView, look: Look) -> list[Run]:
    """`2 origins: AFP, Reuters (+1 unknown) │ 1 primary: Russian defence ministry`."""
    item = view.item
    writers = _counted(item.origins, _ORIGIN, _ORIGINS, [origin.name for origin in view.origins if origin.name])
    if item.origins_unknown:
        writers = say("{} (+{} unknown)", writers, item.origins_unknown)
    # The item's own first.
    names = dict.fromkeys((*view.voices, *(voice for member in view.members for voice in member.voices)))
    primaries = _counted(item.primaries, _PRIMARY, _PRIMARIES, list(names))
    return [(writers, look.base), (primaries, look.strong if item.primaries > 1 else look.base)]


def _counted(count: int, one: SafeText, several: SafeText, names: Sequence[str]) -> SafeText:
    """`6 origins: AFP, Reuters, TASS, UPI +2`; what is counted as one may go by several names, of which the first is given."""
    if count == 0:
        return say("no known {}", one)
    head = say("{} {}", count, one if count == 1 else several)
    shown = [safe_text(name) for name in names[: min(count, _MOST_NAMES)]]
    if not shown:
        return head
    more = count - len(shown)
    listing = SafeText(", ".join(shown))
    return say("{}: {} +{}", head, listing, more) if more else say("{}: {}", head, listing)
