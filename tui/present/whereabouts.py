"""Which stories the other operators look at."""

from collections.abc import Callable, Mapping, Sequence

from storage.rows import ItemRow, PresentRow
from tui.text import SafeText, safe_text


def initials(operator: str) -> SafeText:
    """The first three characters of a name."""
    return SafeText(safe_text(operator)[:3])


def watched(
    present: Sequence[PresentRow], me: str, rows: Callable[[Sequence[int]], Mapping[int, ItemRow]]
) -> dict[int, list[SafeText]]:
    """Story -> initials of the others who look at one of its items, each once, in order of arrival."""
    looks = [(desk.operator, desk.item_id) for desk in present if desk.item_id is not None and desk.operator != me]
    if not looks:
        return {}
    items = rows([item_id for _, item_id in looks])
    found: dict[int, list[SafeText]] = {}
    for operator, item_id in looks:
        if item_id in items:
            names = found.setdefault(items[item_id].story_id, [])
            if initials(operator) not in names:
                names.append(initials(operator))
    return found
