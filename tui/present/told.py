"""Who was told of an alert: for each notice, the newest first, the desks, what held it back, and each channel with its answer."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby

from rich.style import Style

from storage.rows import DeliveryRow, NoticeRow
from tui.look import Look
from tui.present.setting import Line, Section, Setting, listed, section
from tui.present.wrap import Run
from tui.text import EMPTY, SafeText, cells, left, safe_text, say, span

DESK = "desk"
MOST_TOLD = 12


def told(notices: Sequence[NoticeRow], deliveries: Sequence[DeliveryRow], setting: Setting) -> Section:
    """`10:42Z  desks │ duty sent 10:42Z: 200 in 0.3s`, `10:30Z  nobody: ana mutes drills │ 3 times`, of these the last."""
    look = setting.look
    lines: list[Line] = []
    sent: defaultdict[int | None, list[DeliveryRow]] = defaultdict(list)
    for delivery in deliveries:
        sent[delivery.notice_id].append(delivery)
    alike = groupby(reversed(notices), lambda notice: _of(notice, sent[notice.id], setting))
    shown = [(words, list(each)) for words, each in alike][:MOST_TOLD]
    widest = max((cells(setting.moment(each[0].at_ms)) for _, each in shown), default=0)
    for words, (last, *others) in shown:
        when = setting.moment(last.at_ms)
        times = say("{} times", 1 + len(others)) if others else EMPTY
        set_lines = listed([*words, (times, look.dim)], max(2, setting.measure - widest - 2), look)
        for number, line in enumerate(set_lines):
            head = left(EMPTY if number else when, widest)
            lines.append([span(say("{}  ", head), look.dim), *line])
    return section(SafeText("told"), lines, setting)


def _of(notice: NoticeRow, own: Sequence[DeliveryRow], setting: Setting) -> list[Run]:
    """For whom a notice was, and what became of its deliveries."""
    look = setting.look
    if notice.held:
        return [(say("nobody: {}", safe_text(notice.held)), look.warn)]
    sent = {delivery.channel for delivery in own}
    others = [name for name in notice.channels if name != DESK and name not in sent]
    return [
        (SafeText("desks") if DESK in notice.channels else EMPTY, look.base),
        *((_delivery(delivery, setting), _style(delivery, look)) for delivery in own),
        *((safe_text(name), look.dim) for name in others),
    ]


def _delivery(delivery: DeliveryRow, setting: Setting) -> SafeText:
    """`duty sent 10:42Z: 200`, `duty waits until 10:43Z after 3: timed out`, `duty failed after 5: 410 gone`."""
    name, receipt = safe_text(delivery.channel), safe_text(delivery.receipt)
    answer = say(": {}", receipt) if receipt else EMPTY
    tries = say(" after {}", delivery.attempts) if delivery.attempts > 1 else EMPTY
    match delivery.state:
        case "sent":
            at = setting.moment(delivery.done_ms) if delivery.done_ms is not None else EMPTY
            return say("{} sent {}{}{}", name, at, tries, answer)
        case "failed":
            return say("{} failed{}{}", name, tries, answer)
        case "digested":
            return say("{} in a digest", name)
        case _:
            due = setting.moment(delivery.due_ms)
            return say("{} waits until {}{}{}", name, due, tries, answer)


def _style(delivery: DeliveryRow, look: Look) -> Style:
    return {"sent": look.base, "failed": look.bad, "waiting": look.warn}.get(delivery.state, look.dim)
