"""What takes the whole screen for a while: help, palette, mutes, an answer. Each is made when it is first asked for."""

from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from tui.commands import PANES, QUEUE, REPLY

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.panes.help import Help
    from tui.panes.mutes import Mutes
    from tui.panes.palette import Palette
    from tui.panes.reply import Reply

Overlay: TypeAlias = "Help | Palette | Mutes | Reply"
Made = TypeVar("Made", bound="Overlay")


class Over:
    """Shows a pane over the others, and goes back to the one below it. Modules too are loaded when they are needed."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._below: list[str] = []
        self._made: set[str] = set()

    @cached_property
    def help(self) -> "Help":
        """Every key and sign."""
        from tui.panes.help import Help

        return self._join(Help(self._desk))

    @cached_property
    def palette(self) -> "Palette":
        """Every command by its words."""
        from tui.panes.palette import Palette

        return self._join(Palette(self._desk))

    @cached_property
    def mutes(self) -> "Mutes":
        """The mutes that run."""
        from tui.panes.mutes import Mutes

        return self._join(Mutes(self._desk))

    @cached_property
    def reply(self) -> "Reply":
        """What the command line answers."""
        from tui.panes.reply import Reply

        return self._join(Reply(self._desk))

    def pane(self, name: str) -> "Overlay":
        """The pane of a name."""
        match name:
            case "help":
                return self.help
            case "palette":
                return self.palette
            case "mutes":
                return self.mutes
        return self.reply

    def _join(self, pane: Made) -> Made:
        """A new pane's widget on the screen, if there is a screen."""
        self._made.add(pane.name)
        if self._desk.is_running:
            self._desk.mount(pane.widget)
        return pane

    def show(self, name: str) -> None:
        """Over whatever there is, read anew."""
        active = self._desk.active.name
        if active in PANES:
            self._below.clear()
        if active != name:
            self._below.append(active)
        self.pane(name).load()
        self._desk.go_to(name)

    def leave(self) -> None:
        """Back to what is below."""
        self._desk.go_to(self._below.pop() if self._below else QUEUE)

    def close(self) -> None:
        """The desk closes: nobody waits for an answer."""
        if REPLY in self._made:
            self.reply.stop()
