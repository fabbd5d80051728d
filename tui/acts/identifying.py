"""An operator's word on who a name is: two spellings of one person, or an office's holder."""

from typing import TYPE_CHECKING

from tui.asking.prompts import Prompt
from tui.text import SafeText, safe_text, say

if TYPE_CHECKING:
    from tui.desk import Desk


def ask_who(desk: "Desk", speaker: tuple[int, str] | None) -> None:
    """Ask who the speaker is; an empty answer takes back what was said of them."""
    if speaker is None:
        desk.flash(SafeText("nobody is named here"))
        return
    speaker_id, name = speaker

    prompt = Prompt(
        say("{} is:", safe_text(name)),
        accepted=lambda text: desk.hand.perform(lambda acts: acts.identify(speaker_id, text.strip() or None)),
        verdict=lambda: _leads_to(desk, prompt.text.strip()),
    )
    desk.ask(prompt)


def _leads_to(desk: "Desk", text: str) -> tuple[SafeText, bool]:
    """What the answer would mean, while it is typed."""
    if not text:
        return SafeText("empty takes back what an operator said of it"), True
    known = desk.reader.speaker_called(text)
    if known:
        return say("known: {}", safe_text(known)), True
    return say("nobody is called {} yet: a new speaker", safe_text(text)), True
