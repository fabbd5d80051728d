"""Whether it is a desk that shows what a command writes: the answer stands on its page, as wide as COLUMNS says."""

import os

VARIABLE = "FEINT_ON_DESK"


def on_desk() -> bool:
    """Has a desk started this command?"""
    return VARIABLE in os.environ
