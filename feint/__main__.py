"""The way in: `feint`, and `python -m feint`."""

import gc
import sys


def main() -> None:
    """Run the command line; every known error is one clear line and exit code 2, never a traceback."""
    gc.disable()  # 30 ms of a desk's start go into collecting what imports keep; the desk turns it on again
    from feint.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
