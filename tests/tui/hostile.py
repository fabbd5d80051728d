"""What feeds may put into a headline to have it obeyed: each way to begin, carry and end a sequence, and what looks harmless."""

from itertools import product

_COMMANDS = (
    *("[2J", "[10;10H", "[31m", "[?1049l", "[?1000h", "[>c", "[6n", "[c", "[!p", "[20t", "[5i", "[1;1r", "[?2004h"),
    *("]0;owned", "]2;owned", "]52;c;aGFjaw==", "]8;;https://evil.example", "]9;notice", "]777;notify;a;b"),
    *(
        "]10;?",
        "]1337;File=x",
        "P1$r",
        "Pq#0;2;0;0;0",
        "_Ga=T",
        "^private",
        "X string",
        "c",
        "7",
        "8",
        "#8",
        "(0",
        "n",
        "|",
    ),
)
_ENDS = ("", "\x07", "\x1b\\", "\x9c")
_EIGHT_BIT = {"[": "\x9b", "]": "\x9d", "P": "\x90", "_": "\x9f", "^": "\x9e", "X": "\x98"}

ESCAPES = tuple(f"\x1b{command}{end}" for command, end in product(_COMMANDS, _ENDS))
"""Begun by ESC."""
C1 = tuple(_EIGHT_BIT[command[0]] + command[1:] for command in _COMMANDS if command[0] in _EIGHT_BIT)
"""Begun by the one character that means the same."""
CONTROLS = tuple(chr(code) for code in (*range(0x20), 0x7F, *range(0x80, 0xA0)))
DIRECTION = tuple(chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x61C))
"""What turns the line around, and the words after it."""
UNSEEN = tuple(
    "\u00ad\u034f\u115f\u1160\u17b4\u180e\u200b\u200c\u200d\u2028\u2029\u2060\u2063\u3164\ufeff\uffa0\ufff9\U000e0041"
)
MARKUP = (
    *(
        "[/nope]",
        "[bold]",
        "[link=https://evil.example]x",
        "[@click=app.quit]x[/]",
        "[red on red]",
        "\\[",
        "[",
        "]",
        "[[]]",
    ),
    *(
        "[$error]",
        "[/",
        "{0}",
        "{look.base}",
        "%s%n",
        "$(id)",
        "`id`",
        "\x1b]8;;file:///etc/passwd\x1b\\x\x1b]8;;\x1b\\",
    ),
)
WIDE = (
    *(
        "\u26a0\ufe0f",
        "\U0001f44d\U0001f3fd",
        "1\ufe0f\u20e3",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "\U0001f1fa\U0001f1e6",
    ),
    *(
        "撤軍",
        "철군",
        "ﾊﾝｶｸ",
        "e" + "\u0301" * 20,
        "Z" + "\u0335\u0334\u0336" * 9,
        "\u202bעברית\u202c",
        "انسحاب",
        "ไทย",
        "क्षि",
    ),
)
"""What terminals and tables disagree about."""

PAYLOADS = (*ESCAPES, *C1, *CONTROLS, *DIRECTION, *UNSEEN, *MARKUP, *WIDE)
