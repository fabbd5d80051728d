"""`make bench`: every figure that README quotes. A word narrows it: `python -m bench polls`."""

import platform
import sys

from bench import desk, language, polls

PARTS = {"language": language.main, "polls": polls.main, "desk": desk.main}


def main(words: list[str]) -> None:
    """Run the parts named, or all."""
    if unknown := set(words) - set(PARTS):
        sys.exit(f"no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    print(
        f"Python {platform.python_version()}, {platform.machine()}; loopback only, shared machine: compare within one run"
    )
    for name, part in PARTS.items():
        if name in (words or PARTS):
            part()


if __name__ == "__main__":
    main(sys.argv[1:])
